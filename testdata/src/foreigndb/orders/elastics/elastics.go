// Package elastics reaches indices, which are tables too.
package elastics

import (
	"context"
	"strings"

	"github.com/elastic/go-elasticsearch/v7"
	"github.com/elastic/go-elasticsearch/v7/esapi"
	"github.com/olivere/elastic/v7"
	"github.com/opensearch-project/opensearch-go/v4/opensearchapi"
)

const index = "users"

func olivere(ctx context.Context, es *elastic.Client) {
	es.Search("users").Query(nil).Do(ctx)   // want "reads table users"
	es.Search().Index("users", "x").Do(ctx) // want "reads table users"
	es.Search("orders").Query(elastic.NewTermQuery("users", "users")).Do(ctx)
	es.Index().Index(index).BodyJson(1).Do(ctx)         // want "writes table users"
	es.Delete().Index("users").Id("1").Do(ctx)          // want "writes table users"
	es.Get().Index("users").Id("1").Do(ctx)             // want "reads table users"
	elastic.NewBulkIndexRequest().Index("users").Doc(1) // want "writes table users"
	es.Bulk().Add(elastic.NewBulkIndexRequest().Index("orders").Doc("users"))
	es.DeleteByQuery("users").Do(ctx) // want "writes table users"
}

func official(ctx context.Context, es *elasticsearch.Client) {
	es.Search(es.Search.WithIndex("users"), es.Search.WithContext(ctx)) // want "reads table users"
	es.Search(es.Search.WithIndex("orders"))
	es.Index("users", strings.NewReader("{}")) // want "writes table users"
	es.Index("orders", strings.NewReader("users"))
	es.Get("users", "1")                               // want "reads table users"
	es.DeleteByQuery([]string{"orders", "users"}, nil) // want "writes table users"
	for _, indices := range [][]string{{"orders"}, {"users"}} {
		es.DeleteByQuery(indices, nil) // want "writes table users"
	}
	for _, indices := range [][]string{{"orders"}, {"order_lines"}} {
		es.DeleteByQuery(indices, nil)
	}
	esapi.IndexRequest{Index: "users", DocumentID: "1"}.Do(ctx, es) // want "writes table users"
	req := esapi.SearchRequest{Index: []string{"users"}}
	req.Do(ctx, es) // want "reads table users"
	esapi.IndexRequest{Index: "orders", DocumentID: "users"}.Do(ctx, es)
}

func open(ctx context.Context, os *opensearchapi.Client) {
	os.Search(ctx, &opensearchapi.SearchReq{Indices: []string{"users"}}) // want "reads table users"
	os.Index(ctx, opensearchapi.IndexReq{Index: "users"})                // want "writes table users"
	os.Index(ctx, opensearchapi.IndexReq{Index: "orders"})
	os.Document.Delete(ctx, opensearchapi.DocumentDeleteReq{Index: "users", DocumentID: "1"}) // want "writes table users"
}
