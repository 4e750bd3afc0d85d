package stores

import (
	"context"
	"encoding/json"

	"cloud.google.com/go/firestore"
	"github.com/nats-io/nats.go"
)

// Documents of Firestore's.

type posting struct {
	ID, User, Text string
}

type postings struct{ client *firestore.Client }

func (n *postings) subscribe(conn *nats.Conn) error {
	if _, err := conn.Subscribe("postings.replaced", n.replaced); err != nil {
		return err
	}
	_, err := conn.Subscribe("postings.sent", n.sent)
	return err
}

func (n *postings) replaced(m *nats.Msg) {
	var e posting
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	_, _ = n.client.Collection("users/"+e.User+"/postings").Doc(e.ID).Set(context.Background(), e) // want `consumer postings.replaced overwrites postings by a message of type stores.posting`
}

// Near miss: a document of a new key is there by this message alone.

func (n *postings) sent(m *nats.Msg) {
	var e posting
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	_, _ = n.client.Collection("users/"+e.User+"/postings").NewDoc().Set(context.Background(), e)
	doc := n.client.Collection("sent").NewDoc()
	_, _ = doc.Set(context.Background(), e)
}
