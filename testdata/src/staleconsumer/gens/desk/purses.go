package desk

import (
	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm/clause"

	"example.com/fixtures/staleconsumer/gens/model"
	"example.com/fixtures/staleconsumer/gens/query"
)

func (d *desk) renames(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	p := d.q.Purse.Table("purses_" + e.ID[:1])
	_, err = p.WithContext(m.Context()).Select(p.Holder, p.Revision).Where(p.ID.Eq(e.ID)).Updates(&model.Purse{ID: e.ID, Holder: e.Place, Revision: e.Revision}) // want `overwrites purses by a message`
	return err
}

func (d *desk) renamesNewer(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	p := d.q.Purse
	_, err = p.WithContext(m.Context()).Where(p.ID.Eq(e.ID), p.Revision.Lt(e.Revision)).UpdateSimple(p.Holder.Value(e.Place), p.Revision.Value(e.Revision))
	return err
}

// pays adds to what a row held that is locked.
func (d *desk) pays(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return d.q.Transaction(func(tx *query.Query) error {
		p := tx.Purse
		row, err := p.WithContext(m.Context()).Clauses(clause.Locking{Strength: "UPDATE"}).Where(p.ID.Eq(e.ID)).First()
		if err != nil {
			return err
		}
		frozen := row.Frozen - e.Amount
		_, err = p.WithContext(m.Context()).Where(p.ID.Eq(row.ID)).UpdateSimple(p.Amount.Value(row.Amount+e.Amount), p.Frozen.Value(frozen))
		return err
	})
}

// adds has the statement make the sum.
func (d *desk) adds(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	p := d.q.Purse
	_, err = p.WithContext(m.Context()).Where(p.ID.Eq(e.ID)).UpdateSimple(p.Amount.Add(e.Amount))
	return err
}

// replaces takes what another column held for the sum.
func (d *desk) replaces(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	p := d.q.Purse
	row, err := p.WithContext(m.Context()).Where(p.ID.Eq(e.ID)).First()
	if err != nil {
		return err
	}
	_, err = p.WithContext(m.Context()).Where(p.ID.Eq(row.ID)).Update(p.Amount, e.Amount-row.Frozen) // want `overwrites purses by a message`
	return err
}
