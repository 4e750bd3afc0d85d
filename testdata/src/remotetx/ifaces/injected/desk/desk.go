// Package desk implements what others need, and knows none of them.
package desk

import (
	"context"

	"example.com/fixtures/remote"
)

// Desk calls out.
type Desk struct{}

// NewDesk returns one.
func NewDesk() *Desk { return &Desk{} }

// Reserve leaves the process.
func (*Desk) Reserve(ctx context.Context) error { return remote.Call(ctx, "reserve") }

// Price does, too.
func (*Desk) Price(ctx context.Context) error { return remote.Call(ctx, "price") }

// Take would, if somebody had bound it.
func (*Desk) Take(ctx context.Context) error { return remote.Call(ctx, "take") }

// Shelf stays inside.
type Shelf struct{ n int }

// NewShelf returns one.
func NewShelf() (*Shelf, error) { return &Shelf{}, nil }

// Take stays inside.
func (s *Shelf) Take(context.Context) error { s.n--; return nil }

// Post sends mail, and whatever else.
type Post struct{}

// NewPost returns one.
func NewPost(*Desk) (Post, error) { return Post{}, nil }

// Send leaves the process.
func (Post) Send(ctx context.Context) error { return remote.Call(ctx, "send") }

// Post leaves the process.
func (Post) Post(ctx context.Context) error { return remote.Call(ctx, "post") }

// Notes are taken elsewhere.
type Notes struct{}

// NewNotes returns some.
func NewNotes() *Notes { return &Notes{} }

// Note leaves the process.
func (*Notes) Note(ctx context.Context) error { return remote.Call(ctx, "note") }
