package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"
)

// What is inserted for a message may be found by its key again, while that message is handled.

type imported struct {
	FileID, Name, Author string
}

type file struct {
	ID, Name, Author string
	SeenAt           time.Time
}

// fileAuthor is what the statement is given.
type fileAuthor struct {
	ID     int64
	Author string
}

type files struct{ db *sql.DB }

func (f *files) create(ctx context.Context, name string) (id int64, err error) {
	err = f.db.QueryRowContext(ctx, "INSERT INTO files (name) VALUES ($1) RETURNING id", name).Scan(&id)
	return id, err
}

func (f *files) add(ctx context.Context, row *file) error {
	return f.db.QueryRowContext(ctx, "INSERT INTO files (name) VALUES ($1) RETURNING id", row.Name).Scan(&row.ID)
}

// saveNamed has one row for each name.
func (f *files) saveNamed(ctx context.Context, name string) (id int64, err error) {
	err = f.db.QueryRowContext(ctx, "INSERT INTO files (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name RETURNING id", name).Scan(&id)
	return id, err
}

func (f *files) lookUp(ctx context.Context, name string) (id int64, err error) {
	err = f.db.QueryRowContext(ctx, "SELECT id FROM files WHERE name = $1", name).Scan(&id)
	return id, err
}

func (f *files) setAuthor(ctx context.Context, id int64, author string) error {
	_, err := f.db.ExecContext(ctx, "UPDATE files SET author = $2 WHERE id = $1", id, author)
	return err
}

func (f *files) putAuthor(ctx context.Context, arg fileAuthor) error {
	_, err := f.db.ExecContext(ctx, "UPDATE files SET author = $2 WHERE id = $1", arg.ID, arg.Author)
	return err
}

func (f *files) setAuthorOf(ctx context.Context, id, author string) error {
	_, err := f.db.ExecContext(ctx, "UPDATE files SET author = $2 WHERE id = $1", id, author)
	return err
}

func (f *files) insert(ctx context.Context, row *file) error {
	_, err := f.db.ExecContext(ctx, "INSERT INTO files (id, name) VALUES ($1, $2)", row.ID, row.Name)
	return err
}

func (f *files) insertNamed(ctx context.Context, name string) (*file, error) {
	row := &file{ID: uuid.NewString(), Name: name}
	_, err := f.db.ExecContext(ctx, "INSERT INTO files (id, name) VALUES ($1, $2)", row.ID, row.Name)
	return row, err
}

// saveNamedRow has one row for each name.
func (f *files) saveNamedRow(ctx context.Context, name string) (*file, error) {
	row := &file{Name: name}
	err := f.db.QueryRowContext(ctx, "INSERT INTO files (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name RETURNING id", name).Scan(&row.ID)
	return row, err
}

type fileStore interface {
	insertNamed(ctx context.Context, name string) (*file, error)
	saveNamedRow(ctx context.Context, name string) (*file, error)
	create(ctx context.Context, name string) (id int64, err error)
	add(ctx context.Context, row *file) error
	setAuthor(ctx context.Context, id int64, author string) error
	setAuthorOf(ctx context.Context, id, author string) error
}

type importer struct {
	files *files
	store fileStore
}

func newImporter(f *files) *importer { return &importer{files: f, store: f} }

// returned goes on with the key that came back.
func (i *importer) returned(ctx context.Context, e imported) error {
	id, err := i.store.create(ctx, e.Name)
	if err != nil {
		return err
	}
	return i.store.setAuthor(ctx, id, e.Author)
}

// packed does so with a struct, by way of a helper.
func (i *importer) packed(ctx context.Context, e imported) error {
	id, err := i.files.create(ctx, e.Name)
	if err != nil {
		return err
	}
	return i.pack(ctx, id, e.Author)
}

func (i *importer) pack(ctx context.Context, id int64, author string) error {
	return i.files.putAuthor(ctx, fileAuthor{ID: id, Author: author})
}

// filled goes on with the key of a row.
func (i *importer) filled(ctx context.Context, e imported) error {
	row := &file{Name: e.Name}
	if err := i.store.add(ctx, row); err != nil {
		return err
	}
	return i.store.setAuthorOf(ctx, row.ID, e.Author)
}

