package stores

import (
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/couchbase/gocb/v2"
)

// A member is kept as a document.
type member struct {
	ID, Nick string
	At       time.Time
}

type couch struct{ members *gocb.Collection }

func changedMember(msg *message.Message) (m member, err error) {
	return m, json.Unmarshal(msg.Payload, &m)
}

func (c *couch) upserts(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	_, err = c.members.Upsert(m.ID, m, nil) // want `consumer couch.upserts overwrites members`
	return err
}

func (c *couch) upsertsNamed(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	_, err = c.members.Upsert("nick::"+m.ID, map[string]any{"nick": m.Nick}, &gocb.UpsertOptions{Timeout: time.Second}) // want `consumer couch.upsertsNamed overwrites nick`
	return err
}

func (c *couch) replaces(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	_, err = c.members.Replace(m.ID, m, &gocb.ReplaceOptions{Timeout: time.Second}) // want `consumer couch.replaces overwrites members`
	return err
}

// inserts fails where the document is there.
func (c *couch) inserts(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	_, err = c.members.Insert(m.ID, m, nil)
	return err
}

// swaps is told if somebody else came first.
func (c *couch) swaps(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	got, err := c.members.Get(m.ID, nil)
	if err != nil {
		return err
	}
	var old member
	if err := got.Content(&old); err != nil {
		return err
	}
	if !m.At.After(old.At) {
		return nil
	}
	_, err = c.members.Replace(m.ID, m, &gocb.ReplaceOptions{Cas: got.Cas()})
	return err
}

// reversed lets the older win.
func (c *couch) reversed(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	got, err := c.members.Get(m.ID, nil)
	if err != nil {
		return err
	}
	var old member
	if err := got.Content(&old); err != nil {
		return err
	}
	if m.At.After(old.At) {
		return nil
	}
	_, err = c.members.Upsert(m.ID, m, nil) // want `consumer couch.reversed writes members only if the stored row is newer`
	return err
}
