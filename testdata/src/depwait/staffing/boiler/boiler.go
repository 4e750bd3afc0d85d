// Package boiler keeps copies by the models that sqlboiler generated, and does something
// else for each of many kinds of messages.
package boiler

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/aarondl/sqlboiler/v4/boil"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/staffing/boiler/models"
)

type event struct{ Kind, ID, Name, CompanyID string }

type consumer struct{ db *sql.DB }

// handle dispatches. The company is not written for the messages that bring employees,
// however many cases come before.
func (c *consumer) handle(ctx context.Context, m kafka.Message) error {
	var e event
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	switch e.Kind {
	case "a", "b":
		return nil
	case "c":
		return c.ignored("c")
	case "d":
		return c.ignored("d")
	case "e":
		return c.ignored("e")
	case "f":
		return c.ignored("f")
	case "g":
		return c.ignored("g")
	case "h":
		return c.ignored("h")
	case "i":
		return c.ignored("i")
	case "j":
		return c.ignored("j")
	case "k":
		return c.ignored("k")
	case "l":
		return c.ignored("l")
	case "m":
		return c.ignored("m")
	case "n":
		return c.ignored("n")
	case "o":
		return c.ignored("o")
	case "p":
		return c.ignored("p")
	case "q":
		return c.ignored("q")
	case "r":
		return c.ignored("r")
	case "founded":
		company := models.Company{ID: e.ID, Name: e.Name}
		return company.Upsert(ctx, c.db, true, []string{"id"}, boil.Infer(), boil.Infer())
	case "hired":
		employee := models.Employee{ID: e.ID, Name: e.Name, CompanyID: e.CompanyID}
		return employee.Upsert(ctx, c.db, false, []string{"id"}, boil.None(), boil.Infer()) // want `whose company_id refers to companies`
	case "named":
		employee := models.Employee{ID: e.ID, Name: e.Name, CompanyID: e.CompanyID}
		return employee.Upsert(ctx, c.db, false, []string{"id"}, boil.None(), boil.Whitelist("id", "name")) // the key is not among what is inserted
	case "brought":
		company := models.Company{ID: e.CompanyID}
		if err := company.Upsert(ctx, c.db, false, []string{"id"}, boil.None(), boil.Infer()); err != nil {
			return err
		}
		employee := models.Employee{ID: e.ID, Name: e.Name, CompanyID: e.CompanyID}
		return employee.Upsert(ctx, c.db, false, []string{"id"}, boil.None(), boil.Infer()) // the company comes with it
	}
	return nil
}

func (c *consumer) ignored(string) error { return nil }
