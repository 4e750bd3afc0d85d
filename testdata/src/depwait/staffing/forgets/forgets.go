// Package forgets receives employees from a package below, which subscribes such that
// the broker acknowledges as it delivers: what fails is lost.
package forgets

import (
	"database/sql"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/staffing/forgets/bus"
)

// Company keeps a company.
func Company(db *sql.DB, d amqp.Delivery) error {
	_, err := db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.MessageId, string(d.Body))
	return err
}

// Employees keeps employees as they come.
func Employees(db *sql.DB, b *bus.Bus) error {
	deliveries, err := b.Messages("employees")
	if err != nil {
		return err
	}
	for d := range deliveries {
		handle(db, d)
	}
	return nil
}

func handle(db *sql.DB, d amqp.Delivery) {
	var company string
	if err := db.QueryRow(`SELECT id FROM companies WHERE id = $1`, d.CorrelationId).Scan(&company); err != nil {
		log.Print(err)
		return
	}
	if _, err := db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, d.MessageId, string(d.Body), d.CorrelationId); err != nil { // want `but acknowledges the message where it is missing`
		log.Print(err)
	}
}
