package anew

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/anew/owner"
)

// The one who asks the owner may stand behind an interface, whose implementation only main
// knows: it lies beside what it answers.

type paperSource interface {
	Paper(ctx context.Context, id string) (owner.Paper, error)
}

type drafter interface {
	Draft(ctx context.Context, id, title string) (owner.Draft, error)
}

type papers struct {
	db      *sql.DB
	source  paperSource
	drafter drafter
}

type paperChanged struct{ ID, Title string }

func (p *papers) asked(m *nats.Msg) {
	var e paperChanged
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	paper, err := p.source.Paper(context.Background(), e.ID)
	if err != nil {
		return
	}
	p.db.Exec("UPDATE papers SET title = $2 WHERE id = $1", paper.ID, paper.Title)
}

func (p *papers) drafted(m *nats.Msg) {
	var e paperChanged
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	draft, err := p.drafter.Draft(context.Background(), e.ID, e.Title)
	if err != nil {
		return
	}
	p.db.Exec("UPDATE papers SET title = $2 WHERE id = $1", draft.ID, draft.Title) // want `consumer papers.drafted overwrites papers`
}

// RunPapers subscribes them.
func RunPapers(conn *nats.Conn, db *sql.DB, source paperSource, d drafter) {
	p := &papers{db, source, d}
	conn.Subscribe("papers", p.asked)
	conn.Subscribe("papers.drafts", p.drafted)
}
