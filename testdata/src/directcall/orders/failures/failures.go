// Package failures drops failures, or handles them.
package failures

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"time"

	"example.com/fixtures/directcall/accounts/client"
	"example.com/fixtures/directcall/pkg/resilience"
)

const base = "http://accounts:8080"

var httpClient = &http.Client{Timeout: time.Second}

func guard(f func()) {
	resilience.Do(context.Background(), func(context.Context) error { f(); return nil })
}

func Dropped() {
	guard(func() {
		httpClient.Get(base)            // want `net/http.Client.Get calls service accounts and drops its failure\n`
		_, _ = httpClient.Get(base)     // want `drops its failure`
		resp, _ := httpClient.Get(base) // want `drops its failure`
		io.Copy(io.Discard, resp.Body)
	})
}

// Apart from what runs for itself: nobody waits for what becomes of it.
func Apart() {
	guard(func() {
		go httpClient.Get(base)
		go func() { httpClient.Get(base) }()
		go func() {
			resp, _ := httpClient.Get(base)
			io.Copy(io.Discard, resp.Body)
		}()
		defer func() { _, _ = httpClient.Get(base) }()
		func() { httpClient.Get(base) }() // want `drops its failure`
	})
}

func Status() (v int, err error) {
	guard(func() {
		var resp *http.Response
		resp, err = httpClient.Get(base) // want `calls service accounts and never looks at the answer's status`
		if err != nil {
			return
		}
		defer resp.Body.Close()
		err = json.NewDecoder(resp.Body).Decode(&v)
	})
	return v, err
}

func Handled() {
	guard(func() {
		resp, _ := httpClient.Get(base)
		if resp == nil || resp.StatusCode != 200 {
			return
		}
		resp, err := httpClient.Get(base)
		if err != nil {
			log.Print(err)
			return
		}
		judge(resp)
	})
}

func judge(resp *http.Response) { log.Print(resp.Status) }

func APIDropped(ctx context.Context, c *client.Client) string {
	name, _ := c.Name(ctx, "1") // want `client.Client.Name calls service accounts and drops its failure\n`
	return name
}

func APIHandled(ctx context.Context, c *client.Client) string {
	name, err := c.Name(ctx, "1")
	if err != nil {
		return "unknown"
	}
	return name
}

// Users returns its failures, which its callers may drop.
type Users struct{ c *client.Client }

func NewUsers(c *client.Client) *Users { return &Users{c} }

func (u *Users) Name(ctx context.Context) (string, error) {
	name, err := u.c.Name(ctx, "1")
	if err != nil {
		return "", fmt.Errorf("name: %w", err)
	}
	return name, nil
}

// Warm logs its failures, and returns other errors.
func (u *Users) Warm(ctx context.Context) error {
	if _, err := u.c.Name(ctx, "1"); err != nil {
		log.Print(err)
	}
	return ctx.Err()
}

func Forgets(ctx context.Context, u *Users) string {
	name, _ := u.Name(ctx) // want `failures.Users.Name calls service accounts and drops its failure\n`
	_ = u.Warm(ctx)
	return name
}

type Namer interface {
	Name(ctx context.Context) (string, error)
	Warm(ctx context.Context) error
}

func Ignores(ctx context.Context, n Namer) string {
	n.Warm(ctx)
	name, _ := n.Name(ctx) // want `failures.Namer.Name calls service accounts and drops its failure\n`
	return name
}

// A failure that is looked at, and nothing more, leads nowhere.
func (u *Users) Preload(ctx context.Context, ids ...string) (known int) {
	for _, id := range ids {
		if _, err := u.c.Name(ctx, id); err != nil { // want `drops its failure`
			continue
		}
	}
	for _, id := range ids {
		if _, err := u.c.Name(ctx, id); err != nil {
			continue
		}
		known++
	}
	for _, id := range ids {
		if _, err := u.c.Name(ctx, id); err != nil {
			break
		}
	}
	ok := false
	for _, id := range ids {
		ok = true
		if _, err := u.c.Name(ctx, id); err != nil {
			ok = false
		}
	}
	if ok {
		known++
	}
	return known
}
