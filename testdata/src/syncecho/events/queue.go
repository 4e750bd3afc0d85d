package events

import "context"

type queued struct {
	kind string
	body any
}

var queue = make(chan queued, 64)

type mutedKey struct{}

// Muted has nothing raised.
func Muted(ctx context.Context) context.Context {
	return context.WithValue(ctx, mutedKey{}, struct{}{})
}

// Raise leaves an event to Drain, unless the context has it keep quiet. The
// configuration names it as one that publishes.
func Raise(ctx context.Context, kind string, body any) {
	if ctx.Value(mutedKey{}) != nil {
		return
	}
	queue <- queued{kind, body}
}

// Drain sends what was raised.
func Drain(b *Bus) {
	for e := range queue {
		_ = b.Publish(context.Background(), e.kind, e.body)
	}
}
