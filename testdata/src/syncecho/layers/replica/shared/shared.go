// Package shared marks what comes from elsewhere.
package shared

import "context"

type origin struct{}

// Replicating marks a context.
func Replicating(ctx context.Context) context.Context {
	return context.WithValue(ctx, origin{}, true)
}

// Replicates says whether a context is marked.
func Replicates(ctx context.Context) bool {
	on, _ := ctx.Value(origin{}).(bool)
	return on
}

// Tells says whether it is not.
func Tells(ctx context.Context) bool { return !Replicates(ctx) }

// Louder says what a context says, and that of others events are told.
func Louder(ctx context.Context) bool {
	v := ctx.Value(origin{})
	if v == nil {
		return true
	}
	loud, ok := v.(bool)
	return ok && loud
}

// Announces says whether a context asks for events.
func Announces(ctx context.Context) bool {
	on, ok := ctx.Value(origin{}).(bool)
	return ok && on
}
