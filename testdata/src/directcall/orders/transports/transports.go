// Package transports puts the guards into the transport.
package transports

import (
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/failsafehttp"
	"github.com/sony/gobreaker/v2"
)

const base = "http://accounts:8080"

type breaking struct {
	next    http.RoundTripper
	breaker *gobreaker.CircuitBreaker[*http.Response]
}

func (b *breaking) RoundTrip(req *http.Request) (*http.Response, error) {
	return b.breaker.Execute(func() (*http.Response, error) { return b.next.RoundTrip(req) })
}

type logging struct{ next http.RoundTripper }

func (l logging) RoundTrip(req *http.Request) (*http.Response, error) { return l.next.RoundTrip(req) }

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }

var (
	guarded = &http.Client{Timeout: time.Second, Transport: logging{&breaking{next: http.DefaultTransport}}}
	logged  = &http.Client{Timeout: time.Second, Transport: logging{http.DefaultTransport}}
	safe    = &http.Client{Timeout: time.Second, Transport: failsafehttp.NewRoundTripper(nil, circuitbreaker.NewWithDefaults[*http.Response]())}
)

func ok(resp *http.Response, err error) bool { return err == nil && resp.StatusCode == 200 }

func Guarded() bool { return ok(guarded.Get(base)) }

func Logged() bool {
	return ok(logged.Get(base)) // want `calls service accounts without a circuit breaker\n`
}

func Safe() bool { return ok(safe.Get(base)) }

func Func(b *gobreaker.CircuitBreaker[*http.Response]) bool {
	c := &http.Client{Timeout: time.Second, Transport: tripper(func(req *http.Request) (*http.Response, error) {
		return b.Execute(func() (*http.Response, error) { return http.DefaultTransport.RoundTrip(req) })
	})}
	return ok(c.Get(base))
}

// Foreign is given a transport that nobody knows.
func Foreign(rt http.RoundTripper) bool {
	c := &http.Client{Transport: rt}
	return ok(c.Get(base))
}
