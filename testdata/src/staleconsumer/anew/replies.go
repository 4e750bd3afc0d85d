package anew

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// A directory is asked without generated code: it is told where the answer goes.
type directory struct {
	conn *grpc.ClientConn
	db   *sql.DB
}

// ownerOf asks the owner, who is told no more than whose account is meant.
func (d *directory) ownerOf(ctx context.Context, id string) (*account, error) {
	out := new(structpb.Struct)
	if err := d.conn.Invoke(ctx, "/accounts.v1.Accounts/Get", wrapperspb.String(id), out); err != nil {
		return nil, err
	}
	f := out.GetFields()
	return &account{ID: id, Owner: f["owner"].GetStringValue(), Status: f["status"].GetStringValue()}, nil
}

func (d *directory) refetched(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	a, err := d.ownerOf(ctx, e.AccountID)
	if err != nil {
		return err
	}
	_, err = d.db.ExecContext(ctx, `INSERT INTO accounts (id, owner, status) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET owner = EXCLUDED.owner, status = EXCLUDED.status`, a.ID, a.Owner, a.Status)
	return err
}

// completed writes what the message says beside what was answered.
func (d *directory) completed(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	a, err := d.ownerOf(ctx, e.AccountID)
	if err != nil {
		return err
	}
	_, err = d.db.ExecContext(ctx, `UPDATE accounts SET owner = $2, balance = $3 WHERE id = $1`, a.ID, a.Owner, e.Amount) // want `overwrites accounts`
	return err
}

// announced sends what came on, and writes that: the answer goes elsewhere.
func (d *directory) announced(ctx context.Context, m *nats.Msg) error {
	e, err := posting(m)
	if err != nil {
		return err
	}
	var reply structpb.Struct
	if err := d.conn.Invoke(ctx, "/accounts.v1.Accounts/Announce", e, &reply); err != nil {
		return err
	}
	_, err = d.db.ExecContext(ctx, `UPDATE accounts SET balance = $2 WHERE id = $1`, e.AccountID, e.Amount) // want `overwrites accounts`
	return err
}
