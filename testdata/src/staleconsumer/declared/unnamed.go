package declared

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/msgs/mirror"
)

type person struct {
	ID, Name string
	Rev      int64
}

func (p person) Key() string     { return p.ID }
func (p person) Revision() int64 { return p.Rev }

type unnamed struct{ persons mirror.Of[person] }

// put writes a collection that may be one of the service's own.
func (f *unnamed) put(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return f.persons.Put(ctx, person{e.ID, e.Name, e.Version})
}
