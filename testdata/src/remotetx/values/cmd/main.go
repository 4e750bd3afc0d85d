// Command cmd fills the fields of a server.
package main

import (
	"context"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/values"
)

func main() {
	s := values.New(remote.Call)
	s.Notify = func(ctx context.Context, id string) error { return remote.Call(ctx, id) }
	s.Local = remote.Local
	_ = s.Place(context.Background(), nil)
}
