// Package jobs runs by itself.
package jobs

import (
	"context"
	"database/sql"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/urfave/cli/v2"

	"example.com/fixtures/copywrite/shipping/resync"
	"example.com/fixtures/copywrite/shipping/store"
)

type Jobs struct {
	DB    *sql.DB
	Store *store.Store
	Job   *resync.Job
	Users UsersClient
	batch []store.Client
}

// UsersClient asks the owner.
type UsersClient interface {
	User(ctx context.Context, id string) (store.Client, error)
}

// Rename changes the copy for whoever types the command.
func (j *Jobs) Rename(c *cli.Context) error {
	return j.Store.RenameClient(c.Context, c.Args().Get(0), c.Args().Get(1)) // want `Jobs.Rename writes clients, the copy of accounts.users, outside of consumers and sync jobs`
}

func (j *Jobs) Commands() []*cli.Command {
	return []*cli.Command{{Name: "shout", Action: func(c *cli.Context) error {
		_, err := j.DB.ExecContext(c.Context, `UPDATE clients SET name = upper(name)`) // want `Jobs.Commands writes clients`
		return err
	}}}
}

// Ship is about the service's own.
func (j *Jobs) Ship(c *cli.Context) error { return j.Store.SaveParcel(c.Context, "1", "2") }

// Get fetches what it stores.
func (j *Jobs) Get(c *cli.Context) error {
	client, err := j.Users.User(c.Context, c.Args().Get(0))
	if err != nil {
		return err
	}
	return j.Store.PutClient(c.Context, client)
}

// Backfill and Resync say what they are, in their names and in the config.
func (j *Jobs) Backfill(c *cli.Context) error {
	return j.Store.RenameClient(c.Context, c.Args().Get(0), "x")
}

func (j *Jobs) Again(c *cli.Context) error { return j.Job.Run(c.Context, "x") }

func (j *Jobs) Schedule(c *cron.Cron) {
	c.AddFunc("@daily", func() {
		j.DB.Exec(`UPDATE clients SET name = 'nobody' WHERE email = ''`) // want `Jobs.Schedule writes clients`
	})
	c.AddFunc("@daily", j.nightly)
	c.AddFunc("@daily", j.retire)
	c.AddJob("@daily", &trimmer{j.DB})
}

func (j *Jobs) nightly() {
	j.DB.Exec(`UPDATE clients SET name = lower(name)`) // want `Jobs.nightly writes clients`
}

// Rows may have had their time.
func (j *Jobs) retire() {
	j.DB.Exec(`DELETE FROM clients WHERE last_message_at < now() - interval '1 year'`)
}

type trimmer struct{ db *sql.DB }

func (t *trimmer) Run() {
	t.db.Exec(`UPDATE clients SET name = trim(name)`) // want `trimmer.Run writes clients`
}

// Tick is a loop that nothing but the clock drives.
func (j *Jobs) Tick(ctx context.Context) {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			j.DB.ExecContext(ctx, `UPDATE clients SET name = trim(name)`) // want `Jobs.Tick writes clients`
		}
	}
}

// Flush writes what came in, at intervals.
func (j *Jobs) Flush(ctx context.Context, in <-chan store.Client) {
	ticker := time.NewTicker(time.Minute)
	for {
		select {
		case c := <-in:
			j.batch = append(j.batch, c)
		case <-ticker.C:
			for _, c := range j.batch {
				j.Store.PutClient(ctx, c)
			}
		}
	}
}

// Batched likewise, from a field.
func (j *Jobs) Batched(ctx context.Context) {
	for range time.Tick(time.Minute) {
		for _, c := range j.batch {
			j.Store.PutClient(ctx, c)
		}
	}
}

// Retried is a consumer's helper that waits between its attempts.
func (j *Jobs) Retried(ctx context.Context, c store.Client) error {
	for {
		if err := j.Store.PutClient(ctx, c); err == nil {
			return nil
		}
		<-time.After(time.Second)
	}
}

// Inbox reads messages from a table.
func (j *Jobs) Pending(ctx context.Context) {
	for range time.Tick(time.Minute) {
		rows, err := j.DB.QueryContext(ctx, `SELECT id, name FROM arrived`)
		if err != nil {
			return
		}
		for rows.Next() {
			var id, name string
			rows.Scan(&id, &name)
			j.Store.RenameClient(ctx, id, name)
		}
	}
}

// Nobody is known to call it.
func (j *Jobs) Uncalled(ctx context.Context) error { return j.Store.RenameClient(ctx, "1", "x") }

// Sweep has what it does at intervals in a method of its own.
func (j *Jobs) Sweep(ctx context.Context) {
	for range time.Tick(time.Hour) {
		j.trim(ctx)
	}
}

func (j *Jobs) trim(ctx context.Context) {
	j.exec(ctx, `UPDATE clients SET name = $1 WHERE name IS NULL`, "nobody") // want `Jobs.Sweep writes clients`
}

func (j *Jobs) exec(ctx context.Context, q string, args ...any) { j.DB.ExecContext(ctx, q, args...) }

// Planner is a scheduler of the project's own.
type Planner struct{}

// Every has a function called at intervals.
func (*Planner) Every(d time.Duration, run func()) {}

// Planned is called by it.
func (j *Jobs) Planned(p *Planner) {
	p.Every(time.Hour, func() {
		j.DB.Exec(`UPDATE clients SET name = ltrim(name)`) // want `Jobs.Planned writes clients`
	})
	p.Every(time.Hour, j.Replayed)
}

// Replayed gives back what a table of messages holds.
func (j *Jobs) Replayed() {
	for _, c := range j.batch {
		j.exec(context.Background(), `UPDATE clients SET name = $2 WHERE id = $1`, c.ID, c.Name)
	}
}
