// Package users has the messages about users: its name says of what they are.
package users

// Changed is of accounts.
type Changed struct{ ID, Name string }

// Blocked is what another service decides.
type Blocked struct{ ID string }
