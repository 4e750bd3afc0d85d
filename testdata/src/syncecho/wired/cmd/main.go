// Command cmd wires the consumers.
package main

import (
	"database/sql"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/syncecho/wired/adapters"
	"example.com/fixtures/syncecho/wired/core"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	conn, err := nats.Connect("")
	if err != nil {
		panic(err)
	}
	table, out := &adapters.Table{DB: db}, &adapters.Nats{Conn: conn}
	h := &core.Handlers{
		Decorated: table, Silent: table, Loud: &adapters.LoudTable{Table: *table, Producer: out},
		Producer: out, Bus: out, Sender: out, Outbox: &adapters.Box{DB: db},
	}
	requests(&adapters.Telling{Inner: table, Producer: out}, h)
}

func requests(core.Decorated, *core.Handlers) {}
