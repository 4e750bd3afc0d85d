// Package inbox keeps what users have, but no copy of the users themselves, and customers that
// are not they.
package inbox

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

type (
	PreferencesChanged struct{ UserID, Lang string }
	WalletOpened       struct {
		UserID string
		Amount int
	}
	CustomerCreated  struct{ ID, Name string }
	ReminderSet      struct{ ID, UserID, Title string }
	MemberRegistered struct{ ID, Name string }
	ReceiptIssued    struct{ ID, MemberID, Title string }
)

type consumer struct{ db *sql.DB }

func read[T any](m *message.Message) (v T, err error) {
	err = json.Unmarshal(m.Payload, &v)
	return v, err
}

func (c *consumer) preferences(m *message.Message) error {
	e, err := read[PreferencesChanged](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO user_preferences (user_id, lang) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.UserID, e.Lang)
	return err
}

func (c *consumer) wallet(m *message.Message) error {
	e, err := read[WalletOpened](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO wallets (user_id, amount) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.UserID, e.Amount)
	return err
}

func (c *consumer) customer(m *message.Message) error {
	e, err := read[CustomerCreated](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

// Whose user that is, nothing says.
func (c *consumer) reminder(m *message.Message) error {
	e, err := read[ReminderSet](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO reminders (id, user_id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.UserID, e.Title)
	return err
}

// Members come in twice, under two words: either of them may be meant.
func (c *consumer) member(m *message.Message) error {
	e, err := read[MemberRegistered](m)
	if err != nil {
		return err
	}
	if _, err := c.db.Exec(`INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO guests (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

func (c *consumer) receipt(m *message.Message) error {
	e, err := read[ReceiptIssued](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO receipts (id, member_id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.MemberID, e.Title)
	return err
}

func register(r *message.Router, sub message.Subscriber, c *consumer) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"preferences": c.preferences, "wallets": c.wallet, "customers": c.customer, "reminders": c.reminder, "members": c.member, "receipts": c.receipt,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}
