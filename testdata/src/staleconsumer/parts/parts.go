// Package parts takes messages apart, and makes handlers of handlers.
package parts

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	elasticsearch "github.com/elastic/go-elasticsearch/v7"
	"github.com/elastic/go-elasticsearch/v7/esapi"
	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
)

// A Shelf is part of what a message brings.
type Shelf struct{ ID, Label string }

type delivered struct {
	Shelf   Shelf
	Shelves []Shelf
}

// Parts of what is decoded are the message's as well.
type parts struct{ db *gorm.DB }

func (p *parts) one(msg *message.Message) error {
	var d delivered
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	return p.db.Save(&d.Shelf).Error // want `consumer parts.one overwrites shelves`
}

func (p *parts) replaced(msg *message.Message) error {
	var d delivered
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	return p.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Where("label = ?", d.Shelf.Label).Delete(&Shelf{}).Error; err != nil {
			return err
		}
		return tx.Create(&d.Shelves).Error // want `consumer parts.replaced overwrites shelves`
	})
}

// A part that the message does not bring.
func (p *parts) own(msg *message.Message) error {
	var d delivered
	d.Shelf.ID = "first"
	return p.db.Save(&d.Shelf).Error
}

// Typed handlers are made into handlers of bytes, and found by topic.
func typed[T any](handle func(context.Context, T) error) func(context.Context, []byte) error {
	return func(ctx context.Context, body []byte) error {
		var v T
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return handle(ctx, v)
	}
}

type table struct{ db *sql.DB }

func (t *table) shelved(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET label = $2 WHERE id = $1`, s.ID, s.Label) // want `consumer table.shelved overwrites shelves`
	return err
}

func (t *table) emptied(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET emptied_at = $2 WHERE id = $1`, s.ID, time.Now())
	return err
}

func (t *table) emptiedBySign(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET emptied_at = ? WHERE id = ?`, time.Now(), s.ID)
	return err
}

func (t *table) unused(ctx context.Context, s Shelf) error { return nil }

func (t *table) run(ctx context.Context, r *kafka.Reader) error {
	routes := map[string]func(context.Context, []byte) error{
		"shelved": typed(t.shelved),
		"emptied": typed(t.emptied),
		"signed":  typed(t.emptiedBySign),
		"unused":  typed(t.unused),
	}
	for {
		msg, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := routes[msg.Topic](ctx, msg.Value); err != nil {
			return err
		}
	}
}

// Made into a handler of bytes too, which no message reaches.
func (t *table) requested(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET label = $2 WHERE id = $1`, s.ID, s.Label)
	return err
}

func (t *table) request(ctx context.Context, body []byte) error { return typed(t.requested)(ctx, body) }

// Stages that one function joins by channels: the first one receives, the next
// writes.
type stages struct {
	db     *sql.DB
	reader *kafka.Reader
}

func (s *stages) run(ctx context.Context) error {
	shelves, counts := make(chan Shelf, 8), make(chan int)
	go s.decode(ctx, shelves)
	go s.count(counts)
	go s.keep(ctx, counts)
	return s.write(ctx, shelves)
}

func (s *stages) decode(ctx context.Context, out chan<- Shelf) {
	for {
		msg, err := s.reader.FetchMessage(ctx)
		if err != nil {
			return
		}
		var shelf Shelf
		if json.Unmarshal(msg.Value, &shelf) == nil {
			select {
			case out <- shelf:
			case <-ctx.Done():
				return
			}
		}
	}
}

func (s *stages) write(ctx context.Context, in <-chan Shelf) error {
	for shelf := range in {
		if _, err := s.db.ExecContext(ctx, `UPDATE shelves SET label = $2 WHERE id = $1`, shelf.ID, shelf.Label); err != nil { // want `consumer stages.write overwrites shelves`
			return err
		}
	}
	return nil
}

// These stages hand on what is no message.
func (s *stages) count(out chan<- int) { out <- 1 }

func (s *stages) keep(ctx context.Context, in <-chan int) {
	for n := range in {
		s.db.ExecContext(ctx, `UPDATE shelves SET label = $1`, n)
	}
}

