// Package late sets the guards of its clients after they were made, elsewhere.
package late

import (
	"context"
	"net/http"
	"os"
	"time"

	"github.com/sony/gobreaker/v2"

	"example.com/fixtures/directcall/pkg/styled"
)

const base = "http://accounts:8080"

func ok(resp *http.Response, err error) bool { return err == nil && resp.StatusCode == 200 }

// A variable's client, which init bounds.
var (
	bounded = &http.Client{}
	loose   = &http.Client{}
)

func init() {
	bounded.Timeout = time.Second
	loose.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
}

func Bounded() bool {
	return ok(bounded.Get(base)) // want `calls service accounts without a circuit breaker\n`
}

func Loose() bool {
	return ok(loose.Get(base)) // want `calls service accounts without a timeout, without a circuit breaker\n`
}

// A field's client, which a method bounds.
type Fetcher struct {
	patient, hasty *http.Client
}

func NewFetcher() *Fetcher { return &Fetcher{patient: &http.Client{}, hasty: &http.Client{}} }

func (f *Fetcher) SetTimeout(d time.Duration) { f.hasty.Timeout = d }

func (f *Fetcher) Patient() bool {
	return ok(f.patient.Get(base)) // want `calls service accounts without a timeout, without a circuit breaker\n`
}

func (f *Fetcher) Hasty() bool {
	return ok(f.hasty.Get(base)) // want `calls service accounts without a circuit breaker\n`
}

// Transports, whose helpers bound and break.
type breaking struct {
	next    http.RoundTripper
	breaker *gobreaker.CircuitBreaker[*http.Response]
}

func (b *breaking) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := within(req.Context())
	defer cancel()
	return b.guarded(func() (*http.Response, error) { return b.next.RoundTrip(req.WithContext(ctx)) })
}

func within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

func (b *breaking) guarded(f func() (*http.Response, error)) (*http.Response, error) {
	return b.breaker.Execute(f)
}

type counting struct{ next http.RoundTripper }

func (c counting) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(req.Context())
	defer cancel()
	return c.counted(func() (*http.Response, error) { return c.next.RoundTrip(req.WithContext(ctx)) })
}

func (c counting) counted(f func() (*http.Response, error)) (*http.Response, error) { return f() }

var (
	broken  = &http.Client{Transport: &breaking{next: http.DefaultTransport}}
	counted = &http.Client{Transport: counting{http.DefaultTransport}}
)

func Broken() bool { return ok(broken.Get(base)) }

func Counted() bool {
	return ok(counted.Get(base)) // want `calls service accounts without a timeout, without a circuit breaker\n`
}

// Options that are values with a method.
type Styled struct{ bounded, named, given *styled.Client }

func NewStyled() *Styled {
	url := os.Getenv("ACCOUNTS_URL")
	return &Styled{
		bounded: styled.New(url, styled.WithHTTP(&http.Client{Timeout: time.Second}), styled.WithBreaker("accounts")),
		named:   styled.NewNamed(url, styled.WithName("orders")),
		given:   styled.NewTimed(url, styled.Timed{Limit: time.Second}),
	}
}

func (s *Styled) Ask(ctx context.Context) error {
	if err := s.bounded.Ping(ctx); err != nil {
		return err
	}
	if err := s.given.PingTimed(ctx); err != nil { // want `styled.Client.PingTimed calls service accounts without a circuit breaker\n`
		return err
	}
	return s.named.PingNamed(ctx) // want `styled.Client.PingNamed calls service accounts without a timeout, without a circuit breaker\n`
}
