// Package forms keeps what refers to employees and companies, in rows whose columns
// are told in many ways.
package forms

import (
	"context"
	"encoding/json"

	"github.com/IBM/sarama"
	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"example.com/fixtures/depwait/staffing/forms/wire"
)

// A badge's key of another row does not end in ID.
type badge struct {
	bun.BaseModel `bun:"table:badges"`
	ID            string `bun:",pk"`
	Employee      string
}

// A visit's column has another name than its field.
type visit struct {
	bun.BaseModel `bun:"table:visits"`
	ID            string `bun:",pk"`
	At            string `bun:"company_id,nullzero"`
}

type employee struct {
	bun.BaseModel `bun:"table:employees"`
	ID            string `bun:",pk"`
	Name          string
}

type company struct {
	bun.BaseModel `bun:"table:companies"`
	ID            string `bun:",pk"`
	Name          string
}

// A Keeper keeps rows and documents.
type Keeper struct {
	db   *bun.DB
	docs *mongo.Collection
	db2  *mongo.Database
}

// Company is what others refer to.
func (k *Keeper) Company(ctx context.Context, m *sarama.ConsumerMessage) error {
	_, err := k.db.NewInsert().Model(&company{ID: string(m.Key), Name: string(m.Value)}).On("CONFLICT DO NOTHING").Exec(ctx)
	return err
}

// Badge belongs to an employee.
func (k *Keeper) Badge(ctx context.Context, m *sarama.ConsumerMessage) error {
	row := badge{ID: string(m.Key), Employee: string(m.Value)}
	_, err := k.db.NewInsert().Model(&row).On("CONFLICT DO NOTHING").Exec(ctx) // want `consumer Keeper.Badge of .* writes badges, whose employee refers to employees, which other messages fill, without making sure that it is there`
	return err
}

// Blank belongs to nobody yet.
func (k *Keeper) Blank(ctx context.Context, m *sarama.ConsumerMessage) error {
	_, err := k.db.NewInsert().Model(&badge{ID: string(m.Key)}).On("CONFLICT DO NOTHING").Exec(ctx)
	return err
}

// Visit is to a company.
func (k *Keeper) Visit(ctx context.Context, m *sarama.ConsumerMessage) error {
	_, err := k.db.NewInsert().Model(&visit{ID: string(m.Key), At: string(m.Value)}).On("CONFLICT DO NOTHING").Exec(ctx) // want `consumer Keeper.Visit of .* writes visits, whose company_id refers to companies`
	return err
}

// Hired decodes itself from what it is given.
func (k *Keeper) Hired(ctx context.Context, m *sarama.ConsumerMessage) error {
	var e wire.Hired
	if err := e.Unmarshal(m.Value); err != nil {
		return err
	}
	_, err := k.db.NewInsert().Model(&badge{ID: e.GetID(), Employee: e.GetEmployee()}).On("CONFLICT DO NOTHING").Exec(ctx) // want `consumer Keeper.Hired of .* writes badges, whose employee refers to employees`
	return err
}

// Employee is what badges refer to.
func (k *Keeper) Employee(ctx context.Context, m *sarama.ConsumerMessage) error {
	_, err := k.db.NewInsert().Model(&employee{ID: string(m.Key), Name: string(m.Value)}).On("CONFLICT DO NOTHING").Exec(ctx)
	return err
}

// put writes whatever it is told to.
func put(ctx context.Context, docs *mongo.Collection, id string, fields bson.M) error {
	_, err := docs.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": fields}, options.Update().SetUpsert(true))
	return err
}

type stay struct{ ID, Company, Room string }

// Stay is a document's whose fields a helper is told.
func (k *Keeper) Stay(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return put(ctx, k.docs, s.ID, bson.M{"company_id": s.Company, "room": s.Room}) // want `consumer Keeper.Stay of .* writes employees, whose company_id refers to companies`
}

// replace keeps a document of whatever type.
func replace(ctx context.Context, db *mongo.Database, coll, id string, doc any) error {
	_, err := db.Collection(coll).ReplaceOne(ctx, bson.M{"_id": id}, doc, options.Replace().SetUpsert(true))
	return err
}

type contractDoc struct {
	ID      string `bson:"_id"`
	Company string `bson:"company_id"`
}

type roomDoc struct {
	ID string `bson:"_id"`
}

// Document is one whose fields its type names.
func (k *Keeper) Document(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return replace(ctx, k.db2, "employees", s.ID, contractDoc{ID: s.ID, Company: s.Company}) // want `consumer Keeper.Document of .* writes employees, whose company_id refers to companies`
}

// Bare does not refer to anything.
func (k *Keeper) Bare(ctx context.Context, m *sarama.ConsumerMessage) error {
	return replace(ctx, k.db2, "employees", string(m.Key), &roomDoc{ID: string(m.Key)})
}

// Room does not refer to anything.
func (k *Keeper) Room(ctx context.Context, m *sarama.ConsumerMessage) error {
	return put(ctx, k.docs, string(m.Key), bson.M{"room": string(m.Value)})
}

// New opens the collection.
func New(db *bun.DB, docs *mongo.Database) *Keeper {
	return &Keeper{db: db, docs: docs.Collection("employees"), db2: docs}
}

// Rows keep badges that they are given by value.
type Rows interface {
	Put(ctx context.Context, b badge) error
}

type rows struct{ db *bun.DB }

func (r rows) Put(ctx context.Context, b badge) error {
	_, err := r.db.NewInsert().Model(&b).On("CONFLICT DO NOTHING").Exec(ctx)
	return err
}

// A Clerk writes by an interface.
type Clerk struct{ rows Rows }

// NewClerk returns one.
func NewClerk(db *bun.DB) *Clerk { return &Clerk{rows{db}} }

// Given gives all of the badge.
func (c *Clerk) Given(ctx context.Context, m *sarama.ConsumerMessage) error {
	return c.rows.Put(ctx, badge{ID: string(m.Key), Employee: string(m.Value)}) // want `writes badges, whose employee refers to employees`
}

// Blank gives but its key.
func (c *Clerk) Blank(ctx context.Context, m *sarama.ConsumerMessage) error {
	return c.rows.Put(ctx, badge{ID: string(m.Key)})
}

// Renames but the name, of a row that has more.
func (k *Keeper) Renames(ctx context.Context, m *sarama.ConsumerMessage) error {
	row := placed{ID: string(m.Key), Name: string(m.Value), Company: string(m.Topic)}
	_, err := k.db.NewUpdate().Model(&row).Column("name").WherePK().Exec(ctx)
	return err
}

// Moves writes where it belongs, too.
func (k *Keeper) Moves(ctx context.Context, m *sarama.ConsumerMessage) error {
	row := placed{ID: string(m.Key), Name: string(m.Value), Company: string(m.Topic)}
	_, err := k.db.NewUpdate().Model(&row).Column("name", "company_id").WherePK().Exec(ctx) // want `consumer Keeper.Moves of .* writes employees, whose company_id refers to companies`
	return err
}

type placed struct {
	bun.BaseModel `bun:"table:employees"`
	ID            string `bun:",pk"`
	Name          string
	Company       string `bun:"company_id"`
}
