// Package stations has its handlers decorated behind an interface.
package stations

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"example.com/fixtures/depwait/staffing/stations/line"
)

type company struct{ ID, Name string }

type hired struct{ ID, Name, Company string }

type keeper struct{ db *sql.DB }

// Mount runs the stations.
func Mount(c jetstream.Consumer, db *sql.DB) error {
	k := &keeper{db}
	refs := func(h hired) []line.Ref { return []line.Ref{{Table: "companies", ID: h.Company}} }
	return errors.Join(
		run(c, k.company),
		run(c, k.blind),
		run(c, k.patient),
		run(c, k.hasty),
		line.Run(c, line.Deaf(line.Timed[hired](line.Func[hired](k.unheard)))),
		line.Run(c, line.After(k, line.Station[hired](line.Func[hired](k.after)), refs)),
		line.Run(c, line.Counted(k, line.Station[hired](line.Func[hired](k.counted)), refs)),
	)
}

func run[T any](c jetstream.Consumer, f line.Func[T]) error { return line.Run(c, line.Timed[T](f)) }

func (k *keeper) company(ctx context.Context, in line.In[company]) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, in.Body.ID, in.Body.Name)
	return err
}

// Exists tells whether there is a row.
func (k *keeper) Exists(ctx context.Context, table, id string) (ok bool, err error) {
	err = k.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+table+" WHERE id = $1)", id).Scan(&ok)
	return ok, err
}

func (k *keeper) known(ctx context.Context, id string) (ok bool, err error) {
	err = k.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM companies WHERE id = $1)", id).Scan(&ok)
	return ok, err
}

const insert = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

func (k *keeper) blind(ctx context.Context, in line.In[hired]) error {
	_, err := k.db.ExecContext(ctx, insert, in.Body.ID, in.Body.Name, in.Body.Company) // want `without making sure that it is there`
	return err
}

func (k *keeper) patient(ctx context.Context, in line.In[hired]) error {
	if !line.Until(ctx, time.Minute, func(ctx context.Context) (bool, error) { return k.known(ctx, in.Body.Company) }) {
		return errors.New("the company is late")
	}
	_, err := k.db.ExecContext(ctx, insert, in.Body.ID, in.Body.Name, in.Body.Company)
	return err
}

func (k *keeper) hasty(ctx context.Context, in line.In[hired]) error {
	if !line.Until(ctx, time.Minute, func(ctx context.Context) (bool, error) { return k.known(ctx, in.Body.Company) }) {
		log.Print("the company is late")
	}
	_, err := k.db.ExecContext(ctx, insert, in.Body.ID, in.Body.Name, in.Body.Company) // want `drops the result of looking for it`
	return err
}

func (k *keeper) unheard(ctx context.Context, in line.In[hired]) error {
	ok, err := k.known(ctx, in.Body.Company)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("no such company")
	}
	_, err = k.db.ExecContext(ctx, insert, in.Body.ID, in.Body.Name, in.Body.Company) // want `answers success where it is missing`
	return err
}

func (k *keeper) after(ctx context.Context, in line.In[hired]) error {
	_, err := k.db.ExecContext(ctx, insert, in.Body.ID, in.Body.Name, in.Body.Company)
	return err
}

func (k *keeper) counted(ctx context.Context, in line.In[hired]) error {
	_, err := k.db.ExecContext(ctx, insert, in.Body.ID, in.Body.Name, in.Body.Company) // want `without making sure that it is there`
	return err
}

// Lasting acknowledges in the end, whatever has come of it; Careful only what went well.
func (k *keeper) Lasting(ctx context.Context, msg jetstream.Msg) {
	defer func() {
		if err := msg.Ack(); err != nil {
			log.Print(err)
		}
	}()
	id := string(msg.Data())
	if ok, err := k.known(ctx, id); err != nil || !ok {
		log.Print("no such company")
		return
	}
	k.db.ExecContext(ctx, insert, id, id, id) // want `acknowledges the message where it is missing`
}

// Careful acknowledges what went well.
func (k *keeper) Careful(ctx context.Context, msg jetstream.Msg) {
	good := false
	defer func() {
		if good {
			_ = msg.Ack()
		}
	}()
	id := string(msg.Data())
	if ok, err := k.known(ctx, id); err != nil || !ok {
		log.Print("no such company")
		return
	}
	_, err := k.db.ExecContext(ctx, insert, id, id, id)
	good = err == nil
}
