package stores

import (
	"context"

	"github.com/huandu/go-sqlbuilder"
	"github.com/nats-io/nats.go"
)

var flavor = sqlbuilder.PostgreSQL

func (i *increments) BuilderAssigns(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	ub := flavor.NewUpdateBuilder().Update("customers")
	ub.Set(
		ub.Assign("name", e.Name),
		ub.Assign("changed_at", sqlbuilder.Raw("NOW()")),
	)
	ub.Where(ub.Equal("id", e.ID))
	query, args := ub.Build()
	_, err = i.db.ExecContext(ctx, query, args...) // want `overwrites customers`
	return err
}

func (i *increments) BuilderAssignsMany(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	ub := flavor.NewUpdateBuilder().Update("customers")
	ub.Set(
		ub.Assign("name", e.Name),
		ub.Assign("email", e.Email),
		ub.Assign("status", e.Status),
		ub.Assign("nick", e.Name),
		ub.Assign("mail", e.Email),
		ub.Assign("state", e.Status),
	)
	ub.Where(ub.Equal("id", e.ID))
	query, args := ub.Build()
	_, err = i.db.ExecContext(ctx, query, args...) // want `overwrites customers`
	return err
}
