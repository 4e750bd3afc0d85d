package echo

import (
	"context"
	"encoding/json"
	"net/http"

	"example.com/fixtures/syncecho/repo"
)

// refresh asks the owner, and needs no config to be known as a sync.
func (c *consumer) refresh(ctx context.Context, id string) error {
	resp, err := http.Get("http://accounts/users/" + id)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var row repo.Customer
	if err := json.NewDecoder(resp.Body).Decode(&row); err != nil {
		return err
	}
	return c.repo.Save(ctx, row) // want `consumer.refresh writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

// refreshQuietly is as it should be.
func (c *consumer) refreshQuietly(ctx context.Context, id string) error {
	resp, err := http.Get("http://accounts/users/" + id)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var row repo.Customer
	if err := json.NewDecoder(resp.Body).Decode(&row); err != nil {
		return err
	}
	return c.repo.SaveQuietly(ctx, row)
}
