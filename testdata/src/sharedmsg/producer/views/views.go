// Package views publishes by a function that encodes whatever it is given.
package views

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

// Viewed is counted by the service itself.
type Viewed struct {
	Item, By string
	At       time.Time
}

// Listed is never published here.
type Listed struct {
	Item, By string
	At       time.Time
}

type Views struct{ Pub message.Publisher }

func (v *Views) PublishViewed(ctx context.Context, event Viewed) {
	v.publish(ctx, "producer.viewed", event)
}

func (v *Views) publish(ctx context.Context, topic string, payload any) {
	data, err := json.Marshal(payload)
	if err != nil {
		return
	}
	go func() { _ = v.Pub.Publish(topic, message.NewMessage(topic, data)) }()
}

// RecountJob says what is to be counted again.
type RecountJob struct {
	Item  string
	Since time.Time
}
