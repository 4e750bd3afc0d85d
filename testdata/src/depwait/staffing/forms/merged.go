package forms

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/IBM/sarama"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// A Merger writes documents of whose fields helpers are told, beside their own.
type Merger struct{ docs *mongo.Collection }

// NewMerger opens the collection.
func NewMerger(db *mongo.Database) *Merger { return &Merger{db.Collection("employees")} }

// once keeps a document only where there is none.
func once(ctx context.Context, docs *mongo.Collection, id string, doc any) error {
	_, err := docs.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$setOnInsert": doc}, options.Update().SetUpsert(true))
	return err
}

// newer sets each field only where the message is newer.
func (g *Merger) newer(ctx context.Context, id string, at int64, fields map[string]any) error {
	fresh := bson.M{"$lt": bson.A{"$at", at}}
	set := bson.M{"at": bson.M{"$max": bson.A{"$at", at}}}
	for name, value := range fields {
		set[name] = bson.M{"$cond": bson.A{fresh, value, "$" + name}}
	}
	_, err := g.docs.UpdateOne(ctx, bson.M{"_id": id}, mongo.Pipeline{{{Key: "$set", Value: set}}}, options.Update().SetUpsert(true))
	return err
}

// copied sets the fields, and when they came.
func (g *Merger) copied(ctx context.Context, id string, at int64, fields bson.M) error {
	set := bson.M{"at": at}
	maps.Copy(set, fields)
	_, err := g.docs.UpdateOne(ctx, bson.M{"_id": id}, bson.D{{Key: "$set", Value: set}, {Key: "$inc", Value: bson.M{"edits": 1}}}, options.Update().SetUpsert(true))
	return err
}

// itself is a map that is gone through while it is written.
func (g *Merger) itself(ctx context.Context, id string, at int64) error {
	set := bson.M{"at": at}
	for name, value := range set {
		set[name] = value
	}
	maps.Copy(set, set)
	_, err := g.docs.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": set}, options.Update().SetUpsert(true))
	return err
}

// Once refers to a company.
func (g *Merger) Once(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return once(ctx, g.docs, s.ID, bson.M{"company_id": s.Company}) // want `consumer Merger.Once of .* writes employees, whose company_id refers to companies`
}

// Roomed does not.
func (g *Merger) Roomed(ctx context.Context, m *sarama.ConsumerMessage) error {
	return once(ctx, g.docs, string(m.Key), bson.M{"room": string(m.Value)})
}

// Newer refers to a company.
func (g *Merger) Newer(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return g.newer(ctx, s.ID, m.Offset, map[string]any{"company_id": s.Company, "room": s.Room}) // want `consumer Merger.Newer of .* writes employees, whose company_id refers to companies`
}

// NewerRoom does not.
func (g *Merger) NewerRoom(ctx context.Context, m *sarama.ConsumerMessage) error {
	return g.newer(ctx, string(m.Key), m.Offset, map[string]any{"room": string(m.Value)})
}

// Copied refers to a company.
func (g *Merger) Copied(ctx context.Context, m *sarama.ConsumerMessage) error {
	var s stay
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return g.copied(ctx, s.ID, m.Offset, bson.M{"company_id": s.Company, "room": s.Room}) // want `consumer Merger.Copied of .* writes employees, whose company_id refers to companies`
}

// CopiedRoom does not.
func (g *Merger) CopiedRoom(ctx context.Context, m *sarama.ConsumerMessage) error {
	return g.copied(ctx, string(m.Key), m.Offset, bson.M{"room": string(m.Value)})
}

// Itself does not.
func (g *Merger) Itself(ctx context.Context, m *sarama.ConsumerMessage) error {
	return g.itself(ctx, string(m.Key), m.Offset)
}
