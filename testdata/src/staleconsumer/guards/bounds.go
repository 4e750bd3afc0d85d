package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
	"gorm.io/gorm"
)

// What compares numbers and times of the business, and not the order of messages.

// retry tries for some time.
func retry(f func() error, wait func(n int64) time.Duration, timeout time.Duration) error {
	err := errors.New("first")
	start := time.Now()
	for i := int64(1); err != nil && time.Since(start) < timeout; i++ {
		if err = f(); err != nil {
			if pause := wait(i); time.Since(start)+pause < timeout {
				time.Sleep(pause)
			} else {
				return err
			}
		}
	}
	return err
}

// retried is tried again while there is time left, which says nothing of the order.
func (s *store) retried(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	return retry(func() error {
		return s.set(ctx, tx, e) // want `consumer store.retried overwrites customers by a message of type msgs.CustomerChanged without comparing`
	}, func(n int64) time.Duration { return time.Duration(n*c.Version) * time.Second }, time.Minute)
}

type article struct {
	ID    string
	Name  string
	Stock int64
	Tags  []string

	UpdatedBy sql.NullString
	Clerk     string
}

type clerkKey struct{}

// sold says who has changed it.
func (s *articles) sold(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	a.Stock -= e.Version
	a.UpdatedBy.String, a.UpdatedBy.Valid = ctx.Value(clerkKey{}).(string)
	return s.db.Save(&a).Error
}

// handled overwrites the clerk.
func (s *articles) handled(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	a.Stock -= e.Version
	a.Clerk, _ = ctx.Value(clerkKey{}).(string)
	return s.db.Save(&a).Error // want `consumer articles.handled overwrites articles`
}

type articles struct{ db *gorm.DB }

// taken asks whether there is enough.
func (s *articles) taken(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	if a.Stock < e.Version {
		return nil
	}
	a.Stock -= e.Version
	return s.db.Save(&a).Error
}

// returned adds, and keeps within bounds.
func (s *articles) returned(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.Where("id = ?", e.ID).First(&a).Error; err != nil {
		return err
	}
	a.Stock += e.Version
	if a.Stock < 0 {
		a.Stock = 0
	}
	return s.db.Save(&a).Error
}

func (s *articles) renamed(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	a.Stock += e.Version
	a.Name = e.Name
	return s.db.Save(&a).Error // want `consumer articles.renamed overwrites articles`
}

// relabelled is written by its columns.
func (s *articles) relabelled(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	return s.db.Model(&a).Update("name", e.Name).Error // want `consumer articles.relabelled overwrites articles`
}

// relabelledAll is written by another struct.
func (s *articles) relabelledAll(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	return s.db.Model(&a).Updates(article{Name: e.Name}).Error // want `consumer articles.relabelledAll overwrites articles`
}

// emptied is set to nothing, whatever it was.
func (s *articles) emptied(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	a.Stock = 0
	return s.db.Save(&a).Error // want `consumer articles.emptied overwrites articles`
}

// completed fills in what is not there yet.
func (s *articles) completed(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	if a.Name == "" {
		a.Name = e.Name
		return s.db.Save(&a).Error
	}
	return nil
}

// counted is written where something else is not there yet.
func (s *articles) counted(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	if a.Name == "" {
		a.Stock = e.Version
		return s.db.Save(&a).Error // want `consumer articles.counted overwrites articles`
	}
	return nil
}

// both are written where one of them is not there yet.
func (s *articles) both(d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var a article
	if err := s.db.First(&a, "id = ?", e.ID).Error; err != nil {
		return err
	}
	if a.Name == "" {
		a.Name = e.Name
		a.Stock = e.Version
		return s.db.Save(&a).Error // want `consumer articles.both overwrites articles`
	}
	return nil
}

// A shift is over some time after it began.
type shift struct {
	ID, State string
	BeginTime int64
	Minutes   int64
}

type shiftEnded struct {
	ID      string
	EndTime int64
	State   string
}

func (s *store) shift(ctx context.Context, id string) (*shift, error) {
	x := new(shift)
	return x, s.db.QueryRowContext(ctx, "SELECT id, state, begin_time FROM shifts WHERE id = $1", id).Scan(&x.ID, &x.State, &x.BeginTime)
}

