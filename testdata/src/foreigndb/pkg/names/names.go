// Package names is shared.
package names

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
