package flows

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A tracker follows data through one unit: for each value, where it comes from.
// It does not heed the order of instructions: what is ever put into a variable
// counts everywhere. That says too much rather than too little, and what is
// reported needs more than a flow.
type tracker struct {
	*analysis
	u *effects.Unit
	// val is where a value itself comes from, cell what was stored in a
	// variable or field, content what was put somewhere into what a value
	// refers to, and filled what may have been put into every part of it.
	val           map[ssa.Value]Origin
	cell          map[any]Origin
	content       map[any]Origin
	filled        map[any]Origin
	sites         map[ssa.CallInstruction]effects.Site
	ackSites      map[*ssa.Function][]ssa.Instruction // see settledBefore
	decoded       *About                              // see messageOf
	decodedType   *types.Named                        // the message that it is about; nil: none or several
	handled       []*types.Named                      // all of them; see findMessages
	described     map[*types.Named]About              // see describe
	messageTypes  map[*ssa.Function][]*types.Named    // see messagesIn
	passed        bool                                // the unit is given them decoded; see findMessages
	force         string                              // the field that marks them as repairs; "" where they have none
	changed       bool
	settled       bool                          // what comes from nowhere by now comes from the code
	literalFields map[summary.Method]bool       // see severalFields
	asking        map[ssa.CallInstruction]bool  // see asks
	behind        map[ssa.CallInstruction][]int // see calledBack
	feeds         []summary.Method              // the channels that the unit takes from
	fedOn         []Passed                      // see noteFedOn
	requested     bool                          // calls are noted whatever they are given; see requestEntry
	behindAsks    map[summary.Method]bool       // see asksBehind
	listens       map[*ssa.Function]bool        // literals that are given messages of their own; see handledBy
	answers       map[*ssa.Function]Answer      // of those, see listen
	called        map[*ssa.Function]bool        // literals that the unit calls; see calledHere
	literalCalls  map[*ssa.Function][]*ssa.Call // see callsOf
	running       map[*ssa.Function][]running   // see runsOf
	keysByTurn    []TurnedKey                   // see turnedKeys
	receiving     *[]receiveLoop                // see receiveLoops
	tasks         *bool                         // see ofTasks
	working       []ssa.CallInstruction         // see workCalls
	givings       *givings                      // see waysInto
	inserters     map[*ssa.Function][]inserter  // see insertersOf
	ended         map[*ssa.Function]Locks       // see endedLocks
}

// track follows the unit's data until nothing changes.
func (a *analysis) track(u *effects.Unit) *tracker {
	t := &tracker{
		analysis: a, u: u, val: map[ssa.Value]Origin{}, cell: map[any]Origin{}, content: map[any]Origin{}, filled: map[any]Origin{},
		sites: map[ssa.CallInstruction]effects.Site{}, ackSites: map[*ssa.Function][]ssa.Instruction{}, behind: map[ssa.CallInstruction][]int{},
		described: map[*types.Named]About{}, messageTypes: map[*ssa.Function][]*types.Named{},
		behindAsks: map[summary.Method]bool{}, listens: map[*ssa.Function]bool{}, answers: map[*ssa.Function]Answer{}, literalCalls: map[*ssa.Function][]*ssa.Call{}, running: map[*ssa.Function][]running{},
		inserters: map[*ssa.Function][]inserter{},
	}
	t.seed()
	t.follow()
	t.settled = true
	t.follow()
	return t
}

// follow carries data over the unit's instructions until nothing changes.
func (t *tracker) follow() {
	for range 12 {
		t.changed = false
		for instr := range effects.Instructions(t.u.Funcs...) {
			t.step(instr)
		}
		if !t.changed {
			return
		}
	}
}

// seed marks the parameters, and what is a received message by its type.
func (t *tracker) seed() {
	msg := t.handlerParams()
	for i, p := range t.u.Func.Params {
		if !carries(p.Type()) {
			continue
		}
		t.val[p] = param(i) | t.forceValue(p)
		if msg&param(i) != 0 {
			t.set(p, fromMsg)
		}
	}
	for _, lit := range t.returnedLiterals() {
		for i, p := range lit.Params {
			if carries(p.Type()) && i < maxInner {
				t.val[p] |= Origin(1) << (inner + i)
			}
		}
	}
	t.seedLayers()
	t.keptLiterals()
	t.markReturned()
	sent := t.toldOfSent()
	for _, fn := range t.u.Funcs {
		for _, p := range fn.Params {
			if (t.isMessage(p.Type()) || t.decodedBeside(fn, p)) && !t.view.Generated(fn) && !sent[fn] {
				t.set(p, fromMsg)
			}
		}
	}
}

