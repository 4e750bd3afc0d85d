// Command shop is outside of every service and wires them.
package main

import (
	"example.com/fixtures/foreignimport/accounts/store"
	_ "example.com/fixtures/foreignimport/orders/app"
)

func main() { _ = store.User{} }
