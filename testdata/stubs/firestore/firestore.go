// Package firestore stands in for Cloud Firestore's client, whose dependencies are many: it
// declares what the fixtures use of it.
package firestore

import "context"

type (
	// A Client is a database's.
	Client struct{}
	// A CollectionRef is a collection's.
	CollectionRef struct{ path string }
	// A DocumentRef is a document's.
	DocumentRef struct{ path string }
	// A SetOption is an option of Set.
	SetOption interface{ set() }
	// A WriteResult is when something was written.
	WriteResult struct{}
)

// Collection is a collection by its path.
func (*Client) Collection(path string) *CollectionRef { return &CollectionRef{path} }

// Doc is a document by its key.
func (c *CollectionRef) Doc(id string) *DocumentRef { return &DocumentRef{c.path + "/" + id} }

// NewDoc is a document by a key that nothing has yet.
func (c *CollectionRef) NewDoc() *DocumentRef { return &DocumentRef{c.path} }

// Set writes a document, whether it is there or not.
func (d *DocumentRef) Set(_ context.Context, _ any, _ ...SetOption) (*WriteResult, error) {
	return &WriteResult{}, nil
}
