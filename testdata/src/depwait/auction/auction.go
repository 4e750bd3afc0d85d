// Package auction does to all the lots of a sale what it is told of the sale, and to one lot
// what it is told of that.
package auction

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
)

type (
	Lot struct {
		ID     string `gorm:"primaryKey"`
		SaleID string
		State  string
		Bid    int64
	}
	LotListed    struct{ ID, SaleID string }
	SaleClosed   struct{ SaleID string }
	SaleVoided   struct{ SaleID string }
	SalePaused   struct{ SaleID string }
	LotWithdrawn struct{ LotID string }
	LotSold      struct{ LotID string }
	DrawHeld     struct{ SaleID string }
)

type auction struct {
	db  *sql.DB
	orm *gorm.DB
}

func read[T any](m kafka.Message) (v T, err error) {
	err = json.Unmarshal(m.Value, &v)
	return v, err
}

func (a *auction) onListed(ctx context.Context, m kafka.Message) error {
	e, err := read[LotListed](m)
	if err != nil {
		return err
	}
	_, err = a.db.ExecContext(ctx, `INSERT INTO lots (id, sale_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.SaleID)
	return err
}

func (a *auction) ofSale(ctx context.Context, sale string) ([]Lot, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT id, bid FROM lots WHERE sale_id = $1 ORDER BY id`, sale)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Lot
	for rows.Next() {
		var l Lot
		if err := rows.Scan(&l.ID, &l.Bid); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

func (a *auction) byID(ctx context.Context, id string) ([]Lot, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT id, bid FROM lots WHERE id = $1`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Lot
	for rows.Next() {
		var l Lot
		if err := rows.Scan(&l.ID, &l.Bid); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

func (a *auction) drawn(ctx context.Context, sale string) (string, error) {
	var id string
	err := a.db.QueryRowContext(ctx, `SELECT id FROM lots WHERE sale_id = $1`, sale).Scan(&id)
	return id, err
}

// A sale may have no lots.
func (a *auction) onClosed(ctx context.Context, m kafka.Message) error {
	e, err := read[SaleClosed](m)
	if err != nil {
		return err
	}
	list, err := a.ofSale(ctx, e.SaleID)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		log.Print("no lots in ", e.SaleID)
		return nil
	}
	_, err = a.db.ExecContext(ctx, `UPDATE lots SET state = 'closed' WHERE sale_id = $1`, e.SaleID)
	return err
}

// A lot that is asked for by its own key should be there, though a list is given.
func (a *auction) onWithdrawn(ctx context.Context, m kafka.Message) error {
	e, err := read[LotWithdrawn](m)
	if err != nil {
		return err
	}
	list, err := a.byID(ctx, e.LotID)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	_, err = a.db.ExecContext(ctx, `UPDATE lots SET state = 'withdrawn' WHERE id = $1`, e.LotID) // want `changes lots, of which other messages bring the rows, but answers success where it is missing`
	return err
}

// And so should the one lot of a sale that has no more.
func (a *auction) onDrawn(ctx context.Context, m kafka.Message) error {
	e, err := read[DrawHeld](m)
	if err != nil {
		return err
	}
	id, err := a.drawn(ctx, e.SaleID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = a.db.ExecContext(ctx, `UPDATE lots SET state = 'drawn' WHERE id = $1`, id) // want `changes lots, of which other messages bring the rows, but answers success where it is missing`
	return err
}

// So it is with gorm.
func (a *auction) onVoided(ctx context.Context, m kafka.Message) error {
	e, err := read[SaleVoided](m)
	if err != nil {
		return err
	}
	var list []Lot
	if err := a.orm.WithContext(ctx).Where("sale_id = ?", e.SaleID).Find(&list).Error; err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	return a.orm.WithContext(ctx).Model(&Lot{}).Where("sale_id = ?", e.SaleID).Update("state", "void").Error
}

// And where the condition stands beside the list.
func (a *auction) onPaused(ctx context.Context, m kafka.Message) error {
	e, err := read[SalePaused](m)
	if err != nil {
		return err
	}
	var list []Lot
	if err := a.orm.WithContext(ctx).Find(&list, "sale_id = ?", e.SaleID).Error; err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	return a.orm.WithContext(ctx).Model(&Lot{}).Where("sale_id = ?", e.SaleID).Update("state", "paused").Error
}

func (a *auction) onSold(ctx context.Context, m kafka.Message) error {
	e, err := read[LotSold](m)
	if err != nil {
		return err
	}
	var list []Lot
	if err := a.orm.WithContext(ctx).Where("id = ?", e.LotID).Find(&list).Error; err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	return a.orm.WithContext(ctx).Model(&Lot{}).Where("id = ?", e.LotID).Update("state", "sold").Error // want `changes lots, of which other messages bring the rows, but answers success where it is missing`
}
