// Package names is shared.
package names

import "os"

// AccountsURL is where accounts' database is.
var AccountsURL string

func init() { AccountsURL = os.Getenv("ACCOUNTS_DATABASE_URL") }

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
