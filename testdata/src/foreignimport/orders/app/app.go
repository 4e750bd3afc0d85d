// Package app imports what it may and what it may not.
package app

import (
	"context"
	_ "embed"

	"example.com/fixtures/foreignimport/accounts/client"
	v1 "example.com/fixtures/foreignimport/accounts/client/v1"
	"example.com/fixtures/foreignimport/accounts/consts" // want "orders imports example.com/fixtures/foreignimport/accounts/consts, a package of service accounts that is not in its api"
	"example.com/fixtures/foreignimport/accounts/store"  // want "orders imports example.com/fixtures/foreignimport/accounts/store, a package of service accounts"
	"example.com/fixtures/foreignimport/pkg/shared"
)

const topic = consts.Topic

func use(context.Context, client.ID, store.User) string {
	return shared.Topic + string(rune(v1.Version))
}
