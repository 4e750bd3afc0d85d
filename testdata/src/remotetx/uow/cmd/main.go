package main

import (
	"context"

	"example.com/fixtures/remotetx/uow/mail"
	"example.com/fixtures/remotetx/uow/pg"
	"example.com/fixtures/remotetx/uow/port"
)

func main() {
	m := &mail.Mailer{}
	p := &port.Placer{U: &pg.UoW{}, N: m, OnSaved: m.Notify}
	var u port.Usecase[port.Place] = port.Transactional[port.Place]{Next: p, Tx: &pg.Within{}}
	_ = u.Execute(context.Background(), port.Place{})
}
