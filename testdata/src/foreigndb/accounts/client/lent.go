package client

import "example.com/fixtures/foreigndb/accounts/ledgers"

// What others may use of the ledgers.
type (
	Ledgers = ledgers.Service
	Books   = ledgers.Books
)
