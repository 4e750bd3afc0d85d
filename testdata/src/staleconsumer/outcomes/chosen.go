package outcomes

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
)

// One write keeps whatever came of the work: an error has decided which state it is.

type state string

const (
	ready    state = "ready"
	refused  state = "refused"
	broken   state = "broken"
	underway state = "underway"
)

type order struct {
	ExportID string
	Title    string
	State    state
	Failed   bool
	Pages    string
}

// An export is a row.
type export struct {
	ID     string
	State  state
	Reason string
}

// A result is what came of the work.
type result struct {
	State  state
	Reason string
}

// stateParams is what the statement is given.
type stateParams struct {
	ID     string
	State  state
	Reason string
}

type exports interface {
	setState(ctx context.Context, id string, s state) error
	settle(ctx context.Context, id string, r result) error
}

func (r *reports) setState(ctx context.Context, id string, s state) error {
	_, err := r.db.ExecContext(ctx, "UPDATE exports SET state = $2 WHERE id = $1", id, s)
	return err
}

func (r *reports) settle(ctx context.Context, id string, res result) error {
	_, err := r.db.ExecContext(ctx, "UPDATE exports SET state = $2, reason = $3 WHERE id = $1", id, res.State, res.Reason)
	return err
}

func (r *reports) put(ctx context.Context, arg stateParams) error {
	_, err := r.db.ExecContext(ctx, "UPDATE exports SET state = $2, reason = $3 WHERE id = $1", arg.ID, arg.State, arg.Reason)
	return err
}

func (r *reports) find(ctx context.Context, id string) (*export, error) {
	row := new(export)
	return row, r.db.QueryRowContext(ctx, "SELECT id, state, reason FROM exports WHERE id = $1", id).Scan(&row.ID, &row.State, &row.Reason)
}

func (r *reports) save(ctx context.Context, row *export) error {
	_, err := r.db.ExecContext(ctx, "UPDATE exports SET state = $2, reason = $3 WHERE id = $1", row.ID, row.State, row.Reason)
	return err
}

// move has a statement for each state, with the values that it takes.
func (r *reports) move(ctx context.Context, id string, s state, why string) error {
	var query string
	var args []any
	switch s {
	case underway:
		query, args = "UPDATE exports SET state = $2, begun_at = $3 WHERE id = $1", []any{id, s, time.Now()}
	case broken:
		query, args = "UPDATE exports SET state = $2, reason = $3 WHERE id = $1", []any{id, s, why}
	default:
		query, args = "UPDATE exports SET state = $2 WHERE id = $1", []any{id, s}
	}
	_, err := r.db.ExecContext(ctx, query, args...)
	return err
}

type exporter struct {
	reports *reports
	exports exports
	orm     *gorm.DB
}

func newExporter(r *reports, orm *gorm.DB) *exporter {
	return &exporter{reports: r, exports: r, orm: orm}
}

func read(m *nats.Msg) (*order, error) {
	o := new(order)
	return o, json.Unmarshal(m.Data, o)
}

// here puts the state together and writes it.
func (e *exporter) here(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s := ready
	if err := produce(ctx, o.ExportID); err != nil {
		s = broken
	}
	_, err = e.reports.db.ExecContext(ctx, "UPDATE exports SET state = $2 WHERE id = $1", o.ExportID, s)
	return err
}

// listed puts the values into a list before.
func (e *exporter) listed(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s := ready
	if err := produce(ctx, o.ExportID); err != nil {
		s = broken
	}
	args := make([]any, 0, 2)
	args = append(args, o.ExportID)
	args = append(args, s)
	_, err = e.reports.db.ExecContext(ctx, "UPDATE exports SET state = $2 WHERE id = $1", args...)
	return err
}

// handed has a repository write it.
func (e *exporter) handed(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s := ready
	if err := produce(ctx, o.ExportID); err != nil {
		s = broken
	}
	return e.exports.setState(ctx, o.ExportID, s)
}

// through does so by a helper that puts it into what the repository takes.
func (e *exporter) through(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s := ready
	if err := produce(ctx, o.ExportID); err != nil {
		s = broken
	}
	return e.put(ctx, o.ExportID, s)
}

func (e *exporter) put(ctx context.Context, id string, s state) error {
	return e.reports.put(ctx, stateParams{ID: id, State: s})
}

// asked has a function say which state it is.
func (e *exporter) asked(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	return e.exports.setState(ctx, o.ExportID, stateAfter(produce(ctx, o.ExportID)))
}

func stateAfter(err error) state {
	switch {
	case err == nil:
		return ready
	case errors.Is(err, context.Canceled):
		return refused
	}
	return broken
}

