// Package numbers notes numbers that the database has made.
package numbers

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/redis/go-redis/v9"
)

// The database numbers what it inserts. Which number came last is noted beside.

type entry struct {
	ID, Board, Title string
	Seq              int64
}

type entries struct{ db *sql.DB }

// insert gives back the number that the row got.
func (e *entries) insert(ctx context.Context, row *entry) (int64, error) {
	var seq int64
	err := e.db.QueryRowContext(ctx, "INSERT INTO board_entries (id, board, title) VALUES ($1, $2, $3) RETURNING entry_seq", row.ID, row.Board, row.Title).Scan(&seq)
	if err != nil {
		return 0, err
	}
	return seq, nil
}

// insertCounted has the database count how often the row was written.
func (e *entries) insertCounted(ctx context.Context, row *entry) (revision int64, err error) {
	err = e.db.QueryRowContext(ctx, `INSERT INTO counted_entries (id, revision) VALUES ($1, 1)
		ON CONFLICT (id) DO UPDATE SET revision = counted_entries.revision + 1 RETURNING revision`, row.ID).Scan(&revision)
	return revision, err
}

// insertTold gives back the number that it was told.
func (e *entries) insertTold(ctx context.Context, row *entry) (seq int64, err error) {
	err = e.db.QueryRowContext(ctx, "INSERT INTO told_entries (id, entry_seq) VALUES ($1, $2) RETURNING entry_seq", row.ID, row.Seq).Scan(&seq)
	return seq, err
}

// insertPut puts the number that it is told in the place of the one that is there.
func (e *entries) insertPut(ctx context.Context, row *entry) (seq int64, err error) {
	err = e.db.QueryRowContext(ctx, putEntry, row.ID, row.Seq).Scan(&seq) // want `consumer entries.insertPut overwrites put_entries`
	return seq, err
}

const putEntry = "INSERT INTO put_entries (id, entry_seq) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET entry_seq = EXCLUDED.entry_seq RETURNING entry_seq"

// insertOther gives back another number than the one that the row got.
func (e *entries) insertOther(ctx context.Context, row *entry) (int64, error) {
	var seq int64
	err := e.db.QueryRowContext(ctx, "INSERT INTO other_entries (id, board) VALUES ($1, $2) RETURNING entry_seq", row.ID, row.Board).Scan(&seq)
	return row.Seq, err
}

// insertID gives back the key that the row got.
func (e *entries) insertID(ctx context.Context, row *entry) (id int64, err error) {
	err = e.db.QueryRowContext(ctx, "INSERT INTO keyed_entries (board, title) VALUES ($1, $2) RETURNING id", row.Board, row.Title).Scan(&id)
	return id, err
}

type entryStore interface {
	insert(ctx context.Context, row *entry) (int64, error)
	insertTold(ctx context.Context, row *entry) (int64, error)
	insertID(ctx context.Context, row *entry) (int64, error)
}

// seqs keeps the numbers.
type seqs struct {
	rdb *redis.Client
	db  *sql.DB
}

func (s *seqs) setBoardSeq(ctx context.Context, board string, seq int64) error {
	return s.rdb.Set(ctx, "board_seq:"+board, seq, 0).Err()
}

func (s *seqs) setNewest(ctx context.Context, board string, id int64) error {
	return s.rdb.Set(ctx, "newest:"+board, id, 0).Err()
}

func (s *seqs) saveSeq(ctx context.Context, board string, seq int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE boards SET last_seq = $2 WHERE board = $1", board, seq)
	return err
}

func (s *seqs) saveNamed(ctx context.Context, board, title string, seq int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE boards SET last_seq = $2, title = $3 WHERE board = $1", board, seq, title)
	return err
}

type seqStore interface {
	setBoardSeq(ctx context.Context, board string, seq int64) error
}

type board struct {
	entries *entries
	store   entryStore
	seqs    *seqs
	noted   seqStore
}

func newBoard(db *sql.DB, rdb *redis.Client) *board {
	e, s := &entries{db}, &seqs{rdb, db}
	return &board{entries: e, store: e, seqs: s, noted: s}
}

