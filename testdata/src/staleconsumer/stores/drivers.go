package stores

import (
	"context"
	"database/sql"
	"errors"

	"github.com/nats-io/nats.go"
)

// Stores that are chosen by a table of functions.

const (
	setKey    = "set"
	insertKey = "insert"
	removeKey = "remove"
)

var (
	conn *sql.DB

	postgres = map[string]any{setKey: pgSet, insertKey: pgInsert, removeKey: pgRemove}
	sqlite   = map[string]any{setKey: liteSet, insertKey: liteInsert, removeKey: liteRemove}
)

func pgSet(key, value string) error {
	_, err := conn.Exec("INSERT INTO pairs (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = $2", key, value)
	return err
}

func pgInsert(key, value string) error {
	_, err := conn.Exec("INSERT INTO pairs (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", key, value)
	return err
}

func pgRemove(key string) error {
	_, err := conn.Exec("DELETE FROM pairs WHERE key = $1", key)
	return err
}

func liteSet(key, value string) error {
	_, err := conn.Exec("INSERT OR REPLACE INTO pairs (key, value) VALUES (?, ?)", key, value)
	return err
}

func liteInsert(key, value string) error {
	_, err := conn.Exec("INSERT OR IGNORE INTO pairs (key, value) VALUES (?, ?)", key, value)
	return err
}

func liteRemove(key string) error {
	_, err := conn.Exec("DELETE FROM pairs WHERE key = ?", key)
	return err
}

func driver(lite bool) map[string]any {
	if lite {
		return sqlite
	}
	return postgres
}

// SetPair stores a pair, and AddPair does unless the key is there.
func SetPair(lite bool, key, value string) error {
	if key == "" {
		return errors.New("no key")
	}
	return driver(lite)[setKey].(func(string, string) error)(key, value) // want `consumer SetPair overwrites pairs by a message`
}

func AddPair(lite bool, key, value string) error {
	return driver(lite)[insertKey].(func(string, string) error)(key, value)
}

func pairSet(_ context.Context, m *nats.Msg) error {
	return SetPair(true, m.Subject, string(m.Data))
}

func pairAdded(_ context.Context, m *nats.Msg) error {
	return AddPair(false, m.Subject, string(m.Data))
}
