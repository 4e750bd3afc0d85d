// Package names has the service's constants.
package names

// Service is the service's name.
const Service = "accounts"

// Users is a table, and SelectUsers reads it.
const (
	Users       = "users"
	SelectUsers = "SELECT id FROM " + Users
)
