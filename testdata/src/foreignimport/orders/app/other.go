package app

import (
	"example.com/fixtures/foreignimport/accounts/client"
	//boundarylint:ignore foreignimport moves to the client in the next release
	"example.com/fixtures/foreignimport/accounts/store"
)

// Each file's import is its own.
type pair struct {
	id   client.ID
	user store.User
}
