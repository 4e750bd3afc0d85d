package domain

import (
	"context"
	"sync"
)

var _ Shops = &ShopsMock{}

// ShopsMock has tests say what its methods do, as generators write it.
type ShopsMock struct {
	RenameFunc func(ctx context.Context, id, name string) error

	calls struct {
		Rename []struct{ ID, Name string }
	}
	lockRename sync.RWMutex
}

func (mock *ShopsMock) Rename(ctx context.Context, id, name string) error {
	if mock.RenameFunc == nil {
		panic("ShopsMock.RenameFunc: method is nil")
	}
	mock.lockRename.Lock()
	mock.calls.Rename = append(mock.calls.Rename, struct{ ID, Name string }{id, name})
	mock.lockRename.Unlock()
	return mock.RenameFunc(ctx, id, name)
}
