// Package zrpc stands in for go-zero's, with the shapes that matter.
package zrpc

import "google.golang.org/grpc"

type Client interface {
	Conn() *grpc.ClientConn
}

type RpcClientConf struct{ Target string }

type ClientOption func(*options)

type options struct{ dial []grpc.DialOption }

type client struct{ conn *grpc.ClientConn }

func (c *client) Conn() *grpc.ClientConn { return c.conn }

func MustNewClient(c RpcClientConf, opts ...ClientOption) Client {
	cl, err := NewClient(c, opts...)
	if err != nil {
		panic(err)
	}
	return cl
}

func NewClient(c RpcClientConf, opts ...ClientOption) (Client, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	conn, err := grpc.NewClient(c.Target, o.dial...)
	return &client{conn}, err
}

func WithDialOption(opt grpc.DialOption) ClientOption {
	return func(o *options) { o.dial = append(o.dial, opt) }
}
