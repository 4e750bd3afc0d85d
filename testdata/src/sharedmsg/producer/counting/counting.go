// Package counting counts what the service itself publishes.
package counting

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/sharedmsg/producer/views"
)

func onViewed(msg *message.Message) error {
	var e views.Viewed
	return json.Unmarshal(msg.Payload, &e)
}

func onListed(msg *message.Message) error {
	var e views.Listed
	return json.Unmarshal(msg.Payload, &e) // of another package of the service's, where any may publish it
}
