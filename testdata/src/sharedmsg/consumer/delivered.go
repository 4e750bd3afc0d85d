package consumer

import (
	"context"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/sharedmsg/contracts"
	"example.com/fixtures/sharedmsg/infra"
	"example.com/fixtures/sharedmsg/producer/store"
)

func Deliveries(conn *nats.Conn) error {
	if err := infra.On(conn, "users", foreign); err != nil { // want `consumes messages of type store.User, which is defined in a package of service producer`
		return err
	}
	if err := infra.On(conn, "users.by-pointer", pointed); err != nil { // want `consumes messages of type store.User, which is defined in a package of service producer`
		return err
	}
	return infra.On(conn, "users.changed", shared)
}

func foreign(_ context.Context, d infra.Delivery[store.User]) error { return visit(d.Body.ID, "") }

func pointed(_ context.Context, d infra.Delivery[*store.User]) error { return visit(d.Body.ID, "") }

// Near miss: the wrapper is none of the messages' package, what it is put around is.

func shared(_ context.Context, d infra.Delivery[contracts.UserChanged]) error {
	return visit(d.Body.ID, "")
}
