// Package bbolt stands for the store in a file.
package bbolt

// A DB is a file.
type DB struct{}

// Update runs a function in a transaction that may write.
func (db *DB) Update(fn func(*Tx) error) error { return fn(&Tx{}) }

// A Tx is a transaction.
type Tx struct{}

// Bucket gives a bucket.
func (tx *Tx) Bucket(name []byte) *Bucket { return nil }

// CreateBucketIfNotExists makes a bucket.
func (tx *Tx) CreateBucketIfNotExists(name []byte) (*Bucket, error) { return nil, nil }

// A Bucket keeps values by keys.
type Bucket struct{}

// Put sets a key.
func (b *Bucket) Put(key, value []byte) error { return nil }

// Get gives what a key is set to.
func (b *Bucket) Get(key []byte) []byte { return nil }

// Delete removes a key.
func (b *Bucket) Delete(key []byte) error { return nil }
