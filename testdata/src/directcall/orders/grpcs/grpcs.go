// Package grpcs calls by gRPC.
package grpcs

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/examples/helloworld/helloworld"

	"example.com/fixtures/directcall/accounts/accountsv1"
	"example.com/fixtures/directcall/pkg/dial"
)

type Plain struct{ accounts accountsv1.AccountsClient }

func NewPlain() (*Plain, error) {
	conn, err := dial.Plain("accounts:50051")
	if err != nil {
		return nil, err
	}
	return &Plain{accounts: accountsv1.NewAccountsClient(conn)}, nil
}

func (p *Plain) Get(ctx context.Context) (string, error) {
	resp, err := p.accounts.Get(ctx, &accountsv1.GetRequest{ID: "1"}) // want `accountsv1.AccountsClient.Get calls service accounts without a timeout, without a circuit breaker`
	if err != nil {
		return "", err
	}
	return resp.Name, nil
}

type Guarded struct{ accounts accountsv1.AccountsClient }

func NewGuarded() (*Guarded, error) {
	conn, err := dial.Guarded("accounts:50051")
	if err != nil {
		return nil, err
	}
	return &Guarded{accounts: accountsv1.NewAccountsClient(conn)}, nil
}

func (g *Guarded) Get(ctx context.Context) (string, error) {
	resp, err := g.accounts.Get(ctx, &accountsv1.GetRequest{ID: "1"})
	if err != nil {
		return "", err
	}
	return resp.Name, nil
}

// A stub of a library, whose service is billing's by its name.
func Greet(conn *grpc.ClientConn) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := helloworld.NewGreeterClient(conn).SayHello(ctx, &helloworld.HelloRequest{}) // want `GreeterClient.SayHello calls service billing without a circuit breaker\n`
	return err
}

// Greeted is given a connection by main, which nobody knows.
func Greeted(conn *grpc.ClientConn) error {
	_, err := helloworld.NewGreeterClient(conn).SayHello(context.Background(), &helloworld.HelloRequest{})
	return err
}

// early is made when the package starts.
var early accountsv1.AccountsClient

func init() {
	conn, err := dial.Plain("accounts:50051")
	if err != nil {
		panic(err)
	}
	early = accountsv1.NewAccountsClient(conn)
}

func Early(ctx context.Context) error {
	_, err := early.Get(ctx, &accountsv1.GetRequest{ID: "1"}) // want `accountsv1.AccountsClient.Get calls service accounts without a timeout, without a circuit breaker`
	return err
}
