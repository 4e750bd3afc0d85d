package consumer

import (
	"io"
	"net/http"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/sharedmsg/contracts"
	"example.com/fixtures/sharedmsg/infra"
	"example.com/fixtures/sharedmsg/producer/store"
)

type gatePassed struct{ PassID, MemberID string }

func GenericOwn(msg *message.Message) error {
	ev, err := infra.Decode[gatePassed](msg.Payload) // want `consumer consumes messages of type consumer.gatePassed, which is defined in the service's own package`
	if err != nil {
		return err
	}
	return visit(ev.PassID, ev.MemberID)
}

func GenericForeign(msg *message.Message) error {
	u, err := infra.Unmarshal[store.User](msg) // want `consumes messages of type store.User, which is defined in a package of service producer`
	if err != nil {
		return err
	}
	return visit(u.ID, "")
}

// Near misses.

type same = contracts.UserChanged

func GenericAlias(msg *message.Message) error {
	u, err := infra.Decode[same](msg.Payload)
	if err != nil {
		return err
	}
	return visit(u.ID, "")
}

func GenericPeek(msg *message.Message) error {
	h, err := infra.Decode[head](msg.Payload)
	if err != nil || h.Kind != "changed" {
		return err
	}
	u, err := infra.Decode[contracts.UserChanged](msg.Payload)
	if err != nil {
		return err
	}
	return visit(u.ID, "")
}

func GenericMap(msg *message.Message) error {
	m, err := infra.Decode[map[string]any](msg.Payload)
	if err != nil {
		return err
	}
	_, err = m["id"], err
	return err
}

// An answer is no message.
func GenericAnswer() error {
	resp, err := http.Get("http://gates/passes")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	p, err := infra.Decode[gatePassed](data)
	if err != nil {
		return err
	}
	return visit(p.PassID, p.MemberID)
}

func visit(_, _ string) error { return nil }
