package anew

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// What the code chooses is what the message implies, however it comes into the row.

type moved struct {
	NodeID, ParentID, TeamID, Kind string
	Size                           int
}

type payment struct{ State string }

type node struct {
	ID, TeamID, Path, Name string
	Kind                   sql.NullString
	Level                  *string
	Labels                 map[string]string
	Payment                *payment
	Size                   int
}

type nodes struct{ db *sql.DB }

func (r *nodes) Get(ctx context.Context, id string) (*node, error) {
	n := new(node)
	err := r.db.QueryRowContext(ctx, "SELECT id, team_id, path, name, kind, size FROM nodes WHERE id = $1", id).Scan(&n.ID, &n.TeamID, &n.Path, &n.Name, &n.Kind, &n.Size)
	return n, err
}

func (r *nodes) Sizes(ctx context.Context, id string) (int, error) {
	var size int
	err := r.db.QueryRowContext(ctx, "SELECT sum(size) FROM files WHERE node_id = $1", id).Scan(&size)
	return size, err
}

func (r *nodes) Save(ctx context.Context, n *node) error {
	_, err := r.db.ExecContext(ctx, "UPDATE nodes SET team_id = $1, path = $2, kind = $3, level = $4, labels = $5, payment = $6, size = $7 WHERE id = $8",
		n.TeamID, n.Path, n.Kind, n.Level, n.Labels, n.Payment, n.Size, n.ID)
	return err
}

func ptr[T any](v T) *T { return &v }

type tree struct{ nodes *nodes }

func told(m *nats.Msg) (moved, error) {
	var e moved
	err := json.Unmarshal(m.Data, &e)
	return e, err
}

// sized is the look-up that all of them begin with.
func (t *tree) sized(ctx context.Context, id string) (*node, error) {
	n, err := t.nodes.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	n.Size, err = t.nodes.Sizes(ctx, id)
	return n, err
}

func (t *tree) measured(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	n, err := t.sized(ctx, e.NodeID)
	if err != nil {
		return err
	}
	return t.nodes.Save(ctx, n)
}

func (t *tree) nullable(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	n, err := t.sized(ctx, e.NodeID)
	if err != nil {
		return err
	}
	n.Kind = sql.NullString{String: "folder", Valid: true}
	return t.nodes.Save(ctx, n) // want `consumer tree.nullable overwrites nodes`
}

func (t *tree) pointed(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	n, err := t.sized(ctx, e.NodeID)
	if err != nil {
		return err
	}
	n.Level = ptr("top")
	return t.nodes.Save(ctx, n) // want `consumer tree.pointed overwrites nodes`
}

func (t *tree) labelled(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	n, err := t.sized(ctx, e.NodeID)
	if err != nil {
		return err
	}
	n.Labels["state"] = "moved"
	return t.nodes.Save(ctx, n) // want `consumer tree.labelled overwrites nodes`
}

func (t *tree) charged(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	n, err := t.sized(ctx, e.NodeID)
	if err != nil {
		return err
	}
	n.Payment.State = "paid"
	return t.nodes.Save(ctx, n) // want `consumer tree.charged overwrites nodes`
}

// What a reference of the message's stands for is as old as the message.

func (t *tree) moved(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	return t.move(ctx, e.NodeID, e.ParentID)
}

func (t *tree) move(ctx context.Context, id, parent string) error {
	n, err := t.nodes.Get(ctx, id)
	if err != nil {
		return err
	}
	p, err := t.nodes.Get(ctx, parent)
	if err != nil {
		return err
	}
	n.Path = p.Path + "/" + n.Name
	return t.nodes.Save(ctx, n) // want `consumer tree.move overwrites nodes`
}

func (t *tree) handedOver(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	n, err := t.sized(ctx, e.NodeID)
	if err != nil {
		return err
	}
	n.TeamID = e.TeamID
	return t.nodes.Save(ctx, n) // want `consumer tree.handedOver overwrites nodes`
}

// What the message says decides which kind it is.
func (t *tree) sorted(ctx context.Context, m *nats.Msg) error {
	e, err := told(m)
	if err != nil {
		return err
	}
	n, err := t.sized(ctx, e.NodeID)
	if err != nil {
		return err
	}
	n.Kind.Valid = e.Kind == "folder"
	return t.nodes.Save(ctx, n) // want `consumer tree.sorted overwrites nodes`
}

func (t *tree) listen(nc *nats.Conn) {
	ctx := context.Background()
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{
		"a": t.measured, "b": t.nullable, "c": t.pointed, "d": t.labelled, "e": t.charged, "f": t.moved, "g": t.handedOver, "h": t.sorted,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(ctx, m) })
	}
}