// decodedBeside reports whether a parameter is what a library has decoded of the message
// that it hands over beside it: any message of protobuf's, of which the handler knows the
// type.
func (t *tracker) decodedBeside(fn *ssa.Function, p *ssa.Parameter) bool {
	n := effects.Named(p.Type())
	if n == nil || n.Obj().Pkg() == nil || !strings.Contains(effects.PkgPath(n.Obj().Pkg()), "protobuf") || !types.IsInterface(n) {
		return false
	}
	if obj := n.Obj().Name(); obj != "Message" && obj != "ProtoMessage" || fn.Signature.Results().Len() > 1 {
		return false
	}
	return slices.ContainsFunc(fn.Params, func(other *ssa.Parameter) bool { return t.isMessage(other.Type()) })
}

// carries reports whether values of a type carry data that matters: neither
// contexts nor errors do.
func carries(ty types.Type) bool {
	if n, ok := types.Unalias(ty).(*types.Named); ok {
		obj := n.Obj()
		if obj.Pkg() == nil {
			return obj.Name() != "error"
		}
		if obj.Name() == "Context" && obj.Pkg().Path() == "context" {
			return false
		}
	}
	return true
}

func (t *tracker) site(instr ssa.CallInstruction) effects.Site {
	s, ok := t.sites[instr]
	if !ok {
		s = t.view.Site(t.u, instr)
		t.sites[instr] = s
	}
	return s
}

// whole is where a value comes from, with all that it refers to.
func (t *tracker) whole(v ssa.Value) Origin {
	if v == nil || !carries(v.Type()) {
		return 0
	}
	switch v.(type) {
	case *ssa.Const, *ssa.Function, *ssa.Builtin, *ssa.Global:
		return 0
	}
	base := t.u.Base(v)
	o := t.val[v] | t.content[base] | t.filled[base]
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		o |= t.cell[t.u.Cell(v)]
	case *ssa.FieldAddr:
		o |= t.cell[t.u.Cell(v)] | t.around(v)
	}
	return o
}

func (t *tracker) set(v ssa.Value, o Origin) {
	if o&fromMsg != 0 && t.servesRequests(v.Parent()) {
		o |= fromAsker
	}
	if o&^t.val[v] != 0 && carries(v.Type()) {
		t.val[v] |= o
		t.changed = true
	}
}

// put notes that data goes into what a value refers to, and into whatever that
// is part of.
func (t *tracker) put(v ssa.Value, o Origin) {
	for range 8 {
		t.addContent(t.u.Base(v), o)
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.Slice:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.TypeAssert:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return
			}
			t.addCell(t.u.Cell(x.X), o)
			if row := rowHolding(x.X); row != nil {
				t.addContent(t.u.Base(row), o)
			}
			return
		case *ssa.Phi:
			for _, e := range x.Edges {
				if _, ok := e.(*ssa.Phi); !ok {
					t.addContent(t.u.Base(e), o)
				}
			}
			return
		default:
			return
		}
	}
}

// fill notes that data may go into every part of what a value refers to.
func (t *tracker) fill(v ssa.Value, o Origin) {
	base := t.u.Base(v)
	if o&^t.filled[base] != 0 {
		t.filled[base] |= o
		t.changed = true
	}
	t.put(v, o)
}

func (t *tracker) addContent(base any, o Origin) {
	if o&^t.content[base] != 0 {
		t.content[base] |= o
		t.changed = true
	}
}

func (t *tracker) addCell(cell any, o Origin) {
	if o&^t.cell[cell] != 0 {
		t.cell[cell] |= o
		t.changed = true
	}
}

// step carries data over one instruction.
func (t *tracker) step(instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.Store:
		t.store(i)
	case *ssa.MapUpdate:
		t.keptLiteral(t.fieldRoot(i.Map), i.Value)
		t.put(i.Map, t.asEntry(i, t.whole(i.Key)|t.whole(i.Value)))
	case *ssa.Send:
		t.put(i.Chan, t.whole(i.X))
	case *ssa.Select:
		var o Origin
		for _, s := range i.States {
			if s.Dir == types.SendOnly {
				t.put(s.Chan, t.whole(s.Send))
			} else {
				o |= t.takenOut(s.Chan)
			}
		}
		t.set(i, o)
	case ssa.CallInstruction:
		t.call(i)
	case ssa.Value:
		t.set(i, t.derived(i))
	}
}

