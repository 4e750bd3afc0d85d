package orders

import (
	"context"
	"log"

	"example.com/fixtures/eventfilter/bus"
)

// What a type has from one of this package that is no filter by itself.

type base struct{ log *log.Logger }

func (b base) Pass(_ context.Context, c bus.Change) bool {
	if c.Origin != "" {
		b.log.Print(c.Origin)
	}
	return true
}

type Offer struct{ base } // want `Offer.Pass decides what is published, and says yes to every change`

func (Offer) Topic() string { return "offers" }

type loud struct{}

func (*loud) Pass(context.Context, bus.Change) bool { return true }

type Ward struct{ *loud } // want `Ward.Pass decides`

func (Ward) Topic() string { return "wards" }

type alike[T any] struct{ log *log.Logger }

func (d alike[T]) Wants(before, after T) bool {
	if any(before) == any(after) {
		d.log.Print("unchanged")
		return true
	}
	return true
}

type Retired struct{ alike[Order] } // want `Retired.Wants decides`

func (Retired) Message(o Order) any { return o.State }

// Near misses.

type Product struct{ base }

func (Product) Topic() string { return "products" }

func (p Product) Pass(ctx context.Context, c bus.Change) bool {
	return p.base.Pass(ctx, c) && c.Touches("title")
}

type local struct{}

func (local) Pass(_ context.Context, c bus.Change) bool { return c.Origin != "import" }

type Seller struct{ local }

func (Seller) Topic() string { return "sellers" }

type changed[T comparable] struct{}

func (changed[T]) Wants(before, after T) bool { return before != after }

type Moved struct{ changed[Order] }

func (Moved) Message(o Order) any { return o.State }

// NoTopic is none, since it has no topic.
type NoTopic struct{ base }
