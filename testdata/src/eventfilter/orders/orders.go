package orders

import (
	"errors"
	"log"

	"example.com/fixtures/eventfilter/bus"
)

type Always struct{}

func (Always) HandleWhen(before, after any) bool { return true } // want `Always.HandleWhen decides what is published, and says yes to every change`

type Logged struct{}

func (*Logged) HandleWhen(before, after any) bool { // want `Logged.HandleWhen decides`
	if before == nil {
		log.Print("created")
		return true
	}
	ok := true
	return ok
}

type ByHelper struct{}

func (ByHelper) HandleWhen(before, after any) bool { return all(after) } // want `ByHelper.HandleWhen decides`

func all(any) bool { return bus.Everything() }

type ByBase struct{ bus.Base } // want `ByBase.HandleWhen decides`

type Order struct{ State string }

type Generic struct{}

func (Generic) Worth(before, after *Order) (bool, error) { // want `Generic.Worth decides`
	if after == nil {
		return false, errors.New("nothing to publish")
	}
	return true, nil
}

func shouldPublish(o *Order) bool { return true } // want `shouldPublish decides`

// Near misses.

type Compares struct{}

func (Compares) HandleWhen(before, after any) bool { return before != after }

type OnCreate struct{}

func (OnCreate) HandleWhen(before, after any) bool {
	if before != nil {
		return false
	}
	return true
}

type Overrides struct{ bus.Base }

func (o Overrides) HandleWhen(before, after any) bool {
	return before != after && o.Base.HandleWhen(before, after)
}

type Asks struct{ next bus.Producer }

func (a Asks) HandleWhen(before, after any) bool { return a.next.HandleWhen(before, after) }

// Other is no filter.
type Other struct{}

func (Other) HandleWhen() bool { return true }

func (Other) Enabled() bool { return true }
