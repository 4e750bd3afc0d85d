// Package updatebyquery stands for the request that changes many documents.
package updatebyquery

import (
	"context"

	"github.com/elastic/go-elasticsearch/v8/typedapi/types"
)

// An UpdateByQuery is a request.
type UpdateByQuery struct{}

// A NewUpdateByQuery makes one.
type NewUpdateByQuery func(index string) *UpdateByQuery

// Query says which documents.
func (r *UpdateByQuery) Query(query *types.Query) *UpdateByQuery { return r }

// Script says what becomes of them.
func (r *UpdateByQuery) Script(script *types.Script) *UpdateByQuery { return r }

// Do sends the request.
func (r *UpdateByQuery) Do(ctx context.Context) (*Response, error) { return nil, nil }

// A Response is an answer.
type Response struct{}
