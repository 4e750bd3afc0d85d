package stores

import (
	"context"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/dynamodb"
	"github.com/aws/aws-sdk-go/service/dynamodb/expression"
	"github.com/nats-io/nats.go"
)

// DynamoDB's builder of expressions says what has to hold.
type expressions struct{ ddb *dynamodb.DynamoDB }

func (x *expressions) itemKey(id string) map[string]*dynamodb.AttributeValue {
	return map[string]*dynamodb.AttributeValue{"id": {S: aws.String(id)}}
}

func (x *expressions) Newer(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	version := expression.Name("version")
	expr, err := expression.NewBuilder().
		WithUpdate(expression.Set(expression.Name("name"), expression.Value(e.Name)).Set(version, expression.Value(e.Version))).
		WithCondition(expression.AttributeNotExists(version).Or(version.LessThan(expression.Value(e.Version)))).
		Build()
	if err != nil {
		return err
	}
	_, err = x.ddb.UpdateItemWithContext(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String("customers"), Key: x.itemKey(e.ID), UpdateExpression: expr.Update(), ConditionExpression: expr.Condition(),
		ExpressionAttributeNames: expr.Names(), ExpressionAttributeValues: expr.Values(),
	})
	return err
}

func (x *expressions) Older(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	expr, err := expression.NewBuilder().
		WithUpdate(expression.Set(expression.Name("name"), expression.Value(e.Name)).Set(expression.Name("version"), expression.Value(e.Version))).
		WithCondition(expression.GreaterThan(expression.Name("version"), expression.Value(e.Version))).
		Build()
	if err != nil {
		return err
	}
	_, err = x.ddb.UpdateItemWithContext(ctx, &dynamodb.UpdateItemInput{ // want `the comparison is reversed`
		TableName: aws.String("customers"), Key: x.itemKey(e.ID), UpdateExpression: expr.Update(), ConditionExpression: expr.Condition(),
		ExpressionAttributeNames: expr.Names(), ExpressionAttributeValues: expr.Values(),
	})
	return err
}

func (x *expressions) Exists(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	expr, err := expression.NewBuilder().
		WithUpdate(expression.Set(expression.Name("name"), expression.Value(e.Name))).
		WithCondition(expression.Name("id").AttributeExists()).
		Build()
	if err != nil {
		return err
	}
	_, err = x.ddb.UpdateItemWithContext(ctx, &dynamodb.UpdateItemInput{ // want `overwrites customers`
		TableName: aws.String("customers"), Key: x.itemKey(e.ID), UpdateExpression: expr.Update(), ConditionExpression: expr.Condition(),
		ExpressionAttributeNames: expr.Names(), ExpressionAttributeValues: expr.Values(),
	})
	return err
}

// apply is what the methods below share; what has to hold, they say.
func (x *expressions) apply(ctx context.Context, table, id string, set expression.UpdateBuilder, only expression.ConditionBuilder) error {
	expr, err := expression.NewBuilder().WithUpdate(set).WithCondition(only).Build()
	if err != nil {
		return err
	}
	in := &dynamodb.UpdateItemInput{
		TableName: aws.String(table), Key: x.itemKey(id), UpdateExpression: expr.Update(), ConditionExpression: expr.Condition(),
		ExpressionAttributeNames: expr.Names(), ExpressionAttributeValues: expr.Values(),
	}
	_, err = x.ddb.UpdateItemWithContext(ctx, in)
	return err
}

func newerThan(version int64) expression.ConditionBuilder {
	return expression.Name("version").LessThan(expression.Value(version))
}

func (x *expressions) AppliesNewer(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := expression.Set(expression.Name("name"), expression.Value(e.Name)).Set(expression.Name("version"), expression.Value(e.Version))
	return x.apply(ctx, "customers", e.ID, set, newerThan(e.Version))
}

func (x *expressions) AppliesAlways(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := expression.Set(expression.Name("name"), expression.Value(e.Name))
	return x.apply(ctx, "customers", e.ID, set, expression.Name("id").AttributeExists()) // want `overwrites customers`
}

func (x *expressions) AppliesInState(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := expression.Set(expression.Name("status"), expression.Value(e.Status))
	return x.apply(ctx, "customers", e.ID, set, expression.Name("status").Equal(expression.Value("pending")).And(expression.Name("id").AttributeExists()))
}

func (x *expressions) AppliesOlder(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := expression.Set(expression.Name("name"), expression.Value(e.Name)).Set(expression.Name("version"), expression.Value(e.Version))
	return x.apply(ctx, "customers", e.ID, set, expression.Not(newerThan(e.Version))) // want `the comparison is reversed`
}

func (x *expressions) Adds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := expression.Add(expression.Name("orders"), expression.Value(1)).
		Set(expression.Name("notes"), expression.Name("notes").ListAppend(expression.Value([]string{e.Name}))).
		Set(expression.Name("points"), expression.Name("points").Plus(expression.Value(e.Version)))
	return x.apply(ctx, "customers", e.ID, set, expression.Name("id").AttributeExists())
}

// AddsTo says so in the text of the expression.
func (x *expressions) AddsTo(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = x.ddb.UpdateItemWithContext(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String("customers"), Key: x.itemKey(e.ID), UpdateExpression: aws.String("SET notes = list_append(if_not_exists(notes, :none), :more)"),
		ExpressionAttributeValues: map[string]*dynamodb.AttributeValue{":more": {SS: []*string{&e.Name}}},
	})
	return err
}

func (x *expressions) PutsNew(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	expr, err := expression.NewBuilder().WithCondition(expression.AttributeNotExists(expression.Name("id"))).Build()
	if err != nil {
		return err
	}
	_, err = x.ddb.PutItemWithContext(ctx, &dynamodb.PutItemInput{
		TableName: aws.String("customers"), ConditionExpression: expr.Condition(), ExpressionAttributeNames: expr.Names(),
		Item: map[string]*dynamodb.AttributeValue{"id": {S: aws.String(e.ID)}, "name": {S: aws.String(e.Name)}},
	})
	return err
}

var closedStates = []string{"closed", "failed"}

func stillOpen() expression.ConditionBuilder {
	open := expression.Name("status").NotEqual(expression.Value(closedStates[0]))
	for _, status := range closedStates[1:] {
		open = open.And(expression.Name("status").NotEqual(expression.Value(status)))
	}
	return open
}

// AppliesWhileOpen asks for states that the package lists.
func (x *expressions) AppliesWhileOpen(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := expression.Set(expression.Name("status"), expression.Value(e.Status))
	return x.apply(ctx, "customers", e.ID, set, stillOpen())
}

// AppliesOthers asks for the state that the message says.
func (x *expressions) AppliesOthers(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := expression.Set(expression.Name("status"), expression.Value(e.Status))
	return x.apply(ctx, "customers", e.ID, set, expression.Name("status").NotEqual(expression.Value(e.Status))) // want `overwrites customers`
}