func (s *store) end(ctx context.Context, x *shift, e *shiftEnded) error {
	_, err := s.db.ExecContext(ctx, "UPDATE shifts SET state = $1, minutes = $2 WHERE id = $3", e.State, (e.EndTime-x.BeginTime)/60, x.ID)
	return err
}

// ended refuses nonsense; what decides is the state.
func (s *store) ended(ctx context.Context, d amqp.Delivery) error {
	e, err := decodeAs[shiftEnded](d)
	if err != nil {
		return err
	}
	x, err := s.shift(ctx, e.ID)
	if err != nil {
		return err
	}
	if x.State != "running" {
		return nil
	}
	if x.BeginTime > e.EndTime {
		return nil
	}
	return s.end(ctx, x, e)
}

// endedAgain refuses nothing else.
func (s *store) endedAgain(ctx context.Context, d amqp.Delivery) error {
	e, err := decodeAs[shiftEnded](d)
	if err != nil {
		return err
	}
	x, err := s.shift(ctx, e.ID)
	if err != nil {
		return err
	}
	if x.BeginTime > e.EndTime {
		return nil
	}
	return s.end(ctx, x, e) // want `consumer store.endedAgain overwrites shifts by a message of type guards.shiftEnded`
}

type reading struct {
	Sensor string
	At     time.Time
	Value  float64
	Day    time.Time
}

// measured has a row for each time: nothing of another message's is in it.
func (s *store) measured(ctx context.Context, d amqp.Delivery) error {
	e, err := decodeAs[reading](d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO readings (sensor, measured_at, value) VALUES ($1, $2, $3)
		ON CONFLICT (measured_at, sensor) DO UPDATE SET value = EXCLUDED.value`, e.Sensor, e.At, e.Value)
	return err
}

// daily has a row for each day, and several messages.
func (s *store) daily(ctx context.Context, d amqp.Delivery) error {
	e, err := decodeAs[reading](d)
	if err != nil {
		return err
	}
	const upsert = `INSERT INTO averages (sensor, measured_day_at, value) VALUES ($1, $2, $3)
		ON CONFLICT (sensor, measured_day_at) DO UPDATE SET value = EXCLUDED.value`
	_, err = s.db.ExecContext(ctx, upsert, e.Sensor, e.Day, e.Value) // want `consumer store.daily overwrites averages`
	return err
}

// latest has one row for all times.
func (s *store) latest(ctx context.Context, d amqp.Delivery) error {
	e, err := decodeAs[reading](d)
	if err != nil {
		return err
	}
	const upsert = `INSERT INTO latest (sensor, measured_at, value) VALUES ($1, $2, $3)
		ON CONFLICT (sensor) DO UPDATE SET measured_at = EXCLUDED.measured_at, value = EXCLUDED.value`
	_, err = s.db.ExecContext(ctx, upsert, e.Sensor, e.At, e.Value) // want `consumer store.latest overwrites latest`
	return err
}

func decodeAs[T any](d amqp.Delivery) (*T, error) {
	e := new(T)
	return e, json.Unmarshal(d.Body, e)
}

// aged refuses what is older than so many days: how old that may be is no order, nor is it
// the store's.
type aged struct {
	*store
	maxAge     int
	maxSeconds int64
}

func (s *aged) inDays(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if age := int(time.Now().Sub(e.CreatedAt).Hours() / 24); s.maxAge > 0 && age > s.maxAge {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer aged.inDays overwrites customers by a message of type msgs.CustomerChanged without comparing`
}

func (s *aged) inSeconds(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if time.Now().Unix()-e.CreatedAt.Unix() > s.maxSeconds {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer aged.inSeconds overwrites customers by a message of type msgs.CustomerChanged without comparing`
}

// later compares by what is between them.
func (s *aged) later(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var synced time.Time
	if err := tx.QueryRowContext(ctx, "SELECT synced_at FROM customers WHERE id = $1 FOR UPDATE", e.ID).Scan(&synced); err != nil {
		return err
	}
	if e.CreatedAt.Sub(synced).Seconds() <= 0 {
		return nil
	}
	return s.set(ctx, tx, e)
}
