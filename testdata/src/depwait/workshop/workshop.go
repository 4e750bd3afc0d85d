// Package workshop is told by its messages which of its tables holds the users.
package workshop

import (
	"database/sql"
	"encoding/json"
	"errors"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
)

type (
	UserRegistered struct{ ID, Name string }
	JobAdded       struct{ ID, UserID, Name, Title string }
	WorkerMoved    struct {
		ID, Place string
		At        int64
	}
)

type consumer struct{ db *sql.DB }

func (c *consumer) user(m *message.Message) error {
	var e UserRegistered
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO workers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

func (c *consumer) job(m *message.Message) error {
	var e JobAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO jobs (id, user_id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, e.Title) // want `writes jobs, whose user_id refers to workers`
	return err
}

// What is put into an outbox tells of a job, and does not belong to the user.
func (c *consumer) told(m *message.Message) error {
	var e JobAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if _, err := c.db.Exec(`INSERT INTO job_outbox (user_id, title) VALUES ($1, $2)`, e.UserID, e.Title); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO handled_messages (id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.UserID)
	return err
}

// What is put aside until the worker is known is not yet the worker's, and a job that is
// nobody's has none to wait for.
func (c *consumer) aside(m *message.Message) error {
	var e JobAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if _, err := c.db.Exec(`INSERT INTO pending_jobs (id, user_id, payload) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, m.Payload); err != nil {
		return err
	}
	if _, err := c.db.Exec(`INSERT INTO jobs (id, user_id, title) VALUES ($1, NULL, lower($2)) ON CONFLICT DO NOTHING`, e.ID, e.Title); err != nil {
		return err
	}
	_, err := c.db.Exec(`UPDATE jobs SET user_id = NULL WHERE id = $1`, e.ID)
	return err
}

// A worker that is as new already is left alone, and one that is not there is made.
func (c *consumer) moved(m *message.Message) error {
	var e WorkerMoved
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	var at int64
	err := c.db.QueryRow(`SELECT moved_at FROM workers WHERE id = $1`, e.ID).Scan(&at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err == nil && e.At <= at {
		return nil
	}
	_, err = c.db.Exec(`INSERT INTO workers (id, place, moved_at) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET place = $2, moved_at = $3`, e.ID, e.Place, e.At)
	return err
}

// A box is what a worker keeps tools in.
func (c *consumer) boxed(m *message.Message) error {
	var e JobAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO toolboxes (id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.UserID) // want `writes toolboxes, whose user_id refers to workers`
	return err
}

// Where the message says who it is, the worker is made; where not, the message is lost.
func (c *consumer) hired(m *message.Message) error {
	var e JobAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if e.Name != "" {
		if _, err := c.db.Exec(`INSERT INTO workers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.UserID, e.Name); err != nil {
			return err
		}
	} else {
		var name string
		if err := c.db.QueryRow(`SELECT name FROM workers WHERE id = $1`, e.UserID).Scan(&name); err != nil {
			log.Println("nobody is called that")
			return nil
		}
	}
	_, err := c.db.Exec(`INSERT INTO jobs (id, user_id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, e.Title) // want `writes jobs, whose user_id refers to workers, which other messages fill, but answers success`
	return err
}

// There, it comes again.
func (c *consumer) rehired(m *message.Message) error {
	var e JobAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if e.Name != "" {
		if _, err := c.db.Exec(`INSERT INTO workers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.UserID, e.Name); err != nil {
			return err
		}
	} else {
		var name string
		if err := c.db.QueryRow(`SELECT name FROM workers WHERE id = $1`, e.UserID).Scan(&name); err != nil {
			return err
		}
	}
	_, err := c.db.Exec(`INSERT INTO jobs (id, user_id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, e.Title)
	return err
}

// The worker is looked for first, and made where it is not there.
func (c *consumer) found(m *message.Message) error {
	var e JobAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	var name string
	err := c.db.QueryRow(`SELECT name FROM workers WHERE id = $1`, e.UserID).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = c.db.Exec(`INSERT INTO workers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.UserID, e.Name)
	}
	if err != nil {
		log.Println(err)
		return nil
	}
	_, err = c.db.Exec(`INSERT INTO jobs (id, user_id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, e.Title)
	return err
}

func register(r *message.Router, sub message.Subscriber, c *consumer) {
	r.AddNoPublisherHandler("users", "users", sub, c.user)
	r.AddNoPublisherHandler("jobs", "jobs", sub, c.job)
	r.AddNoPublisherHandler("hired", "hired", sub, c.hired)
	r.AddNoPublisherHandler("rehired", "rehired", sub, c.rehired)
	r.AddNoPublisherHandler("found", "found", sub, c.found)
	r.AddNoPublisherHandler("told", "told", sub, c.told)
	r.AddNoPublisherHandler("boxed", "boxed", sub, c.boxed)
	r.AddNoPublisherHandler("aside", "aside", sub, c.aside)
	r.AddNoPublisherHandler("moved", "moved", sub, c.moved)
}
