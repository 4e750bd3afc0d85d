// Package desk writes by queries that gorm.io/gen has generated.
package desk

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gen"
	"gorm.io/gen/field"
	"gorm.io/gorm/clause"

	"example.com/fixtures/staleconsumer/gens/model"
	"example.com/fixtures/staleconsumer/gens/query"
)

type moved struct {
	ID, Place string
	Amount    int64
	Revision  int64
	At        time.Time
}

type desk struct{ q *query.Query }

func decoded(m *message.Message) (e moved, err error) { err = json.Unmarshal(m.Payload, &e); return }

func (d *desk) updates(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	q := d.q.Seat
	_, err = q.WithContext(m.Context()).Where(q.ID.Eq(e.ID)).Updates(model.Seat{Place: e.Place, Revision: e.Revision}) // want `overwrites seats by a message of type desk.moved without`
	return err
}

func (d *desk) update(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	_, err = d.q.Seat.WithContext(m.Context()).Where(d.q.Seat.ID.Eq(e.ID)).Update(d.q.Seat.Place, e.Place) // want `overwrites seats by a message of type desk.moved without`
	return err
}

func (d *desk) simple(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	_, err = query.Seat.WithContext(m.Context()).Where(query.Seat.ID.Eq(e.ID)).UpdateSimple(query.Seat.Place.Value(e.Place), query.Seat.Revision.Value(e.Revision)) // want `overwrites seats by a message of type desk.moved without`
	return err
}

func (d *desk) saves(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return d.q.Seat.WithContext(m.Context()).Save(&model.Seat{ID: e.ID, Place: e.Place, Revision: e.Revision}) // want `overwrites seats by a message of type desk.moved without`
}

func (d *desk) upserts(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return d.q.Seat.WithContext(m.Context()).Clauses(clause.OnConflict{UpdateAll: true}).Create(&model.Seat{ID: e.ID, Place: e.Place, Revision: e.Revision}) // want `overwrites seats by a message of type desk.moved without`
}

func (d *desk) inserts(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return d.q.Seat.WithContext(m.Context()).Clauses(clause.OnConflict{DoNothing: true}).Create(&model.Seat{ID: e.ID, Place: e.Place, Revision: e.Revision})
}

func (d *desk) creates(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return d.q.Seat.WithContext(m.Context()).Create(&model.Seat{ID: e.ID, Place: e.Place, Revision: e.Revision})
}

func (d *desk) newer(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	q := d.q.Seat
	_, err = q.WithContext(m.Context()).Where(q.ID.Eq(e.ID), q.Revision.Lt(e.Revision)).Updates(model.Seat{Place: e.Place, Revision: e.Revision})
	return err
}

func (d *desk) newerOrFirst(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	q := query.Seat
	_, err = q.WithContext(m.Context()).Where(q.ID.Eq(e.ID)).Where(field.Or(q.SyncedAt.IsNull(), q.SyncedAt.Lt(e.At))).UpdateSimple(q.Place.Value(e.Place), q.SyncedAt.Value(e.At))
	return err
}

// listed has its conditions in a list.
func (d *desk) listed(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	q := query.Seat
	conds := []gen.Condition{q.ID.Eq(e.ID), q.Revision.Lt(e.Revision)}
	_, err = q.WithContext(m.Context()).Where(conds...).Updates(map[string]any{"place": e.Place, "revision": e.Revision})
	return err
}

// given has them from elsewhere, which may compare the order.
func (d *desk) given(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	q := query.Seat
	_, err = q.WithContext(m.Context()).Where(d.conditions(e)...).Update(q.Place, e.Place)
	return err
}

func (d *desk) conditions(e moved) (list []gen.Condition) {
	q := d.q.Seat
	if e.Revision > 0 {
		list = append(list, q.Revision.Lt(e.Revision))
	}
	return append(list, q.ID.Eq(e.ID))
}

// swaps writes only where the row is in a state.
func (d *desk) swaps(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	q := d.q.Seat
	_, err = q.WithContext(m.Context()).Where(q.ID.Eq(e.ID), q.State.Eq("pending")).UpdateSimple(q.State.Value("taken"), q.Place.Value(e.Place))
	return err
}

func (d *desk) reversed(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	q := query.Seat
	_, err = q.WithContext(m.Context()).Where(q.ID.Eq(e.ID), q.Revision.Gt(e.Revision)).Updates(model.Seat{Place: e.Place, Revision: e.Revision}) // want `the comparison is reversed`
	return err
}

func (d *desk) locked(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return d.q.Transaction(func(tx *query.Query) error {
		do := tx.Seat.WithContext(m.Context())
		row, err := do.Clauses(clause.Locking{Strength: "UPDATE"}).Where(tx.Seat.ID.Eq(e.ID)).First()
		if err != nil {
			return err
		}
		if row.Revision >= e.Revision {
			return nil
		}
		_, err = do.Where(tx.Seat.ID.Eq(e.ID)).Updates(model.Seat{Place: e.Place, Revision: e.Revision})
		return err
	})
}

func (d *desk) races(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	row, err := d.one(m.Context(), e.ID)
	if err != nil {
		return err
	}
	if row.Revision >= e.Revision {
		return nil
	}
	_, err = d.q.Seat.WithContext(m.Context()).Where(d.q.Seat.ID.Eq(e.ID)).Updates(model.Seat{Place: e.Place, Revision: e.Revision}) // want `in separate statements`
	return err
}

func (d *desk) one(ctx context.Context, id string) (*model.Seat, error) {
	return d.q.Seat.WithContext(ctx).Where(d.q.Seat.ID.Eq(id)).First()
}

func register(r *message.Router, sub message.Subscriber, d *desk) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"updates": d.updates, "update": d.update, "simple": d.simple, "saves": d.saves, "upserts": d.upserts, "inserts": d.inserts, "creates": d.creates,
		"newer": d.newer, "newerOrFirst": d.newerOrFirst, "listed": d.listed, "given": d.given, "swaps": d.swaps, "reversed": d.reversed, "locked": d.locked, "races": d.races,
		"renames": d.renames, "renamesNewer": d.renamesNewer, "pays": d.pays, "adds": d.adds, "replaces": d.replaces,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}
