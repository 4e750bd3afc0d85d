// Package mediator sends what a message brings by way of a mediator.
package mediator

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/mediator/bus"
	"example.com/fixtures/staleconsumer/mediator/commands"
)

// Register brings requests and handlers together.
func Register(db *sql.DB) {
	bus.RegisterRequestHandler[*commands.Rename, *commands.Done](&commands.Renamer{DB: db})
	bus.RegisterRequestHandler[*commands.Retitle, *commands.Done](&commands.Retitler{DB: db})
}

func renamed(msg *message.Message) error {
	command := &commands.Rename{}
	if err := json.Unmarshal(msg.Payload, command); err != nil {
		return err
	}
	_, err := bus.Send[*commands.Rename, *commands.Done](msg.Context(), command)
	return err
}

func retitled(ctx context.Context, id, title string) error {
	_, err := bus.Send[*commands.Retitle, *commands.Done](ctx, &commands.Retitle{ID: id, Title: title})
	return err
}
