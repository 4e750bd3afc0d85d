// Package client is accounts' api.
package client

// ID is an account's.
type ID string
