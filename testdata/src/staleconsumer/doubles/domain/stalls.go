package domain

import "context"

type Stalls interface {
	Move(ctx context.Context, id, place string) error
}

// StallsBy does what a function says: which, whoever makes it tells.
type StallsBy struct {
	Moves func(ctx context.Context, id, place string) error
}

var _ Stalls = StallsBy{}

func (s StallsBy) Move(ctx context.Context, id, place string) error { return s.Moves(ctx, id, place) }

type Carts interface {
	Push(ctx context.Context, id, place string, revision int64) error
}

// CartsMock checks nothing. What is wired does.
type CartsMock struct {
	PushFunc func(ctx context.Context, id, place string, revision int64) error
}

var _ Carts = &CartsMock{}

func (mock *CartsMock) Push(ctx context.Context, id, place string, revision int64) error {
	return mock.PushFunc(ctx, id, place, revision)
}
