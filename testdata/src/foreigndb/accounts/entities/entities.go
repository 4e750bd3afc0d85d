// Package entities has accounts' models.
package entities

// Ledger's table is not named anywhere: the config claims the type.
type Ledger struct{ ID string }

// A Note is a row of a table that the config does not name.
type Note struct{ ID string }
