// Package watches listens to streams, which are to stay open.
package watches

import (
	"context"

	"google.golang.org/grpc"

	"example.com/fixtures/directcall/accounts/accountsv1"
)

type Watcher struct{ accounts accountsv1.AccountsClient }

func New(conn *grpc.ClientConn) *Watcher {
	return &Watcher{accounts: accountsv1.NewAccountsClient(conn)}
}

func (w *Watcher) Watch(ctx context.Context) error {
	stream, err := w.accounts.Watch(ctx, &accountsv1.GetRequest{}) // want `AccountsClient.Watch calls service accounts without a circuit breaker\n`
	if err != nil {
		return err
	}
	for {
		if _, err := stream.Recv(); err != nil {
			return err
		}
	}
}

func (w *Watcher) Once(ctx context.Context) error {
	_, err := w.accounts.Get(ctx, &accountsv1.GetRequest{}) // want `AccountsClient.Get calls service accounts without a timeout, without a circuit breaker\n`
	return err
}
