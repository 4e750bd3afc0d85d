package mediator

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/mediator/bus"
	"example.com/fixtures/staleconsumer/mediator/commands"
)

type painter struct{ board *bus.Switchboard }

func (p *painter) painted(msg *message.Message) error {
	var c commands.Paint
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return bus.Execute(msg.Context(), p.board, c)
}

func (p *painter) lit(msg *message.Message) error {
	var c commands.Light
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return bus.Execute(msg.Context(), p.board, c)
}

func (p *painter) shut(ctx context.Context, id, until string) error {
	return bus.Execute(ctx, p.board, commands.Shut{ID: id, Until: until})
}
