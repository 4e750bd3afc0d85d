// Package store is the repository: consumers and requests alike come here.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"gorm.io/gorm"
)

type Store struct {
	DB    *sql.DB
	Gorm  *gorm.DB
	Mongo *mongo.Database
	Bun   *bun.DB
}

type Client struct{ ID, Name, Email string }

func (s *Store) SaveClient(ctx context.Context, c Client, at time.Time) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO clients (id, name, last_message_at) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, last_message_at = EXCLUDED.last_message_at
		WHERE clients.last_message_at < EXCLUDED.last_message_at`, c.ID, c.Name, at)
	return err
}

func (s *Store) RenameClient(ctx context.Context, id, name string) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE clients SET name = $2 WHERE id = $1`, id, name)
	return err
}

func (s *Store) DropClient(ctx context.Context, id string) error {
	_, err := s.DB.ExecContext(ctx, `DELETE FROM clients WHERE id = $1`, id)
	return err
}

func (s *Store) PutClient(ctx context.Context, c Client) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE clients SET name = $2, email = $3 WHERE id = $1`, c.ID, c.Name, c.Email)
	return err
}

func (s *Store) Client(ctx context.Context, id string) (Client, error) {
	var c Client
	err := s.DB.QueryRowContext(ctx, `SELECT id, name FROM clients WHERE id = $1`, id).Scan(&c.ID, &c.Name)
	return c, err
}

func (s *Store) SaveParcel(ctx context.Context, id, client string) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO parcels (id, client_id) VALUES ($1, $2)`, id, client)
	return err
}

// PatchFirm changes any column: its caller says which.
func (s *Store) PatchFirm(ctx context.Context, id, column string, value any) error {
	_, err := s.DB.ExecContext(ctx, fmt.Sprintf(`UPDATE firms SET %s = $2 WHERE id = $1`, column), id, value)
	return err
}

// SetFirm changes the columns that its caller names.
func (s *Store) SetFirm(ctx context.Context, id string, fields map[string]any) error {
	return s.Gorm.WithContext(ctx).Table("firms").Where("id = ?", id).Updates(fields).Error
}

// ChangeFirm hands on what it is given.
func (s *Store) ChangeFirm(ctx context.Context, id string, fields map[string]any) error {
	return s.SetFirm(ctx, id, fields)
}

// SetDocument is the same in a document store.
func (s *Store) SetDocument(ctx context.Context, id string, fields bson.M) error {
	_, err := s.Mongo.Collection("firms").UpdateByID(ctx, id, bson.M{"$set": fields})
	return err
}

// Ident changes one column of a model.
func (s *Store) Ident(ctx context.Context, id, column string, value any) error {
	_, err := s.Bun.NewUpdate().Table("firms").Set("? = ?", bun.Ident(column), value).Where("id = ?", id).Exec(ctx)
	return err
}

// RemoveAll empties the copy.
func (s *Store) RemoveAll() error {
	_, err := s.DB.Exec(`DELETE FROM clients`)
	return err
}

// SetField sets a field of which the caller knows the name, in a list of entries.
func (s *Store) SetField(ctx context.Context, id, field string, value any) error {
	_, err := s.Mongo.Collection("firms").UpdateOne(ctx, bson.M{"_id": id}, bson.D{{Key: "$set", Value: bson.D{{Key: field, Value: value}}}})
	return err
}

// PutField is the same by a map.
func (s *Store) PutField(ctx context.Context, id, field string, value any) error {
	_, err := s.Mongo.Collection("firms").UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": bson.M{field: value}})
	return err
}
