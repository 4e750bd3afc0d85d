// Package store holds rows.
package store

type User struct{ ID, Name, Email, Phone, PasswordHash string }
