// Package proxied hands requests on to other services by reverse proxies.
package proxied

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/failsafehttp"
)

// Routes has one proxy of each kind.
func Routes(unseen http.RoundTripper) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/plain", plain())
	mux.Handle("/timed", timed())
	mux.Handle("/guarded", guarded())
	mux.Handle("/helped", to(os.Getenv("ACCOUNTS_URL")))
	mux.Handle("/elsewhere", elsewhere())
	mux.Handle("/foreign", foreign(unseen))
	mux.Handle("/directed", directed())
	mux.HandleFunc("/served", served)
	mux.HandleFunc("/rewritten", rewritten)
	mux.Handle("/tuned", tuned())
	return mux
}

func plain() http.Handler {
	target, _ := url.Parse(os.Getenv("ACCOUNTS_URL"))
	return httputil.NewSingleHostReverseProxy(target) // want `net/http/httputil.NewSingleHostReverseProxy calls service accounts without a timeout, without a circuit breaker\n`
}

func timed() http.Handler {
	target, _ := url.Parse("http://accounts:8080")
	proxy := httputil.NewSingleHostReverseProxy(target) // want `calls service accounts without a circuit breaker\n`
	proxy.Transport = &http.Transport{ResponseHeaderTimeout: 3 * time.Second}
	return proxy
}

func guarded() http.Handler {
	target, _ := url.Parse("http://accounts:8080")
	proxy := httputil.NewSingleHostReverseProxy(target)
	inner := &http.Transport{ResponseHeaderTimeout: 3 * time.Second}
	proxy.Transport = failsafehttp.NewRoundTripper(inner, circuitbreaker.NewWithDefaults[*http.Response]())
	return proxy
}

// to is told where to by its callers.
func to(address string) http.Handler {
	target, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return httputil.NewSingleHostReverseProxy(target) // want `calls service accounts without a timeout, without a circuit breaker\n`
}

func elsewhere() http.Handler {
	target, _ := url.Parse(os.Getenv("SEARCH_URL"))
	return httputil.NewSingleHostReverseProxy(target)
}

// foreign is given a transport that nobody knows.
func foreign(transport http.RoundTripper) http.Handler {
	target, _ := url.Parse(os.Getenv("ACCOUNTS_URL"))
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = transport
	return proxy
}

// directed says itself where to.
func directed() http.Handler {
	target, _ := url.Parse(os.Getenv("ACCOUNTS_URL"))
	proxy := &httputil.ReverseProxy{
		Director: func(r *http.Request) {
			r.URL.Scheme = target.Scheme
			r.URL.Host = target.Host
		},
		Transport: &http.Transport{ResponseHeaderTimeout: time.Second},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-Through", "orders")
		proxy.ServeHTTP(w, r) // want `net/http/httputil.ReverseProxy.ServeHTTP calls service accounts without a circuit breaker\n`
	})
}

// served is found once, where its proxy is made.
func served(w http.ResponseWriter, r *http.Request) {
	target, _ := url.Parse("http://accounts:8080")
	proxy := httputil.NewSingleHostReverseProxy(target) // want `calls service accounts without a timeout, without a circuit breaker\n`
	proxy.ServeHTTP(w, r)
}

func rewritten(w http.ResponseWriter, r *http.Request) {
	target, _ := url.Parse("http://accounts:8080")
	proxy := &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(target) }}
	proxy.ServeHTTP(w, r) // want `calls service accounts without a timeout, without a circuit breaker\n`
}

// bare is given its transport by whoever gets it.
func bare(address string) *httputil.ReverseProxy {
	target, _ := url.Parse(address)
	return httputil.NewSingleHostReverseProxy(target)
}

func tuned() http.Handler {
	proxy := bare(os.Getenv("ACCOUNTS_URL"))
	proxy.Transport = failsafehttp.NewRoundTripper(&http.Transport{ResponseHeaderTimeout: time.Second}, circuitbreaker.NewWithDefaults[*http.Response]())
	return proxy
}
