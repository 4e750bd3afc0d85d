// Package asking has a client with requests of its own, which all services share.
package asking

import (
	"context"
	"errors"
	"net/http"
)

type Request struct {
	Method, URL string
	Headers     map[string]string
	Ctx         context.Context
}

type Client struct{ http *http.Client }

func New() *Client { return &Client{http: &http.Client{}} }

func (c *Client) Do(req *Request) error { return c.send(req) }

func (c *Client) Get(url string) error { return c.Do(&Request{Method: http.MethodGet, URL: url}) }

func (c *Client) send(req *Request) error {
	r, err := http.NewRequest(req.Method, req.URL, nil)
	if err != nil {
		return err
	}
	if req.Ctx != nil {
		r = r.WithContext(req.Ctx)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return resp.Body.Close()
}
