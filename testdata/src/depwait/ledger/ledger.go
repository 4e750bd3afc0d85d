// Package ledger keeps copies under words of its own: the users of others are its accounts.
package ledger

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"
)

type (
	AccountCreated struct{ UserID, Role string }
	EntryMade      struct {
		ID, UserID string
		Amount     int
	}
	GuestRegistered struct{ ID, Name string }
	FeeCharged      struct {
		ID, GuestID string
		Amount      int
	}
	Boat    struct{ PublicID, Name string }
	Mooring struct{ ID, BoatID, Pier string }
	Pier    struct{ Key, Name string }
	Berth   struct{ ID, Pier, APIKey string }
	Tariff  struct{ ID, Name string }
	Season  struct{ ID, TariffID string }
	Lot     struct{ ID, Key string }
	Moved   struct{ ID, LotKey, LotID string }
)

type consumer struct{ db *sql.DB }

func read[T any](m *message.Message) (v T, err error) {
	err = json.Unmarshal(m.Payload, &v)
	return v, err
}

// The table is keyed by the column that refers to it, and called by a word for users.
func (c *consumer) account(m *message.Message) error {
	e, err := read[AccountCreated](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO ledger_accounts (user_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.UserID, e.Role)
	return err
}

func (c *consumer) entry(m *message.Message) error {
	e, err := read[EntryMade](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO entries (id, user_id, amount) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, e.Amount) // want `writes entries, whose user_id refers to ledger_accounts`
	return err
}

// It is looked up.
func (c *consumer) checkedEntry(m *message.Message) error {
	e, err := read[EntryMade](m)
	if err != nil {
		return err
	}
	var role string
	if err := c.db.QueryRow(`SELECT role FROM ledger_accounts WHERE user_id = $1`, e.UserID).Scan(&role); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO entries (id, user_id, amount) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, e.Amount)
	return err
}

// user_id is the row's own key: the balance is one of a user, not below an account.
func (c *consumer) balance(m *message.Message) error {
	e, err := read[EntryMade](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO balances (user_id, amount) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.UserID, e.Amount)
	return err
}

// No word that is used for guests: whether patrons are, the messages alone do not tell.
func (c *consumer) guest(m *message.Message) error {
	e, err := read[GuestRegistered](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO patrons (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

func (c *consumer) fee(m *message.Message) error {
	e, err := read[FeeCharged](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO fees (id, guest_id, amount) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.GuestID, e.Amount)
	return err
}

// Others know a boat by its public id.
func (c *consumer) boat(m *message.Message) error {
	e, err := read[Boat](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO boats (public_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.PublicID, e.Name)
	return err
}

func (c *consumer) mooring(m *message.Message) error {
	e, err := read[Mooring](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO moorings (id, public_boat_id, pier) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.BoatID, e.Pier) // want `writes moorings, whose public_boat_id refers to boats`
	return err
}

// A key is a reference only to what is keyed so.
func (c *consumer) pier(m *message.Message) error {
	e, err := read[Pier](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO piers (pier_key, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.Key, e.Name)
	return err
}

func (c *consumer) berth(m *message.Message) error {
	e, err := read[Berth](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO berths (id, pier_key, api_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Pier, e.APIKey) // want `writes berths, whose pier_key refers to piers`
	return err
}

// What all tables are called is no part of the entity.
func (c *consumer) tariff(m *message.Message) error {
	e, err := read[Tariff](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO tariffs_view (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

func (c *consumer) season(m *message.Message) error {
	e, err := read[Season](m)
	if err != nil {
		return err
	}
	if e.TariffID == "" {
		return errors.New("a season without a tariff")
	}
	_, err = c.db.Exec(`INSERT INTO seasons_view (id, tariff_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.TariffID) // want `writes seasons_view, whose tariff_id refers to tariffs_view`
	return err
}

func (c *consumer) lot(m *message.Message) error {
	e, err := read[Lot](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO lots (id, lot_key) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Key)
	return err
}

// Not all that is moved is of a lot: by default the column is empty.
func (c *consumer) moved(m *message.Message) error {
	e, err := read[Moved](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO movements (id, lot_key) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.LotKey)
	return err
}

func (c *consumer) movedOfLot(m *message.Message) error {
	e, err := read[Moved](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO movements (id, lot_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.LotID) // want `writes movements, whose lot_id refers to lots`
	return err
}

func register(r *message.Router, sub message.Subscriber, c *consumer) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"accounts": c.account, "entries": c.entry, "checked": c.checkedEntry, "balances": c.balance, "guests": c.guest, "fees": c.fee,
		"boats": c.boat, "moorings": c.mooring, "piers": c.pier, "berths": c.berth, "tariffs": c.tariff, "seasons": c.season,
		"lots": c.lot, "moved": c.moved, "moved_of_lot": c.movedOfLot,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}
