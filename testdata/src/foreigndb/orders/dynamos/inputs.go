package dynamos

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	dynamodb1 "github.com/aws/aws-sdk-go/service/dynamodb"
	"github.com/aws/aws-sdk-go/service/dynamodb/dynamodbiface"

	"example.com/fixtures/foreigndb/pkg/dynamox"
)

func setters(api dynamodbiface.DynamoDBAPI, db *dynamodb1.DynamoDB) {
	api.GetItem(new(dynamodb1.GetItemInput).SetTableName(dynamox.Tables.Users).SetConsistentRead(true)) // want "reads table users"
	api.GetItem(new(dynamodb1.GetItemInput).SetTableName(dynamox.Tables.Orders))
	api.Query((&dynamodb1.QueryInput{}).SetTableName("orders").SetIndexName("users"))
	in := &dynamodb1.PutItemInput{}
	in.SetTableName("users")
	db.PutItem(in) // want "writes table users"
	scan := &dynamodb1.ScanInput{TableName: aws.String("orders")}
	scan = scan.SetIndexName("users")
	db.Scan(scan)
	del := input("users")
	db.DeleteItem(del) // want "writes table users"
	db.DeleteItem(input("orders"))
	db.DeleteItem(input("users").SetReturnValues("NONE")) // want "writes table users"
}

func input(table string) *dynamodb1.DeleteItemInput {
	return &dynamodb1.DeleteItemInput{TableName: aws.String(table)}
}

func handed(ctx context.Context, db *dynamodb.Client, reqs []types.WriteRequest, ids []string) {
	dynamox.Get(ctx, db, "users", "1") // want "reads table users"
	dynamox.Get(ctx, db, "orders", "users")
	dynamox.Do(ctx, db, &dynamodb.QueryInput{TableName: aws.String("users")}) // want "reads table users"
	dynamox.Do(ctx, db, &dynamodb.QueryInput{TableName: aws.String("orders"), IndexName: aws.String("users")})
	dynamox.Batch(ctx, db, "users", reqs) // want "writes table users"
	dynamox.Batch(ctx, db, "orders", reqs)
	var list []types.TransactWriteItem
	for _, id := range ids {
		list = append(list, types.TransactWriteItem{Update: &types.Update{TableName: aws.String("users"), UpdateExpression: &id}})
	}
	list = append(list, types.TransactWriteItem{Put: &types.Put{TableName: aws.String("orders")}})
	db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: list}) // want "writes table users"
	own := []types.TransactWriteItem{put("orders")}
	db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: own})
	db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: append(own, put("users"))})       // want "writes table users"
	db.BatchExecuteStatement(ctx, &dynamodb.BatchExecuteStatementInput{Statements: []types.BatchStatementRequest{ // want "reads table users"
		{Statement: aws.String("SELECT * FROM users WHERE id = 1")},
	}})
}

func put(table string) types.TransactWriteItem {
	return types.TransactWriteItem{Put: &types.Put{TableName: aws.String(table)}}
}
