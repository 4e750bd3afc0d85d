// Package arcade has a breaker around the requests that its proxies serve.
package arcade

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/sony/gobreaker/v2"
)

type gate struct {
	proxy   *httputil.ReverseProxy
	breaker *gobreaker.CircuitBreaker[any]
}

// New hands requests on to accounts.
func New() (http.Handler, error) {
	target, err := url.Parse("http://accounts:8080")
	if err != nil {
		return nil, err
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{ResponseHeaderTimeout: time.Second}
	return &gate{proxy: proxy, breaker: gobreaker.NewCircuitBreaker[any](gobreaker.Settings{})}, nil
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, err := g.breaker.Execute(func() (any, error) {
		g.proxy.ServeHTTP(w, r)
		return nil, nil
	})
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	count()
}

// count is beside the breaker.
func count() {
	client := &http.Client{Timeout: time.Second}
	resp, err := client.Get("http://accounts:8080/counts") // want `calls service accounts without a circuit breaker\n`
	if err == nil && resp.StatusCode == http.StatusOK {
		resp.Body.Close()
	}
}
