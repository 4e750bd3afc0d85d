package harmless

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// What is looked up because of a message is as new as can be.

type totals interface {
	CountOrders(ctx context.Context, customer string) (int, error)
	ListTags(ctx context.Context, customer string) ([]string, error)
	GetRank(ctx context.Context, name string) (int, error)
}

type book struct{ db *sql.DB }

func (b *book) GetOpen(ctx context.Context, customer string) (int, error) {
	var n int
	err := b.db.QueryRowContext(ctx, "SELECT count(*) FROM orders WHERE customer_id = $1 AND open", customer).Scan(&n)
	return n, err
}

func (b *book) SetOrders(ctx context.Context, customer string, n int) error {
	_, err := b.db.ExecContext(ctx, "UPDATE customers SET orders = $1 WHERE id = $2", n, customer)
	return err
}

func (b *book) SetTags(ctx context.Context, customer string, tags []string) error {
	_, err := b.db.ExecContext(ctx, "UPDATE customers SET tags = $1 WHERE id = $2", tags, customer)
	return err
}

func (b *book) SetRank(ctx context.Context, customer string, rank int, status msgs.Status) error {
	_, err := b.db.ExecContext(ctx, "UPDATE customers SET rank = $1, status = $2 WHERE id = $3", rank, status, customer)
	return err
}

type keeper interface {
	SetTags(ctx context.Context, customer string, tags []string) error
}

var _ keeper = (*book)(nil)

type counting struct {
	totals totals
	book   *book
	keeper keeper
}

func (s *counting) counted(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	n, err := s.totals.CountOrders(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.book.SetOrders(ctx, e.ID, n)
}

func (s *counting) open(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	n, err := s.book.GetOpen(ctx, e.ID)
	if err != nil {
		return err
	}
	_, err = s.book.db.ExecContext(ctx, "UPDATE customers SET open_orders = $1 WHERE id = $2", n, e.ID)
	return err
}

func (s *counting) tagged(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	tags, err := s.totals.ListTags(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.retag(ctx, e.ID, tags)
}

func (s *counting) retag(ctx context.Context, id string, tags []string) error {
	return s.keeper.SetTags(ctx, id, tags)
}

// taggedToo adds what the message says.
func (s *counting) taggedToo(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	tags, err := s.totals.ListTags(ctx, e.ID)
	if err != nil {
		return err
	}
	tags = append(tags, e.Name)
	return s.book.SetTags(ctx, e.ID, tags) // want `consumer counting.taggedToo overwrites customers`
}

// named writes what the message's name stands for.
func (s *counting) named(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	rank, err := s.totals.GetRank(ctx, e.Name)
	if err != nil {
		return err
	}
	return s.book.SetOrders(ctx, e.ID, rank) // want `consumer counting.named overwrites customers`
}

// ranked writes a state beside.
func (s *counting) ranked(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	rank, err := s.totals.GetRank(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.book.SetRank(ctx, e.ID, rank, msgs.Blocked) // want `consumer counting.ranked overwrites customers`
}

// A score is computed anew whenever something has happened.

type score struct {
	Customer string
	Points   int
	Level    string
}

func (b *book) scores(ctx context.Context, customer string) ([]*score, error) {
	rows, err := b.db.QueryContext(ctx, "SELECT customer_id, points, level FROM scores WHERE customer_id = $1", customer)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*score
	for rows.Next() {
		x := new(score)
		if err := rows.Scan(&x.Customer, &x.Points, &x.Level); err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, rows.Err()
}

func (b *book) saveScore(ctx context.Context, x *score) error {
	_, err := b.db.ExecContext(ctx, "UPDATE scores SET points = $1, level = $2 WHERE customer_id = $3", x.Points, x.Level, x.Customer)
	return err
}

type scorer interface{ Process(x *score) error }

type scoring struct {
	book    *book
	scorers []scorer
}

func (s *scoring) recalculate(ctx context.Context, customer string) error {
	list, err := s.book.scores(ctx, customer)
	if err != nil {
		return err
	}
	for _, x := range list {
		for _, by := range s.scorers {
			if err := by.Process(x); err != nil {
				return err
			}
			if err := s.book.saveScore(ctx, x); err != nil {
				return err
			}
		}
	}
	return nil
}

// recalculateTo is told the level.
func (s *scoring) recalculateTo(ctx context.Context, e msgs.CustomerChanged) error {
	list, err := s.book.scores(ctx, e.ID)
	if err != nil {
		return err
	}
	for _, x := range list {
		x.Level = string(e.Status)
		if err := s.book.saveScore(ctx, x); err != nil { // want `consumer scoring.recalculateTo overwrites scores`
			return err
		}
	}
	return nil
}

// block is what the message implies.
func (s *scoring) block(ctx context.Context, customer string) error {
	list, err := s.book.scores(ctx, customer)
	if err != nil {
		return err
	}
	for _, x := range list {
		x.Level = "blocked"
		if err := s.book.saveScore(ctx, x); err != nil { // want `consumer scoring.block overwrites scores`
			return err
		}
	}
	return nil
}

func (s *scoring) happened(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	return s.recalculate(ctx, e.ID)
}

func (s *scoring) levelled(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	return s.recalculateTo(ctx, e)
}

func (s *scoring) blocked(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	return s.block(ctx, e.ID)
}

// A projection may be made anew out of all that has happened.

type aggregate struct {
	ID    string
	Name  string
	Level int
}

func newAggregate(id string) *aggregate { return &aggregate{ID: id} }

type aggregates interface {
	Load(ctx context.Context, a *aggregate) error
}

type projections interface {
	Index(ctx context.Context, p *projection) error
}

type projection struct {
	Customer, Name string
	Level          int
}

func projected(a *aggregate) *projection {
	return &projection{Customer: a.ID, Name: a.Name, Level: a.Level}
}

type projecting struct {
	store aggregates
	views projections
}

func newProjecting(store aggregates, db *sql.DB) *projecting { return &projecting{store, &views{db}} }

type views struct{ db *sql.DB }

func (v *views) Index(ctx context.Context, p *projection) error {
	_, err := v.db.ExecContext(ctx, "INSERT INTO views (id, name, level) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, level = EXCLUDED.level", p.Customer, p.Name, p.Level)
	return err
}

func (s *projecting) recreateView(ctx context.Context, e msgs.CustomerChanged) error {
	a := newAggregate(e.ID)
	if err := s.store.Load(ctx, a); err != nil {
		return err
	}
	return s.views.Index(ctx, projected(a))
}

// recreateWith takes the name over.
func (s *projecting) recreateWith(ctx context.Context, e msgs.CustomerChanged) error {
	a := newAggregate(e.ID)
	if err := s.store.Load(ctx, a); err != nil {
		return err
	}
	a.Level = int(e.Version)
	a.Name = string(e.Status)
	return s.views.Index(ctx, projected(a)) // want `consumer projecting.recreateWith overwrites views`
}

func (s *projecting) rebuilt(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	return s.recreateView(ctx, e)
}

func (s *projecting) rebuiltWith(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	return s.recreateWith(ctx, e)
}
