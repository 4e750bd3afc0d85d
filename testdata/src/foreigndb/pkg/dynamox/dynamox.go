// Package dynamox is shared: whoever names a table uses it.
package dynamox

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Tables are the names of all.
var Tables = struct{ Users, Orders string }{Users: "users", Orders: "orders"}

// Get reads one item.
func Get(ctx context.Context, db *dynamodb.Client, table, id string) error {
	_, err := db.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(table)})
	return err
}

// Do runs a query.
func Do(ctx context.Context, db *dynamodb.Client, in *dynamodb.QueryInput) error {
	_, err := db.Query(ctx, in)
	return err
}

// Batch writes to a table.
func Batch(ctx context.Context, db *dynamodb.Client, table string, reqs []types.WriteRequest) error {
	_, err := db.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{table: reqs}})
	return err
}
