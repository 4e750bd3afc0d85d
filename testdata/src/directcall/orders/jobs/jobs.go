// Package jobs runs on a schedule, with deadlines that helpers set.
package jobs

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/sony/gobreaker/v2"
)

const base = "http://accounts:8080"

// Jobs ask accounts, in a breaker.
type Jobs struct {
	breaker *gobreaker.CircuitBreaker[any]
	client  *http.Client
}

// New makes them.
func New() *Jobs {
	return &Jobs{breaker: gobreaker.NewCircuitBreaker[any](gobreaker.Settings{}), client: &http.Client{}}
}

type task func(ctx context.Context) error

// bounded gives each run a deadline.
func bounded(limit time.Duration, t task) func() {
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		_ = t(ctx)
	}
}

// unbounded gives none.
func unbounded(t task) func() {
	return func() { _ = t(context.Background()) }
}

// cancelled ends with the process, and no sooner.
func cancelled(ctx context.Context, t task) func() {
	return func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		_ = t(ctx)
	}
}

// within runs a step at once.
func within(ctx context.Context, limit time.Duration, step func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return step(ctx)
}

// Schedule registers the jobs.
func (j *Jobs) Schedule(c *cron.Cron) error {
	_, e1 := c.AddFunc("@hourly", bounded(time.Minute, j.Bounded))
	_, e2 := c.AddFunc("@daily", unbounded(j.Unbounded))
	_, e3 := c.AddFunc("@weekly", cancelled(context.Background(), j.Cancelled))
	_, e4 := c.AddFunc("@monthly", bounded(time.Minute, func(ctx context.Context) error { return j.literal(ctx) }))
	return errors.Join(e1, e2, e3, e4)
}

func (j *Jobs) Bounded(ctx context.Context) error {
	return j.guarded(func() error { return j.one(ctx, "/a") })
}

func (j *Jobs) Unbounded(ctx context.Context) error {
	return j.guarded(func() error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/b", nil)
		if err != nil {
			return err
		}
		return sent(j.client.Do(req)) // want `calls service accounts without a timeout\n`
	})
}

func (j *Jobs) Cancelled(ctx context.Context) error {
	return j.guarded(func() error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/c", nil)
		if err != nil {
			return err
		}
		return sent(j.client.Do(req)) // want `calls service accounts without a timeout\n`
	})
}

func (j *Jobs) literal(ctx context.Context) error {
	return j.guarded(func() error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/d", nil)
		if err != nil {
			return err
		}
		return sent(j.client.Do(req))
	})
}

// Steps runs a method of its own with a deadline.
func (j *Jobs) Steps(ctx context.Context) error { return within(ctx, time.Second, j.step) }

func (j *Jobs) step(ctx context.Context) error {
	return j.guarded(func() error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/e", nil)
		if err != nil {
			return err
		}
		return sent(j.client.Do(req))
	})
}

func (j *Jobs) one(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
	if err != nil {
		return err
	}
	return sent(j.client.Do(req))
}

func (j *Jobs) guarded(f func() error) error {
	_, err := j.breaker.Execute(func() (any, error) { return nil, f() })
	return err
}

func sent(resp *http.Response, err error) error {
	if err == nil && resp.StatusCode >= 400 {
		return errors.New(resp.Status)
	}
	return err
}
