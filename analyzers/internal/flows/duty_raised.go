package flows

import (
	"cmp"
	"fmt"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A Raised is a message that a function publishes, or puts into an outbox, all
// told.
type Raised struct {
	Type string // as findings name it; "" where it is a map
	// Says is what a row says of itself, where that is the message.
	Says  Said
	Label string // what it says of itself, as far as constants tell
	Topic string // where it goes, likewise
	// Same says that it is a message as it was received, rather than one made of it.
	Same     bool
	From     Origin
	Gate     Gate
	Branches Branches
	Conf     int
	Place    summary.Place
	// Sync says that a sync job raises it.
	Sync  bool
	Steps []summary.Step
	// Code is the call at the place, as it is written; "" where it is not at hand.
	Code string
}

// maxRaised bounds a summary.
const maxRaised = 16

func (r *Raised) key() string {
	return fmt.Sprintf("%s|%v|%s|%s|%x|%v|%s:%d:%d", r.Type, r.Says, r.Label, r.Topic, uint64(r.From&^flags), r.Gate, r.Place.File, r.Place.Line, r.Place.Col)
}

// Shown is how findings name it.
func (r *Raised) Shown() string {
	switch {
	case r.Type != "" && r.Label == "":
		return r.Type
	case r.Type == "" && r.Says.Method != "":
		return "what " + r.Says.Method + " gives"
	}
	return strings.TrimSpace(r.Type + " " + strconv.Quote(cmp.Or(r.Label, r.Topic)))
}

// FromData reports whether a message is made of what came in.
func (r *Raised) FromData() bool { return r.From&(fromMsg|fromStored|fromRemote) != 0 }

// noteRaised adds what a call publishes by itself.
func (t *tracker) noteRaised(f *Func, s effects.Site) {
	for _, r := range t.raisedAt(s) {
		r.Gate = t.publishGate(s)
		if r.Gate.Closed || len(f.Raises) >= maxRaised {
			continue
		}
		pos := t.view.CallPos(s.Instr)
		r.Place, r.Branches, r.Conf = t.view.Place(t.u, pos), t.branchesOf(s.Instr), 100
		r.Steps = []summary.Step{t.view.Step(pos, "publishes "+r.Shown())}
		f.Raises = append(f.Raises, r)
	}
}

// publishGate is what has to hold for a call that publishes: here, and in what it
// calls. Of an interface's method, all that is known to publish has to.
func (t *tracker) publishGate(s effects.Site) Gate {
	g := t.gateAt(s.Instr)
	for _, f := range t.behindCall(s) {
		if s.Method == nil || f.Publishes != 0 {
			g = g.join(f.When.given(t.knownArgs(s)))
		}
	}
	return g
}

// raisedAt are the messages that a call publishes, or puts into an outbox: as
// they are, or encoded before.
func (t *tracker) raisedAt(s effects.Site) []Raised {
	var list []Raised
	add := func(v ssa.Value) {
		name := t.eventType(v)
		if (name != "" || isMap(v)) && !slices.ContainsFunc(list, func(r Raised) bool { return r.Type == name }) {
			list = append(list, Raised{Type: name, Label: t.labelOf(v), From: t.whole(effects.Unwrapped(v)), Same: name != "" && t.asReceived(v)})
		}
	}
	switch {
	case aside(s.Callee.Name()):
		return nil
	case t.publishes(s):
		t.published(s, add)
		list = append(list, t.saidIn(s)...)
	case t.boxes(s):
		t.boxed(s, add)
	}
	if len(list) == 0 {
		return nil
	}
	topic, reply := t.topicOf(s)
	if reply || aside(topic) {
		return nil
	}
	for i := range list {
		list[i].Topic = topic
	}
	return list
}

// boxes reports whether a call puts a row into an outbox: by itself, or by a function
// that does nothing else.
func (t *tracker) boxes(s effects.Site) bool {
	touch := t.u.Touch(s)
	if touch == nil {
		f := t.funcOf(s)
		return f != nil && f.fillsOutbox() && len(f.Writes) == 1 && f.Writes[0].Insert
	}
	outbox := func(table string) bool { return strings.Contains(strings.ToLower(table), "outbox") }
	return slices.ContainsFunc(touch.Statements, func(st effects.Statement) bool {
		return st.Target != nil && st.Target.Verb == sqltext.Insert && outbox(st.Target.Name)
	}) || slices.ContainsFunc(touch.Accesses, func(a summary.Access) bool {
		return a.Write && a.Verb == string(sqltext.Insert) && outbox(a.Table)
	})
}

// boxed yields the values that are encoded into such a row.
func (t *tracker) boxed(s effects.Site, yield func(ssa.Value)) {
	for _, v := range slices.Concat(s.Args[s.Shift:], variadic(s)) {
		t.encodedInto(v, yield, map[ssa.Value]bool{})
	}
}

// standard reports whether a package is of the standard library.
func (t *tracker) standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && !t.firstParty(path)
}

