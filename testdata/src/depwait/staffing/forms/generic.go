package forms

import (
	"context"
	"encoding/json"

	"github.com/IBM/sarama"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// A shelf keeps documents of any type: only its callers know which fields those have.
type shelf[D any] struct{ docs *mongo.Collection }

func (s shelf[D]) put(ctx context.Context, id string, doc D) error {
	_, err := s.docs.ReplaceOne(ctx, bson.M{"_id": id}, doc, options.Replace().SetUpsert(true))
	return err
}

func (s shelf[D]) once(ctx context.Context, id string, doc D) error {
	_, err := s.docs.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$setOnInsert": doc}, options.Update().SetUpsert(true))
	return err
}

type staffDoc struct {
	ID      string `bson:"_id"`
	Room    string `bson:"room"`
	Company string `bson:"company_id,omitempty"`
}

// A Librarian keeps employees.
type Librarian struct{ staff shelf[staffDoc] }

// NewLibrarian opens the collection.
func NewLibrarian(db *mongo.Database) *Librarian {
	return &Librarian{shelf[staffDoc]{db.Collection("employees")}}
}

func staffOf(s stay) staffDoc { return staffDoc{ID: s.ID, Room: s.Room, Company: s.Company} }

func roomOf(s stay) staffDoc { return staffDoc{ID: s.ID, Room: s.Room} }

// Shelved refers to a company.
func (l *Librarian) Shelved(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return l.staff.put(ctx, s.ID, staffDoc{ID: s.ID, Company: s.Company}) // want `consumer Librarian.Shelved of .* writes employees, whose company_id refers to companies`
}

// ShelvedRoom leaves the company empty.
func (l *Librarian) ShelvedRoom(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return l.staff.put(ctx, s.ID, staffDoc{ID: s.ID, Room: s.Room})
}

// ShelvedOnce has its document made.
func (l *Librarian) ShelvedOnce(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return l.staff.once(ctx, s.ID, staffOf(s)) // want `consumer Librarian.ShelvedOnce of .* writes employees, whose company_id refers to companies`
}

// ShelvedRoomOnce has one made without a company.
func (l *Librarian) ShelvedRoomOnce(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return l.staff.once(ctx, s.ID, roomOf(s))
}