func (t *tracker) store(s *ssa.Store) {
	t.keptLiteral(t.holder(s.Addr), s.Val)
	o := t.whole(s.Val)
	if addr, ok := s.Addr.(*ssa.FieldAddr); ok {
		o = t.asPart(addr, s.Val, o)
	}
	if o == 0 {
		return
	}
	t.addCell(t.u.Cell(s.Addr), o)
	switch addr := s.Addr.(type) {
	case *ssa.FieldAddr:
		t.put(addr.X, o)
	case *ssa.IndexAddr:
		t.put(addr.X, o)
	case *ssa.UnOp:
		t.put(addr, o)
	case *ssa.Parameter:
		t.put(addr, o)
	}
}

// derived is where the result of an instruction comes from.
func (t *tracker) derived(v ssa.Value) Origin {
	switch v := v.(type) {
	case *ssa.UnOp:
		return t.unary(v)
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			return t.val[b]
		}
		return 0
	case *ssa.FieldAddr:
		return t.val[v.X] | t.forceValue(v) | t.carriedMessage(v.X, v.Field)
	case *ssa.Field:
		return t.workedWith(t.withDetail(t.val[v.X], v.X, v.Field), v) | t.forceValue(v) | t.carriedMessage(v.X, v.Field)
	case *ssa.Lookup:
		return t.keyLookedUp(t.whole(v.X)|t.whole(v.Index), v)
	case *ssa.Range:
		return t.whole(v.X)
	case *ssa.Extract:
		if sel, ok := v.Tuple.(*ssa.Select); ok {
			return t.selectedFrom(sel, v.Index)
		}
		return t.whole(v.Tuple)
	case *ssa.TypeAssert:
		return t.whole(v.X) | t.unpacked(v)
	case *ssa.MakeClosure, *ssa.Alloc, *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeSlice:
		return 0
	}
	o := t.forceValue(v)
	for _, op := range v.(ssa.Instruction).Operands(nil) {
		if *op != nil {
			o |= t.whole(*op)
		}
	}
	if v, ok := v.(*ssa.Next); ok && !v.IsString {
		return o
	}
	return o
}

func (t *tracker) unary(v *ssa.UnOp) Origin {
	switch v.Op {
	case token.MUL:
		o := t.cell[t.u.Cell(v.X)]
		switch addr := v.X.(type) {
		case *ssa.FieldAddr:
			return t.workedWith(t.withDetail(o|t.val[addr]|t.around(addr), addr.X, addr.Field), v)
		case *ssa.IndexAddr:
			return o | t.whole(addr.X)
		case *ssa.FreeVar, *ssa.Alloc:
			return o | t.content[t.u.Base(addr)]
		case *ssa.Global:
			return t.forceValue(addr)
		}
		return o | t.whole(v.X)
	case token.ARROW:
		return t.takenOut(v.X)
	}
	return t.whole(v.X)
}

// around is what was put into a field by way of its address, or with all of the
// struct that it is part of.
func (t *tracker) around(addr *ssa.FieldAddr) Origin {
	base := t.u.Base(addr)
	o := t.content[base] | t.filled[base]
	var v ssa.Value = addr.X
	for range 6 {
		o |= t.filled[t.u.Base(v)]
		switch x := v.(type) {
		case *ssa.FieldAddr:
			o |= t.cell[t.u.Cell(x)]
			v = x.X
			continue
		case *ssa.Alloc, *ssa.FreeVar:
			o |= t.cell[t.u.Cell(x)]
		case *ssa.UnOp:
			if x.Op == token.MUL {
				o |= t.filled[t.u.Base(x.X)]
			}
		case *ssa.IndexAddr:
			v = x.X
			continue
		}
		return o
	}
	return o
}

// takenOut is the origin of what is received from a channel.
func (t *tracker) takenOut(ch ssa.Value) Origin {
	return t.whole(ch) | t.received(ch.Type()) | t.fedBy(ch)
}

// selectedFrom is the origin of one of the results of a select: the first two say
// which way it went, the others are what the channels gave, in their order.
func (t *tracker) selectedFrom(sel *ssa.Select, index int) Origin {
	index -= 2
	for _, s := range sel.States {
		if s.Dir == types.SendOnly {
			continue
		}
		if index == 0 {
			return t.takenOut(s.Chan)
		}
		index--
	}
	return 0
}

// received is the origin of what comes out of a channel of messages.
func (t *tracker) received(ch types.Type) Origin {
	c, ok := ch.Underlying().(*types.Chan)
	if ok && t.isMessage(c.Elem()) {
		return fromMsg
	}
	return 0
}
