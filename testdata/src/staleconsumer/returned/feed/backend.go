package feed

import (
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"
)

type Stat struct{ ID, Level string }

// Rabbit keeps its channels, and is known to those who take from them by an interface.
type Rabbit struct {
	stats, checked chan Stat
	local          chan Stat
}

func NewRabbit(ch *amqp.Channel) (*Rabbit, error) {
	r := &Rabbit{stats: make(chan Stat), checked: make(chan Stat), local: make(chan Stat)}
	deliveries, err := ch.Consume("stats", "", true, false, false, false, nil)
	if err != nil {
		return nil, err
	}
	go r.loop(deliveries)
	return r, nil
}

func (r *Rabbit) loop(deliveries <-chan amqp.Delivery) {
	for d := range deliveries {
		r.handle(d.Body)
	}
}

func (r *Rabbit) handle(body []byte) {
	var s Stat
	if err := json.Unmarshal(body, &s); err != nil {
		return
	}
	r.stats <- s
	r.checked <- s
}

func (r *Rabbit) Stats() chan Stat { return r.stats }

func (r *Rabbit) Checked() chan Stat { return r.checked }

// Local is what the process tells itself.
func (r *Rabbit) Local() chan Stat { return r.local }

func (r *Rabbit) Tell(id string) { r.local <- Stat{ID: id, Level: "low"} }
