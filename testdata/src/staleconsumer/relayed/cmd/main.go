// Command cmd puts a relay and its handlers together.
package main

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/relayed/broker"
	"example.com/fixtures/staleconsumer/relayed/handlers"
	"example.com/fixtures/staleconsumer/relayed/relay"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		panic(err)
	}
	source, h := broker.New("localhost:9092"), &handlers.Handlers{DB: db}
	r, steps := relay.New(source), new(relay.Steps)
	r.On("named", h.Named)
	r.On("changed", h.Changed)
	steps.On("stepped", h.Stepped)
	steps.Do("stepped")
	r.Start()
	board := relay.NewBoard()
	board.Attach("named", h.Attached)
	relay.To(board, source)
	run(source, handlers.Titles{DB: db})
}

func run(source broker.Source, titles handlers.Titles) {
	if err := source.Run(context.Background(), "titles", titles); err != nil {
		panic(err)
	}
}
