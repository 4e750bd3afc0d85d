// Package elasticsearch stands for the typed client of Elasticsearch.
package elasticsearch

import "github.com/elastic/go-elasticsearch/v8/typedapi/core/updatebyquery"

// A TypedClient is a client.
type TypedClient struct {
	UpdateByQuery updatebyquery.NewUpdateByQuery
}
