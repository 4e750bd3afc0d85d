package kinds

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// Tasks may be what somebody else's board holds, or the service's own work.
type issueClosed struct {
	Number int
	Time   time.Time
}

type tasks struct{ db *sql.DB }

func (t *tasks) closed(ctx context.Context, m *nats.Msg) error {
	var e issueClosed
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `UPDATE tasks SET state = $1, closed_at = $2, updated_at = NOW() WHERE number = $3`, "closed", e.Time, e.Number) // want `consumer tasks.closed overwrites tasks`
	return err
}

// done is told by a worker of the service's own.
func (t *tasks) done(ctx context.Context, m *nats.Msg) error {
	var e issueClosed
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `UPDATE tasks SET status = $1, finished_at = $2 WHERE id = $3`, "done", time.Now(), e.Number)
	return err
}

type taskMoved struct {
	Number   int
	Assignee string
	State    string
}

// moved tells who is to do a task of a board's.
func (t *tasks) moved(ctx context.Context, m *nats.Msg) error {
	var e taskMoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if e.Assignee == "" {
		_, err := t.db.ExecContext(ctx, `UPDATE tasks SET state = $1 WHERE number = $2`, e.State, e.Number) // want `consumer tasks.moved overwrites tasks`
		return err
	}
	_, err := t.db.ExecContext(ctx, `UPDATE tasks SET assignee_id = $1 WHERE number = $2`, e.Assignee, e.Number) // want `consumer tasks.moved overwrites tasks`
	return err
}
