// Command main makes the servers, and chooses what becomes of failures.
package main

import (
	"context"
	"database/sql"

	"github.com/IBM/sarama"
	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/staffing/servers/inbox"
	"example.com/fixtures/depwait/staffing/servers/kit"
)

func run(ctx context.Context, db *sql.DB, in <-chan amqp.Delivery, cg sarama.ConsumerGroup) {
	box := inbox.New(db)

	slow := box.Slow(kit.NewPoller(in))
	fast := box.Fast(kit.NewPoller(in))
	go slow.Run(ctx)
	go func() { fast.RunFast(ctx) }()

	reg := inbox.Everything(box)
	go kit.NewPump(in, reg, kit.Forgiving()).Start(ctx)
	go kit.NewPump(in, inbox.Others(box), kit.Patient()).Start(ctx)

	go func() {
		lenient := kit.NewRegistry().On("hired", box.Lost).On("moved", kit.JSON(box.Moved))
		_ = kit.Run(ctx, cg, []string{"hired"}, kit.Lenient{Registry: lenient})
	}()
	strict := kit.NewRegistry().On("hired", box.Kept)
	_ = kit.Run(ctx, cg, []string{"hired"}, kit.Strict{Registry: strict})
}

func main() { run(context.Background(), nil, nil, nil) }
