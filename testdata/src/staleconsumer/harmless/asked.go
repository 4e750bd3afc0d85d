package harmless

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// What the owner says when it is asked is newer than the message.

func fetch(ctx context.Context, id string) (*msgs.CustomerChanged, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://customers/"+id, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	c := new(msgs.CustomerChanged)
	return c, json.NewDecoder(resp.Body).Decode(c)
}

func (s *sync) asked(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	c, err := fetch(ctx, e.ID)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, email = $2 WHERE id = $3", c.Name, c.Email, e.ID)
	return err
}

// askedAgain tries several times.
func (s *sync) askedAgain(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	var c *msgs.CustomerChanged
	var err error
	for range 3 {
		if c, err = fetch(ctx, e.ID); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, email = $2 WHERE id = $3", c.Name, c.Email, e.ID)
	return err
}

// completed asks for the one thing that may be missing: all else is as it came.
func (s *sync) completed(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if e.Email == "" {
		c, err := fetch(ctx, e.ID)
		if err != nil {
			return err
		}
		e.Email = c.Email
	}
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, email = $2 WHERE id = $3", e.Name, e.Email, e.ID) // want `consumer sync.completed overwrites customers`
	return err
}

// complete asks for a name that is missing.
func complete(ctx context.Context, e *msgs.CustomerChanged) error {
	if e.Name != "" {
		return nil
	}
	c, err := fetch(ctx, e.ID)
	if err != nil {
		return err
	}
	e.Name = c.Name
	return nil
}

func (s *sync) completedBelow(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := complete(ctx, &e); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, email = $2 WHERE id = $3", e.Name, e.Email, e.ID) // want `consumer sync.completedBelow overwrites customers`
	return err
}
