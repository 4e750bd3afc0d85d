package mediator

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/mediator/bus"
	"example.com/fixtures/staleconsumer/mediator/commands"
)

// Execute brings commands and their executors together.
func Execute(b *bus.Bus, db *sql.DB) {
	bus.RegisterExecutor[commands.Relocate](b, &commands.Relocator{DB: db})
	bus.RegisterExecutor[commands.Reprice](b, &commands.Repricer{DB: db})
	bus.RegisterExecutor[commands.Close](b, &commands.Closer{DB: db})
}

type listener struct{ bus *bus.Bus }

func (l *listener) handle(msg *message.Message) error {
	command, err := translate(msg)
	if err != nil {
		return err
	}
	return l.bus.Dispatch(msg.Context(), command)
}

// translate makes a command of a message, of one kind or the other.
func translate(msg *message.Message) (any, error) {
	switch msg.Metadata.Get("kind") {
	case "moved":
		var c commands.Relocate
		err := json.Unmarshal(msg.Payload, &c)
		return c, err
	case "priced":
		var c commands.Reprice
		err := json.Unmarshal(msg.Payload, &c)
		return c, err
	}
	return nil, fmt.Errorf("unknown kind")
}

func (l *listener) closed(ctx context.Context, id, reason string) error {
	return l.bus.Dispatch(ctx, commands.Close{ID: id, Reason: reason})
}
