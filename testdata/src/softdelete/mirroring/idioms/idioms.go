// Package idioms has deletions in other libraries' terms.
package idioms

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"example.com/fixtures/softdelete/msgs"
)

// kept is marked by bun.
type kept struct {
	bun.BaseModel `bun:"table:plates"`
	ID            string `bun:",pk"`
	Number        string
	DeletedAt     time.Time `bun:",soft_delete,nullzero"`
}

// bare has nothing to be marked by.
type bare struct {
	bun.BaseModel `bun:"table:plates"`
	ID            string `bun:",pk" db:"id"`
	Number        string `db:"number"`
}

type consumer struct {
	db   *bun.DB
	pool *pgxpool.Pool
	x    *sqlx.DB
	docs *mongo.Collection
}

func decode(m *message.Message) (p msgs.Plate, err error) {
	return p, json.Unmarshal(m.Payload, &p)
}

func (c *consumer) Bun(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	if p.DeletedAt != nil {
		_, err := c.db.NewDelete().Model(&bare{ID: p.ID}).WherePK().Exec(m.Context()) // want `removes the row from plates`
		return err
	}
	_, err = c.db.NewInsert().Model(&bare{ID: p.ID, Number: p.Number}).On("CONFLICT (id) DO UPDATE").Set("number = EXCLUDED.number").Exec(m.Context())
	return err
}

func (c *consumer) BunMarks(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	if p.DeletedAt != nil {
		_, err := c.db.NewDelete().Model(&kept{ID: p.ID}).WherePK().Exec(m.Context())
		return err
	}
	_, err = c.db.NewInsert().Model(&kept{ID: p.ID, Number: p.Number}).On("CONFLICT (id) DO UPDATE").Set("number = EXCLUDED.number").Exec(m.Context())
	return err
}

func (c *consumer) Docs(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	plates := c.docs.Database().Collection("plates")
	if p.DeletedAt != nil {
		_, err := plates.DeleteOne(m.Context(), bson.M{"_id": p.ID}) // want `removes the row from plates`
		return err
	}
	_, err = plates.UpdateOne(m.Context(), bson.M{"_id": p.ID}, bson.M{"$set": bson.M{"number": p.Number}}, options.Update().SetUpsert(true))
	return err
}

func (c *consumer) DocsMark(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	plates := c.docs.Database().Collection("plates")
	set := bson.M{"number": p.Number}
	if p.DeletedAt != nil {
		set["deleted_at"] = *p.DeletedAt
	}
	_, err = plates.UpdateOne(m.Context(), bson.M{"_id": p.ID}, bson.M{"$set": set}, options.Update().SetUpsert(true))
	return err
}

// queries are as they are generated.
type queries struct{ pool *pgxpool.Pool }

const deletePlate = `-- name: DeletePlate :exec
DELETE FROM plates WHERE id = $1`

func (q *queries) DeletePlate(ctx context.Context, id string) error {
	_, err := q.pool.Exec(ctx, deletePlate, id)
	return err
}

type upsertPlateParams struct{ ID, Number string }

const upsertPlate = `-- name: UpsertPlate :exec
INSERT INTO plates (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`

func (q *queries) UpsertPlate(ctx context.Context, arg upsertPlateParams) error {
	_, err := q.pool.Exec(ctx, upsertPlate, arg.ID, arg.Number)
	return err
}

func (c *consumer) Generated(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	q := &queries{c.pool}
	if p.DeletedAt != nil {
		return q.DeletePlate(m.Context(), p.ID) // want `removes the row from plates`
	}
	return q.UpsertPlate(m.Context(), upsertPlateParams{ID: p.ID, Number: p.Number})
}

// Named has the flag in the row.
func (c *consumer) Named(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	row := struct {
		bare
		Deleted *time.Time `db:"deleted_at"`
	}{bare{ID: p.ID, Number: p.Number}, p.DeletedAt}
	_, err = c.x.NamedExecContext(m.Context(), `UPDATE plates SET number = :number, deleted_at = :deleted_at WHERE id = :id`, row)
	return err
}
