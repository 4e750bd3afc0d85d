package guards

import (
	"context"

	amqp "github.com/rabbitmq/amqp091-go"
)

func (r *rows) Insert(ctx context.Context, x *row) (*row, error) {
	_, err := r.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2)", x.ID, x.Name)
	return x, err
}

func (r *rows) InsertOrLeave(ctx context.Context, x *row) (*row, error) {
	_, err := r.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", x.ID, x.Name)
	return x, err
}

func (r *rows) Update(ctx context.Context, x *row) error {
	_, err := r.db.ExecContext(ctx, "UPDATE customers SET name = $2 WHERE id = $1", x.ID, x.Name)
	return err
}

// asRead saves the row as it was read: nothing of the message is put into it.
func (r *rows) asRead(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	found, err := r.Find(ctx, e.ID)
	if err != nil || found == nil {
		return err
	}
	return r.Save(ctx, found)
}

// marked says what the message implies.
func (r *rows) marked(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	found, err := r.Find(ctx, e.ID)
	if err != nil || found == nil {
		return err
	}
	found.Name = "closed"
	return r.Save(ctx, found) // want `consumer rows.marked overwrites customers`
}

func (x *row) rename(name string) { x.Name = name }

// renamed is changed by a method.
func (r *rows) renamed(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	found, err := r.Find(ctx, e.ID)
	if err != nil || found == nil {
		return err
	}
	found.rename(e.Name)
	return r.Save(ctx, found) // want `consumer rows.renamed overwrites customers`
}

// SaveAs changes what it saves.
func (r *rows) SaveAs(ctx context.Context, x *row) error {
	x.Name = "saved"
	return r.Save(ctx, x) // want `consumer rows.SaveAs overwrites customers`
}

// below is changed by what saves it.
func (r *rows) below(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	found, err := r.Find(ctx, e.ID)
	if err != nil || found == nil {
		return err
	}
	return r.SaveAs(ctx, found)
}

// completed goes on with the row that it has inserted.
func (r *rows) completed(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	x, err := r.begin(ctx, e.ID)
	if err != nil {
		return err
	}
	return r.finish(ctx, x, e.Name)
}

func (r *rows) begin(ctx context.Context, id string) (*row, error) {
	return r.Insert(ctx, &row{ID: id})
}

func (r *rows) finish(ctx context.Context, x *row, name string) error {
	x.Name = name
	return r.Update(ctx, x)
}

// completedHere does so in one function.
func (r *rows) completedHere(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	x := &row{ID: e.ID}
	if _, err := r.Insert(ctx, x); err != nil {
		return err
	}
	x.Name = e.Name
	return r.Update(ctx, x)
}

// left may be there already, and is overwritten then.
func (r *rows) left(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	x, err := r.InsertOrLeave(ctx, &row{ID: e.ID})
	if err != nil {
		return err
	}
	x.Name = e.Name
	return r.Update(ctx, x) // want `consumer rows.left overwrites customers`
}

// foundOr may have been found.
func (r *rows) foundOr(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	x, err := r.getOr(ctx, e.ID)
	if err != nil {
		return err
	}
	x.Name = e.Name
	return r.Update(ctx, x) // want `consumer rows.foundOr overwrites customers`
}

func (r *rows) getOr(ctx context.Context, id string) (*row, error) {
	if x, err := r.Find(ctx, id); err == nil {
		return x, nil
	}
	return r.Insert(ctx, &row{ID: id})
}

// another is updated, not the one that was inserted.
func (r *rows) another(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if _, err := r.Insert(ctx, &row{ID: e.ID + "-log"}); err != nil {
		return err
	}
	return r.Update(ctx, &row{ID: e.ID, Name: e.Name}) // want `consumer rows.another overwrites customers`
}

// moved is only where the row is in one of some states, which the statement says.
func (r *rows) moved(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET state = 'closed' WHERE id = $1 AND state IN ('new', 'open')", e.ID)
	return err
}

// movedFrom likewise, by the states that it is given.
func (r *rows) movedFrom(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return r.move(ctx, e.ID, "closed", "new", "open")
}

func (r *rows) move(ctx context.Context, id, to, from, or string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE customers SET state = $2 WHERE id = $1 AND state IN ($3, $4)", id, to, from, or)
	return err
}

// byKeys names the rows by their keys, and the kind that they are of.
func (r *rows) byKeys(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET id = $1, name = $2 WHERE id IN ($1) AND kind IN ('a', 'b')", e.ID, e.Name) // want `consumer rows.byKeys overwrites customers`
	return err
}

// handedOver is moved on from one holder to another.
func (r *rows) handedOver(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET holder = $1, name = $2 WHERE holder = $3", e.Name, e.Name, e.ID)
	return err
}

// held is written whoever holds it: the value is the same one.
func (r *rows) held(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET holder = $1, name = $2 WHERE holder = $1", e.ID, e.Name) // want `consumer rows.held overwrites customers`
	return err
}
