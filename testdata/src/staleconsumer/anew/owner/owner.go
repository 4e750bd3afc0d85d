// Package owner asks the service that owns the papers.
package owner

import (
	"context"
	"encoding/json"
	"net/http"
)

// A Paper is what it answers.
type Paper struct{ ID, Title string }

// A Draft is kept here.
type Draft struct{ ID, Title string }

// A Client asks for papers.
type Client struct{ HTTP *http.Client }

// Paper gets one.
func (c *Client) Paper(ctx context.Context, id string) (p Paper, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://papers/"+id, nil)
	if err != nil {
		return p, err
	}
	res, err := c.HTTP.Do(req)
	if err != nil {
		return p, err
	}
	defer res.Body.Close()
	return p, json.NewDecoder(res.Body).Decode(&p)
}

// Titles makes papers of what it is told.
type Titles struct{}

// Draft makes a draft.
func (Titles) Draft(_ context.Context, id, title string) (Draft, error) { return Draft{id, title}, nil }
