package flows

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/types"
	"regexp"
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
	Type  string // as findings name it; "" where it is a map
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
}

// maxRaised bounds a summary.
const maxRaised = 16

func (r *Raised) key() string {
	return fmt.Sprintf("%s|%s|%s|%x|%v|%s:%d:%d", r.Type, r.Label, r.Topic, uint64(r.From&^flags), r.Gate, r.Place.File, r.Place.Line, r.Place.Col)
}

// Shown is how findings name it.
func (r *Raised) Shown() string {
	if r.Type != "" && r.Label == "" {
		return r.Type
	}
	return strings.TrimSpace(r.Type + " " + strconv.Quote(cmp.Or(r.Label, r.Topic)))
}

// FromData reports whether a message is made of what came in.
func (r *Raised) FromData() bool { return r.From&(fromMsg|fromStored|fromRemote) != 0 }

// noteRaised adds what a call publishes by itself.
func (t *tracker) noteRaised(f *Func, s effects.Site) {
	for _, r := range t.raisedAt(s) {
		r.Gate = t.gateAt(s.Instr)
		if r.Gate.Closed || len(f.Raises) >= maxRaised {
			continue
		}
		pos := t.view.CallPos(s.Instr)
		r.Place, r.Branches, r.Conf = t.view.Place(t.u, pos), t.branchesOf(s.Instr), 100
		r.Steps = []summary.Step{t.view.Step(pos, "publishes "+r.Shown())}
		f.Raises = append(f.Raises, r)
	}
}

// takeRaised makes what a callee publishes the unit's own.
func (t *tracker) takeRaised(f *Func, s effects.Site, callee *Func, step summary.Step, args []Origin, branches Branches) {
	if len(callee.Raises) == 0 || aside(s.Callee.Name()) {
		return
	}
	here, known := t.gateAt(s.Instr), t.knownArgs(s)
	for _, r := range callee.Raises {
		if r.From&fromMsg != 0 || len(f.Raises) >= maxRaised {
			continue // a consumer of its own
		}
		if r.Gate = r.Gate.given(known).join(here); r.Gate.Closed {
			continue
		}
		r.From, r.Branches = bind(r.From, args), r.Branches.within(branches)
		r.Place = t.placeOf(r.Place, s, t.view.CallPos(s.Instr))
		r.Steps = summary.Prepend(step, r.Steps)
		f.Raises = append(f.Raises, r)
	}
}

