// Command cmd runs the two.
package main

import (
	"context"
	"database/sql"
	"log"

	"example.com/fixtures/depwait/staffing/both"
	"example.com/fixtures/depwait/staffing/both/kit"
)

func main() {
	ctx := context.Background()
	db, err := sql.Open("pgx", "")
	if err != nil {
		log.Fatal(err)
	}
	group, err := kit.NewGroup()
	if err != nil {
		log.Fatal(err)
	}
	pool, err := kit.NewPool()
	if err != nil {
		log.Fatal(err)
	}
	both.New(db).Register(group, pool)
	go pool.Run(ctx)
	log.Fatal(group.Run(ctx))
}
