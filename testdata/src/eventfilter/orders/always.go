package orders

import (
	"cmp"
	"context"
	"log"

	"example.com/fixtures/eventfilter/bus"
)

// What never comes out otherwise.

type Lengths struct{}

func (Lengths) Topic() string { return "" }

func (Lengths) Pass(_ context.Context, c bus.Change) bool { // want `Lengths.Pass decides`
	if c.Origin == "insert" {
		return true
	}
	return len(c.Fields) >= 0
}

type Turned struct{}

func (Turned) Topic() string { return "" }

func (Turned) Pass(_ context.Context, c bus.Change) bool { return -1 < len(c.Fields) } // want `Turned.Pass decides`

type Counted struct{}

func (Counted) Topic() string { return "" }

func (Counted) Pass(_ context.Context, c bus.Change) bool { return !(c.Count < 0) } // want `Counted.Pass decides`

type Addresses struct{}

func (Addresses) Message(Order) any { return nil }

func (Addresses) Wants(before, after Order) bool { // want `Addresses.Wants decides`
	was, now := &before, &after
	return was != now
}

type verdict int

const (
	hold verdict = iota
	send
)

type Judged struct{}

func (Judged) Topic() string { return "" }

func (j Judged) Pass(_ context.Context, c bus.Change) bool { return j.judge(c) != hold } // want `Judged.Pass decides`

func (Judged) judge(c bus.Change) verdict {
	if c.Touches("stock") {
		return send
	}
	switch c.Origin {
	case "replay", "import":
		return send
	}
	return send
}

type Deferred struct{ emit func(bus.Change) }

func (Deferred) Topic() string { return "" }

func (d Deferred) Pass(_ context.Context, c bus.Change) (emit bool) { // want `Deferred.Pass decides`
	defer func() {
		if d.emit != nil {
			d.emit(c)
		}
		emit = true
	}()
	return c.Origin != "system"
}

// Near misses.

type Some struct{}

func (Some) Topic() string { return "" }

func (Some) Pass(_ context.Context, c bus.Change) bool { return len(c.Fields) > 0 }

type AtLeast struct{ n int }

func (AtLeast) Topic() string { return "" }

func (a AtLeast) Pass(_ context.Context, c bus.Change) bool { return len(c.Fields) >= a.n }

type Signed struct{}

func (Signed) Topic() string { return "" }

func (Signed) Pass(_ context.Context, c bus.Change) bool { return c.Delta >= 0 }

type Pointers struct{}

func (Pointers) Message(Order) any { return nil }

func (Pointers) Wants(before, after Order) bool {
	was, now := &before, &after
	return *was != *now
}

type Same struct{}

func (Same) Message(Order) any { return nil }

func (Same) Wants(before, after Order) bool {
	was, now := &before, &after
	if before.State == "" {
		was = now
	}
	return was != now
}

type empty struct{}

type Nothing struct{}

func (Nothing) Topic() string { return "" }

// Pass compares addresses that may be the same, of what takes no room.
func (Nothing) Pass(_ context.Context, c bus.Change) bool {
	var a, b empty
	p, q := &a, &b
	log.Print(p, q)
	return p != q
}

type Ordered struct{}

func (Ordered) Message(Order) any { return nil }

func (o Ordered) Wants(before, after Order) bool { return o.order(before, after) != 0 }

func (Ordered) order(a, b Order) int {
	if a.State == "gone" {
		return 1
	}
	return cmp.Compare(a.State, b.State)
}

type Weighed struct{}

func (Weighed) Topic() string { return "" }

func (w Weighed) Pass(_ context.Context, c bus.Change) bool { return w.weigh(c) != hold }

func (Weighed) weigh(c bus.Change) verdict {
	if c.Touches("stock") {
		return send
	}
	return hold
}

type Sometimes struct{ loud bool }

func (Sometimes) Topic() string { return "" }

func (s Sometimes) Pass(_ context.Context, c bus.Change) (emit bool) {
	defer func() {
		if s.loud {
			emit = true
		}
	}()
	return c.Origin != "system"
}

type Late struct{}

func (Late) Topic() string { return "" }

func (Late) Pass(_ context.Context, c bus.Change) (emit bool) {
	if c.Origin == "system" {
		return false
	}
	defer func() { emit = true }()
	return c.Origin != ""
}

type Twice struct{}

func (Twice) Topic() string { return "" }

func (Twice) Pass(_ context.Context, c bus.Change) (emit bool) {
	defer func() { emit = emit && c.Origin != "" }()
	defer func() { emit = true }()
	return false
}

type TakenBack struct{}

func (TakenBack) Topic() string { return "" }

func (TakenBack) Pass(_ context.Context, c bus.Change) (emit bool) {
	defer func() {
		if c.Origin == "import" {
			emit = false
		}
	}()
	return true
}
