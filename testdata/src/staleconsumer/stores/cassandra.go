package stores

import (
	"encoding/json"
	"time"

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

// dated leaves it to the store to keep the newest: by the time that the message tells.
func (r *ring) dated(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?) USING TTL 600 AND TIMESTAMP ?`, c.ID, c.Nick, c.At.UnixMicro()).Exec()
}

func (r *ring) datedUpdate(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`UPDATE nicks USING TIMESTAMP ? SET nick = ? WHERE id = ?`, c.At.UnixMicro(), c.Nick, c.ID).Exec()
}

func (r *ring) datedQuery(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?)`, c.ID, c.Nick).WithContext(msg.Context()).WithTimestamp(c.At.UnixMicro()).Exec()
}

func (r *ring) datedBatch(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	batch := r.session.NewBatch(gocql.LoggedBatch).WithTimestamp(c.At.UnixMicro())
	batch.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?)`, c.ID, c.Nick)
	return r.session.ExecuteBatch(batch)
}

// datedNow has whatever comes last win: as the server does without being told.
func (r *ring) datedNow(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?) USING TIMESTAMP ?`, c.ID, c.Nick, time.Now().UnixMicro()).Exec() // want `consumer ring.datedNow overwrites nicks`
}

func (r *ring) updatedNow(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`UPDATE nicks USING TIMESTAMP ? SET nick = ? WHERE id = ?`, time.Now().UnixMicro(), c.Nick, c.ID).Exec() // want `consumer ring.updatedNow overwrites nicks`
}

// lived says only for how long the row is kept, which is no order.
func (r *ring) lived(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?) USING TTL ?`, c.ID, c.Nick, c.Days*86400).Exec() // want `consumer ring.lived overwrites nicks`
}

// beside dates another query.
func (r *ring) beside(msg *message.Message) error {
	var c changed
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	if err := r.session.Query(`INSERT INTO logins (id, nick) VALUES (?, ?)`, c.ID, c.Nick).WithTimestamp(c.At.UnixMicro()).Exec(); err != nil {
		return err
	}
	return r.session.Query(`INSERT INTO nicks (id, nick) VALUES (?, ?)`, c.ID, c.Nick).Exec() // want `consumer ring.beside overwrites nicks`
}

// A changed profile tells when.
type changed struct {
	ID, Nick string
	At       time.Time
	Days     int
}
