// Package options asks accounts with clients whose guards are options.
package options

import (
	"context"
	"net/http"
	"os"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/failsafehttp"

	"example.com/fixtures/directcall/accounts/client"
	"example.com/fixtures/directcall/pkg/optional"
)

// Desk asks for names.
type Desk struct {
	guarded *optional.Guarded
	loose   *optional.Loose
	direct  *optional.Direct
	lent    *optional.Lent
	tuned   *optional.Tuned
}

func New() (*Desk, error) {
	url := os.Getenv("ACCOUNTS_URL")
	direct, err := optional.NewDirect(url, optional.Limit(time.Second))
	if err != nil {
		return nil, err
	}
	return &Desk{
		guarded: optional.NewGuarded(url, optional.WithTimeout(time.Second), optional.WithTransport(transport())),
		loose:   optional.NewLoose(url, optional.WithToken("t")),
		direct:  direct,
		tuned:   optional.NewTuned(url, optional.Careful),
		lent:    optional.NewLent(url, optional.Over(&http.Client{Timeout: time.Second, Transport: transport()})),
	}, nil
}

func transport() http.RoundTripper {
	return failsafehttp.NewRoundTripper(http.DefaultTransport, circuitbreaker.NewWithDefaults[*http.Response]())
}

func (d *Desk) Ask(ctx context.Context) error {
	if err := d.guarded.Name(ctx); err != nil {
		return err
	}
	if err := d.loose.Name(ctx); err != nil { // want `optional.Loose.Name calls service accounts without a timeout, without a circuit breaker`
		return err
	}
	if err := d.direct.Name(); err != nil { // want `optional.Direct.Name calls service accounts without a circuit breaker`
		return err
	}
	if err := d.tuned.Name(ctx); err != nil { // want `optional.Tuned.Name calls service accounts without a circuit breaker`
		return err
	}
	return d.lent.Name()
}

// Owners has clients that accounts lends to all others.
type Owners struct {
	chosen, hasty *client.Chosen
}

func NewOwners() *Owners {
	url := os.Getenv("ACCOUNTS_URL")
	return &Owners{
		chosen: client.NewChosen(url, client.Within(time.Second), client.Broken("accounts")),
		hasty:  client.NewChosen(url, client.Broken("accounts")),
	}
}

func (o *Owners) Ask(ctx context.Context) error {
	if _, err := o.chosen.Name(ctx, "1"); err != nil {
		return err
	}
	_, err := o.hasty.Name(ctx, "1") // want `client.Chosen.Name calls service accounts without a timeout\n`
	return err
}
