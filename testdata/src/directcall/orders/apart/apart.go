// Package apart has several clients of one kind, each with guards of its own.
package apart

import (
	"context"
	"net/http"
	"os"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/sony/gobreaker/v2"

	"example.com/fixtures/directcall/accounts/client"
)

type broken struct {
	client.Doer
	breaker *gobreaker.TwoStepCircuitBreaker[any]
}

func (b *broken) Do(r *http.Request) (*http.Response, error) {
	done, err := b.breaker.Allow()
	if err != nil {
		return nil, err
	}
	resp, err := b.Doer.Do(r)
	done(err)
	return resp, err
}

func behind(d client.Doer) client.Doer {
	return &broken{d, gobreaker.NewTwoStepCircuitBreaker[any](gobreaker.Settings{})}
}

// measured watches, and guards nothing.
type measured struct {
	client.Doer
	took func(time.Duration)
}

func (m measured) Do(r *http.Request) (*http.Response, error) {
	start := time.Now()
	defer func() { m.took(time.Since(start)) }()
	return m.Doer.Do(r)
}

// within is a copy of the default client with a timeout.
func within(d time.Duration) *http.Client {
	c := *http.DefaultClient
	c.Timeout = d
	return &c
}

type Desk struct {
	quick, slow, elsewhere client.Told
	safe, bare, seen       client.Mailer
	given                  client.Mailer
	lines                  client.Liner
}

func New(given client.Mailer) *Desk {
	base := os.Getenv("ACCOUNTS_URL")
	return &Desk{
		quick: client.Told{Base: base, HTTP: &http.Client{Timeout: time.Second}},
		slow:  client.Told{Base: base, HTTP: &http.Client{}},
		safe:  client.NewMailer(base, behind(within(time.Second))),
		bare:  client.NewMailer(base, behind(http.DefaultClient)),
		seen:  client.NewMailer(base, measured{within(time.Second), func(time.Duration) {}}),
		given: given,
		lines: guarded{client.NewLiner(base, http.DefaultClient)},
	}
}

func (d *Desk) Quick(ctx context.Context) (string, error) {
	return d.quick.Name(ctx, "1") // want `client.Told.Name calls service accounts without a circuit breaker\n`
}

func (d *Desk) Slow(ctx context.Context) (string, error) {
	return d.slow.Name(ctx, "1") // want `without a timeout, without a circuit breaker`
}

func (d *Desk) Bare(ctx context.Context) (string, error) {
	return d.bare.Mail(ctx, "1") // want `client.Mailer.Mail calls service accounts without a timeout\n`
}

func (d *Desk) Seen(ctx context.Context) (string, error) {
	return d.seen.Mail(ctx, "1") // want `client.Mailer.Mail calls service accounts without a circuit breaker\n`
}

// exec is what all run in that need a breaker.
var exec = failsafe.With[any](circuitbreaker.NewWithDefaults[any]())

func run(f func() error) error { return exec.Run(f) }

// tried tells somebody of the failure, and gives it back.
func tried(f func() error) error {
	err := exec.Run(f)
	if err != nil {
		println("failed", err.Error())
	}
	return err
}

func (d *Desk) Forgotten(ctx context.Context) (name string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_ = run(func() (err error) {
		name, err = d.slow.Name(ctx, "1") // want `client.Told.Name calls service accounts and drops its failure\n`
		return err
	})
	_ = exec.Run(func() error {
		_, err := d.slow.Name(ctx, "1") // want `drops its failure`
		return err
	})
	return name
}

// Near misses.

func (d *Desk) Safe(ctx context.Context) (string, error) { return d.safe.Mail(ctx, "1") }

// Given is made by nobody in sight; another of its kind has both guards.
func (d *Desk) Given(ctx context.Context) (string, error) { return d.given.Mail(ctx, "1") }

func (d *Desk) Elsewhere(ctx context.Context) (string, error) { return d.elsewhere.Name(ctx, "1") }

func (d *Desk) Regarded(ctx context.Context) (name string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_ = tried(func() (err error) {
		name, err = d.slow.Name(ctx, "1")
		return err
	})
	if run(func() (err error) {
		name, err = d.slow.Name(ctx, "1")
		return err
	}) != nil {
		return "unknown"
	}
	_ = run(func() (err error) {
		if name, err = d.slow.Name(ctx, "1"); err != nil {
			name = "unknown"
		}
		return err
	})
	return name
}

// guarded is a decorator whose breaker is a variable of the package.
type guarded struct{ client.Liner }

func (g guarded) Line(ctx context.Context, id string) (line string, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	err = run(func() (err error) {
		line, err = g.Liner.Line(ctx, id)
		return err
	})
	return line, err
}

func (d *Desk) Lined(ctx context.Context) (string, error) { return d.lines.Line(ctx, "1") }
