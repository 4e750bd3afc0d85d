// Package consts is not in accounts' api either, harmless as it is.
package consts

// Topic is where events go.
const Topic = "accounts.users"
