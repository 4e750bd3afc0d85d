// Package store is not in accounts' api.
package store

import _ "example.com/fixtures/foreignimport/accounts/consts" // its own service's

// User is a row.
type User struct{ ID string }
