// Package badger stands for the store in files.
package badger

// A DB is a store.
type DB struct{}

// Update runs a function in a transaction that may write.
func (db *DB) Update(fn func(txn *Txn) error) error { return fn(&Txn{}) }

// A Txn is a transaction.
type Txn struct{}

// Set sets a key.
func (txn *Txn) Set(key, val []byte) error { return nil }

// Get gives what a key is set to.
func (txn *Txn) Get(key []byte) (*Item, error) { return nil, nil }

// An Item is what a key is set to.
type Item struct{}

// Value hands the value to a function.
func (item *Item) Value(fn func(val []byte) error) error { return fn(nil) }

// ValueCopy gives a copy of the value.
func (item *Item) ValueCopy(dst []byte) ([]byte, error) { return nil, nil }
