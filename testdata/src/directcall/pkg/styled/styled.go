// Package styled is a client whose options are values with a method.
package styled

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

type Client struct {
	base, name string
	http       *http.Client
}

// An Option changes a client.
type Option interface{ apply(*Client) }

type optionFunc func(*Client)

func (f optionFunc) apply(c *Client) { f(c) }

func WithHTTP(hc *http.Client) Option { return optionFunc(func(c *Client) { c.http = hc }) }

func WithName(name string) Option { return optionFunc(func(c *Client) { c.name = name }) }

// WithBreaker puts a breaker around the transport.
func WithBreaker(name string) Option { return breaking{name} }

type breaking struct{ name string }

func (b breaking) apply(c *Client) {
	c.http.Transport = tripper{gobreaker.NewCircuitBreaker[*http.Response](gobreaker.Settings{Name: b.name})}
}

type tripper struct {
	breaker *gobreaker.CircuitBreaker[*http.Response]
}

func (t tripper) RoundTrip(req *http.Request) (*http.Response, error) {
	return t.breaker.Execute(func() (*http.Response, error) { return http.DefaultTransport.RoundTrip(req) })
}

// Timed is an option with a setting of its own.
type Timed struct{ Limit time.Duration }

func (t Timed) apply(c *Client) { c.http.Timeout = t.Limit }

func configured(base string, opts []Option) *Client {
	c := &Client{base: base, http: &http.Client{}}
	for _, o := range opts {
		o.apply(c)
	}
	return c
}

func New(base string, opts ...Option) *Client { return configured(base, opts) }

func NewNamed(base string, opts ...Option) *Client { return configured(base, opts) }

func NewTimed(base string, opts ...Option) *Client { return configured(base, opts) }

func (c *Client) Ping(ctx context.Context) error { return c.ping(ctx) }

func (c *Client) PingNamed(ctx context.Context) error { return c.ping(ctx) }

func (c *Client) PingTimed(ctx context.Context) error { return c.ping(ctx) }

func (c *Client) ping(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, c.base, nil)
	if err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return resp.Body.Close()
}
