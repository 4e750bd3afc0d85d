// Package consumer consumes.
package consumer

import (
	"bytes"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/sharedmsg/contracts"
	"example.com/fixtures/sharedmsg/producer/api"
	"example.com/fixtures/sharedmsg/producer/store"
)

func Row(msg *message.Message) error {
	var u store.User
	return json.Unmarshal(msg.Payload, &u) // want `consumer consumes messages of type store.User, which is defined in a package of service producer`
}

func Stream(msg *message.Message) error {
	var u store.User
	return json.NewDecoder(bytes.NewReader(msg.Payload)).Decode(&u) // want `consumes messages of type store.User`
}

type userChanged struct{ ID, Name, Email, Phone, Street string }

func Redefined(msg *message.Message) error {
	var u userChanged
	return json.Unmarshal(msg.Payload, &u) // want `consumes messages of type consumer.userChanged, which is defined in the service's own package`
}

type wrapped struct {
	ID    string
	Users []*store.User
}

func Held(msg *message.Message) error {
	var w wrapped
	return json.Unmarshal(msg.Payload, &w) // want `consumes messages of type consumer.wrapped, which is defined with store.User, which is of service producer`
}

// An API is there to be called; messages have their place.
func API(msg *message.Message) error {
	var c api.Command
	return json.Unmarshal(msg.Payload, &c) // want `consumer consumes messages of type api.Command, which is defined in the API of service producer`
}

// Near misses.

func Shared(msg *message.Message) error {
	var u contracts.UserChanged
	return json.Unmarshal(msg.Payload, &u)
}

func Map(msg *message.Message) error {
	var m map[string]any
	return json.Unmarshal(msg.Payload, &m)
}

type head struct{ Kind, Version string }

func Peek(msg *message.Message) error {
	var h head
	if err := json.Unmarshal(msg.Payload, &h); err != nil {
		return err
	}
	var u contracts.UserChanged
	return json.Unmarshal(msg.Payload, &u)
}

type envelope struct {
	ID, Kind string
	Data     json.RawMessage
}

func Envelope(msg *message.Message) error {
	var e envelope
	return json.Unmarshal(msg.Payload, &e)
}

func NoMessage(data []byte) error {
	var u userChanged
	return json.Unmarshal(data, &u)
}
