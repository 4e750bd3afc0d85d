// Package work receives, and works on what it received by way of queues.
package work

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/queued/queue"
)

// A Processor puts messages into one queue and what it is asked for into another.
type Processor struct {
	db       *sql.DB
	bus      queue.Bus
	messages *queue.Spec
	requests *queue.Spec
}

// New makes a processor.
func New(db *sql.DB, bus queue.Bus) *Processor {
	p := &Processor{db: db, bus: bus}
	p.messages = &queue.Spec{Topic: "customers", Queue: queue.NewQueue(10, p.drop, p.process, 1)}
	p.requests = &queue.Spec{Queue: queue.NewQueue(10, p.drop, p.answer, 1)}
	return p
}

// Start subscribes.
func (p *Processor) Start() error { return p.bus.Subscribe(p.messages.Topic, p.receive) }

func (p *Processor) receive(d *queue.Data) {
	c := &msgs.CustomerChanged{}
	if err := json.Unmarshal(d.Body, c); err != nil {
		return
	}
	p.messages.Produce(c)
}

// Ask is called by the process itself.
func (p *Processor) Ask(c *msgs.CustomerChanged) { p.requests.Produce(c) }

func (p *Processor) process(item any) error {
	c := item.(*msgs.CustomerChanged)
	if c.Status == msgs.Blocked {
		return p.block(c)
	}
	_, err := p.db.Exec("UPDATE customers SET name = $2, version = $3 WHERE id = $1 AND version < $3", c.ID, c.Name, c.Version)
	return err
}

func (p *Processor) block(c *msgs.CustomerChanged) error {
	_, err := p.db.Exec("UPDATE customers SET name = $2 WHERE id = $1", c.ID, c.Name) // want `consumer Processor.block overwrites customers by a message of type msgs.CustomerChanged without comparing`
	return err
}

// answer is given what the process itself asks for.
func (p *Processor) answer(item any) error {
	c := item.(*msgs.CustomerChanged)
	_, err := p.db.Exec("UPDATE requests SET name = $2 WHERE id = $1", c.ID, c.Name)
	return err
}

// drop is given what no worker would have.
func (p *Processor) drop(item any) {
	c := item.(*msgs.CustomerChanged)
	_, _ = p.db.Exec("UPDATE dropped SET name = $2 WHERE id = $1", c.ID, c.Name)
}

// A Pool has jobs of one type done.
type Pool[T any] struct{ jobs []T }

// NewPool makes a pool.
func NewPool[T any](n int, fn func(ctx context.Context, job T) error) *Pool[T] {
	_ = fn
	return &Pool[T]{make([]T, n)}
}

// Submit adds a job.
func (p *Pool[T]) Submit(job T) { p.jobs = append(p.jobs, job) }

// Run has a pool of its own, whose jobs a literal does.
func Run(ctx context.Context, db *sql.DB, sub *nats.Subscription) error {
	pool := NewPool(4, func(ctx context.Context, c msgs.CustomerChanged) error {
		_, err := db.ExecContext(ctx, "UPDATE members SET name = $2 WHERE id = $1", c.ID, c.Name) // want `consumer Run overwrites members`
		return err
	})
	other := NewPool(4, func(ctx context.Context, c msgs.CustomerChanged) error {
		_, err := db.ExecContext(ctx, "UPDATE others SET name = $2 WHERE id = $1", c.ID, c.Name)
		return err
	})
	other.Submit(msgs.CustomerChanged{})
	for {
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return err
		}
		var c msgs.CustomerChanged
		if err := json.Unmarshal(m.Data, &c); err != nil {
			return err
		}
		pool.Submit(c)
	}
}