// eventType is the type of what is published, as findings name it: a struct of the
// project's or of a module that it shares with others, or what a generic envelope
// holds.
func (t *tracker) eventType(v ssa.Value) string {
	ty := effects.Unwrapped(v).Type()
	for range 3 {
		switch u := types.Unalias(ty).(type) {
		case *types.Pointer:
			ty = u.Elem()
		case *types.Slice:
			ty = u.Elem()
		}
	}
	n, ok := types.Unalias(ty).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || t.standard(effects.PkgPath(n.Obj().Pkg())) || t.messageType(n) {
		return ""
	}
	if n.TypeArgs().Len() == 1 {
		if inner := effects.Named(n.TypeArgs().At(0)); inner != nil && inner.Obj().Pkg() != nil && !t.standard(effects.PkgPath(inner.Obj().Pkg())) {
			n = inner
		}
	}
	if _, ok := n.Underlying().(*types.Struct); !ok {
		return ""
	}
	return effects.ShortTypeName(n)
}

// asReceived reports whether a value is what was decoded, or handed in, rather
// than made here.
func (t *tracker) asReceived(v ssa.Value) bool {
	return seek(unloaded(v), maxReceived, putInto, func(v ssa.Value) bool {
		switch x := v.(type) {
		case *ssa.Parameter:
			return true
		case *ssa.Alloc:
			return t.filled[t.u.Base(x)]&(fromMsg|params) != 0 && (t.decodedInto(x) || !setInParts(x))
		case *ssa.Extract:
			call, ok := x.Tuple.(*ssa.Call)
			return ok && t.decoder(call) != nil
		case *ssa.Call:
			return t.decoder(x) != nil
		}
		return false
	})
}

// setInParts reports whether a struct's fields are set one by one, as a literal's
// are. Whoever is handed it may change it, for all that is known.
func setInParts(v *ssa.Alloc) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		fa, ok := ref.(*ssa.FieldAddr)
		return ok && slices.ContainsFunc(*fa.Referrers(), func(r ssa.Instruction) bool {
			st, ok := r.(*ssa.Store)
			return ok && st.Addr == fa
		})
	})
}

// maxReceived bounds the variables that a value may have gone through. Two may be
// given each other's in a loop.
const maxReceived = 8

// putInto are the values that a variable is given.
func putInto(v ssa.Value) []ssa.Value {
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var list []ssa.Value
	for _, s := range stored(alloc) {
		list = append(list, unloaded(s))
	}
	return list
}

// unloaded is a value, or the variable that it is the content of.
func unloaded(v ssa.Value) ssa.Value {
	v = effects.Unwrapped(v)
	if load, ok := v.(*ssa.UnOp); ok {
		return load.X
	}
	return v
}

// A Send is an argument of an interface's method that is published, if the
// implementation publishes what it is given.
type Send struct {
	Arg   int // without the receiver
	Type  string
	Label string
	Topic string
	Same  bool
}

// sends are the arguments of a call of an interface's method that may be
// published.
func (t *tracker) sends(s effects.Site) []Send {
	if aside(s.Callee.Name()) {
		return nil
	}
	topic, reply := t.topicOf(s)
	if reply || aside(topic) {
		return nil
	}
	var list []Send
	for i, v := range s.Args[1:] {
		if _, ok := v.(*ssa.MakeInterface); !ok && !structured(v.Type()) {
			continue
		}
		if name := t.eventType(v); name != "" || isMap(v) {
			list = append(list, Send{Arg: i, Type: name, Label: t.labelOf(v), Topic: topic, Same: name != "" && t.asReceived(v)})
		}
	}
	return list
}

func structured(ty types.Type) bool {
	_, ok := deref(ty).Underlying().(*types.Struct)
	return ok
}

// takeRaised takes over what an implementation publishes: by itself, and of what
// it is given.
func (s *settler) takeRaised(c *Consumer, l lead, m Method) {
	if !l.call.Gate.open() || l.unsure {
		return
	}
	take := func(r Raised, steps []summary.Step) {
		if r.Gate = r.Gate.given(l.known()).join(l.call.Gate); !r.Gate.open() || r.From&fromMsg == 0 {
			return
		}
		r.Branches = r.Branches.within(l.call.Branches)
		r.Conf, r.Place = l.conf, s.placeFor(l, r.Place)
		r.Steps = steps
		c.Raises = append(c.Raises, r)
	}
	for _, r := range m.Func.Raises {
		r.From = resolveWith(r.From, l.args)
		take(r, summary.Join(l.call.Steps, r.Steps))
	}
	for _, send := range l.call.Sends {
		if m.Func.Publishes&param(send.Arg+1) == 0 || send.Arg >= len(l.call.Args) {
			continue
		}
		r := Raised{Type: send.Type, Label: send.Label, Topic: send.Topic, Same: send.Same, From: l.call.Args[send.Arg], Place: l.call.Place}
		steps := slices.Clone(l.call.Steps)
		steps[len(steps)-1].Note += ", which publishes " + r.Shown()
		r.Gate = m.Func.When
		take(r, steps)
	}
}

// known is what is known of the arguments of the implementation, the receiver
// first.
func (l lead) known() []Known { return append([]Known{notKnown}, l.call.Known...) }
