// Command cmd leaves it to the processor when commands are acknowledged.
package main

import (
	"context"
	"database/sql"
	"log"

	"github.com/ThreeDotsLabs/watermill/components/cqrs"
	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/vestry/handling"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		log.Fatal(err)
	}
	router, err := message.NewRouter(message.RouterConfig{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	h := &handling.Handler{DB: db}
	commands, err := cqrs.NewCommandProcessorWithConfig(router, cqrs.CommandProcessorConfig{
		Marshaler: cqrs.JSONMarshaler{},
	})
	if err != nil {
		log.Fatal(err)
	}
	events, err := cqrs.NewEventProcessorWithConfig(router, cqrs.EventProcessorConfig{Marshaler: cqrs.JSONMarshaler{}})
	if err != nil {
		log.Fatal(err)
	}
	if err := commands.AddHandlers(h.Commands()...); err != nil {
		log.Fatal(err)
	}
	if err := events.AddHandlers(h.Events()...); err != nil {
		log.Fatal(err)
	}
	log.Fatal(router.Run(context.Background()))
}
