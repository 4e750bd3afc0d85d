// Package optional has clients whose guards are options: functions that change
// the library's client, or the project's own.
package optional

import (
	"context"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"
)

// Option changes the library's client.
type Option func(*resty.Client)

func WithTransport(rt http.RoundTripper) Option {
	return func(c *resty.Client) { c.SetTransport(rt) }
}

func WithTimeout(d time.Duration) Option {
	return func(c *resty.Client) { c.SetTimeout(d) }
}

func WithToken(token string) Option {
	return func(c *resty.Client) { c.SetAuthToken(token) }
}

// Careful is an option itself.
func Careful(c *resty.Client) { c.SetTimeout(time.Second) }

func configured(base string, opts []Option) *resty.Client {
	rc := resty.New().SetBaseURL(base)
	for _, o := range opts {
		o(rc)
	}
	return rc
}

// Guarded is made with options that guard it.
type Guarded struct{ rc *resty.Client }

func NewGuarded(base string, opts ...Option) *Guarded { return &Guarded{rc: configured(base, opts)} }

func (c *Guarded) Name(ctx context.Context) error { return name(ctx, c.rc) }

// Loose is made with options that guard nothing.
type Loose struct{ rc *resty.Client }

func NewLoose(base string, opts ...Option) *Loose { return &Loose{rc: configured(base, opts)} }

func (c *Loose) Name(ctx context.Context) error { return name(ctx, c.rc) }

func name(ctx context.Context, rc *resty.Client) error {
	_, err := rc.R().SetContext(ctx).Get("/name")
	return err
}

// Direct takes options of its own, some of which fail.
type Direct struct {
	base string
	http *http.Client
}

type DirectOption func(*Direct) error

func Limit(d time.Duration) DirectOption {
	return func(c *Direct) error {
		c.http.Timeout = d
		return nil
	}
}

func NewDirect(base string, opts ...DirectOption) (*Direct, error) {
	c := &Direct{base: base, http: &http.Client{}}
	for _, opt := range opts {
		if err := opt(c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Direct) Name() error {
	resp, err := c.http.Get(c.base + "/name")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Lent is given its client by an option.
type Lent struct {
	base string
	http *http.Client
}

func Over(client *http.Client) func(*Lent) {
	return func(l *Lent) { l.http = client }
}

func NewLent(base string, opts ...func(*Lent)) *Lent {
	l := &Lent{base: base, http: &http.Client{}}
	for _, opt := range opts {
		opt(l)
	}
	return l
}

func (l *Lent) Name() error {
	resp, err := l.http.Get(l.base + "/name")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Tuned is changed by a helper.
type Tuned struct{ rc *resty.Client }

func NewTuned(base string, opts ...Option) *Tuned {
	rc := resty.New().SetBaseURL(base)
	tune(rc, opts)
	return &Tuned{rc: rc}
}

func tune(rc *resty.Client, opts []Option) {
	for _, o := range opts {
		o(rc)
	}
}

func (c *Tuned) Name(ctx context.Context) error { return name(ctx, c.rc) }
