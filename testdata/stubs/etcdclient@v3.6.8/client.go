// Package clientv3 stands for etcd's client.
package clientv3

import "context"

// A KV keeps values by keys.
type KV interface {
	Put(ctx context.Context, key, val string, opts ...OpOption) (*PutResponse, error)
	Get(ctx context.Context, key string, opts ...OpOption) (*GetResponse, error)
}

// A Client is a client.
type Client struct{ KV }

// An Op is an operation.
type Op struct{}

// An OpOption says how to go about one.
type OpOption func(*Op)

// A LeaseID is a lease.
type LeaseID int64

// WithLease has a key forgotten with a lease.
func WithLease(id LeaseID) OpOption { return nil }

// A PutResponse is an answer.
type PutResponse struct{}

// A GetResponse is an answer.
type GetResponse struct{}
