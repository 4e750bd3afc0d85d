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
	return json.Unmarshal(msg.Payload, &e) // want `producer consumes messages of type views.Listed, which is defined in the service's own package`
}

// onRecount works off a queue that another package of the service may fill.
func onRecount(msg *message.Message) error {
	var j views.RecountJob
	return json.Unmarshal(msg.Payload, &j)
}
