package kinds

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// Where the first one goes, the next is elected out of the table: the message tells
// no more than whose turn it is.
type pinRemoved struct {
	Board, Pin string
	At         time.Time
}

type boards struct{ db *sql.DB }

func (b *boards) removed(ctx context.Context, m *nats.Msg) error {
	var e pinRemoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if _, err := b.db.ExecContext(ctx, `DELETE FROM pins WHERE board = $1 AND id = $2`, e.Board, e.Pin); err != nil {
		return err
	}
	var next string
	if err := b.db.QueryRowContext(ctx, `SELECT id FROM pins WHERE board = $1 ORDER BY created DESC LIMIT 1`, e.Board).Scan(&next); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `UPDATE pins SET promoted = true WHERE board = $1 AND id = $2`, e.Board, next)
	return err
}

// promoted marks the one that the message names.
func (b *boards) promoted(ctx context.Context, m *nats.Msg) error {
	var e pinRemoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `UPDATE pins SET promoted = true WHERE board = $1 AND id = $2`, e.Board, e.Pin) // want `consumer boards.promoted overwrites pins`
	return err
}

// closed writes the state that the message implies to the row that is found for it.
func (b *boards) closed(ctx context.Context, m *nats.Msg) error {
	var e pinRemoved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	var last string
	if err := b.db.QueryRowContext(ctx, `SELECT id FROM pins WHERE board = $1 ORDER BY created DESC LIMIT 1`, e.Board).Scan(&last); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `UPDATE pins SET state = 'closed' WHERE board = $1 AND id = $2`, e.Board, last) // want `consumer boards.closed overwrites pins`
	return err
}

type readUpTo struct {
	Members, Messages []int64
	Channel           int64
}

// read moves marks on, and never back: the source of the MERGE holds no others.
func (b *boards) read(ctx context.Context, m *nats.Msg) error {
	var e readUpTo
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `
		WITH given AS (
			SELECT * FROM unnest(cast($1 as bigint[]), cast($2 as bigint[])) AS t (member_id, message_id)
		), newer AS (
			SELECT p.member_id, g.message_id FROM participants p JOIN given g ON p.member_id = g.member_id
			WHERE p.channel_id = $3 AND g.message_id > p.last_read_id
		)
		MERGE INTO participants p USING newer n ON (n.member_id, $3) = (p.member_id, p.channel_id)
		WHEN MATCHED THEN UPDATE SET last_read_id = n.message_id`, e.Members, e.Messages, e.Channel)
	return err
}

// moved moves them wherever the message says, if only not beyond the end.
func (b *boards) moved(ctx context.Context, m *nats.Msg) error {
	var e readUpTo
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, moveMarks, e.Members, e.Messages, e.Channel) // want `consumer boards.moved overwrites participants`
	return err
}

const moveMarks = `
	WITH given AS (
		SELECT * FROM unnest(cast($1 as bigint[]), cast($2 as bigint[])) AS t (member_id, message_id)
	), some AS (
		SELECT p.member_id, g.message_id FROM participants p JOIN given g ON p.member_id = g.member_id
		WHERE p.channel_id = $3 AND g.message_id <= p.last_known_id
	)
	MERGE INTO participants p USING some n ON (n.member_id, $3) = (p.member_id, p.channel_id)
	WHEN MATCHED THEN UPDATE SET last_read_id = n.message_id`
