package harmless

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A directory is asked over the network, by all that implement it.
type directory interface {
	Find(ctx context.Context, id string) (*msgs.CustomerChanged, error)
}

type web struct{}

func (web) Find(ctx context.Context, id string) (*msgs.CustomerChanged, error) {
	return fetch(ctx, id)
}

var _ directory = web{}

// A shelf may be a cache, whose answers are no fresher than the message.
type shelf interface {
	Get(ctx context.Context, id string) (*msgs.CustomerChanged, error)
}

type remote struct{}

func (remote) Get(ctx context.Context, id string) (*msgs.CustomerChanged, error) {
	return fetch(ctx, id)
}

type local struct{ s *sync }

func (l local) Get(ctx context.Context, id string) (*msgs.CustomerChanged, error) {
	c := new(msgs.CustomerChanged)
	return c, l.s.db.QueryRowContext(ctx, "SELECT id, name FROM customers WHERE id = $1", id).Scan(&c.ID, &c.Name)
}

var (
	_ shelf = remote{}
	_ shelf = local{}
)

func (s *sync) askedBehind(ctx context.Context, d directory, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	c, err := d.Find(ctx, e.ID)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", c.Name, e.ID)
	return err
}

func (s *sync) perhapsAsked(ctx context.Context, d shelf, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	c, err := d.Get(ctx, e.ID)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", c.Name+e.Name, e.ID) // want `consumer sync.perhapsAsked overwrites customers`
	return err
}

// A rule is asked for before each message, and is no part of what is written.
type rules interface {
	Rule(ctx context.Context, id string) (*msgs.NameChanged, error)
}

type webRules struct{}

func (webRules) Rule(ctx context.Context, id string) (*msgs.NameChanged, error) {
	c, err := fetch(ctx, id)
	if err != nil {
		return nil, err
	}
	return &msgs.NameChanged{ID: c.ID, Name: c.Name}, nil
}

var _ rules = webRules{}

// completeBehind asks for what is missing, if something is.
func completeBehind(ctx context.Context, d directory, e *msgs.CustomerChanged) error {
	if e.Email != "" {
		return nil
	}
	c, err := d.Find(ctx, e.ID)
	if err != nil {
		return err
	}
	e.Email = c.Email
	return nil
}

func (s *sync) ruled(ctx context.Context, r rules, d directory, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	rule, err := r.Rule(ctx, e.ID)
	if err != nil || rule.Name == "closed" {
		return err
	}
	if err := completeBehind(ctx, d, &e); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, email = $2 WHERE id = $3", e.Name, e.Email, e.ID) // want `consumer sync.ruled overwrites customers`
	return err
}
