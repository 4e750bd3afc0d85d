// Package gocb has of Couchbase's client what the fixtures use.
package gocb

import "time"

// Cas is the mark of one version of a document.
type Cas uint64

// A Collection keeps documents.
type Collection struct{}

// A GetResult is a document that was read.
type GetResult struct{}

// Content decodes the document.
func (d *GetResult) Content(valuePtr interface{}) error { return nil }

// Cas is the document's version.
func (d *GetResult) Cas() Cas { return 0 }

// A MutationResult tells of a write.
type MutationResult struct{}

// GetOptions are those of Get.
type GetOptions struct{ Timeout time.Duration }

// InsertOptions are those of Insert.
type InsertOptions struct{ Expiry, Timeout time.Duration }

// UpsertOptions are those of Upsert.
type UpsertOptions struct{ Expiry, Timeout time.Duration }

// ReplaceOptions are those of Replace.
type ReplaceOptions struct {
	Expiry, Timeout time.Duration
	Cas             Cas
}

// Get reads a document.
func (c *Collection) Get(id string, opts *GetOptions) (docOut *GetResult, errOut error) {
	return nil, nil
}

// Insert writes a document that is not there yet.
func (c *Collection) Insert(id string, val interface{}, opts *InsertOptions) (mutOut *MutationResult, errOut error) {
	return nil, nil
}

// Upsert writes a document.
func (c *Collection) Upsert(id string, val interface{}, opts *UpsertOptions) (mutOut *MutationResult, errOut error) {
	return nil, nil
}

// Replace writes a document that is there.
func (c *Collection) Replace(id string, val interface{}, opts *ReplaceOptions) (mutOut *MutationResult, errOut error) {
	return nil, nil
}
