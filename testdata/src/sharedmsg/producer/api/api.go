// Package api is for others to import.
package api

type Command struct{ ID, Name, Email, Phone, Street string }
