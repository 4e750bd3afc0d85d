// Package sorted has consumers that keep how their work went by what sort of error came of it.
package sorted

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

type asked struct {
	ID, Address string
	At          time.Time
}

var errSlow = errors.New("too slow")

func temporary(err error) bool { return errors.Is(err, errSlow) }

func late(err error, at time.Time) bool { return err != nil && time.Since(at) > time.Hour }

func known(a asked) bool { return strings.HasPrefix(a.Address, "https:") }

func malformed(err error) bool { return err != nil }

type caller struct {
	db     *sql.DB
	client *http.Client
}

func (c *caller) ring(id string) error {
	resp, err := c.client.Get("https://bells.example.com/" + id)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("ring: %s", resp.Status)
	}
	return nil
}

func (c *caller) keep(id, state string) error {
	_, err := c.db.Exec("UPDATE calls SET state = $2 WHERE id = $1", id, state)
	return err
}

// rings tells the sort of failure by a function of its own.
func (c *caller) rings(a asked) error {
	err := c.ring(a.ID)
	state := "rung"
	if temporary(err) {
		state = "again"
	}
	return c.keep(a.ID, state)
}

// ringsElse has a word for all that is no such failure.
func (c *caller) ringsElse(a asked) error {
	state := "given up"
	if err := c.ring(a.ID); errors.Is(err, context.DeadlineExceeded) {
		state = "again"
	}
	return c.keep(a.ID, state)
}

// It is the message that decides here, or whether it can be read.

func (c *caller) ringsKnown(a asked) error {
	err := c.ring(a.ID)
	state := "rung"
	if known(a) {
		state = "unknown"
	}
	if keepErr := c.keep(a.ID, state); keepErr != nil { // want `consumer caller.ringsKnown overwrites calls`
		return keepErr
	}
	return err
}

func (c *caller) ringsLate(a asked) error {
	err := c.ring(a.ID)
	state := "rung"
	if late(err, a.At) {
		state = "late"
	}
	return c.keep(a.ID, state) // want `consumer caller.ringsLate overwrites calls`
}

func (c *caller) reads(a asked) error {
	var to struct{ Street string }
	err := json.Unmarshal([]byte(a.Address), &to)
	state := "rung"
	if malformed(err) {
		state = "unread"
	}
	return c.keep(a.ID, state) // want `consumer caller.reads overwrites calls`
}

func listen(nc *nats.Conn, c *caller) {
	for subject, handle := range map[string]func(asked) error{
		"rings": c.rings, "ringsElse": c.ringsElse, "ringsKnown": c.ringsKnown, "ringsLate": c.ringsLate, "reads": c.reads,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) {
			var a asked
			if json.Unmarshal(m.Data, &a) == nil {
				_ = handle(a)
			}
		})
	}
}