// made has made the key itself.
func (i *importer) made(ctx context.Context, e imported) error {
	id := uuid.NewString()
	if _, err := i.files.db.ExecContext(ctx, "INSERT INTO files (id, name) VALUES ($1, $2)", id, e.Name); err != nil {
		return err
	}
	return i.store.setAuthorOf(ctx, id, e.Author)
}

// scanned is told the key by the statement.
func (i *importer) scanned(ctx context.Context, e imported) error {
	var id int64
	if err := i.files.db.QueryRowContext(ctx, "INSERT INTO files (name) VALUES ($1) RETURNING id", e.Name).Scan(&id); err != nil {
		return err
	}
	_, err := i.files.db.ExecContext(ctx, "UPDATE files SET author = $2 WHERE id = $1", id, e.Author)
	return err
}

// finished leaves it to a helper to read the key of the row that it has inserted.
func (i *importer) finished(ctx context.Context, e imported) error {
	row := &file{ID: uuid.NewString(), Name: e.Name, Author: e.Author}
	if err := i.files.insert(ctx, row); err != nil {
		return err
	}
	return i.finish(ctx, row)
}

func (i *importer) finish(ctx context.Context, row *file) error {
	return i.store.setAuthorOf(ctx, row.ID, row.Author)
}

// taken goes on with the row that came back.
func (i *importer) taken(ctx context.Context, e imported) error {
	row, err := i.store.insertNamed(ctx, e.Name)
	if err != nil {
		return err
	}
	return i.putAuthorOf(ctx, row, e.Author)
}

func (i *importer) putAuthorOf(ctx context.Context, row *file, author string) error {
	return i.store.setAuthorOf(ctx, row.ID, author)
}

// unfinished has inserted another row than the helper reads the key of.
func (i *importer) unfinished(ctx context.Context, e imported) error {
	if err := i.files.insert(ctx, &file{ID: uuid.NewString(), Name: e.Name}); err != nil {
		return err
	}
	return i.putAuthorOf(ctx, &file{ID: e.FileID}, e.Author) // want `consumer importer.unfinished overwrites files`
}

// kept goes on with a row that may have been there when it was saved.
func (i *importer) kept(ctx context.Context, e imported) error {
	row, err := i.store.saveNamedRow(ctx, e.Name)
	if err != nil {
		return err
	}
	return i.putAuthorOf(ctx, row, e.Author) // want `consumer importer.kept overwrites files`
}

// foundAgain has looked the key up.
func (i *importer) foundAgain(ctx context.Context, e imported) error {
	id, err := i.files.lookUp(ctx, e.Name)
	if err != nil {
		return err
	}
	return i.store.setAuthor(ctx, id, e.Author) // want `consumer importer.foundAgain overwrites files`
}

// perhaps goes on with a row that may have been there.
func (i *importer) perhaps(ctx context.Context, e imported) error {
	id, err := i.files.saveNamed(ctx, e.Name)
	if err != nil {
		return err
	}
	return i.store.setAuthor(ctx, id, e.Author) // want `consumer importer.perhaps overwrites files`
}

// another inserts one row, and changes another.
func (i *importer) another(ctx context.Context, e imported) error {
	if _, err := i.store.create(ctx, e.Name); err != nil {
		return err
	}
	return i.store.setAuthorOf(ctx, e.FileID, e.Author) // want `consumer importer.another overwrites files`
}

func listenForFiles(nc *nats.Conn, i *importer) {
	for subject, handle := range map[string]func(context.Context, imported) error{
		"returned": i.returned, "packed": i.packed, "filled": i.filled, "made": i.made, "scanned": i.scanned,
		"foundAgain": i.foundAgain, "perhaps": i.perhaps, "finished": i.finished, "taken": i.taken, "unfinished": i.unfinished, "kept": i.kept, "another": i.another,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) {
			var e imported
			if json.Unmarshal(m.Data, &e) == nil {
				_ = handle(context.Background(), e)
			}
		})
	}
}
