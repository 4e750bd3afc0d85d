// Package settles leaves it to who calls what becomes of a failure, error by error.
package settles

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
	amqp "github.com/rabbitmq/amqp091-go"
)

type hired struct{ ID, CompanyID, Name string }

// Errors of the service's own.
var (
	errParent = errors.New("parent")
	errStale  = errors.New("stale")
)

type dependency struct{ id string }

func (d *dependency) Error() string { return d.id }

// staff is what the handlers call, mostly.
type staff interface {
	hire(ctx context.Context, h hired) error
}

type byName struct{ db *sql.DB }

func (s *byName) hire(ctx context.Context, h hired) error {
	if err := has(ctx, s.db, h.CompanyID); err != nil {
		return fmt.Errorf("company %s: %w", h.CompanyID, errParent)
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID)
	return err
}

type byType struct{ db *sql.DB }

func (s *byType) hireTyped(ctx context.Context, h hired) error {
	if err := has(ctx, s.db, h.CompanyID); err != nil {
		return &dependency{h.CompanyID}
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID) // want `but answers success where it is missing`
	return err
}

func has(ctx context.Context, db *sql.DB, id string) error {
	var found string
	return db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&found)
}

type consumer struct {
	staff staff
	typed *byType
	db    *sql.DB
}

// New wires them.
func New(db *sql.DB) *consumer { return &consumer{staff: &byName{db}, typed: &byType{db}, db: db} }

func decode(m *message.Message) (h hired, err error) {
	err = json.Unmarshal(m.Payload, &h)
	return h, err
}

// Of all errors, it is the parent's that is answered by success.
func (c *consumer) forgives(m *message.Message) error {
	h, err := decode(m)
	if err != nil {
		return err
	}
	err = c.staff.hire(m.Context(), h) // want `but answers success where it is missing`
	if errors.Is(err, errParent) {
		return nil
	}
	return err
}

func (c *consumer) forgivesTyped(m *message.Message) error {
	h, err := decode(m)
	if err != nil {
		return err
	}
	var missing *dependency
	if err = c.typed.hireTyped(m.Context(), h); errors.As(err, &missing) {
		log.Print(missing.id)
		return nil
	}
	return err
}

// It is another that is.
func (c *consumer) forgivesOthers(m *message.Message) error {
	h, err := decode(m)
	if err != nil {
		return err
	}
	if err = c.staff.hire(m.Context(), h); err != nil && !errors.Is(err, errStale) {
		return err
	}
	return nil
}

// All others are, and this is not one of them.
func (c *consumer) keepsParent(m *message.Message) error {
	h, err := decode(m)
	if err != nil {
		return err
	}
	err = c.staff.hire(m.Context(), h)
	switch {
	case errors.Is(err, errParent):
		return err
	case err != nil:
		log.Print(err)
	}
	return nil
}

// And here it is.
func (c *consumer) keepsStale(m *message.Message) error {
	h, err := decode(m)
	if err != nil {
		return err
	}
	err = c.staff.hire(m.Context(), h) // want `but answers success where it is missing`
	switch {
	case errors.Is(err, errStale):
		return err
	case err != nil:
		log.Print(err)
	}
	return nil
}

func register(r *message.Router, sub message.Subscriber, c *consumer) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"forgives": c.forgives, "typed": c.forgivesTyped, "others": c.forgivesOthers, "parent": c.keepsParent, "stale": c.keepsStale,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}

// What becomes of a delivery is left to a function that is told of the error.
func (c *consumer) run(ctx context.Context, deliveries <-chan amqp.Delivery) {
	for d := range deliveries {
		c.always(d, c.handle(ctx, d.Body))
	}
}

func (c *consumer) runAgain(ctx context.Context, deliveries <-chan amqp.Delivery) {
	for d := range deliveries {
		c.again(d, c.handleAgain(ctx, d.Body))
	}
}

func (c *consumer) runChosen(ctx context.Context, deliveries <-chan amqp.Delivery) {
	for d := range deliveries {
		c.chosen(d, c.handleNamed(ctx, d.Body))
	}
}

func (c *consumer) runOthers(ctx context.Context, deliveries <-chan amqp.Delivery) {
	for d := range deliveries {
		c.chosen(d, c.handleOther(ctx, d.Body))
	}
}

func (c *consumer) always(d amqp.Delivery, err error) {
	if err != nil {
		log.Print(err)
	}
	_ = d.Ack(false)
}

func (c *consumer) again(d amqp.Delivery, err error) {
	if err != nil {
		_ = d.Nack(false, true)
		return
	}
	_ = d.Ack(false)
}

func (c *consumer) chosen(d amqp.Delivery, err error) {
	switch {
	case err == nil:
		_ = d.Ack(false)
	case errors.Is(err, errParent):
		_ = d.Nack(false, true)
	default:
		log.Print(err)
		_ = d.Ack(false)
	}
}

func (c *consumer) handle(ctx context.Context, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	if err := has(ctx, c.db, h.CompanyID); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID) // want `but acknowledges the message where it is missing`
	return err
}

func (c *consumer) handleAgain(ctx context.Context, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	if err := has(ctx, c.db, h.CompanyID); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID)
	return err
}

func (c *consumer) handleNamed(ctx context.Context, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	if err := has(ctx, c.db, h.CompanyID); err != nil {
		return errParent
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID)
	return err
}

func (c *consumer) handleOther(ctx context.Context, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	if err := has(ctx, c.db, h.CompanyID); err != nil {
		return fmt.Errorf("company %s: %w", h.CompanyID, err)
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID) // want `but acknowledges the message where it is missing`
	return err
}
