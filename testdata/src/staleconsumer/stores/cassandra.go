package stores

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/gocql/gocql"
)

type ring struct{ session *gocql.Session }

// Each row has a key of its own.
func (r *ring) appended(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?)`, gocql.TimeUUID(), c.Nick).Exec()
}

// Here an INSERT overwrites.
func (r *ring) overwritten(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?)`, c.ID, c.Nick).Exec() // want `consumer ring.overwritten overwrites nicks`
}

// A new value is no new key.
func (r *ring) stamped(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick, change) VALUES (?, ?, ?)`, c.ID, c.Nick, gocql.TimeUUID()).Exec() // want `consumer ring.stamped overwrites nicks`
}

// A part of the key is new.
func (r *ring) logged(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nick_log (profile_id, time_uuid, nick) VALUES (?, ?, ?)`, c.ID, gocql.TimeUUID(), c.Nick).Exec()
}

// What is new is not the key.
func (r *ring) traced(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick, trace_id) VALUES (?, ?, ?)`, c.ID, c.Nick, gocql.TimeUUID()).Exec() // want `consumer ring.traced overwrites nicks`
}
