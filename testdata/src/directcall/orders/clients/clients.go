// Package clients makes its clients in several ways.
package clients

import (
	"context"
	"net/http"
	"os"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/fixtures/directcall/accounts/client"
	"example.com/fixtures/directcall/pkg/httpx"
	"example.com/fixtures/directcall/pkg/rest"
)

const base = "http://accounts:8080"

func do(c *http.Client, url string) error {
	resp, err := c.Get(url) // want `net/http.Client.Get calls service accounts without a circuit breaker\n`
	if err != nil {
		return err
	}
	if resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

// With gives the helper a client with a timeout.
func With() error { return do(&http.Client{Timeout: time.Second}, base) }

func bare(c *http.Client) error {
	resp, err := c.Get(base) // want `without a timeout, without a circuit breaker\n(?s:.*)clients.go:\d+:\d+: the client is made without a Timeout`
	if err != nil || resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

func Without() error { return bare(&http.Client{}) }

func Late() error {
	c := new(http.Client)
	c.Timeout = time.Second
	resp, err := c.Get(base) // want `calls service accounts without a circuit breaker\n`
	if err != nil || resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

// In a field that the package fills.
type Filled struct {
	slow, fast *http.Client
}

func NewFilled() *Filled {
	return &Filled{slow: &http.Client{Transport: &http.Transport{IdleConnTimeout: time.Second}}, fast: newFast()}
}

func newFast() *http.Client {
	return &http.Client{Transport: &http.Transport{ResponseHeaderTimeout: time.Second}}
}

func (f *Filled) Slow() bool {
	resp, err := f.slow.Get(base) // want `without a timeout, without a circuit breaker`
	return err == nil && resp.StatusCode == 200
}

func (f *Filled) Fast() bool {
	resp, err := f.fast.Get(base) // want `calls service accounts without a circuit breaker\n`
	return err == nil && resp.StatusCode == 200
}

// Injected is given its client by nobody in sight: nothing is known of it.
type Injected struct{ HTTP *http.Client }

func (i Injected) Do() bool {
	resp, err := i.HTTP.Get(base)
	return err == nil && resp.StatusCode == 200
}

// Doer hides which client it is.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

func Hidden(d Doer) bool {
	req, _ := http.NewRequest(http.MethodGet, base, nil)
	resp, err := d.Do(req)
	return err == nil && resp.StatusCode == 200
}

// Of other packages.
func API(ctx context.Context) error {
	_, err := client.New(os.Getenv("ACCOUNTS_URL")).Name(ctx, "1")
	return err
}

func BareAPI(ctx context.Context) error {
	b := client.NewBare(os.Getenv("ACCOUNTS_URL"))
	_ = b.URL()
	_, err := b.Name(ctx, "1") // want `client.Bare.Name calls service accounts without a timeout, without a circuit breaker`
	return err
}

func Shared(ctx context.Context) error {
	_, err := httpx.New("accounts", base, time.Second).Get(ctx, "/users")
	return err
}

func SharedBare(ctx context.Context) error {
	if err := rest.New(base).Ping(ctx, "/users"); err != nil { // want `rest.Client.Ping calls service accounts without a timeout, without a circuit breaker`
		return err
	}
	if err := rest.With(base, &http.Client{Timeout: time.Second}).Ping(ctx, "/users"); err != nil { // want `rest.Client.Ping calls service accounts without a circuit breaker\n`
		return err
	}
	return rest.New("https://api.example.com").Ping(ctx, "/accounts")
}

func Resty() error {
	resp, err := resty.New().R().Get(base + "/users") // want `without a timeout, without a circuit breaker`
	if err != nil || resp.IsError() {
		return err
	}
	c := resty.New().SetTimeout(time.Second)
	resp, err = c.R().SetHeader("a", "b").Get(base + "/users") // want `calls service accounts without a circuit breaker\n`
	if err != nil || resp.IsError() {
		return err
	}
	d := resty.New().SetBaseURL(base)
	resp, err = d.R().SetContext(context.Background()).Get("/users") // want `calls service accounts without a timeout, without a circuit breaker\n`
	if err != nil || resp.IsError() {
		return err
	}
	return nil
}
