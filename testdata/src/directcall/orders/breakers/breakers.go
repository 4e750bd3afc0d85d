// Package breakers puts breakers around calls in several ways.
package breakers

import (
	"context"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
	"github.com/failsafe-go/failsafe-go/timeout"
	"github.com/sony/gobreaker/v2"

	"example.com/fixtures/directcall/pkg/resilience"
)

const base = "http://accounts:8080"

var client = &http.Client{Timeout: time.Second}

func ok(resp *http.Response, err error) error {
	if err == nil && resp.StatusCode > 400 {
		return http.ErrServerClosed
	}
	return err
}

// Wrapped: the breaker is in a helper.
type Wrapped struct {
	breaker *gobreaker.CircuitBreaker[any]
}

func (w *Wrapped) guard(f func() error) error {
	_, err := w.breaker.Execute(func() (any, error) { return nil, f() })
	return err
}

func (w *Wrapped) Call() error {
	return w.guard(func() error { return ok(client.Get(base)) })
}

// Past goes past it.
func (w *Wrapped) Past() error {
	return resilience.Retry(func() error { return ok(client.Get(base)) }) // want `calls service accounts without a circuit breaker\n`
}

// A method value.
func (w *Wrapped) Value() error { return w.guard(w.fetch) }

func (w *Wrapped) fetch() error { return ok(client.Get(base)) }

// Behind an interface, which may guard or not.
type Executor interface {
	Execute(func() error) error
}

func Unknown(e Executor) error {
	return e.Execute(func() error { return ok(client.Get(base)) })
}

// Of two steps.
func TwoStep(b *gobreaker.TwoStepCircuitBreaker[any]) error {
	done, err := b.Allow()
	if err != nil {
		return err
	}
	err = ok(client.Get(base))
	done(err)
	return err
}

// By the config.
func Configured(ctx context.Context) error {
	return resilience.Do(ctx, func(context.Context) error { return ok(client.Get(base)) })
}

// failsafe-go, by its policies.
func Failsafe() error {
	breaker := circuitbreaker.NewWithDefaults[*http.Response]()
	resp, err := failsafe.With[*http.Response](breaker).Get(func() (*http.Response, error) { return client.Get(base) })
	return ok(resp, err)
}

func FailsafeTimeout() error {
	breaker := circuitbreaker.NewWithDefaults[*http.Response]()
	limit := timeout.New[*http.Response](time.Second)
	resp, err := failsafe.With[*http.Response](breaker, limit).Get(func() (*http.Response, error) { return http.Get(base) })
	return ok(resp, err)
}

func FailsafeRetry() error {
	retry := retrypolicy.NewWithDefaults[*http.Response]()
	resp, err := failsafe.With[*http.Response](retry).Get(func() (*http.Response, error) {
		return client.Get(base) // want `calls service accounts without a circuit breaker\n`
	})
	return ok(resp, err)
}

// An executor that is kept, and given a context.
type kept struct {
	exec failsafe.Executor[*http.Response]
}

func newKept() *kept {
	return &kept{failsafe.With[*http.Response](circuitbreaker.NewWithDefaults[*http.Response](), timeout.New[*http.Response](time.Second))}
}

func Kept(ctx context.Context) error {
	resp, err := newKept().exec.WithContext(ctx).Get(func() (*http.Response, error) { return http.Get(base) })
	return ok(resp, err)
}

func RetriedWithContext(ctx context.Context) error {
	retry := retrypolicy.NewWithDefaults[*http.Response]()
	resp, err := failsafe.With[*http.Response](retry).WithContext(ctx).Get(func() (*http.Response, error) {
		return client.Get(base) // want `calls service accounts without a circuit breaker\n`
	})
	return ok(resp, err)
}

// Named is called in a breaker by package app, through an interface.
type Named struct{}

func (Named) Name(ctx context.Context) error {
	return ok(client.Get(base))
}
