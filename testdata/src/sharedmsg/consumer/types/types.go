// Package types is the consumer's own.
package types

type Wanted struct{ ID, Name, Email, Phone, Street string }
