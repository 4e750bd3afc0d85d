package captured

import (
	"context"
	"database/sql"

	"example.com/kit/bus"
	"github.com/nats-io/nats.go"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/apipb"
)

// protos are handlers that are given what a library has decoded beside the broker's message.
type protos struct{ db *sql.DB }

func register(d *bus.Decoded, db *sql.DB) {
	p := &protos{db}
	d.Register(&apipb.Method{}, p.renamed)
	d.Register(&apipb.Mixin{}, p.added)
}

func (p *protos) renamed(ctx context.Context, _ *nats.Msg, message proto.Message) {
	m := message.(*apipb.Method)
	_, _ = p.db.ExecContext(ctx, `UPDATE methods SET url = $1 WHERE name = $2`, m.RequestTypeUrl, m.Name) // want `consumer protos.renamed overwrites methods`
}

func (p *protos) added(ctx context.Context, _ *nats.Msg, message proto.Message) {
	m := message.(*apipb.Mixin)
	_, _ = p.db.ExecContext(ctx, `INSERT INTO mixins (name, root) VALUES ($1, $2)`, m.Name, m.Root)
}

// What comes without the broker's message may come from anywhere.
func (p *protos) edited(ctx context.Context, message proto.Message) error {
	m := message.(*apipb.Method)
	_, err := p.db.ExecContext(ctx, `UPDATE methods SET url = $1 WHERE name = $2`, m.RequestTypeUrl, m.Name)
	return err
}