// The methods of this client are fields of function type.
type search struct{ client *elasticsearch.Client }

func (s *search) indexes(msg *message.Message) error {
	_, err := s.client.Index("shelves", bytes.NewReader(msg.Payload), s.client.Index.WithDocumentID(msg.UUID)) // want `consumer search.indexes overwrites shelves`
	return err
}

// appends has the store make the id.
func (s *search) appends(msg *message.Message) error {
	if _, err := s.client.Index("shelves", bytes.NewReader(msg.Payload)); err != nil {
		return err
	}
	_, err := s.client.Index("shelves", bytes.NewReader(msg.Payload), s.client.Index.WithRefresh("true"))
	return err
}

// requests say the id, or do not.
func (s *search) requests(ctx context.Context, msg *message.Message) error {
	if _, err := (esapi.IndexRequest{Index: "shelves", Body: bytes.NewReader(msg.Payload)}).Do(ctx, s.client); err != nil {
		return err
	}
	req := esapi.IndexRequest{Index: "shelves", Body: bytes.NewReader(msg.Payload)}
	req.DocumentID = msg.UUID
	_, err := req.Do(ctx, s.client) // want `consumer search.requests overwrites shelves`
	return err
}

// A beat tells that a shelf could be reached at some moment.
type beat struct {
	Shelf string
	At    time.Time
	// Stamp is the same as its schema has it.
	Stamp dateTimeText
	Day   dayText
}

type (
	dateTimeText string
	dayText      string
)

// moments have a document for each; one of the day is written all day long.
func (s *search) moments(ctx context.Context, msg *message.Message) error {
	var b beat
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	if _, err := (esapi.IndexRequest{Index: "beats", DocumentID: fmt.Sprintf("%s-%d", b.Shelf, b.At.Unix()), Body: bytes.NewReader(msg.Payload)}).Do(ctx, s.client); err != nil {
		return err
	}
	if _, err := (esapi.IndexRequest{Index: "beats", DocumentID: fmt.Sprintf("%s-%s", b.Shelf, b.At), Body: bytes.NewReader(msg.Payload)}).Do(ctx, s.client); err != nil {
		return err
	}
	if _, err := (esapi.IndexRequest{Index: "beats", DocumentID: fmt.Sprintf("%s-%s", b.Shelf, b.Stamp), Body: bytes.NewReader(msg.Payload)}).Do(ctx, s.client); err != nil {
		return err
	}
	if _, err := (esapi.IndexRequest{Index: "days", DocumentID: fmt.Sprintf("%s-%s", b.Shelf, b.Day), Body: bytes.NewReader(msg.Payload)}).Do(ctx, s.client); err != nil { // want `consumer search.moments overwrites days`
		return err
	}
	id := b.Shelf + "/" + strconv.FormatInt(b.At.UnixNano(), 10)
	if _, err := s.client.Index("beats", bytes.NewReader(msg.Payload), s.client.Index.WithDocumentID(id)); err != nil {
		return err
	}
	_, err := (esapi.IndexRequest{Index: "shelves", DocumentID: b.Shelf + b.At.Format(time.DateOnly), Body: bytes.NewReader(msg.Payload)}).Do(ctx, s.client) // want `consumer search.moments overwrites shelves by a message of type parts.beat`
	return err
}

// A lock is the position that was read with a document.
type lock struct{ seq, term *int }

// locked updates only what is as it was when it was read, where that is known.
func (s *search) locked(ctx context.Context, msg *message.Message, at *lock) error {
	req := esapi.UpdateRequest{Index: "shelves", DocumentID: msg.UUID, Body: bytes.NewReader(msg.Payload)}
	if at != nil {
		if at.seq != nil {
			seq := int(*at.seq)
			req.IfSeqNo = &seq
		}
		if at.term != nil {
			term := int(*at.term)
			req.IfPrimaryTerm = &term
		}
	}
	res, err := req.Do(ctx, s.client)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func (s *search) creates(msg *message.Message) error {
	_, err := s.client.Create("shelves", msg.UUID, bytes.NewReader(msg.Payload))
	return err
}
