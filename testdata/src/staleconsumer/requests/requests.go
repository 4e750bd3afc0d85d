// Package requests has handlers that answer what they were sent: with what they worked out,
// or by no more than that it has come.
package requests

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nats.go/micro"

	"example.com/fixtures/staleconsumer/msgs"
)

type store struct{ db *sql.DB }

// rename is common to all of the handlers here: what it writes counts for each.
func (s *store) rename(ctx context.Context, data []byte) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
	return err
}

// find is asked for what is there.
func (s *store) find(ctx context.Context, data []byte) (*msgs.CustomerChanged, error) {
	e := new(msgs.CustomerChanged)
	return e, s.db.QueryRowContext(ctx, "SELECT id, name FROM customers WHERE id = $1", string(data)).Scan(&e.ID, &e.Name)
}

func (s *store) save(ctx context.Context, e *msgs.CustomerChanged) (int64, error) {
	res, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// answersRow answers with the row.
func (s *store) answersRow(m *nats.Msg) {
	ctx := context.Background()
	if err := s.rename(ctx, m.Data); err != nil {
		_ = m.Respond([]byte("ERR " + err.Error()))
		return
	}
	row, err := s.find(ctx, m.Data)
	if err != nil {
		_ = m.Respond([]byte(err.Error()))
		return
	}
	data, _ := json.Marshal(row)
	_ = m.Respond(data)
}

// answersIfAsked answers whoever wants to know.
func (s *store) answersIfAsked(m *nats.Msg) {
	var e msgs.CustomerChanged
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	n, err := s.save(context.Background(), &e)
	if err != nil {
		log.Print(err)
	}
	if m.Reply != "" {
		_ = m.Respond([]byte(fmt.Sprint(n)))
	}
}

// publishes answers by way of the connection.
func publishes(s *store, nc *nats.Conn) error {
	_, err := nc.QueueSubscribe("customers.rename", "desk", func(m *nats.Msg) {
		reply := func(v any) {
			data, err := json.Marshal(v)
			if err != nil {
				return
			}
			_ = nc.Publish(m.Reply, data)
		}
		if err := s.rename(context.Background(), m.Data); err != nil {
			reply(map[string]string{"error": err.Error()})
			return
		}
		row, err := s.find(context.Background(), m.Data)
		if err != nil {
			reply(map[string]string{"error": err.Error()})
			return
		}
		reply(row)
	})
	return err
}

// responds answers with a message of its own.
func responds(s *store, nc *nats.Conn) error {
	_, err := nc.Subscribe("customers.rename", func(m *nats.Msg) {
		_ = s.rename(context.Background(), m.Data)
		if row, err := s.find(context.Background(), m.Data); err == nil {
			answer := nats.NewMsg(m.Reply)
			answer.Data, _ = json.Marshal(row)
			_ = nc.PublishMsg(answer)
		}
	})
	return err
}

// given answers in a function that is told where to.
func (s *store) given(nc *nats.Conn) nats.MsgHandler {
	return func(m *nats.Msg) {
		_ = s.rename(context.Background(), m.Data)
		row, err := s.find(context.Background(), m.Data)
		send(nc, m.Reply, row, err)
	}
}

func send(nc *nats.Conn, reply string, v any, err error) {
	if err != nil {
		_ = nc.Publish(reply, []byte(err.Error()))
		return
	}
	data, _ := json.Marshal(v)
	_ = nc.Publish(reply, data)
}

// endpoint serves an endpoint.
func endpoint(s *store, g micro.Group) error {
	return g.AddEndpoint("rename", micro.HandlerFunc(func(r micro.Request) {
		_ = s.rename(context.Background(), r.Data())
		row, _ := s.find(context.Background(), r.Data())
		_ = r.RespondJSON(row)
	}))
}

// hands back what whoever calls it answers with.
func (s *store) handsBack(m *nats.Msg) (*msgs.CustomerChanged, error) {
	if err := s.rename(context.Background(), m.Data); err != nil {
		return nil, err
	}
	return s.find(context.Background(), m.Data)
}

// answersState answers with all that was written.
func (s *store) answersState(m *nats.Msg) {
	var e msgs.CustomerChanged
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	_, _ = s.save(context.Background(), &e)
	data, _ := json.Marshal(e)
	_ = m.Respond(data)
}

// dispatched answers with what another function makes of the message.
func (s *store) dispatched(m *nats.Msg) {
	row, err := s.changed(m)
	if err != nil {
		_ = m.Respond([]byte(err.Error()))
		return
	}
	data, _ := json.Marshal(row)
	_ = m.Respond(data)
}

func (s *store) changed(m *nats.Msg) (*msgs.CustomerChanged, error) {
	s.prepare(m)
	return s.find(context.Background(), m.Data)
}

func (s *store) prepare(m *nats.Msg) { _ = s.rename(context.Background(), m.Data) }

// shared is called by one who is asked, and by one who is told.
func (s *store) shared(m *nats.Msg) {
	_ = s.rename(context.Background(), m.Data) // want `consumer store.shared overwrites customers by a message`
}

func (s *store) asksShared(m *nats.Msg) {
	s.shared(m)
	row, _ := s.find(context.Background(), m.Data)
	data, _ := json.Marshal(row)
	_ = m.Respond(data)
}

func (s *store) tellsShared(m *nats.Msg) { s.shared(m) }

// The near misses: what is answered tells that the message has come, or that it failed.

func (s *store) says(m *nats.Msg) {
	_ = s.rename(context.Background(), m.Data) // want `consumer store.says overwrites customers by a message`
	_ = m.Respond([]byte("ok"))
}

// A RenameRequest asks for a name.
type RenameRequest struct{ ID, Name string }

func decodeAs[T any](m *nats.Msg) (T, error) {
	var v T
	return v, json.Unmarshal(m.Data, &v)
}

// done answers no more than that it is, but who sent it calls it a request and waits.
func (s *store) done(m *nats.Msg) {
	if r, err := decodeAs[RenameRequest](m); err == nil {
		_, _ = s.save(context.Background(), &msgs.CustomerChanged{ID: r.ID, Name: r.Name})
	}
	_ = m.Respond([]byte("ok"))
}

// told is answered by nobody, whatever it is called.
func (s *store) told(m *nats.Msg) {
	var r RenameRequest
	if err := json.Unmarshal(m.Data, &r); err == nil {
		_, _ = s.save(context.Background(), &msgs.CustomerChanged{ID: r.ID, Name: r.Name}) // want `consumer store.told overwrites customers by a message`
	}
}

func (s *store) saysNothing(m *nats.Msg) {
	_ = s.rename(context.Background(), m.Data) // want `consumer store.saysNothing overwrites customers by a message`
	_ = m.Respond(nil)
}

type ack struct {
	OK    bool
	ID    string
	Error string
	At    time.Time
}

// acknowledges says of which message it was, when, and whether all went well.
func (s *store) acknowledges(m *nats.Msg) {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return
	}
	err := s.rename(context.Background(), m.Data) // want `consumer store.acknowledges overwrites customers by a message`
	a := ack{OK: err == nil, ID: e.ID, At: time.Now()}
	if err != nil {
		a.Error = err.Error()
	}
	data, _ := json.Marshal(a)
	_ = m.Respond(data)
}

