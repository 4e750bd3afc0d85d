// Package redis stands for go-zero's client of Redis.
package redis

import "context"

// A Redis is a client.
type Redis struct{}

// Set sets a key.
func (s *Redis) Set(key, value string) error { return nil }

// SetexCtx sets a key for some time.
func (s *Redis) SetexCtx(ctx context.Context, key, value string, seconds int) error { return nil }

// HsetCtx sets a field of a hash.
func (s *Redis) HsetCtx(ctx context.Context, key, field, value string) error { return nil }

// SetnxEx sets a key if there is none.
func (s *Redis) SetnxEx(key, value string, seconds int) (bool, error) { return false, nil }
