package rail

import (
	"context"
	"encoding/json"
	"log"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A Func handles a changed customer.
type Func func(ctx context.Context, e msgs.CustomerChanged) error

// A Wrap stands in front of a function.
type Wrap func(Func) Func

// Compose puts wraps in front of a function.
func Compose(f Func, wraps ...Wrap) Func {
	for i := range wraps {
		f = wraps[len(wraps)-1-i](f)
	}
	return f
}

// Logged logs.
func Logged(next Func) Func {
	return func(ctx context.Context, e msgs.CustomerChanged) error {
		err := next(ctx, e)
		log.Print(e.ID, err)
		return err
	}
}

// Listen has a function handle what comes in.
func Listen(conn *nats.Conn, f Func) error {
	_, err := conn.Subscribe("customers", func(m *nats.Msg) {
		var e msgs.CustomerChanged
		if json.Unmarshal(m.Data, &e) != nil {
			return
		}
		if f(context.Background(), e) == nil {
			_ = m.Ack()
		}
	})
	return err
}
