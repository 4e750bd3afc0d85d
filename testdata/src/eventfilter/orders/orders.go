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

// Denies says yes because what it denies is never so.
type Denies struct{}

func (d Denies) HandleWhen(before, after any) bool { return !d.muted(before, after) } // want `Denies.HandleWhen decides`

func (Denies) muted(_, _ any) bool { return false }

// Filters made of functions.
var (
	_ bus.Producer = bus.Func(func(before, after any) bool { return true }) // want `Func.HandleWhen decides`
	_ bus.Producer = bus.Func(func(before, after any) bool { return before != after })
	_ bus.Producer = bus.Not(func(before, after any) bool { return true })
)

func everything(_, _ any) bool { return true } // want `Func.HandleWhen decides`

func wire(add func(bus.Producer)) {
	add(bus.Func(everything))
	add(bus.Func(differs))
}

func differs(before, after any) bool { return before != after }

// Mutes does not look like it, but is muted by what does not change.
type Mutes struct{}

func (m Mutes) HandleWhen(before, after any) bool { return !m.muted(before, after) }

func (Mutes) muted(before, after any) bool { return before == after }
