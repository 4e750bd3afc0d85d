package guards

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// What is added to a stored number, or taken from it, makes the same sum in any order.

type wallet struct {
	ID, Holder string
	Amount     int64
	Limit      float64
}

func (w *wallet) topUp(n int64) { w.Amount += n }

func (w *wallet) withdraw(n int64) error {
	if w.Amount-n < 0 {
		return sql.ErrNoRows
	}
	w.Amount -= n
	return nil
}

func (w *wallet) rename(name string) { w.Holder = name }

func (w *wallet) set(n int64) { w.Amount = n }

// renew is adjusted by one field, and overwritten by another.
func (w *wallet) renew(e *msgs.CustomerChanged) {
	w.Amount += e.Version
	w.Holder = e.Name
}

type wallets struct{ db *sql.DB }

func (s *wallets) byID(ctx context.Context, id string) (*wallet, error) {
	var w wallet
	row := s.db.QueryRowContext(ctx, "SELECT id, holder, amount, top FROM wallets WHERE id = $1", id)
	if err := row.Scan(&w.ID, &w.Holder, &w.Amount, &w.Limit); err != nil {
		return nil, err
	}
	return &w, nil
}

func (s *wallets) save(ctx context.Context, w *wallet) error {
	_, err := s.db.ExecContext(ctx, "UPDATE wallets SET holder = $2, amount = $3, top = $4 WHERE id = $1", w.ID, w.Holder, w.Amount, w.Limit)
	return err
}

func (s *wallets) paidIn(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	w.topUp(e.Version)
	return s.save(ctx, w)
}

func (s *wallets) paidOut(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	if err := w.withdraw(e.Version); err != nil {
		return err
	}
	return s.save(ctx, w)
}

func (s *wallets) lowered(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	w.Limit -= float64(e.Version)
	_, err = s.db.ExecContext(ctx, "UPDATE wallets SET top = $2 WHERE id = $1", w.ID, w.Limit)
	return err
}

func (s *wallets) renamed(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	w.rename(e.Name)
	return s.save(ctx, w) // want `consumer wallets.renamed overwrites wallets`
}

func (s *wallets) corrected(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	w.set(e.Version)
	return s.save(ctx, w) // want `consumer wallets.corrected overwrites wallets`
}

func (s *wallets) renewed(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	w.renew(e)
	return s.save(ctx, w) // want `consumer wallets.renewed overwrites wallets`
}

// The difference is to what the message says.
func (s *wallets) difference(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	w.Amount = e.Version - w.Amount
	return s.save(ctx, w) // want `consumer wallets.difference overwrites wallets`
}

// A setter is given the key of the row that was read, and its new sum.

func (s *wallets) setAmount(ctx context.Context, id string, amount int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE wallets SET amount = $2 WHERE id = $1", id, amount)
	return err
}

func (s *wallets) charged(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.setAmount(ctx, w.ID, w.Amount-e.Version)
}

// The sum is over another field than the one it is given to.
func (s *wallets) mistaken(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.setAmount(ctx, w.ID, int64(w.Limit)+e.Version) // want `consumer wallets.mistaken overwrites wallets`
}

func (s *wallets) counted(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.setAmount(ctx, w.ID, e.Version) // want `consumer wallets.counted overwrites wallets`
}

// A generated statement is given the fields of the row that was read.

type setWalletParams struct {
	ID     string
	Amount int64
	Holder string
}

type walletQueries struct{ db *sql.DB }

func (q *walletQueries) setWallet(ctx context.Context, arg setWalletParams) (int64, error) {
	var amount int64
	err := q.db.QueryRowContext(ctx, "UPDATE wallets SET amount = $2, holder = $3 WHERE id = $1 RETURNING amount", arg.ID, arg.Amount, arg.Holder).Scan(&amount)
	return amount, err
}

// walletBook keeps wallets by way of generated statements.
type walletBook interface {
	FindForUpdate(ctx context.Context, id string) (*wallet, error)
	Save(ctx context.Context, w *wallet) error
}

type sqlWalletBook struct{ db *sql.DB }

func (b *sqlWalletBook) FindForUpdate(ctx context.Context, id string) (*wallet, error) {
	return (&wallets{b.db}).byID(ctx, id)
}

func (b *sqlWalletBook) queries(ctx context.Context) *walletQueries { return &walletQueries{b.db} }

