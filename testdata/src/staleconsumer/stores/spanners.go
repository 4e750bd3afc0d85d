package stores

import (
	"context"
	"time"

	"cloud.google.com/go/spanner"
	"github.com/nats-io/nats.go"
)

type spannerSync struct{ db *spanner.Client }

const spannerCustomers = "customers"

// A spannerCustomer is a row.
type spannerCustomer struct {
	ID        string    `spanner:"Id"`
	Name      string    `spanner:"Name"`
	UpdatedAt time.Time `spanner:"UpdatedAt"`
}

func (s *spannerSync) upserts(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	mut, err := spanner.InsertOrUpdateStruct(spannerCustomers, spannerCustomer{e.ID, e.Name, time.Now()}) // want `consumer spannerSync.upserts overwrites customers by a message of type msgs.CustomerChanged without`
	if err != nil {
		return err
	}
	_, err = s.db.Apply(ctx, []*spanner.Mutation{mut})
	return err
}

func (s *spannerSync) updates(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.Apply(ctx, []*spanner.Mutation{
		spanner.Update(spannerCustomers, []string{"Id", "Name"}, []interface{}{e.ID, e.Name}), // want `consumer spannerSync.updates overwrites customers`
	})
	return err
}

func (s *spannerSync) maps(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.Apply(ctx, []*spanner.Mutation{
		spanner.InsertOrUpdateMap(spannerCustomers, map[string]interface{}{"Id": e.ID, "Name": e.Name, "WrittenAt": spanner.CommitTimestamp}), // want `consumer spannerSync.maps overwrites customers`
	})
	return err
}

// inserts fails where the row is there, and removes is softdelete's.
func (s *spannerSync) inserts(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.Apply(ctx, []*spanner.Mutation{spanner.Insert(spannerCustomers, []string{"Id", "Name"}, []interface{}{e.ID, e.Name})})
	return err
}

func (s *spannerSync) removes(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.Apply(ctx, []*spanner.Mutation{spanner.Delete(spannerCustomers, spanner.Key{e.ID})})
	return err
}
