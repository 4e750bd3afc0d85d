// Command main says how the handlers of a desk are served.
package main

import (
	"context"
	"database/sql"
	"log"

	"github.com/ThreeDotsLabs/watermill/components/cqrs"

	"example.com/fixtures/depwait/staffing/tolerant/desk"
	"example.com/fixtures/depwait/staffing/tolerant/kit"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	d, ctx := desk.New(db), context.Background()
	for _, serve := range []func() error{
		func() error { return kit.Serve(ctx, new(cqrs.EventProcessor), d.Strict(), kit.WithRetry(5)) },
		func() error {
			return kit.Serve(ctx, new(cqrs.EventProcessor), d.Tolerant(), kit.WithTolerance(), kit.WithRetry(2))
		},
		func() error { return kit.Serve(ctx, new(cqrs.EventProcessor), d.Patient(), kit.WithPatience()) },
	} {
		if err := serve(); err != nil {
			log.Fatal(err)
		}
	}
}
