// Command orders brings all together.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/zeromicro/go-zero/zrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"example.com/fixtures/directcall/accounts/client"
	"example.com/fixtures/directcall/orders/addresses"
	"example.com/fixtures/directcall/orders/again"
	"example.com/fixtures/directcall/orders/apart"
	"example.com/fixtures/directcall/orders/app"
	"example.com/fixtures/directcall/orders/breakers"
	"example.com/fixtures/directcall/orders/clients"
	"example.com/fixtures/directcall/orders/connects"
	"example.com/fixtures/directcall/orders/contexts"
	_ "example.com/fixtures/directcall/orders/curried"
	"example.com/fixtures/directcall/orders/decorated"
	"example.com/fixtures/directcall/orders/failures"
	"example.com/fixtures/directcall/orders/grpcs"
	"example.com/fixtures/directcall/orders/handed"
	"example.com/fixtures/directcall/orders/jobs"
	"example.com/fixtures/directcall/orders/kinds"
	"example.com/fixtures/directcall/orders/late"
	"example.com/fixtures/directcall/orders/options"
	"example.com/fixtures/directcall/orders/others"
	"example.com/fixtures/directcall/orders/plain"
	"example.com/fixtures/directcall/orders/proxied"
	"example.com/fixtures/directcall/orders/transports"
	"example.com/fixtures/directcall/orders/watches"
	"example.com/fixtures/directcall/orders/wired"
	"example.com/fixtures/directcall/orders/zeros"
)

func main() {
	ctx := context.Background()
	conn, err := grpc.NewClient(os.Getenv("ACCOUNTS_ADDR"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	accounts := contexts.New(conn)
	a := &app.App{
		Accounts: accounts, Names: breakers.Named{}, Store: memory{},
		Directory: client.NewBare(os.Getenv("ACCOUNTS_URL")), Safe: client.New(os.Getenv("ACCOUNTS_URL")),
	}
	w := wired.New(os.Getenv("ACCOUNTS_URL"), &http.Client{})
	e := wired.NewElsewhere(os.Getenv("SEARCH_URL"), &http.Client{})
	log.Print(a.Place(ctx), a.Look(ctx), a.Forget(ctx), w.Get(ctx), e.Get(), accounts.CallsNear(ctx), accounts.CallsDetached(ctx))
	log.Print(plain.Get(), addresses.Ours(addresses.Filled()), clients.With(), clients.Without(), grpcs.Greet(conn), transports.Guarded())
	bare := client.NewBare(os.Getenv("ACCOUNTS_URL"))
	board := &decorated.Board{Names: decorated.Guard(bare, time.Second), Titles: decorated.Log(bare)}
	log.Print(board.Show(ctx))
	failures.Dropped()
	failures.Ignores(ctx, failures.NewUsers(client.New(os.Getenv("ACCOUNTS_URL"))))
	others.Search()
	scheduled, retrying := jobs.New(), again.New()
	log.Print(scheduled.Schedule(cron.New()), scheduled.Steps(ctx))
	log.Print(retrying.All(ctx), again.NewPatient().All(ctx), retrying.Bounded(ctx), retrying.Elsewhere(ctx))
	log.Print(connects.New(elsewhere["eliza"]).Say(ctx))
	log.Print(zeros.New(zrpc.RpcClientConf{}, registry).Ask(ctx))
	watcher := watches.New(conn)
	log.Print(watcher.Once(ctx), watcher.Watch(ctx), late.NewStyled().Ask(ctx))
	stubs, err := kinds.NewStubs()
	log.Print(stubs.Ask(ctx), kinds.NewAsker(os.Getenv("ACCOUNTS_URL"), os.Getenv("SEARCH_URL")).Ask(ctx), err)
	counter := apart.New(unseen)
	log.Print(counter.Forgotten(ctx), counter.Regarded(ctx))
	log.Print(counter.Lined(ctx))
	desk, err := options.New()
	log.Print(desk.Ask(ctx), err)
	askers := handed.New(os.Getenv("ACCOUNTS_URL"))
	log.Print(askers.Plainly(ctx))
	log.Print(askers.Bounded(ctx))
	log.Print(askers.Broken(ctx))
	log.Print(askers.Safe(ctx))
	log.Print(http.ListenAndServe(":80", proxied.Routes(transport)), addresses.Keyed())
}

// registry is filled by whoever embeds this.
var registry zeros.Registry

// elsewhere is filled by whoever embeds this.
var elsewhere = map[string]*http.Client{}

// unseen is set by whoever embeds this.
var unseen client.Mailer

// transport is set by whoever embeds this.
var transport http.RoundTripper

type memory struct{}

func (memory) Save(context.Context, string) error { return nil }