// complains answers where something went wrong.
func (s *store) complains(m *nats.Msg) {
	if err := s.rename(context.Background(), m.Data); err != nil { // want `consumer store.complains overwrites customers by a message`
		n, _ := s.save(context.Background(), new(msgs.CustomerChanged))
		_ = m.Respond([]byte(fmt.Sprint(n, err)))
	}
}

// picks answers by one of two words.
func picks(s *store, nc *nats.Conn) error {
	_, err := nc.Subscribe("customers", func(m *nats.Msg) {
		answer := "done"
		if err := s.rename(context.Background(), m.Data); err != nil { // want `consumer picks overwrites customers by a message`
			answer = "failed"
		}
		_ = nc.Publish(m.Reply, []byte(answer))
	})
	return err
}

// goesOn publishes what has come of it, to whoever listens.
func goesOn(s *store, nc *nats.Conn) error {
	_, err := nc.Subscribe("customers", func(m *nats.Msg) {
		_ = s.rename(context.Background(), m.Data) // want `consumer goesOn overwrites customers by a message`
		row, _ := s.find(context.Background(), m.Data)
		data, _ := json.Marshal(row)
		log.Print("nobody waits at ", m.Reply, " for ", row)
		_ = nc.Publish("customers.renamed", data)
	})
	return err
}

// several are subscribed beside each other: one is asked, the other is told.
func several(s *store, nc *nats.Conn) error {
	if _, err := nc.Subscribe("customers.get", func(m *nats.Msg) {
		row, _ := s.find(context.Background(), m.Data)
		data, _ := json.Marshal(row)
		_ = m.Respond(data)
	}); err != nil {
		return err
	}
	_, err := nc.Subscribe("customers.changed", func(m *nats.Msg) {
		_ = s.rename(context.Background(), m.Data) // want `consumer several overwrites customers by a message`
	})
	return err
}

// streamed are messages of a stream, which somebody acknowledges.
func streamed(ctx context.Context, s *store, js nats.JetStreamContext, nc *nats.Conn, cons jetstream.Consumer) error {
	if _, err := js.Subscribe("customers", func(m *nats.Msg) {
		_ = s.rename(ctx, m.Data) // want `consumer streamed overwrites customers by a message`
		row, _ := s.find(ctx, m.Data)
		data, _ := json.Marshal(row)
		_ = nc.Publish(m.Reply, data)
		_ = m.Ack()
	}); err != nil {
		return err
	}
	_, err := cons.Consume(func(m jetstream.Msg) {
		_ = s.rename(ctx, m.Data()) // want `consumer streamed overwrites customers by a message`
		row, _ := s.find(ctx, m.Data())
		data, _ := json.Marshal(row)
		_ = nc.Publish("customers.renamed", data)
		_ = m.Ack()
	})
	return err
}
