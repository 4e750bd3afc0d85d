// Package contracts is where messages are defined.
package contracts

type UserChanged struct{ ID, Name, Email, Phone, Street string }
