package client

import (
	"context"
	"net/http"
)

// Told sends by the client that it is given.
type Told struct {
	Base string
	HTTP *http.Client
}

func (t Told) Name(ctx context.Context, id string) (string, error) {
	return get(ctx, t.HTTP, t.Base+"/users/"+id)
}

// A Mailer is offered to others, who do not see what is behind it.
type Mailer interface {
	Mail(ctx context.Context, id string) (string, error)
}

// NewMailer sends by the client that it is given.
func NewMailer(base string, doer Doer) Mailer { return &mailer{base, doer} }

// A Doer sends requests.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

type mailer struct {
	base string
	doer Doer
}

func (m *mailer) Mail(ctx context.Context, id string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.base+"/mails/"+id, nil)
	if err != nil {
		return "", err
	}
	resp, err := m.doer.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", http.ErrServerClosed
	}
	return resp.Header.Get("Mail"), nil
}

// A Liner has a decorator among those who ask.
type Liner interface {
	Line(ctx context.Context, id string) (string, error)
}

// NewLiner sends by the client that it is given.
func NewLiner(base string, doer Doer) Liner { return &mailer{base, doer} }

func (m *mailer) Line(ctx context.Context, id string) (string, error) { return m.Mail(ctx, id) }
