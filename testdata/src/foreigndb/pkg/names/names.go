// Package names is shared.
package names

import (
	"go/build"
	"os"
)

// AccountsURL is where accounts' database is.
var AccountsURL string

func init() { AccountsURL = os.Getenv("ACCOUNTS_DATABASE_URL") }

// A variable of another package is set as well.
func init() { build.ToolDir = "/tools" }

// UsersTable never changes; Current does.
var (
	UsersTable = "users"
	Current    = "users"
)

// Use changes it.
func Use(name string) { Current = name }

// Qualified is a constant made of others.
const Qualified = schema + "." + "users"

const schema = "public"

// Cleanup, Queries and Tables never change.
var (
	Cleanup = []string{"DELETE FROM users"}
	Queries = map[string]string{"users": "SELECT id FROM users", "orders": "SELECT id FROM orders"}
	Tables  = struct{ Users, Orders string }{Users: "users", Orders: "orders"}
)
