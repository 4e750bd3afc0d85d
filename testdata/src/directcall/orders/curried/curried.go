// Package curried puts guards around endpoints by decorators.
package curried

import (
	"context"
	"log"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

const base = "http://accounts:8080"

var client = &http.Client{Timeout: time.Second}

func ok(resp *http.Response, err error) error {
	if err == nil && resp.StatusCode > 400 {
		return http.ErrServerClosed
	}
	return err
}

type endpoint func(ctx context.Context) error

type middleware func(next endpoint) endpoint

func deadline(d time.Duration) middleware {
	return func(next endpoint) endpoint {
		return func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, d)
			defer cancel()
			return next(ctx)
		}
	}
}

func cutOff(b *gobreaker.CircuitBreaker[any]) middleware {
	return func(next endpoint) endpoint {
		return func(ctx context.Context) error {
			_, err := b.Execute(func() (any, error) { return nil, next(ctx) })
			return err
		}
	}
}

func logged(name string) middleware {
	return func(next endpoint) endpoint {
		return func(ctx context.Context) error {
			log.Print(name)
			return next(ctx)
		}
	}
}

func Decorated(b *gobreaker.CircuitBreaker[any]) endpoint {
	var e endpoint = func(context.Context) error { return ok(client.Get(base)) }
	e = deadline(time.Second)(e)
	return cutOff(b)(e)
}

func InOne(b *gobreaker.CircuitBreaker[any]) endpoint {
	return logged("in one")(cutOff(b)(func(context.Context) error { return ok(client.Get(base)) }))
}

func OnlyLogged() endpoint {
	return logged("accounts")(func(context.Context) error {
		return ok(client.Get(base)) // want `calls service accounts without a circuit breaker\n`
	})
}

func OnlyDeadline() endpoint {
	e := endpoint(func(context.Context) error {
		return ok(client.Get(base)) // want `calls service accounts without a circuit breaker\n`
	})
	return logged("accounts")(deadline(time.Second)(e))
}
