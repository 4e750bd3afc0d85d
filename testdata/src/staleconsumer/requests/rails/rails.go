// Package rails routes what comes in by a subject to typed handlers, and answers with what
// these give back.
package rails

import (
	"context"
	"encoding/json"
	"log"

	"github.com/nats-io/nats.go"
)

// A Call is one message on its way through the middleware.
type Call struct {
	context.Context
	Msg   *nats.Msg
	steps []Step
	at    int
}

// A Step is a handler, or middleware.
type Step func(*Call)

// Next goes on with the next step.
func (c *Call) Next() {
	for c.at++; c.at < len(c.steps); c.at++ {
		c.steps[c.at](c)
	}
}

// Reply answers with a value.
func (c *Call) Reply(v any) { answer(c.Msg, v) }

func answer(m *nats.Msg, v any) {
	data, err := marshal(v)
	if err != nil {
		_ = m.Respond([]byte(`{"error":"internal"}`))
		return
	}
	if err := m.Respond(data); err != nil {
		log.Print("reply failed: ", err)
	}
}

func marshal(v any) ([]byte, error) { return json.Marshal(v) }

type failure struct {
	Code, Text string
}

func classify(err error) failure { return failure{"internal", err.Error()} }

func (c *Call) fail(err error) {
	data, _ := json.Marshal(classify(err))
	_ = c.Msg.Respond(data)
}

// A Router has middleware and routes.
type Router struct {
	nc    *nats.Conn
	queue string
	steps []Step
}

// New returns a router.
func New(nc *nats.Conn, queue string) *Router { return &Router{nc: nc, queue: queue} }

// Use adds middleware.
func (r *Router) Use(steps ...Step) { r.steps = append(r.steps, steps...) }

func (r *Router) add(subject string, steps []Step) {
	all := append(append([]Step{}, r.steps...), steps...)
	_, err := r.nc.QueueSubscribe(subject, r.queue, func(m *nats.Msg) {
		go func() {
			c := &Call{Context: context.Background(), Msg: m, steps: all, at: -1}
			c.Next()
		}()
	})
	if err != nil {
		panic(err)
	}
}

// A Group is part of a router's routes.
type Group struct {
	router *Router
	prefix string
}

// Group returns one.
func (r *Router) Group(prefix string) *Group { return &Group{r, prefix} }

// Serve has a handler answer requests.
func Serve[Req, Resp any](g *Group, subject string, handle func(*Call, Req) (*Resp, error)) {
	g.router.add(g.prefix+subject, []Step{func(c *Call) {
		var req Req
		if err := json.Unmarshal(c.Msg.Data, &req); err != nil {
			c.fail(err)
			return
		}
		resp, err := handle(c, req)
		if err != nil {
			c.fail(err)
			return
		}
		c.Reply(resp)
	}})
}

// Listen has a handler get messages, to which nobody waits for an answer.
func Listen[Req any](g *Group, subject string, handle func(*Call, Req) error) {
	g.router.add(g.prefix+subject, []Step{func(c *Call) {
		var req Req
		if err := json.Unmarshal(c.Msg.Data, &req); err != nil {
			c.fail(err)
			return
		}
		if err := handle(c, req); err != nil {
			log.Print(err)
		}
	}})
}

// Confirm has a handler get messages whose senders are told that it has done with them, or
// what went wrong.
func Confirm[Req any](g *Group, subject string, handle func(*Call, Req) error) {
	g.router.add(g.prefix+subject, []Step{func(c *Call) {
		var req Req
		if err := json.Unmarshal(c.Msg.Data, &req); err != nil {
			c.fail(err)
			return
		}
		if err := handle(c, req); err != nil {
			c.fail(err)
			return
		}
		c.Reply(map[string]any{"ok": true})
	}})
}
