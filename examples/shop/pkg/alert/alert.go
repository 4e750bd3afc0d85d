// Package alert tells whoever is on call.
package alert

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Pager posts to the incident webhook. The zero value only logs.
type Pager struct {
	Webhook string
}

var client = &http.Client{Timeout: 5 * time.Second}

// Page raises an incident. That it could not be raised is only logged, as nobody could do more about it.
func (p Pager) Page(ctx context.Context, text string) {
	if p.Webhook == "" {
		slog.ErrorContext(ctx, text)
		return
	}
	form := url.Values{"text": {text}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Webhook, strings.NewReader(form.Encode()))
	if err != nil {
		slog.ErrorContext(ctx, "incident not raised", "text", text, "error", err)
		return
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(req)
	if err != nil {
		slog.ErrorContext(ctx, "incident not raised", "text", text, "error", err)
		return
	}
	resp.Body.Close()
}
