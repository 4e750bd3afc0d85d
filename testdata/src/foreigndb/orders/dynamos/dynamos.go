// Package dynamos reaches tables of DynamoDB.
package dynamos

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/guregu/dynamo/v2"
)

// API is the project's own.
type API interface {
	GetItem(ctx context.Context, in *dynamodb.GetItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
}

const table = "users"

func client(ctx context.Context, db *dynamodb.Client, api API) {
	db.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("users")}) // want "reads table users"
	db.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("orders")})
	api.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(table)}) // want "reads table users"
	name := table
	in := &dynamodb.PutItemInput{}
	in.TableName = &name
	db.PutItem(ctx, in)                                                                                                // want "writes table users"
	db.Query(ctx, &dynamodb.QueryInput{TableName: aws.String("orders"), IndexName: aws.String("users")})               // an index
	db.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{"users": nil}}) // want "writes table users"
	db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{             // want "writes table users"
		{Put: &types.Put{TableName: aws.String("orders")}},
		{Delete: &types.Delete{TableName: aws.String("users")}},
	}})
	db.ExecuteStatement(ctx, &dynamodb.ExecuteStatementInput{Statement: aws.String("SELECT * FROM users")}) // want "reads table users"
	p := dynamodb.NewScanPaginator(db, &dynamodb.ScanInput{TableName: aws.String("users")})                 // want "reads table users"
	p.NextPage(ctx)
}

// Store is told its table.
type Store struct {
	db    *dynamodb.Client
	table string
}

func newStore(db *dynamodb.Client) *Store { return &Store{db: db, table: "users"} }

func (s *Store) delete(ctx context.Context) {
	s.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &s.table})            // want "writes table users"
	s.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: aws.String(s.table)}) // want "writes table users"
}

// Dynamo keeps its table as guregu's type.
type Dynamo struct{ users, orders dynamo.Table }

func newDynamo(db *dynamo.DB) *Dynamo { return &Dynamo{db.Table("users"), db.Table("orders")} }

func (d *Dynamo) all(ctx context.Context) {
	var list []string
	d.users.Scan().All(ctx, &list) // want "reads table users"
	d.orders.Scan().All(ctx, &list)
	d.users.Put(list).Run(ctx)                                       // want "writes table users"
	d.users.Get("id", 1).Range("at", dynamo.Less, 2).All(ctx, &list) // want "reads table users"
	d.users.Update("id", 1).Set("name", "x").Run(ctx)                // want "writes table users"
}