// raisedAt are the messages that a call publishes, or puts into an outbox: as
// they are, or encoded before.
func (t *tracker) raisedAt(s effects.Site) []Raised {
	var list []Raised
	add := func(v ssa.Value) {
		name := t.eventType(v)
		if (name != "" || isMap(v)) && !slices.ContainsFunc(list, func(r Raised) bool { return r.Type == name }) {
			list = append(list, Raised{Type: name, Label: t.labelOf(v), From: t.whole(unwrap(v)), Same: name != "" && t.asReceived(v)})
		}
	}
	switch {
	case aside(s.Callee.Name()):
		return nil
	case t.publishes(s):
		t.published(s, add)
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

// boxes reports whether a call puts a row into an outbox.
func (t *tracker) boxes(s effects.Site) bool {
	touch := t.u.Touch(s)
	if touch == nil {
		return false
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

// labelOf is what an event that has no type of its own says of itself: by a field
// that holds its kind, if it is a struct for events of all kinds.
func (t *tracker) labelOf(v ssa.Value) string {
	v = unwrap(v)
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return ""
	}
	var parts []string
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !kindField.MatchString(structField(fa.X.Type(), fa.Field)) {
			continue
		}
		for _, r := range *fa.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == fa {
				parts = append(parts, constantText(st.Val))
			}
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

var kindField = regexp.MustCompile(`^(Type|EventType|Event|EventName|Name|Kind|Action|Entity|EntityType|Topic|Subject|RoutingKey|AggregateType)$`)

// constantText is a constant string, or "".
func constantText(v ssa.Value) string {
	if c, ok := v.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.String {
		return constant.StringVal(c.Value)
	}
	return ""
}

// isMap reports whether what is published is a map, which has no type to tell.
func isMap(v ssa.Value) bool {
	_, ok := unwrap(v).Type().Underlying().(*types.Map)
	return ok
}

// eventType is the type of what is published, as findings name it: a struct of the
// project's, or what a generic envelope holds.
func (t *tracker) eventType(v ssa.Value) string {
	ty := unwrap(v).Type()
	for range 3 {
		switch u := types.Unalias(ty).(type) {
		case *types.Pointer:
			ty = u.Elem()
		case *types.Slice:
			ty = u.Elem()
		}
	}
	n, ok := types.Unalias(ty).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) || t.messageType(n) {
		return ""
	}
	if n.TypeArgs().Len() == 1 {
		if inner := effects.Named(n.TypeArgs().At(0)); inner != nil && inner.Obj().Pkg() != nil && t.firstParty(effects.PkgPath(inner.Obj().Pkg())) {
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
	v = unwrap(v)
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	switch x := v.(type) {
	case *ssa.Parameter:
		return true
	case *ssa.Alloc:
		return t.filled[t.u.Base(x)]&(fromMsg|params) != 0 || slices.ContainsFunc(stored(x), func(s ssa.Value) bool { return s != v && t.asReceived(s) })
	case *ssa.Extract:
		call, ok := x.Tuple.(*ssa.Call)
		return ok && t.decoder(call) != nil
	case *ssa.Call:
		return t.decoder(x) != nil
	}
	return false
}

// AnyTopic stands for a topic that is not known.
const AnyTopic = "?"

// topicOf is where a call publishes to, as far as constants tell, and whether
// that is an answer to whoever asked. Nothing says where for a bus that goes by
// the types of what it is given.
func (t *tracker) topicOf(s effects.Site) (topic string, reply bool) {
	var parts []string
	unknown := false
	add := func(v ssa.Value) {
		if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			unknown = true
		} else if types.Identical(v.Type().Underlying(), byteSlice) {
			unknown = true
		}
		if name := strings.ToLower(fieldName(v, 0)); strings.Contains(name, "reply") || strings.Contains(name, "response") {
			reply = true
		}
		if s := constantText(v); s != "" {
			parts = append(parts, s)
		}
	}
	for _, v := range append(slices.Clone(s.Args), variadic(s)...) {
		v = withoutInterface(v)
		add(v)
		t.fieldTopics(v, add, 0)
	}
	if len(parts) == 0 && (unknown || !t.known(s) && s.Method == nil) {
		return AnyTopic, reply
	}
	return strings.Join(parts, " "), reply
}

var byteSlice = types.NewSlice(types.Typ[types.Byte])

// fieldTopics yields what the fields of a message hold that say where it goes.
func (t *tracker) fieldTopics(v ssa.Value, yield func(ssa.Value), depth int) {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok || depth > 2 {
		return
	}
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !topicField.MatchString(structField(fa.X.Type(), fa.Field)) {
			continue
		}
		for _, r := range *fa.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == fa {
				yield(st.Val)
			}
		}
	}
}

var topicField = regexp.MustCompile(`^(Topic|TopicName|Subject|Exchange|RoutingKey|Queue|QueueUrl|Channel|Stream)$`)

// aside recognises topics and functions for messages that could not be handled,
// or not yet. It is asked of every call.
func aside(name string) bool {
	name = strings.ToLower(joints.Replace(name))
	return slices.ContainsFunc(asides, func(part string) bool { return strings.Contains(name, part) })
}

var (
	joints = strings.NewReplacer("-", "", "_", "", ".", "")
	asides = []string{"dlq", "dlx", "deadletter", "dead", "retry", "retries", "requeue", "republish", "redeliver", "poison", "parking", "quarantine", "failed", "failure", "delayed", "later", "reply", "respond"}
)

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
		take(r, join(l.call.Steps, r.Steps))
	}
	for _, send := range l.call.Sends {
		if m.Func.Publishes&param(send.Arg+1) == 0 || send.Arg >= len(l.call.Args) {
			continue
		}
		r := Raised{Type: send.Type, Label: send.Label, Topic: send.Topic, Same: send.Same, From: l.call.Args[send.Arg], Place: l.call.Place}
		steps := slices.Clone(l.call.Steps)
		steps[len(steps)-1].Note += ", which publishes " + r.Shown()
		take(r, steps)
	}
}

// known is what is known of the arguments of the implementation, the receiver
// first.
func (l lead) known() []Known { return append([]Known{notKnown}, l.call.Known...) }

// mayBeIdle reports whether there is a type that implements the interface and does
// nothing by it: the way to have nothing published.
func (s *settler) mayBeIdle(call Call) bool {
	for _, c := range s.idle {
		if c.Iface == call.Method.Iface && (call.Only == nil || slices.Contains(call.Only, c.Type)) {
			return true
		}
	}
	return false
}

// noteIdle notes a type that does nothing by an interface which may well be there
// to publish.
func (a *analysis) noteIdle(c Conversion, iface types.Type) {
	for m := range iface.Underlying().(*types.Interface).Methods() {
		if tells.MatchString(m.Name()) {
			a.idle = append(a.idle, Conversion{Type: c.Type, Iface: c.Iface})
			return
		}
	}
}

// tells recognises the methods by which events are told.
var tells = regexp.MustCompile(`(?i)publish|emit|raise|notify|dispatch|send|produce|fire|push|enqueue|broadcast|announce`)

// someQuiet reports whether one of several implementations raises nothing, while
// others may.
func (s *settler) someQuiet(impls []string, method string) bool {
	quiet, loud := false, false
	for _, key := range impls {
		for _, m := range s.conversions[key].Methods {
			if m.Name != method {
				continue
			}
			raises := len(m.Func.Raises) > 0 || m.Func.Publishes != 0 || slices.ContainsFunc(m.Func.Calls, func(c Call) bool { return len(c.Sends) > 0 })
			quiet, loud = quiet || !raises, loud || raises
		}
	}
	return quiet && loud
}
