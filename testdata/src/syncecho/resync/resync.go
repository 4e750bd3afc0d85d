// Package resync is named by the config: it fills the copies from scratch.
package resync

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
	"example.com/fixtures/syncecho/repo"
)

// A Job fills the copies.
type Job struct {
	Repo *repo.Customers
	Bus  *events.Bus
	DB   *sql.DB
}

// Fetch asks the owner.
func Fetch(ctx context.Context) ([]repo.Customer, error) {
	resp, err := http.Get("http://accounts/users")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var list []repo.Customer
	return list, json.NewDecoder(resp.Body).Decode(&list)
}

// Loud tells of each row.
func (j *Job) Loud(ctx context.Context) error {
	list, err := Fetch(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := j.Repo.Save(ctx, c); err != nil { // want `Job.Loud writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
			return err
		}
	}
	return nil
}

// Start runs it.
func (j *Job) Start(ctx context.Context) error { return j.Loud(ctx) }

// FromRows reads the owner's export.
func (j *Job) FromRows(ctx context.Context, export []repo.Customer) error {
	for _, c := range export {
		if err := j.Repo.SaveQuietly(ctx, c); err != nil {
			return err
		}
		if err := j.Bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name}); err != nil { // want `Job.FromRows writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
			return err
		}
	}
	return nil
}

// Quiet is as it should be, and tells that it is done.
func (j *Job) Quiet(ctx context.Context) error {
	list, err := Fetch(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := j.Repo.SaveIf(ctx, c, false); err != nil {
			return err
		}
	}
	return j.Bus.Publish(ctx, "jobs", Done{Count: len(list)})
}

// Done tells that a job is.
type Done struct{ Count int }

// Full and Repair share what saves a row; only Repair has it keep quiet.
func (j *Job) Full(ctx context.Context) error {
	list, err := Fetch(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := j.put(ctx, c, true); err != nil { // want `Job.Full writes customers, the copy of accounts.users, and raises`
			return err
		}
	}
	return nil
}

// Repair is as it should be.
func (j *Job) Repair(ctx context.Context) error {
	list, err := Fetch(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := j.put(ctx, c, false); err != nil {
			return err
		}
	}
	return nil
}

func (j *Job) put(ctx context.Context, c repo.Customer, tell bool) error {
	if err := j.Repo.SaveQuietly(ctx, c); err != nil || !tell {
		return err
	}
	return j.Bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
}

// Telling and Hushed share what tells, unless the context has it keep quiet.
func (j *Job) Telling(ctx context.Context) error {
	list, err := Fetch(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := j.tell(ctx, c); err != nil { // want `Job.Telling writes customers, the copy of accounts.users, and raises`
			return err
		}
	}
	return nil
}

// Hushed is as it should be.
func (j *Job) Hushed(ctx context.Context) error {
	ctx = events.Without(ctx)
	list, err := Fetch(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := j.tell(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (j *Job) tell(ctx context.Context, c repo.Customer) error {
	if err := j.Repo.SaveQuietly(ctx, c); err != nil {
		return err
	}
	return j.Bus.Tell(ctx, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
}
