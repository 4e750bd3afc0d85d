package outcomes

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// A job goes through its states while one message is handled, which comes again if it fails.

type job struct {
	JobID, Title string
}

func (r *reports) jobState(ctx context.Context, id, state string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE render_jobs SET state = $2, changed_at = $3 WHERE id = $1", id, state, time.Now())
	return err
}

func (r *reports) jobTitle(ctx context.Context, id, title string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE render_jobs SET title = $2 WHERE id = $1", id, title) // want `consumer reports.jobTitle overwrites render_jobs`
	return err
}

func (r *reports) parcelState(ctx context.Context, id, state string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE parcels SET state = $2, changed_at = $3 WHERE id = $1", id, state, time.Now())
	return err
}

// renders keeps that the job runs, and that it is done.
func (r *reports) renders(ctx context.Context, j job) error {
	if err := r.jobState(ctx, j.JobID, "running"); err != nil {
		return err
	}
	if err := produce(ctx, j.JobID); err != nil {
		return err
	}
	return r.jobState(ctx, j.JobID, "done")
}

// renames keeps one state, and what the message says.
func (r *reports) renames(ctx context.Context, j job) error {
	if err := r.jobState(ctx, j.JobID, "running"); err != nil { // want `consumer reports.renames overwrites render_jobs`
		return err
	}
	return r.jobTitle(ctx, j.JobID, j.Title)
}

// ended is told what has become of a job.
func (r *reports) ended(ctx context.Context, j job) error {
	if j.Title == "" {
		return r.jobState(ctx, j.JobID, "failed") // want `consumer reports.ended overwrites render_jobs`
	}
	return r.jobState(ctx, j.JobID, "done") // want `consumer reports.ended overwrites render_jobs`
}

// sends has a row go through states that is no job.
func (r *reports) sends(ctx context.Context, j job) error {
	if err := r.parcelState(ctx, j.JobID, "packed"); err != nil { // want `consumer reports.sends overwrites parcels`
		return err
	}
	return r.parcelState(ctx, j.JobID, "sent") // want `consumer reports.sends overwrites parcels`
}

func listenForJobs(nc *nats.Conn, r *reports) {
	for subject, handle := range map[string]func(context.Context, job) error{
		"renders": r.renders, "renames": r.renames, "ended": r.ended, "sends": r.sends,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) {
			var j job
			if json.Unmarshal(m.Data, &j) == nil {
				_ = handle(context.Background(), j)
			}
		})
	}
}
