// Package remote leaves the process, for the fixtures.
package remote

import (
	"context"
	"net/http"
)

// Call asks another service.
func Call(ctx context.Context, id string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://billing/"+id, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

// Local does nothing of the kind.
func Local(context.Context, string) error { return nil }
