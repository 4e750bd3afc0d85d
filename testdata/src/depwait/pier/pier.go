// Package pier changes berths that other messages bring, and looks for them by gorm: into a
// variable, and by conditions that functions add to the query.
package pier

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type (
	Berth struct {
		Number string `gorm:"primaryKey"`
		Ship   string
		Free   bool
	}
	// A Crane is there from the start, and stands at a berth.
	Crane struct {
		Name  string `gorm:"primaryKey"`
		Berth string
	}
	BerthBuilt   struct{ Number string }
	ShipMoored   struct{ Berth, Ship string }
	ShipSighted  struct{ Berth, Ship string }
	ShipLeft     struct{ Berth string }
	ShipTied     struct{ Berth, Ship string }
	ShipMoved    struct{ Berth, Ship string }
	ShipTugged   struct{ Berth, Ship string }
	CraneTurned  struct{ Crane string }
	CraneSwung   struct{ Crane string }
	CraneStopped struct{ Crane string }
)

// A Filter adds to a query.
type Filter func(*gorm.DB) *gorm.DB

func byNumber(number string) Filter {
	return func(query *gorm.DB) *gorm.DB { return query.Where("number = ?", number) }
}

func free() Filter {
	return func(query *gorm.DB) *gorm.DB { return query.Where("free") }
}

type pier struct{ db *gorm.DB }

func read[T any](m kafka.Message) (v T, err error) {
	err = json.Unmarshal(m.Value, &v)
	return v, err
}

func (p *pier) built(ctx context.Context, m kafka.Message) error {
	e, err := read[BerthBuilt](m)
	if err != nil {
		return err
	}
	return p.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&Berth{Number: e.Number, Free: true}).Error
}

func (p *pier) berth(ctx context.Context, number string) (*Berth, error) {
	var b Berth
	if err := p.db.WithContext(ctx).First(&b, "number = ?", number).Error; err != nil {
		return nil, err
	}
	return &b, nil
}

// first finds the first of the berths that filters leave.
func (p *pier) first(ctx context.Context, filters ...Filter) (*Berth, error) {
	query := p.db.WithContext(ctx).Model(&Berth{})
	for _, f := range filters {
		query = f(query)
	}
	var list []Berth
	if err := query.Find(&list).Error; err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, gorm.ErrRecordNotFound
	}
	return &list[0], nil
}

// all finds the berths that filters leave, which add to the query as it is.
func (p *pier) all(ctx context.Context, filters []Filter) ([]Berth, error) {
	query := p.db.WithContext(ctx).Model(&Berth{})
	for _, f := range filters {
		f(query)
	}
	var list []Berth
	err := query.Find(&list).Error
	return list, err
}

func (p *pier) occupy(ctx context.Context, number, ship string) error {
	return p.db.WithContext(ctx).Model(&Berth{}).Where("number = ?", number).Update("ship", ship).Error
}

// The berth may come later, and the ship is nowhere then.
func (p *pier) moored(ctx context.Context, m kafka.Message) error {
	e, err := read[ShipMoored](m)
	if err != nil {
		return err
	}
	b, err := p.berth(ctx, e.Berth)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		log.Print("no berth ", e.Berth)
		return nil
	}
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Ship) // want `changes berths, of which other messages bring the rows, but answers success where it is missing`
}

// So it is with a function that says which.
func (p *pier) tied(ctx context.Context, m kafka.Message) error {
	e, err := read[ShipTied](m)
	if err != nil {
		return err
	}
	b, err := p.first(ctx, byNumber(e.Berth), free())
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Ship) // want `changes berths, of which other messages bring the rows, but answers success where it is missing`
}

// And with several.
func (p *pier) moved(ctx context.Context, m kafka.Message) error {
	e, err := read[ShipMoved](m)
	if err != nil {
		return err
	}
	list, err := p.all(ctx, []Filter{byNumber(e.Berth)})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		log.Print("no berth ", e.Berth)
		return nil
	}
	return p.occupy(ctx, list[0].Number, e.Ship) // want `changes berths, of which other messages bring the rows, but answers success where it is missing`
}

// where finds the berth of which something is so, whatever tells that.
func (p *pier) where(ctx context.Context, cond any) (*Berth, error) {
	var b Berth
	err := p.db.WithContext(ctx).Where(cond).First(&b).Error
	return &b, err
}

// And with what takes anything.
func (p *pier) tugged(ctx context.Context, m kafka.Message) error {
	e, err := read[ShipTugged](m)
	if err != nil {
		return err
	}
	b, err := p.where(ctx, map[string]any{"number": e.Berth})
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Ship) // want `changes berths, of which other messages bring the rows, but answers success where it is missing`
}

// Without the berth the message comes again.
func (p *pier) sighted(ctx context.Context, m kafka.Message) error {
	e, err := read[ShipSighted](m)
	if err != nil {
		return err
	}
	b, err := p.first(ctx, byNumber(e.Berth))
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Ship)
}

func (p *pier) crane(ctx context.Context, name string) (*Crane, error) {
	var c Crane
	if err := p.db.WithContext(ctx).Where("name = ?", name).First(&c).Error; err != nil {
		return nil, err
	}
	return &c, nil
}

// Which berth a crane stands at was told when that was there.
func (p *pier) turned(ctx context.Context, m kafka.Message) error {
	e, err := read[CraneTurned](m)
	if err != nil {
		return err
	}
	c, err := p.crane(ctx, e.Crane)
	if err != nil {
		return err
	}
	b, err := p.berth(ctx, c.Berth)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Crane)
}

// Likewise by a function.
func (p *pier) swung(ctx context.Context, m kafka.Message) error {
	e, err := read[CraneSwung](m)
	if err != nil {
		return err
	}
	c, err := p.crane(ctx, e.Crane)
	if err != nil {
		return err
	}
	b, err := p.first(ctx, byNumber(c.Berth))
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Crane)
}

// Or by what the variable holds into which is read.
func (p *pier) stopped(ctx context.Context, m kafka.Message) error {
	e, err := read[CraneStopped](m)
	if err != nil {
		return err
	}
	c, err := p.crane(ctx, e.Crane)
	if err != nil {
		return err
	}
	b := Berth{Number: c.Berth}
	err = p.db.WithContext(ctx).First(&b).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Crane)
}

// Of what is free, there is one or there is none: the message asks for no berth.
func (p *pier) left(ctx context.Context, m kafka.Message) error {
	e, err := read[ShipLeft](m)
	if err != nil {
		return err
	}
	b, err := p.first(ctx, free())
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.occupy(ctx, b.Number, e.Berth)
}

// Run handles what comes.
func Run(ctx context.Context, r *kafka.Reader, db *gorm.DB) error {
	p := &pier{db}
	handlers := map[string]func(context.Context, kafka.Message) error{
		"built": p.built, "moored": p.moored, "tied": p.tied, "moved": p.moved, "tugged": p.tugged, "sighted": p.sighted,
		"turned": p.turned, "swung": p.swung, "stopped": p.stopped, "left": p.left,
	}
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		h, ok := handlers[m.Topic]
		if !ok {
			continue
		}
		if err := h(ctx, m); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