func row(msg *message.Message) *entry {
	var e entry
	_ = json.Unmarshal(msg.Payload, &e)
	return &e
}

// numbered notes the number that the database has made.
func (b *board) numbered(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insert(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.setBoardSeq(msg.Context(), e.Board, seq)
}

// behind does so by interfaces.
func (b *board) behind(msg *message.Message) error {
	e := row(msg)
	seq, err := b.store.insert(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.noted.setBoardSeq(msg.Context(), e.Board, seq)
}

// inSQL notes it in a row.
func (b *board) inSQL(msg *message.Message) error {
	e := row(msg)
	seq, err := b.add(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.saveSeq(msg.Context(), e.Board, seq)
}

func (b *board) add(ctx context.Context, e *entry) (int64, error) {
	seq, err := b.entries.insert(ctx, e)
	if err != nil {
		return 0, err
	}
	return seq, nil
}

// here does all by itself.
func (b *board) here(msg *message.Message) error {
	e := row(msg)
	var seq int64
	if err := b.entries.db.QueryRowContext(msg.Context(), "INSERT INTO here_entries (id, title) VALUES ($1, $2) RETURNING seq", e.ID, e.Title).Scan(&seq); err != nil {
		return err
	}
	return b.seqs.rdb.Set(msg.Context(), "here_seq:"+e.Board, seq, 0).Err()
}

// counted notes what the database has counted.
func (b *board) counted(msg *message.Message) error {
	e := row(msg)
	revision, err := b.entries.insertCounted(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.rdb.Set(msg.Context(), "entry_revision:"+e.ID, revision, 0).Err()
}

// hashed notes the number in a hash.
func (b *board) hashed(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insert(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.rdb.HSet(msg.Context(), "boards:"+e.Board, "seq", seq).Err()
}

// hashedTitle keeps something of the message's beside.
func (b *board) hashedTitle(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insert(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.rdb.HSet(msg.Context(), "boards:"+e.Board, "seq", seq, "title", e.Title).Err() // want `consumer board.hashedTitle overwrites boards`
}

// told notes what the message said, by way of the row.
func (b *board) told(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insertTold(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.setBoardSeq(msg.Context(), e.Board, seq) // want `consumer board.told overwrites board_seq`
}

// toldBehind does so by an interface.
func (b *board) toldBehind(msg *message.Message) error {
	e := row(msg)
	seq, err := b.store.insertTold(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.noted.setBoardSeq(msg.Context(), e.Board, seq) // want `consumer board.toldBehind overwrites board_seq`
}

// put as well.
func (b *board) put(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insertPut(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.setBoardSeq(msg.Context(), e.Board, seq) // want `consumer board.put overwrites board_seq`
}

// other notes what the message said, while the database makes another number.
func (b *board) other(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insertOther(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.setBoardSeq(msg.Context(), e.Board, seq) // want `consumer board.other overwrites board_seq`
}

// past hands on the message's number, and not the one that was made.
func (b *board) past(msg *message.Message) error {
	e := row(msg)
	if _, err := b.entries.insert(msg.Context(), e); err != nil {
		return err
	}
	return b.seqs.setBoardSeq(msg.Context(), e.Board, e.Seq) // want `consumer board.past overwrites board_seq`
}

// named writes something of the message's beside.
func (b *board) named(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insert(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.saveNamed(msg.Context(), e.Board, e.Title, seq) // want `consumer board.named overwrites boards`
}

// newest has the row of whichever message comes last stand for the newest.
func (b *board) newest(msg *message.Message) error {
	e := row(msg)
	id, err := b.entries.insertID(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.setNewest(msg.Context(), e.Board, id) // want `consumer board.newest overwrites newest`
}

// pointed does so by the number.
func (b *board) pointed(msg *message.Message) error {
	e := row(msg)
	seq, err := b.entries.insert(msg.Context(), e)
	if err != nil {
		return err
	}
	return b.seqs.setNewest(msg.Context(), e.Board, seq) // want `consumer board.pointed overwrites newest`
}
