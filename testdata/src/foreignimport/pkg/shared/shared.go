// Package shared belongs to no service.
package shared

import "example.com/fixtures/foreignimport/accounts/consts" // it is no service that depends on another here

// Topic is handed on.
const Topic = consts.Topic
