// Package staying writes rows in a state that they have to be in. A state turns an older message
// away only where the row leaves it by what is written.
package staying

import (
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
)

// A Paper is a draft until somebody opens it.
type Paper struct {
	ID, Title, Status string
	Pages             int
}

type titled struct{ ID, Title string }

type desk struct {
	db   *sql.DB
	gorm *gorm.DB
}

// opens leaves the state, and its title with it.
func (d *desk) opens(e titled) error {
	_, err := d.db.Exec("UPDATE papers SET title = $1, status = 'open' WHERE id = $2 AND status = 'draft'", e.Title, e.ID)
	return err
}

func (d *desk) opensModel(e titled) error {
	return d.gorm.Model(&Paper{}).Where("id = ? AND status = ?", e.ID, "draft").Updates(Paper{Title: e.Title, Status: "open"}).Error
}

// opensThen leaves the state by a second statement.
func (d *desk) opensThen(e titled) error {
	tx, err := d.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE papers SET title = $1 WHERE id = $2 AND status = 'draft'", e.Title, e.ID); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE papers SET status = 'open' WHERE id = $1 AND status = 'draft'", e.ID); err != nil {
		return err
	}
	return tx.Commit()
}

// firstTitle fills what is empty.
func (d *desk) firstTitle(e titled) error {
	_, err := d.db.Exec("UPDATE papers SET title = $1 WHERE id = $2 AND title IS NULL", e.Title, e.ID)
	return err
}

// The next message, or the one before, finds these in the same state.

func (d *desk) retitles(e titled) error {
	_, err := d.db.Exec("UPDATE papers SET title = $1 WHERE id = $2 AND status = 'draft'", e.Title, e.ID) // want `consumer desk.retitles overwrites papers`
	return err
}

func (d *desk) retitlesSome(e titled) error {
	_, err := d.db.Exec("UPDATE papers SET title = $1 WHERE id = $2 AND status NOT IN ('done', 'gone')", e.Title, e.ID) // want `consumer desk.retitlesSome overwrites papers`
	return err
}

func (d *desk) retitlesModel(e titled) error {
	return d.gorm.Model(&Paper{}).Where("id = ? AND status = ?", e.ID, "draft").Updates(Paper{Title: e.Title}).Error // want `consumer desk.retitlesModel overwrites papers`
}

// retitlesThen leaves another row's state.
func (d *desk) retitlesThen(e titled) error {
	if _, err := d.db.Exec("UPDATE papers SET title = $1 WHERE id = $2 AND status = 'draft'", e.Title, e.ID); err != nil { // want `consumer desk.retitlesThen overwrites papers`
		return err
	}
	_, err := d.db.Exec("UPDATE shelves SET status = 'full' WHERE paper_id = $1 AND status = 'open'", e.ID)
	return err
}

// retitlesElse leaves the state by another message than that which brings the title.
func (d *desk) retitlesElse(e titled) error {
	if e.Title == "" {
		_, err := d.db.Exec("UPDATE papers SET status = 'open' WHERE id = $1 AND status = 'draft'", e.ID)
		return err
	}
	_, err := d.db.Exec("UPDATE papers SET title = $1 WHERE id = $2 AND status = 'draft'", e.Title, e.ID) // want `consumer desk.retitlesElse overwrites papers`
	return err
}

func listen(nc *nats.Conn, d *desk) {
	for subject, handle := range map[string]func(titled) error{
		"opens": d.opens, "opensModel": d.opensModel, "opensThen": d.opensThen, "firstTitle": d.firstTitle, "retitles": d.retitles,
		"retitlesSome": d.retitlesSome, "retitlesModel": d.retitlesModel, "retitlesThen": d.retitlesThen, "retitlesElse": d.retitlesElse,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) {
			var e titled
			if json.Unmarshal(m.Data, &e) == nil {
				_ = handle(e)
			}
		})
	}
}
