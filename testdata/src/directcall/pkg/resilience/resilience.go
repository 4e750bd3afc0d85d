// Package resilience is named under breakers.
package resilience

import "context"

func Do(ctx context.Context, f func(context.Context) error) error { return f(ctx) }

// Retry guards nothing.
func Retry(f func() error) error {
	for range 3 {
		if f() == nil {
			return nil
		}
	}
	return f()
}
