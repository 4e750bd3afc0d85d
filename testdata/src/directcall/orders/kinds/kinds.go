// Package kinds makes its clients as many do.
package kinds

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/eapache/go-resiliency/breaker"
	"github.com/go-resty/resty/v2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"example.com/fixtures/directcall/accounts/accountsv1"
	"example.com/fixtures/directcall/pkg/asking"
)

const base = "http://accounts:8080"

func ok(resp *http.Response, err error) bool { return err == nil && resp.StatusCode == 200 }

// Made once, by whoever comes first.
var (
	once   sync.Once
	shared *http.Client
)

func client() *http.Client {
	once.Do(func() { shared = &http.Client{Timeout: time.Second} })
	return shared
}

func Once() bool {
	return ok(client().Get(base)) // want `calls service accounts without a circuit breaker\n`
}

// Middleware of transports.
type middleware func(http.RoundTripper) http.RoundTripper

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }

func within(d time.Duration) middleware {
	return func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(req *http.Request) (*http.Response, error) {
			ctx, cancel := context.WithTimeout(req.Context(), d)
			defer cancel()
			return next.RoundTrip(req.WithContext(ctx))
		})
	}
}

func chain(rt http.RoundTripper, list ...middleware) http.RoundTripper {
	for _, m := range list {
		rt = m(rt)
	}
	return rt
}

// Chained has a deadline, somewhere.
func Chained() bool {
	c := &http.Client{Transport: chain(http.DefaultTransport, within(time.Second))}
	return ok(c.Get(base))
}

// Resiliency's breaker.
func Resilient(b *breaker.Breaker) error {
	return b.Run(func() error {
		if !ok(client().Get(base)) {
			return http.ErrServerClosed
		}
		return nil
	})
}

// Rests sets its client up in a method.
type Rests struct{ slow, fast *resty.Client }

func NewRests() *Rests { return &Rests{slow: resty.New(), fast: resty.New()} }

func (r *Rests) Bound(d time.Duration) { r.fast.SetTimeout(d) }

func (r *Rests) Slow() bool {
	resp, err := r.slow.R().Get(base) // want `calls service accounts without a timeout, without a circuit breaker\n`
	return err == nil && resp.IsSuccess()
}

func (r *Rests) Fast() bool {
	resp, err := r.fast.R().Get(base) // want `calls service accounts without a circuit breaker\n`
	return err == nil && resp.IsSuccess()
}

// gRPC's own settings.
const methods = `{"methodConfig": [{"name": [{}], "timeout": "2s"}]}`

const balanced = `{"loadBalancingPolicy": "round_robin"}`

type Stubs struct{ bounded, balanced accountsv1.AccountsClient }

func NewStubs() (*Stubs, error) {
	plain := grpc.WithTransportCredentials(insecure.NewCredentials())
	first, err := grpc.NewClient("accounts:50051", plain, grpc.WithDefaultServiceConfig(methods))
	if err != nil {
		return nil, err
	}
	second, err := grpc.NewClient("accounts:50051", plain, grpc.WithDefaultServiceConfig(balanced))
	if err != nil {
		return nil, err
	}
	return &Stubs{accountsv1.NewAccountsClient(first), accountsv1.NewAccountsClient(second)}, nil
}

func (s *Stubs) Ask(ctx context.Context) error {
	if _, err := s.bounded.Get(ctx, nil); err != nil { // want `calls service accounts without a circuit breaker\n`
		return err
	}
	_, err := s.balanced.Get(ctx, nil) // want `calls service accounts without a timeout, without a circuit breaker\n`
	return err
}

// Probes, and what is none.
func readyHandler(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	if !reaches(ctx, "/ready") {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func reaches(ctx context.Context, path string) bool {
	return CheckHealth(ctx, path) && alreadyKnown(ctx, path)
}

func CheckHealth(ctx context.Context, path string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
	if err != nil {
		return false
	}
	return ok(http.DefaultClient.Do(req))
}

func alreadyKnown(ctx context.Context, path string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
	if err != nil {
		return false
	}
	return ok(http.DefaultClient.Do(req)) // want `calls service accounts without a circuit breaker\n`
}

func CheckLoose() bool { return isAlive() }

func isAlive() bool {
	return ok(http.Get(base)) // want `calls service accounts without a timeout\n`
}

func Serve() { http.HandleFunc("/ready", readyHandler) }

// Asker has a client whose requests are of a type that all services share.
type Asker struct {
	client           *asking.Client
	accounts, search string
}

func NewAsker(accounts, search string) *Asker {
	return &Asker{client: asking.New(), accounts: accounts, search: search}
}

func (a *Asker) Ask(ctx context.Context) error {
	if err := a.client.Get(a.search + "/find"); err != nil { // nobody's in sight
		return err
	}
	if err := a.client.Get(a.accounts + "/users"); err != nil { // want `asking.Client.Get calls service accounts without a timeout, without a circuit breaker\n`
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return a.client.Do(&asking.Request{URL: a.accounts, Ctx: ctx}) // want `asking.Client.Do calls service accounts without a circuit breaker\n`
}
