// Package dynamoc writes a table in the ways of DynamoDB.
package dynamoc

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/guregu/dynamo/v2"
)

// put
//
//	writes customers: sets id,name
func put(ctx context.Context, db *dynamodb.Client) {
	db.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("customers"), Item: map[string]types.AttributeValue{"id": nil, "name": nil}})
}

// onlyNew
//
//	writes customers: insert only; sets *
func onlyNew(ctx context.Context, db *dynamodb.Client, item map[string]types.AttributeValue) {
	db.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("customers"), Item: item, ConditionExpression: aws.String("attribute_not_exists(id)")})
}

// guarded
//
//	writes customers: sets *; if synced_at < :at
func guarded(ctx context.Context, db *dynamodb.Client, item map[string]types.AttributeValue) {
	db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: aws.String("customers"), Item: item,
		ConditionExpression:      aws.String("attribute_not_exists(id) OR #at < :at"),
		ExpressionAttributeNames: map[string]string{"#at": "synced_at"},
	})
}

// update
//
//	writes customers: sets name,synced_at,seen; if synced_at < :at
func update(ctx context.Context, db *dynamodb.Client) {
	db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:           aws.String("customers"),
		UpdateExpression:    aws.String("SET #n = :n, synced_at = :at ADD seen :one"),
		ConditionExpression: aws.String("synced_at < :at"),

		ExpressionAttributeNames: map[string]string{"#n": "name"},
	})
}

// built: the expression is made elsewhere.
//
//	writes customers: sets name; partial
func built(ctx context.Context, db *dynamodb.Client, condition *string) {
	db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String("customers"), UpdateExpression: aws.String("SET name = :n"), ConditionExpression: aws.String(other()),
	})
}

func other() string { panic("not known") }

// byGuregu
//
//	writes customers: sets name; if synced_at < ?
func byGuregu(ctx context.Context, t *dynamo.DB) {
	t.Table("customers").Update("id", 1).Set("name", "x").If("'synced_at' < ?", 2).Run(ctx)
}

// putByGuregu
//
//	writes customers: insert only; sets *
func putByGuregu(ctx context.Context, t *dynamo.DB, v any) {
	t.Table("customers").Put(v).If("attribute_not_exists($)", "id").Run(ctx)
}
