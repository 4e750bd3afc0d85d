// Package stages connects those that receive messages with those that write.
package stages

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/stages/intake"
	"example.com/fixtures/staleconsumer/stages/worker"
)

// Run wires all.
func Run(ctx context.Context, nc *nats.Conn, w *worker.Writer) *intake.Adapter {
	bus := worker.NewBus()
	_, _ = nc.Subscribe("names", intake.Names(bus))
	intake.Ask(ctx, bus, "1", "a")
	go w.Start(ctx, bus.Names()) // want `consumer Run overwrites customers by a message`
	go w.Start(ctx, bus.Requests())
	go w.Ask(ctx, bus)
	go w.Versions(ctx, bus)
	return &intake.Adapter{Bus: bus}
}

// --- a struct with a channel of its own, filled and emptied by its methods

type pool struct {
	writer *worker.Writer
	jobs   chan job
	ticks  chan int
}

type job struct{ id, name string }

func (p *pool) receive(m *nats.Msg) {
	var e msgs.NameChanged
	if json.Unmarshal(m.Data, &e) == nil {
		p.jobs <- job{e.ID, e.Name}
	}
}

func (p *pool) count(n int) { p.ticks <- n }

func (p *pool) work(ctx context.Context) {
	for {
		select {
		case j := <-p.jobs:
			p.write(ctx, j)
		case n := <-p.ticks:
			_, _ = p.writer.DB.ExecContext(ctx, "UPDATE counters SET n = $1", n)
		}
	}
}

func (p *pool) write(ctx context.Context, j job) {
	_, _ = p.writer.DB.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", j.name, j.id) // want `consumer pool.write overwrites customers by a message`
}

// --- a stage between two channels, kept by what a constructor makes

type batcher struct {
	in  <-chan job
	out chan<- []job
}

func newBatcher(in <-chan job, out chan<- []job) *batcher { return &batcher{in: in, out: out} }

func (b *batcher) run() {
	var batch []job
	for j := range b.in {
		if batch = append(batch, j); len(batch) == 10 {
			b.out <- batch
			batch = nil
		}
	}
}

func pipeline(ctx context.Context, sub *nats.Subscription, w *worker.Writer) {
	jobs, batches := make(chan job), make(chan []job)
	go newBatcher(jobs, batches).run()
	go func() {
		for {
			m, err := sub.NextMsgWithContext(ctx)
			if err != nil {
				return
			}
			jobs <- job{m.Subject, string(m.Data)}
		}
	}()
	for batch := range batches {
		for _, j := range batch {
			_, _ = w.DB.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", j.name, j.id) // want `consumer pipeline overwrites customers by a message`
		}
	}
}
