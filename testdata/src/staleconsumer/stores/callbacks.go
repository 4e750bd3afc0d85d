package stores

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A repository looks a row up, has a function change it, and writes it.
type repository interface {
	Update(ctx context.Context, id string, change func(ctx context.Context, c *Customer) error) error
	Replace(ctx context.Context, id string, change func(c *Customer) (*Customer, error)) error
	Visit(ctx context.Context, id string, each func(c *Customer) error) error
}

type sqlRepository struct{ db *sqlx.DB }

func (r *sqlRepository) load(ctx context.Context, tx *sqlx.Tx, id string) (*Customer, error) {
	c := new(Customer)
	return c, tx.GetContext(ctx, c, "SELECT * FROM customers WHERE id = $1 FOR UPDATE", id)
}

func (r *sqlRepository) store(ctx context.Context, tx *sqlx.Tx, c *Customer) error {
	_, err := tx.ExecContext(ctx, "UPDATE customers SET name = $1, version = $2 WHERE id = $3", c.Name, c.Version, c.ID)
	return err
}

func (r *sqlRepository) Update(ctx context.Context, id string, change func(ctx context.Context, c *Customer) error) error {
	tx, err := r.db.BeginTxx(ctx, &sql.TxOptions{})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	c, err := r.load(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := change(ctx, c); err != nil {
		return err
	}
	if err := r.store(ctx, tx, c); err != nil {
		return err
	}
	return tx.Commit()
}

func (r *sqlRepository) Replace(ctx context.Context, id string, change func(c *Customer) (*Customer, error)) error {
	tx, err := r.db.BeginTxx(ctx, &sql.TxOptions{})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	c, err := r.load(ctx, tx, "")
	if err != nil {
		return err
	}
	changed, err := change(c)
	if err != nil {
		return err
	}
	if err := r.store(ctx, tx, changed); err != nil {
		return err
	}
	return tx.Commit()
}

func (r *sqlRepository) Visit(ctx context.Context, id string, each func(c *Customer) error) error {
	var c Customer
	if err := r.db.GetContext(ctx, &c, "SELECT * FROM customers WHERE id = $1", id); err != nil {
		return err
	}
	return each(&c)
}

var _ repository = (*sqlRepository)(nil)

type withRepository struct {
	repo repository
	own  *sqlRepository
}

func (s *withRepository) changed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.repo.Update(ctx, "1", func(_ context.Context, c *Customer) error { // want `consumer withRepository.changed overwrites customers by a message of type msgs.CustomerChanged`
		c.setName(e.Name)
		return nil
	})
}

func (s *withRepository) replaced(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.repo.Replace(ctx, "1", func(c *Customer) (*Customer, error) { // want `consumer withRepository.replaced overwrites customers by a message of type msgs.CustomerChanged`
		return &Customer{ID: c.ID, Name: e.Name}, nil
	})
}

func (s *withRepository) concrete(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.own.Update(ctx, "1", func(_ context.Context, c *Customer) error { // want `consumer withRepository.concrete overwrites customers by a message of type msgs.CustomerChanged`
		c.Name = e.Name
		return nil
	})
}

// constant says nothing of the message but which row.
func (s *withRepository) constant(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.repo.Update(ctx, e.ID, func(_ context.Context, c *Customer) error { // want `consumer withRepository.constant overwrites customers by a message of type msgs.CustomerChanged`
		c.Name = "gone"
		return nil
	})
}

// A Basket is changed by value.
type Basket struct {
	ID, Owner string
	Items     []string
}

type baskets interface {
	Change(ctx context.Context, id string, change func(b Basket) (Basket, error)) (Basket, error)
}

type sqlBaskets struct{ db *sqlx.DB }

var _ baskets = (*sqlBaskets)(nil)

func (r *sqlBaskets) Change(ctx context.Context, id string, change func(b Basket) (Basket, error)) (Basket, error) {
	var b Basket
	if err := r.db.GetContext(ctx, &b, "SELECT * FROM baskets WHERE id = $1 FOR UPDATE", id); err != nil {
		return b, err
	}
	b, err := change(b)
	if err != nil {
		return b, err
	}
	_, err = r.db.ExecContext(ctx, "UPDATE baskets SET owner = $1, items = $2 WHERE id = $3", b.Owner, b.Items, b.ID)
	return b, err
}

type basketDesk struct{ repo baskets }

// added puts one more to what is there.
func (s *basketDesk) added(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.repo.Change(ctx, e.ID, func(b Basket) (Basket, error) {
		b.Items = append(b.Items, e.Name)
		return b, nil
	})
	return err
}

// filled puts others in the place of what was there.
func (s *basketDesk) filled(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.repo.Change(ctx, e.ID, func(b Basket) (Basket, error) { // want `consumer basketDesk.filled overwrites baskets`
		b.Items = append(b.Items[:0], e.Name)
		return b, nil
	})
	return err
}

// handedOver adds, and overwrites beside.
func (s *basketDesk) handedOver(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.repo.Change(ctx, e.ID, func(b Basket) (Basket, error) { // want `consumer basketDesk.handedOver overwrites baskets`
		b.Items = append(b.Items, e.Name)
		b.Owner = e.Email
		return b, nil
	})
	return err
}

var errOld = errors.New("old")

func (s *withRepository) ordered(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := s.own.Update(ctx, e.ID, newer(e)); err != nil {
		return err
	}
	if err := s.own.Update(ctx, e.ID, func(_ context.Context, c *Customer) error {
		if e.Version <= c.Version {
			return nil
		}
		c.Name, c.Version = e.Name, e.Version
		return nil
	}); err != nil {
		return err
	}
	return s.repo.Update(ctx, e.ID, func(_ context.Context, c *Customer) error {
		if e.Version <= c.Version {
			return errOld
		}
		c.Name, c.Version = e.Name, e.Version
		return nil
	})
}

func newer(e *msgs.CustomerChanged) func(ctx context.Context, c *Customer) error {
	return func(_ context.Context, c *Customer) error {
		if e.Version <= c.Version {
			return errOld
		}
		c.Name, c.Version = e.Name, e.Version
		return nil
	}
}

// visited only reads.
func (s *withRepository) visited(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.repo.Visit(ctx, e.ID, func(c *Customer) error {
		c.Name = e.Name
		return nil
	})
}

// timed changes the row by itself, whatever messages say.
func (s *withRepository) timed(ctx context.Context, m *nats.Msg) error {
	return s.repo.Update(ctx, "1", func(_ context.Context, c *Customer) error {
		c.Points = 0
		return nil
	})
}
