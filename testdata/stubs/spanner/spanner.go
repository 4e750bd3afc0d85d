// Package spanner stands in for Cloud Spanner's client, whose dependencies are many: it
// declares what the fixtures use of it.
package spanner

import (
	"context"
	"time"
)

// CommitTimestamp stands for the time of the commit.
var CommitTimestamp = time.Unix(0, 0).UTC()

type (
	// A Mutation is a change of rows.
	Mutation struct{ table string }
	// A Key is a row's.
	Key []interface{}
	// A KeySet is some keys.
	KeySet interface{ keys() }
	// A Client is a database's.
	Client struct{}
	// ApplyOption is an option of Apply.
	ApplyOption func()
)

func (Key) keys() {}

// Insert fails where the row is there.
func Insert(table string, cols []string, vals []interface{}) *Mutation { return &Mutation{table} }

// InsertStruct is Insert.
func InsertStruct(table string, in interface{}) (*Mutation, error) { return &Mutation{table}, nil }

// Update fails where the row is not there.
func Update(table string, cols []string, vals []interface{}) *Mutation { return &Mutation{table} }

// InsertOrUpdate writes over what is there.
func InsertOrUpdate(table string, cols []string, vals []interface{}) *Mutation {
	return &Mutation{table}
}

// InsertOrUpdateMap is InsertOrUpdate.
func InsertOrUpdateMap(table string, in map[string]interface{}) *Mutation { return &Mutation{table} }

// InsertOrUpdateStruct is InsertOrUpdate.
func InsertOrUpdateStruct(table string, in interface{}) (*Mutation, error) {
	return &Mutation{table}, nil
}

// ReplaceStruct empties the columns that it is not given.
func ReplaceStruct(table string, in interface{}) (*Mutation, error) { return &Mutation{table}, nil }

// Delete removes rows.
func Delete(table string, ks KeySet) *Mutation { return &Mutation{table} }

// Apply writes.
func (c *Client) Apply(ctx context.Context, ms []*Mutation, opts ...ApplyOption) (time.Time, error) {
	return time.Time{}, nil
}
