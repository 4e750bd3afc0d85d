// Package routers makes the buses to which others subscribe.
package routers

import (
	"database/sql"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/staffing/routers/house"
	"example.com/fixtures/depwait/staffing/routers/inbound"
)

func bus(sub message.Subscriber, options ...house.Option) *house.Bus {
	b, err := house.NewBus(sub, options...)
	if err != nil {
		panic(err)
	}
	return b
}

func lossy(next message.HandlerFunc) message.HandlerFunc {
	return func(m *message.Message) ([]*message.Message, error) {
		out, _ := next(m)
		return out, nil
	}
}

// Wire makes them.
func Wire(db *sql.DB, sub message.Subscriber, safe bool) error {
	t := &inbound.Table{DB: db}
	reported, err := house.NewBus(sub, house.Logged("x"), house.Reported("y"))
	if err != nil {
		return err
	}
	(&inbound.Reported{Table: t}).Bind(reported)
	logged, err := house.NewBus(sub, house.Logged("x"))
	if err != nil {
		return err
	}
	(&inbound.Logged{Table: t}).Bind(logged)
	(&inbound.Instant{Table: t}).Bind(logged)

	perhaps := bus(sub)
	if !safe {
		perhaps.Router.AddMiddleware(lossy)
	}
	(&inbound.Perhaps{Table: t}).Bind(perhaps)

	told := bus(sub)
	told.Router.AddMiddleware(lossy)
	(&inbound.Lossy{Table: t}).Bind(told)
	return nil
}
