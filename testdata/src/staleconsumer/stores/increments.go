package stores

import (
	"context"
	"database/sql"
	"fmt"

	sq "github.com/Masterminds/squirrel"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/doug-martin/goqu/v9"
	"github.com/huandu/go-sqlbuilder"
	"github.com/nats-io/nats.go"
	"github.com/uptrace/bun"
)

// What is added to a column may be added in any order, whichever way a library puts
// it; what is put in its place may not.
type increments struct {
	db  *sql.DB
	ddb *dynamodb.Client
	gq  *goqu.Database
	bun *bun.DB
}

func (i *increments) ExprAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = sq.Update("customers").Set("orders", sq.Expr("orders + ?", e.Version)).Where(sq.Eq{"id": e.ID}).RunWith(i.db).ExecContext(ctx)
	return err
}

func (i *increments) ExprReplaces(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = sq.Update("customers").Set("name", sq.Expr("upper(?)", e.Name)).Where(sq.Eq{"id": e.ID}).RunWith(i.db).ExecContext(ctx) // want `overwrites customers`
	return err
}

func (i *increments) MapAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = sq.Update("customers").SetMap(map[string]any{"orders": sq.Expr("orders + ?", e.Version), "updated_at": sq.Expr("now()")}).Where(sq.Eq{"id": e.ID}).RunWith(i.db).ExecContext(ctx)
	return err
}

func (i *increments) MapAddsAndReplaces(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = sq.Update("customers").SetMap(map[string]any{"orders": sq.Expr("orders + ?", e.Version), "name": e.Name}).Where(sq.Eq{"id": e.ID}).RunWith(i.db).ExecContext(ctx) // want `overwrites customers`
	return err
}

func (i *increments) RecordAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.gq.Update("customers").Set(goqu.Record{"orders": goqu.L("orders + ?", e.Version)}).Where(goqu.C("id").Eq(e.ID)).Executor().ExecContext(ctx)
	return err
}

func (i *increments) ConflictAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.gq.Insert("totals").Rows(goqu.Record{"id": e.ID, "orders": e.Version}).
		OnConflict(goqu.DoUpdate("id", goqu.Record{"orders": goqu.L("totals.orders + EXCLUDED.orders")})).Executor().ExecContext(ctx)
	return err
}

func (i *increments) ConflictReplaces(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	totals := goqu.Record{"orders": goqu.L("EXCLUDED.orders")}
	_, err = i.gq.Insert("totals").Rows(goqu.Record{"id": e.ID, "orders": e.Version}).OnConflict(goqu.DoUpdate("id", totals)).Executor().ExecContext(ctx) // want `overwrites totals`
	return err
}

func (i *increments) BuilderAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	ub := sqlbuilder.PostgreSQL.NewUpdateBuilder()
	ub.Update("customers").Set(ub.Add("orders", e.Version), ub.Incr("changes")).Where(ub.Equal("id", e.ID))
	query, args := ub.Build()
	_, err = i.db.ExecContext(ctx, query, args...)
	return err
}

func (i *increments) BunAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.bun.NewUpdate().Table("customers").SetColumn("orders", "orders + ?", e.Version).Where("id = ?", e.ID).Exec(ctx)
	return err
}

func (i *increments) BunReplaces(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.bun.NewUpdate().Table("customers").SetColumn("orders", "?", e.Version).Where("id = ?", e.ID).Exec(ctx) // want `overwrites customers`
	return err
}

func key(id string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: id}}
}

func (i *increments) ItemAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String("customers"), Key: key(e.ID), UpdateExpression: aws.String("ADD orders :n"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":n": &types.AttributeValueMemberN{Value: fmt.Sprint(e.Version)}},
	})
	return err
}

func (i *increments) ItemSums(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String("customers"), Key: key(e.ID), UpdateExpression: aws.String("SET orders = if_not_exists(orders, :zero) + :n"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":n": &types.AttributeValueMemberN{Value: fmt.Sprint(e.Version)}},
	})
	return err
}

func (i *increments) ItemAddsAndReplaces(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.UpdateItem(ctx, &dynamodb.UpdateItemInput{ // want `overwrites customers`
		TableName: aws.String("customers"), Key: key(e.ID), UpdateExpression: aws.String("SET #name = :name ADD orders :n"),
		ExpressionAttributeNames: map[string]string{"#name": "name"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":n": &types.AttributeValueMemberN{Value: fmt.Sprint(e.Version)}, ":name": &types.AttributeValueMemberS{Value: e.Name},
		},
	})
	return err
}

// A condition that a builder makes may compare the order.
type condition interface{ Condition() *string }

func (i *increments) ItemPutIf(ctx context.Context, m *nats.Msg, c condition) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: aws.String("customers"), ConditionExpression: c.Condition(),
		Item: map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: e.ID}, "name": &types.AttributeValueMemberS{Value: e.Name}},
	})
	return err
}

func (i *increments) ItemSetIf(ctx context.Context, m *nats.Msg, c condition) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String("customers"), Key: key(e.ID), UpdateExpression: aws.String("SET name2 = :name"), ConditionExpression: c.Condition(),
		ExpressionAttributeValues: map[string]types.AttributeValue{":name": &types.AttributeValueMemberS{Value: e.Name}},
	})
	return err
}

func (i *increments) ItemPut(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.PutItem(ctx, &dynamodb.PutItemInput{ // want `overwrites customers`
		TableName: aws.String("customers"),
		Item:      map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: e.ID}, "name": &types.AttributeValueMemberS{Value: e.Name}},
	})
	return err
}
