// Package pgstore implements the domain's interfaces.
package pgstore

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/syncecho/layers/domain"
)

// Customers are in a table.
type Customers struct {
	DB     *sql.DB
	Events domain.Events
}

func (r *Customers) SaveQuietly(ctx context.Context, c *domain.Customer) error {
	_, err := r.DB.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	return err
}

func (r *Customers) raise(ctx context.Context, c *domain.Customer) error {
	return r.Events.Publish(ctx, "customers", domain.CustomerUpdated{ID: c.ID, Name: c.Name})
}

func (r *Customers) Save(ctx context.Context, c *domain.Customer) error {
	if err := r.SaveQuietly(ctx, c); err != nil {
		return err
	}
	return r.raise(ctx, c)
}

func (r *Customers) SaveIf(ctx context.Context, c *domain.Customer, publish bool) error {
	err := r.SaveQuietly(ctx, c)
	if err == nil && publish {
		err = r.raise(ctx, c)
	}
	return err
}

func (r *Customers) SaveByContext(ctx context.Context, c *domain.Customer) error {
	if err := r.SaveQuietly(ctx, c); err != nil || domain.IsQuiet(ctx) {
		return err
	}
	return r.raise(ctx, c)
}

// Kafka publishes.
type Kafka struct{ Writer *kafka.Writer }

func (k *Kafka) Publish(ctx context.Context, topic string, event any) error {
	data, err := json.Marshal(event)
	if err != nil {
		return err
	}
	return k.Writer.WriteMessages(ctx, kafka.Message{Topic: topic, Value: data})
}

func (k *Kafka) Emit(ctx context.Context, topic string, event any) error {
	return k.Publish(ctx, topic, event)
}

// Silence is for services that tell nothing.
type Silence struct{}

func (Silence) Emit(context.Context, string, any) error { return nil }
