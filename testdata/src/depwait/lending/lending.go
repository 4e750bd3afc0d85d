// Package lending has rows refer to what other rows refer to, which were read before.
package lending

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
)

type (
	reader   struct{ ID, Name string }
	lent     struct{ ID, ReaderID string }
	returned struct {
		LoanID, ReaderID string
		Late             int
	}
)

// A Loan is a row.
type Loan struct{ ID, ReaderID string }

// A Fine is a row.
type Fine struct {
	ID, ReaderID string
	Cents        int
}

// A Letter is a row.
type Letter struct{ ID, ReaderID, Text string }

// Letters keeps letters.
type Letters interface {
	Put(ctx context.Context, l Letter) error
	Write(ctx context.Context, id, readerID, text string) error
}

type letters struct{ db *sql.DB }

func (s *letters) Put(ctx context.Context, l Letter) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO letters (id, reader_id, text) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", l.ID, l.ReaderID, l.Text)
	return err
}

func (s *letters) Write(ctx context.Context, id, readerID, text string) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO letters (id, reader_id, text) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, readerID, text)
	return err
}

type desk struct {
	db      *gorm.DB
	sql     *sql.DB
	letters Letters
}

func newDesk(db *gorm.DB, conn *sql.DB) *desk {
	return &desk{db: db, sql: conn, letters: &letters{db: conn}}
}

func (d *desk) subscribe(conn *nats.Conn) error {
	for subject, take := range map[string]func(context.Context, []byte) error{
		"readers.new": d.reader, "loans.new": d.lent, "loans.back": d.fine, "loans.back.owed": d.owes, "loans.lost": d.lost,
		"loans.lost.twice": d.lostTwice, "loans.moved": d.moved, "loans.told": d.told, "loans.told.too": d.toldToo, "loans.swapped": d.swap,
	} {
		if _, err := conn.Subscribe(subject, func(m *nats.Msg) { _ = take(context.Background(), m.Data) }); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) reader(ctx context.Context, data []byte) error {
	var r reader
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	_, err := d.sql.ExecContext(ctx, "INSERT INTO readers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", r.ID, r.Name)
	return err
}

func (d *desk) lent(ctx context.Context, data []byte) error {
	var l lent
	if err := json.Unmarshal(data, &l); err != nil {
		return err
	}
	return d.db.WithContext(ctx).Create(&Loan{ID: l.ID, ReaderID: l.ReaderID}).Error // want `writes loans, whose reader_id refers to readers, which other messages fill, without making sure that it is there`
}

func decode(data []byte) (returned, error) {
	var r returned
	err := json.Unmarshal(data, &r)
	return r, err
}

func (d *desk) loan(ctx context.Context, id string) (Loan, error) {
	var l Loan
	return l, d.db.WithContext(ctx).First(&l, "id = ?", id).Error
}

// moved puts the message's own key into what was read.
func (d *desk) moved(ctx context.Context, data []byte) error {
	r, err := decode(data)
	if err != nil {
		return err
	}
	l, err := d.loan(ctx, r.LoanID)
	if err != nil {
		return err
	}
	l.ReaderID = r.ReaderID
	return d.db.WithContext(ctx).Create(&Fine{ID: l.ID, ReaderID: l.ReaderID, Cents: r.Late}).Error // want `writes fines, whose reader_id refers to readers, which other messages fill, without making sure that it is there`
}

// told has the key of the message.
func (d *desk) told(ctx context.Context, data []byte) error {
	r, err := decode(data)
	if err != nil {
		return err
	}
	return d.letters.Write(ctx, r.LoanID, r.ReaderID, "lost") // want `writes letters, whose reader_id refers to readers, which other messages fill, without making sure that it is there`
}

func (d *desk) toldToo(ctx context.Context, data []byte) error {
	r, err := decode(data)
	if err != nil {
		return err
	}
	return d.letters.Put(ctx, Letter{ID: r.LoanID, ReaderID: r.ReaderID}) // want `writes letters, whose reader_id refers to readers, which other messages fill, without making sure that it is there`
}

// Near misses: the reader is that of the loan, which is there.

func (d *desk) fine(ctx context.Context, data []byte) error {
	r, err := decode(data)
	if err != nil {
		return err
	}
	l, err := d.loan(ctx, r.LoanID)
	if err != nil {
		return err
	}
	return d.db.WithContext(ctx).Create(&Fine{ID: l.ID, ReaderID: l.ReaderID, Cents: r.Late}).Error
}

func (d *desk) owes(ctx context.Context, data []byte) error {
	r, err := decode(data)
	if err != nil {
		return err
	}
	l, err := d.loan(ctx, r.LoanID)
	if err != nil {
		return err
	}
	return d.owe(ctx, l.ReaderID, r.Late)
}

func (d *desk) owe(ctx context.Context, readerID string, cents int) error {
	return d.db.WithContext(ctx).Create(&Fine{ReaderID: readerID, Cents: cents}).Error
}

func (d *desk) lost(ctx context.Context, data []byte) error {
	r, err := decode(data)
	if err != nil {
		return err
	}
	l, err := d.loan(ctx, r.LoanID)
	if err != nil {
		return err
	}
	return d.letters.Put(ctx, Letter{ID: "lost-" + l.ID, ReaderID: l.ReaderID, Text: "lost"})
}

func (d *desk) lostTwice(ctx context.Context, data []byte) error {
	r, err := decode(data)
	if err != nil {
		return err
	}
	l, err := d.loan(ctx, r.LoanID)
	if err != nil {
		return err
	}
	return d.letters.Write(ctx, "lost-"+l.ID, l.ReaderID, "lost")
}

// A Shelf is a row that refers to nothing which messages bring.
type Shelf struct{ ID, HallID string }

// swap has two rows refer to what the other one refers to: each is given what was taken out
// of one that was given something itself.
func (d *desk) swap(ctx context.Context, data []byte) error {
	var r returned
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	var one, other Shelf
	if err := d.db.WithContext(ctx).First(&one, "id = ?", r.LoanID).Error; err != nil {
		return err
	}
	if err := d.db.WithContext(ctx).First(&other, "id <> ?", r.LoanID).Error; err != nil {
		return err
	}
	if one.HallID == "" {
		one.HallID = other.HallID
	}
	if other.HallID == "" {
		other.HallID = one.HallID
	}
	return d.db.WithContext(ctx).Save(&other).Error
}
