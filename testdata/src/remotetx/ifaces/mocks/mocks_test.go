package mocks

import (
	"context"
	"testing"

	"example.com/fixtures/remote"
)

// live is an implementation of the test's own: it implements nothing for the
// rest of the package.
type live struct{}

func (live) Charge(ctx context.Context) error { return remote.Call(ctx, "live") }

func TestPlace(t *testing.T) {
	if err := place(t.Context(), nil, live{}); err == nil {
		t.Error("want an error")
	}
}
