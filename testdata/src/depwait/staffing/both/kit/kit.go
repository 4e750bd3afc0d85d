// Package kit has two ways to receive: one that commits what was handled, and one that
// leaves that to the client and logs what fails.
package kit

import (
	"context"
	"encoding/json"
	"log"

	"github.com/twmb/franz-go/pkg/kgo"
	"golang.org/x/sync/errgroup"
)

type HandlerFunc func(ctx context.Context, records []*kgo.Record) error

// A Group ends with the first batch that fails, which is not committed then.
type Group struct {
	cl       *kgo.Client
	handlers map[string]HandlerFunc
}

func NewGroup() (*Group, error) {
	cl, err := kgo.NewClient(kgo.DisableAutoCommit())
	return &Group{cl: cl, handlers: map[string]HandlerFunc{}}, err
}

func (g *Group) On(topic string, h HandlerFunc) { g.handlers[topic] = h }

func (g *Group) Run(ctx context.Context) error {
	for {
		eg, ectx := errgroup.WithContext(ctx)
		g.cl.PollFetches(ctx).EachPartition(func(p kgo.FetchTopicPartition) {
			if h, ok := g.handlers[p.Topic]; ok {
				eg.Go(func() error { return h(ectx, p.Records) })
			}
		})
		if err := eg.Wait(); err != nil {
			return err
		}
		if err := g.cl.CommitUncommittedOffsets(ctx); err != nil {
			return err
		}
	}
}

// A Pool goes on whatever becomes of a record.
type Pool struct {
	cl       *kgo.Client
	handlers map[string]HandlerFunc
}

func NewPool() (*Pool, error) {
	cl, err := kgo.NewClient()
	return &Pool{cl: cl, handlers: map[string]HandlerFunc{}}, err
}

func (p *Pool) On(topic string, h HandlerFunc) { p.handlers[topic] = h }

func (p *Pool) Run(ctx context.Context) {
	jobs := make(chan *kgo.Record, 16)
	go func() {
		for r := range jobs {
			p.work(ctx, r)
		}
	}()
	for {
		fetches := p.cl.PollFetches(ctx)
		if fetches.IsClientClosed() {
			break
		}
		fetches.EachRecord(func(r *kgo.Record) { jobs <- r })
	}
	close(jobs)
}

func (p *Pool) work(ctx context.Context, r *kgo.Record) {
	h, ok := p.handlers[r.Topic]
	if !ok {
		return
	}
	if err := h(ctx, []*kgo.Record{r}); err != nil {
		log.Print(err)
	}
}

// Each decodes records one by one.
func Each[T any](handle func(ctx context.Context, v T) error) HandlerFunc {
	return func(ctx context.Context, records []*kgo.Record) error {
		for _, r := range records {
			var v T
			if err := json.Unmarshal(r.Value, &v); err != nil {
				return err
			}
			if err := handle(ctx, v); err != nil {
				return err
			}
		}
		return nil
	}
}
