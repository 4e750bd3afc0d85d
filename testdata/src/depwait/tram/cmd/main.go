// Command cmd brings together who receives, who handles and who keeps.
package main

import (
	"context"
	"database/sql"
	"log"
	"os"

	"example.com/fixtures/depwait/tram/handling"
	"example.com/fixtures/depwait/tram/retrying"
	"example.com/fixtures/depwait/tram/running"
	"example.com/fixtures/depwait/tram/store"
	"github.com/segmentio/kafka-go"
)

func main() {
	db, err := sql.Open("pgx", os.Getenv("TRAM_DSN"))
	if err != nil {
		log.Fatal(err)
	}
	h := &handling.Handler{Rows: &store.Store{DB: db}}
	go running.Lines(reader("lines"), h)
	go running.Trips(reader("trips"), h)
	go running.Delays(reader("delays"), h)
	go running.Renamings(reader("renamings"), h)
	go running.Depots(reader("depots"), h)
	go retrying.Notices(context.Background(), reader("notices"), h)
	log.Fatal(retrying.Fares(context.Background(), reader("fares"), h))
}

func reader(topic string) *kafka.Reader {
	return kafka.NewReader(kafka.ReaderConfig{Brokers: []string{"kafka:9092"}, GroupID: "tram", Topic: topic})
}
