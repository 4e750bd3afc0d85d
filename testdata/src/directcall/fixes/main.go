// Command fixes makes clients that lack a timeout.
package main

import (
	"net/http" // the client
	"os"

	"google.golang.org/grpc"
)

const accounts = "http://accounts:8080"

func ask(c *http.Client, url string) error {
	resp, err := c.Get(url) // want `without a timeout, without a circuit breaker`
	if err != nil || resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

// Users asks by a client of its own.
type Users struct{ client *http.Client }

func (u *Users) get() error {
	resp, err := u.client.Get(accounts) // want `without a timeout, without a circuit breaker`
	if err != nil || resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

var shared = &http.Client{
	Transport: http.DefaultTransport,
}

func byShared() error {
	resp, err := shared.Get(accounts) // want `without a timeout, without a circuit breaker`
	if err != nil || resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

// What follows lacks one too, but is not for an edit.

func byDefault() error {
	resp, err := http.DefaultClient.Get(accounts) // want `without a timeout, without a circuit breaker`
	if err != nil || resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

func byZero() error {
	var c http.Client
	resp, err := c.Get(accounts) // want `without a timeout, without a circuit breaker`
	if err != nil || resp.StatusCode != 200 {
		return http.ErrServerClosed
	}
	return nil
}

func main() {
	_ = grpc.WithDisableRetry
	u := &Users{client: &http.Client{Transport: http.DefaultTransport}}
	for _, err := range []error{ask(&http.Client{}, accounts), u.get(), byShared(), byDefault(), byZero(), byOther()} {
		if err != nil {
			os.Exit(1)
		}
	}
}
