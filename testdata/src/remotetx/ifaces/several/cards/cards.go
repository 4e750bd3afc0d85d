// Package cards has the implementations.
package cards

import (
	"context"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/ifaces/several/port"
)

// Remote publishes to others.
type Remote struct{}

// Publish calls out.
func (Remote) Publish(ctx context.Context) error { return remote.Call(ctx, "publish") }

// Log publishes to nobody.
type Log struct{}

// Publish stays inside.
func (Log) Publish(ctx context.Context) error { return remote.Local(ctx, "publish") }

// Disk is a store.
type Disk struct{}

// Put stays inside.
func (Disk) Put(ctx context.Context) error { return remote.Local(ctx, "put") }

// Memory is another.
type Memory struct{}

// Put stays inside.
func (Memory) Put(context.Context) error { return nil }

var (
	_ port.Publisher = Remote{}
	_ port.Publisher = Log{}
	_ port.Store     = Disk{}
	_ port.Store     = Memory{}
)
