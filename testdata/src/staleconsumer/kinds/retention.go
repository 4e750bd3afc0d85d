package kinds

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// What is old is cleared away whatever the messages say: who inserts beside that only adds.

type visit struct{ BookID, Reader string }

type visits struct {
	db *sql.DB
	nc *nats.Conn
}

// consume clears in the background, and reads meanwhile.
func (v *visits) consume(ctx context.Context) {
	go v.clear(ctx)
	sub, err := v.nc.SubscribeSync("book.visited")
	if err != nil {
		return
	}
	for {
		m, err := sub.NextMsg(time.Second)
		if err != nil {
			return
		}
		_ = v.visited(ctx, string(m.Data))
	}
}

func (v *visits) clear(ctx context.Context) {
	_, _ = v.db.ExecContext(ctx, "DELETE FROM visits WHERE seen_at < now() - interval '90 days'")
}

func (v *visits) visited(ctx context.Context, data string) error {
	var e visit
	if err := json.Unmarshal([]byte(data), &e); err != nil {
		return err
	}
	_, err := v.db.ExecContext(ctx, "INSERT INTO visits (book_id, reader) VALUES ($1, $2)", e.BookID, e.Reader)
	return err
}

// trimmed clears what is old of one book.
func (v *visits) trimmed(ctx context.Context, m *nats.Msg) error {
	var e visit
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if _, err := v.db.ExecContext(ctx, "DELETE FROM visits WHERE book_id = $1 AND seen_at < $2", e.BookID, time.Now().Add(-time.Hour)); err != nil {
		return err
	}
	_, err := v.db.ExecContext(ctx, "INSERT INTO visits (book_id, reader) VALUES ($1, $2)", e.BookID, e.Reader)
	return err
}

// coming replaces what is still to come.
func (v *visits) coming(ctx context.Context, m *nats.Msg) error {
	var e visit
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if _, err := v.db.ExecContext(ctx, "DELETE FROM visits WHERE book_id = $1 AND seen_at > now()", e.BookID); err != nil {
		return err
	}
	_, err := v.db.ExecContext(ctx, "INSERT INTO visits (book_id, reader) VALUES ($1, $2)", e.BookID, e.Reader) // want `consumer visits.coming overwrites visits`
	return err
}

// either takes the book's as well.
func (v *visits) either(ctx context.Context, m *nats.Msg) error {
	var e visit
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if _, err := v.db.ExecContext(ctx, "DELETE FROM visits WHERE book_id = $1 OR seen_at < now()", e.BookID); err != nil {
		return err
	}
	_, err := v.db.ExecContext(ctx, "INSERT INTO visits (book_id, reader) VALUES ($1, $2)", e.BookID, e.Reader) // want `consumer visits.either overwrites visits`
	return err
}

// told notes what it is about to tell, and takes that back where telling fails: twice in one
// handling, which replaces nothing.
func (v *visits) told(ctx context.Context, m *nats.Msg) error {
	var e visit
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := v.tell(ctx, e.BookID, e.Reader); err != nil {
		return err
	}
	return v.tell(ctx, e.BookID, "librarian")
}

func (v *visits) tell(ctx context.Context, book, reader string) error {
	if _, err := v.db.ExecContext(ctx, "INSERT INTO visits (book_id, reader) VALUES ($1, $2)", book, reader); err != nil {
		return err
	}
	if err := v.nc.Publish("reader.told", []byte(reader)); err != nil {
		_, _ = v.db.ExecContext(ctx, "DELETE FROM visits WHERE book_id = $1 AND reader = $2", book, reader)
		return err
	}
	return nil
}

// put replaces by a helper that deletes first, twice.
func (v *visits) put(ctx context.Context, m *nats.Msg) error {
	var e visit
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := v.renew(ctx, e.BookID, e.Reader); err != nil { // want `consumer visits.put overwrites visits`
		return err
	}
	return v.renew(ctx, e.BookID, "librarian") // want `consumer visits.put overwrites visits`
}

func (v *visits) renew(ctx context.Context, book, reader string) error {
	if _, err := v.db.ExecContext(ctx, "DELETE FROM visits WHERE book_id = $1", book); err != nil {
		return err
	}
	_, err := v.db.ExecContext(ctx, "INSERT INTO visits (book_id, reader) VALUES ($1, $2)", book, reader)
	return err
}
