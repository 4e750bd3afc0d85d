// Command cmd hands over what is written to.
package main

import (
	"database/sql"
	"os"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/layers/handed"
)

func main() {
	table, bus := &handed.Table{DB: new(sql.DB)}, new(events.Bus)
	var either handed.Putter = table
	if os.Getenv("LOUD") != "" {
		either = handed.Announcing(table, bus)
	}
	var r message.Router
	r.AddNoPublisherHandler("loud", "loud", nil, handed.NewLoud(handed.Announcing(table, bus)).Handle)
	r.AddNoPublisherHandler("silent", "silent", nil, handed.NewSilent(table).Handle)
	r.AddNoPublisherHandler("either", "either", nil, handed.NewEither(either).Handle)
}
