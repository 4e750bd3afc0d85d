package client

import (
	"context"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Chosen has the guards that whoever makes it asks for.
type Chosen struct {
	base string
	http *http.Client
}

// Option changes a Chosen.
type Option func(*Chosen)

// Within bounds each call.
func Within(d time.Duration) Option { return func(c *Chosen) { c.http.Timeout = d } }

// Broken puts a circuit breaker before all that is sent.
func Broken(name string) Option {
	return func(c *Chosen) {
		next := c.http.Transport
		if next == nil {
			next = http.DefaultTransport
		}
		c.http.Transport = &guard{next: next, breaker: gobreaker.NewCircuitBreaker[*http.Response](gobreaker.Settings{Name: name})}
	}
}

type guard struct {
	next    http.RoundTripper
	breaker *gobreaker.CircuitBreaker[*http.Response]
}

func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	return g.breaker.Execute(func() (*http.Response, error) { return g.next.RoundTrip(r) })
}

func NewChosen(base string, opts ...Option) *Chosen {
	c := &Chosen{base: base, http: &http.Client{}}
	for _, o := range opts {
		o(c)
	}
	return c
}

func (c *Chosen) Name(ctx context.Context, id string) (string, error) {
	return get(ctx, c.http, c.base+"/users/"+id)
}
