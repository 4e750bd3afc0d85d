// Package plain calls at once, where everything is in sight.
package plain

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/sony/gobreaker/v2"
)

var errStatus = errors.New("status")

func check(resp *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return errStatus
	}
	return nil
}

func Get() error {
	return check(http.Get("http://accounts:8080/users")) // want `net/http.Get calls service accounts without a timeout, without a circuit breaker`
}

func Post() error {
	resp, err := http.Post(os.Getenv("ACCOUNTS_URL")+"/users", "application/json", bytes.NewReader(nil)) // want `net/http.Post calls service accounts without a timeout, without a circuit breaker`
	return check(resp, err)
}

func Deadline() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://accounts/users", nil)
	if err != nil {
		return err
	}
	return check(http.DefaultClient.Do(req)) // want `calls service accounts without a circuit breaker\n`
}

var breaker = gobreaker.NewCircuitBreaker[*http.Response](gobreaker.Settings{})

func Broken() error {
	resp, err := breaker.Execute(func() (*http.Response, error) {
		return http.Get("http://accounts/users") // want `calls service accounts without a timeout\n`
	})
	return check(resp, err)
}

func Guarded() error {
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(time.Second))
	defer cancel()
	resp, err := breaker.Execute(func() (*http.Response, error) {
		req, err := http.NewRequest(http.MethodGet, "http://accounts/users", nil)
		if err != nil {
			return nil, err
		}
		return http.DefaultClient.Do(req.WithContext(ctx))
	})
	return check(resp, err)
}

// One of two calls is in the breaker.
func Half() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	one, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://accounts/one", nil)
	two, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://accounts/two", nil)
	if err := check(breaker.Execute(func() (*http.Response, error) { return http.DefaultClient.Do(one) })); err != nil {
		return err
	}
	return check(http.DefaultClient.Do(two)) // want `calls service accounts without a circuit breaker\n`
}

// WithCancel bounds nothing.
func Canceled() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	resp, err := breaker.Execute(func() (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://accounts/users", nil)
		if err != nil {
			return nil, err
		}
		return http.DefaultClient.Do(req) // want `calls service accounts without a timeout\n`
	})
	return check(resp, err)
}

//boundarylint:ignore directcall a health check, whose caller waits for as long
func Excused() error {
	//boundarylint:ignore directcall a health check, whose caller waits for as long
	return check(http.Get("http://accounts/health"))
}

// Ports tell services on one machine apart.
func Ports(path string) {
	http.Get("http://localhost:9081/invoices") // want `calls service billing without a timeout`
	http.Get("http://localhost:9081" + path)   // want `calls service billing without a timeout`
	http.Get("http://localhost:9080" + path)
	http.Get("http://localhost:5432/")
	http.Get("http://localhost/invoices")
}