// worked has a function do the work and say what came of it.
func (e *exporter) worked(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	return e.exports.settle(ctx, o.ExportID, resultOf(ctx, o.ExportID))
}

func resultOf(ctx context.Context, id string) result {
	if err := produce(ctx, id); err != nil {
		return result{State: broken, Reason: err.Error()}
	}
	return result{State: ready}
}

// filled fills in a row that it has read.
func (e *exporter) filled(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	row, err := e.reports.find(ctx, o.ExportID)
	if err != nil {
		return err
	}
	if err := produce(ctx, o.ExportID); err != nil {
		row.State, row.Reason = broken, err.Error()
	} else {
		row.State = ready
	}
	return e.reports.save(ctx, row)
}

// late writes it when all is done.
func (e *exporter) late(ctx context.Context, m *nats.Msg) (err error) {
	o, err := read(m)
	if err != nil {
		return err
	}
	defer func() {
		s := ready
		if err != nil {
			s = broken
		}
		_ = e.exports.setState(ctx, o.ExportID, s)
	}()
	return produce(ctx, o.ExportID)
}

// mapped has a map of columns.
func (e *exporter) mapped(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	columns := map[string]any{"state": ready}
	if err := produce(ctx, o.ExportID); err != nil {
		columns["state"], columns["reason"] = broken, err.Error()
	}
	return e.orm.WithContext(ctx).Model(&export{}).Where("id = ?", o.ExportID).Updates(columns).Error
}

// moved keeps each step, by a method for all of them.
func (e *exporter) moved(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	if err := e.reports.move(ctx, o.ExportID, underway, ""); err != nil {
		return err
	}
	if err := produce(ctx, o.ExportID); err != nil {
		return e.reports.move(ctx, o.ExportID, broken, err.Error())
	}
	return e.reports.move(ctx, o.ExportID, ready, "")
}

// byMessage takes the state that the message tells of.
func (e *exporter) byMessage(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s := ready
	if o.Failed {
		s = broken
	}
	return e.exports.setState(ctx, o.ExportID, s) // want `consumer exporter.byMessage overwrites exports`
}

// unless has the message's own state but for failures.
func (e *exporter) unless(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s := o.State
	if err := produce(ctx, o.ExportID); err != nil {
		s = broken
	}
	return e.exports.setState(ctx, o.ExportID, s) // want `consumer exporter.unless overwrites exports`
}

// besides keeps what the message says with how it went.
func (e *exporter) besides(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	r := result{State: ready, Reason: o.Title}
	if err := produce(ctx, o.ExportID); err != nil {
		r = result{State: broken, Reason: err.Error()}
	}
	return e.exports.settle(ctx, o.ExportID, r) // want `consumer exporter.besides overwrites exports`
}

// unread takes a message for a failure that it cannot make out: it is still the message
// which decides.
func (e *exporter) unread(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s := ready
	if _, err := parsePages(o.Pages); err != nil {
		s = broken
	}
	return e.exports.setState(ctx, o.ExportID, s) // want `consumer exporter.unread overwrites exports`
}

func parsePages(text string) (int, error) {
	if text == "" {
		return 0, errors.New("no pages")
	}
	return len(text), nil
}

// known has a function look a state up that may fail, and gives up where it does.
func (e *exporter) known(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	s, err := stateOfPages(ctx, o.Pages)
	if err != nil {
		return err
	}
	return e.exports.setState(ctx, o.ExportID, s) // want `consumer exporter.known overwrites exports`
}

func stateOfPages(ctx context.Context, pages string) (state, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if pages == "" {
		return refused, nil
	}
	return ready, nil
}

// before does no more than to go on after the state was kept.
func (e *exporter) before(ctx context.Context, m *nats.Msg) error {
	o, err := read(m)
	if err != nil {
		return err
	}
	row, err := e.reports.find(ctx, o.ExportID)
	if err != nil {
		return err
	}
	row.State = ready
	if err := e.reports.save(ctx, row); err != nil { // want `consumer exporter.before overwrites exports`
		return err
	}
	return produce(ctx, o.ExportID)
}

func listenForExports(nc *nats.Conn, e *exporter) {
	ctx := context.Background()
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{
		"here": e.here, "listed": e.listed, "handed": e.handed, "through": e.through, "asked": e.asked, "worked": e.worked,
		"filled": e.filled, "late": e.late, "mapped": e.mapped, "moved": e.moved,
		"byMessage": e.byMessage, "unless": e.unless, "besides": e.besides, "unread": e.unread, "known": e.known, "before": e.before,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(ctx, m) })
	}
}
