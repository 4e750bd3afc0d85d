// Package contexts bounds calls by their contexts, near and far.
package contexts

import (
	"context"
	"net/http"
	"time"

	"google.golang.org/grpc"

	"example.com/fixtures/directcall/accounts/accountsv1"
	"example.com/fixtures/directcall/pkg/resilience"
)

type Accounts struct{ stub accountsv1.AccountsClient }

func New(conn *grpc.ClientConn) *Accounts { return &Accounts{stub: accountsv1.NewAccountsClient(conn)} }

// Far is called with a deadline by a function two calls up, behind an interface.
func (a *Accounts) Far(ctx context.Context) error {
	return resilience.Do(ctx, func(ctx context.Context) error {
		_, err := a.stub.Get(ctx, &accountsv1.GetRequest{})
		return err
	})
}

// Near is called with a deadline in this package.
func (a *Accounts) Near(ctx context.Context) error {
	return resilience.Do(ctx, func(ctx context.Context) error {
		_, err := a.stub.Get(ctx, &accountsv1.GetRequest{})
		return err
	})
}

func (a *Accounts) CallsNear(ctx context.Context) error {
	ctx, cancel := short(ctx)
	defer cancel()
	return a.through(ctx)
}

func (a *Accounts) through(ctx context.Context) error { return a.Near(ctx) }

func short(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

// Never has no deadline, whoever calls.
func (a *Accounts) Never(ctx context.Context) error {
	return resilience.Do(ctx, func(ctx context.Context) error {
		_, err := a.stub.Get(ctx, &accountsv1.GetRequest{}) // want `accountsv1.AccountsClient.Get calls service accounts without a timeout\n`
		return err
	})
}

func (a *Accounts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := a.Never(r.Context()); err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

// Detached throws its caller's deadline away.
func (a *Accounts) Detached(ctx context.Context) error {
	return resilience.Do(context.WithoutCancel(ctx), func(ctx context.Context) error {
		_, err := a.stub.Get(ctx, &accountsv1.GetRequest{}) // want `without a timeout\n`
		return err
	})
}

func (a *Accounts) CallsDetached(ctx context.Context) error {
	ctx, cancel := short(ctx)
	defer cancel()
	return a.Detached(ctx)
}
