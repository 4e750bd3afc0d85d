// Package zeros asks accounts by go-zero's clients, which have a timeout and a
// breaker without being told to.
package zeros

import (
	"context"

	"github.com/zeromicro/go-zero/zrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"example.com/fixtures/directcall/accounts/zero"
	"example.com/fixtures/directcall/accounts/zerocall"
)

// Context is what go-zero's handlers share.
type Context struct {
	Zero  zero.Zero
	Call  zerocall.ZeroCall
	Bare  zero.Zero
	Given zero.Zero
}

// Registry gives clients by their names, made by somebody unknown.
type Registry map[string]zrpc.Client

func New(c zrpc.RpcClientConf, registry Registry) *Context {
	return &Context{
		Zero:  zero.NewZero(zrpc.MustNewClient(c)),
		Call:  zerocall.NewZeroCall(zrpc.MustNewClient(c, zrpc.WithDialOption(grpc.WithUserAgent("orders")))),
		Bare:  zero.NewZero(plain(c.Target)),
		Given: zero.NewZero(registry["accounts"]),
	}
}

// A conn is the project's own connection, under the library's interface.
type conn struct{ cc *grpc.ClientConn }

func (c conn) Conn() *grpc.ClientConn { return c.cc }

func plain(target string) zrpc.Client {
	cc, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	return conn{cc}
}

func (c *Context) Ask(ctx context.Context) error {
	if _, err := c.Zero.Get(ctx, &zero.GetRequest{ID: "1"}); err != nil {
		return err
	}
	if _, err := c.Call.Get(ctx, &zerocall.GetRequest{ID: "1"}); err != nil {
		return err
	}
	if _, err := c.Given.Get(ctx, &zero.GetRequest{ID: "1"}); err != nil {
		return err
	}
	_, err := c.Bare.Get(ctx, &zero.GetRequest{ID: "1"}) // want `zero.Zero.Get calls service accounts without a timeout, without a circuit breaker`
	return err
}
