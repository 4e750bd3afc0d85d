// Package kennel keeps dogs, whose owners others know.
package kennel

import (
	"context"
	"errors"
	"log"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/depwait/kennel/pull"
)

// ErrNone says that there is no such row.
var ErrNone = errors.New("none")

type (
	// Owner is somebody who has dogs.
	Owner struct{ ID, Name string }
	// Dog is a dog.
	Dog struct{ ID, Name, OwnerID string }
	// Jab is a vaccination.
	Jab struct{ ID, OwnerID, Kind string }
	// Cage is where a dog sleeps: the kennel builds them itself.
	Cage struct{ ID, CleanedBy string }
	// Stay is a night in a cage.
	Stay struct{ ID, CageID string }
	// Lead is what a dog is led by.
	Lead struct{ ID, OwnerID, Name string }
)

// Owners are kept as others tell.
type Owners interface {
	Add(ctx context.Context, o *Owner) error
	Get(ctx context.Context, id string) (*Owner, error)
}

// Dogs are the dogs.
type Dogs interface {
	Lock(ctx context.Context, id string) (*Dog, error)
	Save(ctx context.Context, d *Dog) error
	Jab(ctx context.Context, j *Jab) error
	Lead(ctx context.Context, l *Lead, owner *Owner) error
	Sample(ctx context.Context, j *Jab) error
	Cage(ctx context.Context, id string) (*Cage, error)
	SaveCage(ctx context.Context, c *Cage) error
	Stay(ctx context.Context, s *Stay) error
}

// Kennel handles what happens.
type Kennel struct {
	owners Owners
	dogs   Dogs
}

// New returns a Kennel.
func New(owners Owners, dogs Dogs) *Kennel { return &Kennel{owners, dogs} }

// Handlers are the handlers by their streams.
func (k *Kennel) Handlers() map[string]pull.Handler {
	return map[string]pull.Handler{
		"owners":  pull.JSON(k.owner),
		"names":   pull.JSON(k.renamed),
		"owned":   pull.JSON(k.adopted),
		"jabs":    pull.JSON(k.jab),
		"certain": pull.JSON(k.certain),
		"leads":   pull.JSON(k.lead),
		"cleaned": pull.JSON(k.cleaned),
		"stays":   pull.JSON(k.stay),
	}
}

// Start pulls them all.
func (k *Kennel) Start(ctx context.Context, js nats.JetStreamContext) error {
	for name, h := range k.Handlers() {
		sub, err := js.PullSubscribe(name, "kennel")
		if err != nil {
			return err
		}
		p := &pull.Puller{Sub: sub}
		go func() { log.Print(p.Run(ctx, h)) }()
	}
	return pull.Preview(ctx, pull.JSON(k.sample), []string{`{}`})
}

func (k *Kennel) owner(ctx context.Context, m Owner) error {
	return k.owners.Add(ctx, &Owner{ID: m.ID, Name: m.Name})
}

// renamed leaves the owner as he was, of a dog that is there or is new.
func (k *Kennel) renamed(ctx context.Context, m Dog) error {
	d, err := k.dogs.Lock(ctx, m.ID)
	if errors.Is(err, ErrNone) {
		d, err = &Dog{ID: m.ID}, nil
	}
	if err != nil {
		return err
	}
	d.Name = m.Name
	return k.dogs.Save(ctx, d)
}

func (k *Kennel) adopted(ctx context.Context, m Dog) error {
	d, err := k.dogs.Lock(ctx, m.ID)
	if err != nil {
		return err
	}
	d.OwnerID = m.OwnerID
	return k.dogs.Save(ctx, d) // want `consumer Kennel.adopted of kennel.Dog writes kennel_dogs, whose owner_id refers to kennel_owners, which other messages fill, without making sure that it is there`
}

// jab forgets what it is told of an owner that it does not know.
func (k *Kennel) jab(ctx context.Context, m Jab) error {
	o, err := k.owners.Get(ctx, m.OwnerID)
	switch {
	case errors.Is(err, ErrNone):
		log.Print("jab of nobody's dog", m.ID)
		return nil
	case err != nil:
		return err
	}
	return k.dogs.Jab(ctx, &Jab{ID: m.ID, OwnerID: o.ID, Kind: m.Kind}) // want `consumer Kennel.jab of kennel.Jab writes kennel_jabs, whose owner_id refers to kennel_owners, which other messages fill, but answers success where it is missing`
}

// certain has the message come again.
func (k *Kennel) certain(ctx context.Context, m Jab) error {
	o, err := k.owners.Get(ctx, m.OwnerID)
	if err != nil {
		return err
	}
	return k.dogs.Jab(ctx, &Jab{ID: m.ID, OwnerID: o.ID, Kind: m.Kind})
}

// lead comes with its owner, whom the library inserts first.
func (k *Kennel) lead(ctx context.Context, m struct {
	Lead  Lead
	Owner Owner
}) error {
	return k.dogs.Lead(ctx, &m.Lead, &m.Owner)
}

// cleaned changes a cage that it has read: no message brings cages.
func (k *Kennel) cleaned(ctx context.Context, m Cage) error {
	c, err := k.dogs.Cage(ctx, m.ID)
	if err != nil {
		return err
	}
	c.CleanedBy = m.CleanedBy
	return k.dogs.SaveCage(ctx, c)
}

func (k *Kennel) stay(ctx context.Context, m Stay) error { return k.dogs.Stay(ctx, &m) }

func (k *Kennel) sample(ctx context.Context, m Jab) error { return k.dogs.Sample(ctx, &m) }
