package stores

import (
	"context"
	"database/sql"
	"time"

	sq "github.com/Masterminds/squirrel"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/nats-io/nats.go"
)

// A state may be kept as the key of a row that is named like it: the query only finds out
// what the name stands for.

type translated struct {
	db *sql.DB
	b  sq.StatementBuilderType
}

const cancelled = "cancelled"

func (s *translated) cancel(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, // want `consumer translated.cancel overwrites parcels`
		"UPDATE parcels SET state_id = (SELECT id FROM parcel_states WHERE name = 'cancelled'), updated_at = now() WHERE id = $1", e.ID)
	return err
}

func (s *translated) rename(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, // want `consumer translated.rename overwrites parcels`
		`UPDATE parcels SET carrier_id = (SELECT c.id FROM carriers c WHERE c.code = $2 LIMIT 1) WHERE id = $1`, e.ID, e.Name)
	return err
}

func (s *translated) built(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	query, args, err := s.b.Update("parcels").
		Set("state_id", sq.Expr("(SELECT id FROM parcel_states WHERE name = ?)", cancelled)).
		Set("updated_at", time.Now()).
		Where("id = ?", e.ID).
		ToSql()
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, query, args...) // want `consumer translated.built overwrites parcels`
	return err
}

// onlyIf brings the row on from where it has to be.
func (s *translated) onlyIf(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE parcels SET state_id = (SELECT id FROM parcel_states WHERE name = 'cancelled'), version = $2 WHERE id = $1 AND version < $2", e.ID, e.Version)
	return err
}

// lastScan has the row refer to what is there by now.
func (s *translated) lastScan(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `UPDATE parcels SET scan_id = (SELECT id FROM scans WHERE parcel_id = $1 ORDER BY seq DESC LIMIT 1),
		hub = (SELECT name FROM hubs WHERE parcel_id = $1), open_id = (SELECT id FROM scans WHERE state = 'open') WHERE id = $1`, e.ID)
	return err
}

// A builder is given the values of a row in the order of its columns.

// seen keeps when a message about the parcel came last.
func (s *translated) seen(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	until := time.Now().Add(time.Hour)
	query, args, _ := s.b.Insert("parcel_cache").
		Columns("parcel_id", "name", "expires_on").
		Values(e.ID, e.Name, until).
		Suffix("ON CONFLICT (parcel_id) DO UPDATE SET expires_on = EXCLUDED.expires_on").
		ToSql()
	_, err = s.db.ExecContext(ctx, query, args...)
	return err
}

func (s *translated) seenRun(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.b.Insert("parcel_cache").Columns("parcel_id", "name", "expires_on").Values(e.ID, e.Name, time.Now()).
		Suffix("ON CONFLICT (parcel_id) DO UPDATE SET expires_on = EXCLUDED.expires_on").RunWith(s.db).ExecContext(ctx)
	return err
}

func (s *translated) seenAndNamed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	query, args, _ := s.b.Insert("parcel_cache").
		Columns("parcel_id", "name", "expires_on").
		Values(e.ID, e.Name, time.Now()).
		Suffix("ON CONFLICT (parcel_id) DO UPDATE SET expires_on = EXCLUDED.expires_on, name = EXCLUDED.name").
		ToSql()
	_, err = s.db.ExecContext(ctx, query, args...) // want `consumer translated.seenAndNamed overwrites parcel_cache`
	return err
}

// expires takes the message's time, not its own.
func (s *translated) expires(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	query, args, _ := s.b.Insert("parcel_cache").
		Columns("parcel_id", "name", "expires_on").
		Values(e.ID, e.Name, e.CreatedAt.Add(time.Hour)).
		Suffix("ON CONFLICT (parcel_id) DO UPDATE SET expires_on = EXCLUDED.expires_on").
		ToSql()
	_, err = s.db.ExecContext(ctx, query, args...) // want `consumer translated.expires overwrites parcel_cache`
	return err
}

// several has two rows, of which either may be meant.
func (s *translated) several(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	query, args, _ := s.b.Insert("parcel_cache").
		Columns("parcel_id", "expires_on").
		Values(e.ID, time.Now()).
		Values(e.Email, e.CreatedAt).
		Suffix("ON CONFLICT (parcel_id) DO UPDATE SET expires_on = EXCLUDED.expires_on").
		ToSql()
	_, err = s.db.ExecContext(ctx, query, args...) // want `consumer translated.several overwrites parcel_cache`
	return err
}

// A column may keep what it has, and be given something only where it has nothing.

func (s *translated) labelled(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `UPDATE parcels SET name = COALESCE(name, $2), email = coalesce(parcels.email, $3) WHERE id = $1`, e.ID, e.Name, e.Email)
	return err
}

func (s *translated) labelledAgain(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO parcels (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = COALESCE(EXCLUDED.name, parcels.name)`, e.ID, e.Name) // want `consumer translated.labelledAgain overwrites parcels`
	return err
}

func (s *translated) labelledBoth(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `UPDATE parcels SET name = COALESCE(name, $2), email = $3 WHERE id = $1`, e.ID, e.Name, e.Email) // want `consumer translated.labelledBoth overwrites parcels`
	return err
}

func (i *increments) fills(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:        aws.String("parcels"),
		Key:              map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: e.ID}},
		UpdateExpression: aws.String("SET carrier = if_not_exists(carrier, :c), tracking = if_not_exists(tracking, :t)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":c": &types.AttributeValueMemberS{Value: e.Name},
			":t": &types.AttributeValueMemberS{Value: e.Email},
		},
	})
	return err
}

func (i *increments) fillsOne(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = i.ddb.UpdateItem(ctx, &dynamodb.UpdateItemInput{ // want `consumer increments.fillsOne overwrites parcels`
		TableName:        aws.String("parcels"),
		Key:              map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: e.ID}},
		UpdateExpression: aws.String("SET carrier = if_not_exists(carrier, :c), tracking = :t"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":c": &types.AttributeValueMemberS{Value: e.Name},
			":t": &types.AttributeValueMemberS{Value: e.Email},
		},
	})
	return err
}
