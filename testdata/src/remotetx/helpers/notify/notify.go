// Package notify is the far end of a chain of helpers.
package notify

import (
	"context"

	"example.com/fixtures/remote"
)

// Mailer tells customers.
type Mailer struct{}

// Placed leaves the process three functions deeper.
func (Mailer) Placed(ctx context.Context, id string) error { return deliver(ctx, "placed/"+id) }

// Format stays inside.
func (Mailer) Format(id string) string { return "placed/" + id }

func deliver(ctx context.Context, id string) error {
	send := func() error { return remote.Call(ctx, id) }
	return retry(send)
}

func retry(fn func() error) error {
	if err := fn(); err != nil {
		return fn()
	}
	return nil
}

// Even and Odd call each other before they call out.
func Even(ctx context.Context, n int) error {
	if n == 0 {
		return nil
	}
	return Odd(ctx, n-1)
}

// Odd is the one that calls out.
func Odd(ctx context.Context, n int) error {
	if n == 0 {
		return remote.Call(ctx, "odd")
	}
	return Even(ctx, n-1)
}

// Default is a function in a variable that never changes.
var Default = func(ctx context.Context, id string) error { return remote.Call(ctx, id) }
