package guards

import (
	"context"

	amqp "github.com/rabbitmq/amqp091-go"
)

// CustomerSettings say what a customer wants.
type CustomerSettings struct{ MailEnabled bool }

// An Account has a state.
type Account struct{ Open bool }

func (s *store) settings(ctx context.Context, id string) (*CustomerSettings, error) {
	c := new(CustomerSettings)
	return c, s.db.QueryRowContext(ctx, "SELECT mail FROM customer_settings WHERE id = $1", id).Scan(&c.MailEnabled)
}

func (s *store) account(ctx context.Context, id string) (*Account, error) {
	a := new(Account)
	return a, s.db.QueryRowContext(ctx, "SELECT open FROM accounts WHERE id = $1", id).Scan(&a.Open)
}

func (s *store) ifWanted(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	wants, err := s.settings(ctx, e.ID)
	if err != nil || !wants.MailEnabled {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE mails SET text = $1 WHERE id = $2", e.Name, e.ID) // want `consumer store.ifWanted overwrites mails`
	return err
}

func (s *store) ifOpen(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	a, err := s.account(ctx, e.ID)
	if err != nil || !a.Open {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET name = $1 WHERE id = $2", e.Name, e.ID)
	return err
}

// Authorization says what a user may do.
type Authorization struct {
	IsAdmin bool
	Found   bool
}

func (s *store) authorization(ctx context.Context, id string) (Authorization, error) {
	var a Authorization
	err := s.db.QueryRowContext(ctx, "SELECT admin FROM members WHERE id = $1", id).Scan(&a.IsAdmin)
	return a, err
}

func mayEdit(admin bool) bool { return admin }

func (s *store) ifAllowed(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	a, err := s.authorization(ctx, e.ID)
	if err != nil || !a.Found || !mayEdit(a.IsAdmin) {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE chats SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer store.ifAllowed overwrites chats`
	return err
}
