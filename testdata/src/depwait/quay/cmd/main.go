// Command cmd runs all of them.
package main

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/quay/crews"
	"example.com/fixtures/depwait/quay/harbourmaster"
)

func main() {
	var db *sql.DB
	readers := map[string]*kafka.Reader{}
	harbourmaster.Run(context.Background(), db, readers)
	_ = crews.Run(context.Background(), db, readers["crews"])
}
