package kinds

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// Jobs are the service's own work, but where others tell how far they are.

type jobMoved struct {
	JobID    string
	Progress int
	Section  string
}

type jobs struct{ db *sql.DB }

func (j *jobs) progressed(ctx context.Context, m *nats.Msg) error {
	var e jobMoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := j.db.ExecContext(ctx, `UPDATE jobs SET progress = $1, section = $2, updated_at = NOW() WHERE id = $3`, e.Progress, e.Section, e.JobID) // want `consumer jobs.progressed overwrites jobs`
	return err
}

// started notes what the consumer itself does.
func (j *jobs) started(ctx context.Context, m *nats.Msg) error {
	var e jobMoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := j.db.ExecContext(ctx, `UPDATE jobs SET status = 'running', started_at = NOW() WHERE id = $1`, e.JobID)
	return err
}

var moves = map[string][]string{"queued": {"running", "failed"}, "running": {"done", "failed"}}

func canMove(from, to string) bool {
	next, ok := moves[from]
	if !ok {
		return false
	}
	for _, s := range next {
		if s == to {
			return true
		}
	}
	return false
}

func mayMove(from, to string) bool {
	switch from {
	case "queued":
		return to != "done"
	case "running":
		return to != "queued"
	}
	return false
}

func (j *jobs) stateOf(ctx context.Context, id string) (is struct{ State, Section string }, err error) {
	err = j.db.QueryRowContext(ctx, `SELECT state, section FROM jobs WHERE id = $1`, id).Scan(&is.State, &is.Section)
	return is, err
}

// moved asks a table whether the state may be left for another.
func (j *jobs) moved(ctx context.Context, m *nats.Msg) error {
	var e jobMoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	is, err := j.stateOf(ctx, e.JobID)
	if err != nil || !canMove(is.State, e.Section) {
		return err
	}
	_, err = j.db.ExecContext(ctx, `UPDATE jobs SET state = $1 WHERE id = $2`, e.Section, e.JobID)
	return err
}

// switched asks a function for the same.
func (j *jobs) switched(ctx context.Context, m *nats.Msg) error {
	var e jobMoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	is, err := j.stateOf(ctx, e.JobID)
	if err != nil || !mayMove(is.State, e.Section) {
		return err
	}
	_, err = j.db.ExecContext(ctx, `UPDATE jobs SET state = $1 WHERE id = $2`, e.Section, e.JobID)
	return err
}