func (b *sqlWalletBook) Save(ctx context.Context, w *wallet) error {
	amount, err := b.queries(ctx).setWallet(ctx, setWalletParams{ID: w.ID, Amount: w.Amount, Holder: w.Holder})
	if err != nil {
		return err
	}
	w.Amount = amount
	return nil
}

type teller struct{ book walletBook }

func newTeller(db *sql.DB) *teller { return &teller{&sqlWalletBook{db}} }

func (s *teller) spent(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.book.FindForUpdate(ctx, e.ID)
	if err != nil {
		return err
	}
	if w.Amount -= e.Version; w.Amount < 0 {
		return nil
	}
	return s.book.Save(ctx, w)
}

func (s *teller) renamed(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.book.FindForUpdate(ctx, e.ID)
	if err != nil {
		return err
	}
	w.Amount -= e.Version
	w.Holder = e.Name
	return s.book.Save(ctx, w) // want `consumer teller.renamed overwrites wallets`
}

// A row is also handed on as a struct itself, parts of which stand in another one.

type item struct{ Sku string }

type stock struct {
	item
	Available int64
	Label     string
}

type lookOptions struct{ ForUpdate bool }

type stocks interface {
	GetStock(ctx context.Context, sku string, opts ...lookOptions) (stock, error)
	SaveStock(ctx context.Context, s stock) error
}

type sqlStocks struct{ db *sql.DB }

func (b *sqlStocks) GetStock(ctx context.Context, sku string, opts ...lookOptions) (s stock, err error) {
	query := "SELECT sku, available, label FROM stocks WHERE sku = $1"
	if len(opts) > 0 && opts[0].ForUpdate {
		query += " FOR UPDATE"
	}
	err = b.db.QueryRowContext(ctx, query, sku).Scan(&s.Sku, &s.Available, &s.Label)
	return s, err
}

func (b *sqlStocks) SaveStock(ctx context.Context, s stock) error {
	_, err := b.db.ExecContext(ctx, "UPDATE stocks SET available = $2, label = $3 WHERE sku = $1", s.Sku, s.Available, s.Label)
	return err
}

type storeman struct{ stocks stocks }

func newStoreman(db *sql.DB) *storeman { return &storeman{&sqlStocks{db}} }

func (s *storeman) delivered(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	st, err := s.stocks.GetStock(ctx, e.ID, lookOptions{ForUpdate: true})
	if err != nil {
		return err
	}
	st.Available += e.Version
	return s.stocks.SaveStock(ctx, st)
}

func (s *storeman) labelled(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	st, err := s.stocks.GetStock(ctx, e.ID, lookOptions{ForUpdate: true})
	if err != nil {
		return err
	}
	st.Label = e.Name
	return s.stocks.SaveStock(ctx, st) // want "overwrites stocks"
}

// What a row's field refers to is part of the row.

type shelfOf struct {
	ID    string
	Items map[string]string
	List  []string
}

type shelves interface {
	GetShelf(ctx context.Context, id string) (shelfOf, error)
	SaveShelf(ctx context.Context, s shelfOf) error
}

type sqlShelves struct{ db *sql.DB }

func (b *sqlShelves) GetShelf(ctx context.Context, id string) (s shelfOf, err error) {
	err = b.db.QueryRowContext(ctx, "SELECT id FROM shelves WHERE id = $1", id).Scan(&s.ID)
	return s, err
}

func (b *sqlShelves) SaveShelf(ctx context.Context, s shelfOf) error {
	_, err := b.db.ExecContext(ctx, "UPDATE shelves SET items = $2, list = $3 WHERE id = $1", s.ID, s.Items, s.List)
	return err
}

type sorter struct{ shelves shelves }

func newSorter(db *sql.DB) *sorter { return &sorter{&sqlShelves{db}} }

func (s *sorter) put(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	sh, err := s.shelves.GetShelf(ctx, e.ID)
	if err != nil {
		return err
	}
	sh.Items["name"] = e.Name
	return s.shelves.SaveShelf(ctx, sh) // want "overwrites shelves"
}

func (s *sorter) putFirst(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	sh, err := s.shelves.GetShelf(ctx, e.ID)
	if err != nil {
		return err
	}
	sh.List[0] = e.Name
	return s.shelves.SaveShelf(ctx, sh) // want "overwrites shelves"
}

func (s *sorter) looked(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	sh, err := s.shelves.GetShelf(ctx, e.ID)
	if err != nil {
		return err
	}
	if sh.Items["name"] == e.Name {
		return nil
	}
	return s.shelves.SaveShelf(ctx, sh)
}
