package consumer

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/sharedmsg/contracts"
	"example.com/fixtures/sharedmsg/infra"
)

type doorOpened struct{ DoorID, By string }

// Branches decodes one of several.
func Branches(msg *message.Message) error {
	switch msg.Metadata.Get("kind") {
	case "door":
		var d doorOpened
		if err := json.NewDecoder(bytes.NewReader(msg.Payload)).Decode(&d); err != nil { // want `consumes messages of type consumer.doorOpened`
			return err
		}
		return visit(d.DoorID, d.By)
	case "user":
		var u contracts.UserChanged
		if err := json.Unmarshal(msg.Payload, &u); err != nil {
			return err
		}
		return visit(u.ID, "")
	}
	return nil
}

type liftMoved struct{ LiftID, To string }

func ByBody(msg *message.Message) error {
	ev, err := infra.As[liftMoved](msg) // want `consumer consumes messages of type consumer.liftMoved, which is defined in the service's own package`
	if err != nil {
		return err
	}
	return visit(ev.LiftID, ev.To)
}

type badgeLost struct{ ID, Name string }

// Converted has a helper decode to a type that nobody sees outside of it.
func Converted(msg *message.Message) error {
	u, err := converted(msg.Payload)
	if err != nil {
		return err
	}
	return visit(u.ID, u.Name)
}

func converted(data []byte) (contracts.UserChanged, error) {
	var b badgeLost
	if err := json.Unmarshal(data, &b); err != nil { // want `consumes messages of type consumer.badgeLost`
		return contracts.UserChanged{}, err
	}
	return contracts.UserChanged{ID: b.ID, Name: b.Name}, nil
}

func Enveloped(msg *message.Message) error {
	ev, err := infra.As[contracts.Envelope[liftMoved]](msg) // want `consumes messages of type consumer.liftMoved`
	if err != nil {
		return err
	}
	return visit(ev.Body.LiftID, ev.Body.To)
}

// Near misses.

type kind struct{ Kind, Version string }

// HelpedPeek has a helper look at the head.
func HelpedPeek(msg *message.Message) error {
	if kindOf(msg.Payload) != "user" {
		return nil
	}
	u, err := infra.As[contracts.UserChanged](msg)
	if err != nil {
		return err
	}
	return visit(u.ID, "")
}

func kindOf(data []byte) string {
	var k kind
	if json.Unmarshal(data, &k) != nil {
		return ""
	}
	return k.Kind
}

type rota struct{ Guard, Deputy string }

// Asks decodes an answer that it asked for with the message's data.
func Asks(msg *message.Message) error {
	u, err := infra.As[contracts.UserChanged](msg)
	if err != nil {
		return err
	}
	r, err := rotaOf(u.ID)
	if err != nil {
		return err
	}
	return visit(r.Guard, r.Deputy)
}

func rotaOf(id string) (rota, error) {
	var r rota
	resp, err := http.Get("http://rotas/" + id)
	if err != nil {
		return r, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(data, &r)
}

func EnvelopedShared(msg *message.Message) error {
	ev, err := infra.As[contracts.Envelope[contracts.UserChanged]](msg)
	if err != nil {
		return err
	}
	return visit(ev.Body.ID, ev.Body.Name)
}
