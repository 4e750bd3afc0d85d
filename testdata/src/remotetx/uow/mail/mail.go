package mail

import (
	"context"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/uow/port"
)

type Mailer struct{}

func (*Mailer) Notify(ctx context.Context, o port.Order) error { return remote.Call(ctx, o.ID) }
