package flows

import (
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A row may be written whatever the order is, where only what is newer goes into it:
//
//	row.Merge(e) // returns at once unless e.Version > row.Version
//	store.Save(ctx, row)
//
// An older message has the row written as it was read. What decides on the write then is
// what decides on the changes, which the function says that makes them.

// A Merge is a struct among a function's parameters that changes only where a comparison
// holds, or is what the function gives back where it does.
type Merge struct {
	Param   int
	Changed bool // it is changed, or what is given back is a copy that is
	Back    bool // it is given back
	Only    Comparison
}

// maxMerges bounds what is kept of one function.
const maxMerges = 6

// noteMerges notes the parameters that the unit changes only where it compares.
func (t *tracker) noteMerges(f *Func) {
	for i, p := range t.u.Func.Params {
		if n := effects.Named(p.Type()); n == nil || !isStruct(n) || p.Referrers() == nil || !refers(p.Type()) {
			continue
		}
		f.Merges = append(f.Merges, t.mergesInto(p, i, false)...)
	}
	f.Merges = append(f.Merges, t.mergesBack()...)
	if len(f.Merges) > maxMerges {
		f.Merges = nil
	}
}

// mergesInto are the comparisons that decide on all changes of a struct; none, if
// something changes it that none decides on.
func (t *tracker) mergesInto(row ssa.Value, param int, back bool) []Merge {
	var list []Merge
	c := changes{t: t, row: row}
	for _, change := range c.all() {
		only := t.orderAt(change)
		if only == nil {
			return nil
		}
		list = append(list, Merge{param, true, back, *only})
	}
	if c.unknown || len(c.calls) > 0 {
		return nil
	}
	return list
}

// mergesBack are the structs that the unit gives back, each where a comparison holds:
// one of those that it was given, or a copy that it has changed.
func (t *tracker) mergesBack() []Merge {
	var list []Merge
	for ret := range effects.Returns(t.u.Func) {
		if len(ret.Results) != 1 {
			return nil
		}
		v := ret.Results[0]
		if n := effects.Named(v.Type()); n == nil || !isStruct(n) {
			return nil
		}
		cell, from := copied(v)
		if cell == nil {
			from = v
		}
		p, ok := from.(*ssa.Parameter)
		if !ok {
			return nil
		}
		i := slices.Index(t.u.Func.Params, p)
		if cell != nil && (&changes{t: t, row: cell}).some() {
			merges := t.mergesInto(cell, i, true)
			if len(merges) == 0 {
				return nil
			}
			list = append(list, merges...)
			continue
		}
		if only := t.orderAt(ret); only != nil {
			list = append(list, Merge{i, false, true, *only})
		} else if t.u.Func.Signature.Recv() == nil || i != 0 {
			return nil
		}
	}
	return list
}

// orderAt is a comparison of order that holds where an instruction runs, of what the
// unit's function was given; nil if there is none.
func (t *tracker) orderAt(instr ssa.Instruction) *Comparison {
	if instr.Parent() != t.u.Func {
		return nil
	}
	for _, cond := range t.conditionsOf(instr.Block()) {
		for _, c := range t.compare(cond.value) {
			if !cond.want {
				c.Op = sqltext.Negated(c.Op)
			}
			if c.Left&params != 0 && c.Right&params != 0 && c.Left != c.Right && (c.Time || t.orderField(c.LeftField) || t.orderField(c.RightField)) && ordersBy(c.Op) {
				return &c
			}
		}
	}
	return nil
}

func ordersBy(op string) bool { return op == "<" || op == "<=" || op == ">" || op == ">=" }

// mergedGuard is what decides on the changes of the row that a call is given, where that
// is all that it has of a message and was looked up.
func (t *tracker) mergedGuard(s effects.Site) Guard {
	var row ssa.Value
	for _, a := range s.Args[min(s.Shift, len(s.Args)):] {
		a = withoutInterface(a)
		switch n := effects.Named(a.Type()); {
		case isContext(a.Type()), !isAny(a.Type()) && t.isHandle(a.Type()):
		case n != nil && isStruct(n) && row == nil:
			row = a
		case t.whole(a)&(fromMsg|params) != 0:
			return Guard{}
		}
	}
	if row == nil {
		return Guard{}
	}
	return t.rowGuard(row, s.Instr)
}

// rowGuard is what decides on all changes of a row that was looked up.
func (t *tracker) rowGuard(row ssa.Value, at ssa.Instruction) Guard {
	c := changes{t: t, row: row, at: at}
	var guards []Guard
	from := row
	if cell, given := copied(row); cell != nil {
		c.row, from = cell, given
	}
	if call, ok := from.(*ssa.Call); ok {
		if back := t.mergedAt(call, -1); back.Kind != Unguarded {
			guards = append(guards, back)
			from = nil
		}
	}
	if from != nil && !t.lookedRow(from) {
		return Guard{}
	}
	for _, change := range c.all() {
		guards = append(guards, t.guardOf(change))
	}
	for _, call := range c.calls {
		guards = append(guards, better(t.guardOf(call.at), t.mergedAt(call.at, call.arg)))
	}
	if c.unknown {
		return Guard{}
	}
	return least(guards).check()
}

// lookedRow reports whether a struct is a row that was looked up by a key, or locked.
func (t *tracker) lookedRow(v ssa.Value) bool {
	if t.rowFrom(v).Looked {
		return true
	}
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	s := t.site(call)
	return t.byKey(s) && (t.onlyReads(s) || s.Method != nil && locksRow.MatchString(s.Callee.Name()))
}

var locksRow = regexp.MustCompile(`(?i)(lock|forupdate)`)

// mergedAt is what decides on the changes that a call makes of an argument, or on what
// it gives back (-1), as the callee says. That one of the arguments is given back that
// was looked up needs no reason.
func (t *tracker) mergedAt(call *ssa.Call, arg int) Guard {
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return Guard{}
	}
	args := t.argOrigins(s)
	var guards []Guard
	for _, m := range f.Merges {
		if m.Back != (arg < 0) || arg >= 0 && m.Param != arg {
			continue
		}
		if !m.Changed && m.Param < len(args) && args[m.Param]&fromStored != 0 {
			continue // the row, as it was looked up
		}
		guards = append(guards, t.judge(t.boundComparison(m.Only, s.Args, args), call.Pos()))
	}
	return least(guards)
}

// A changes collects what changes a struct.
type changes struct {
	t     *tracker
	row   ssa.Value
	at    ssa.Instruction // where it is written
	calls []changingCall
	// unknown: something may change it of which no more is known.
	unknown bool
}

// A changingCall is a call that is given the struct as its argument.
type changingCall struct {
	at  *ssa.Call
	arg int
}

func (c *changes) some() bool { return len(c.all()) > 0 || c.unknown || len(c.calls) > 0 }

// all are the stores into the fields of the struct. When it was changed is the service's
// own business.
func (c *changes) all() []ssa.Instruction {
	c.calls, c.unknown = nil, c.row.Referrers() == nil
	var list []ssa.Instruction
	if c.unknown {
		return nil
	}
	for _, ref := range *c.row.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			list = append(list, c.field(ref)...)
		case *ssa.Call:
			c.called(ref)
		case *ssa.Store:
			c.unknown = c.unknown || ref.Val == c.row // it is kept somewhere
		case *ssa.UnOp, *ssa.BinOp, *ssa.Return, *ssa.DebugRef, *ssa.Field, *ssa.Extract:
		default:
			c.unknown = true
		}
	}
	return list
}

// field are the stores into a field, and into those of a struct in it.
func (c *changes) field(fa *ssa.FieldAddr) []ssa.Instruction {
	var list []ssa.Instruction
	if ofLastChange.MatchString(structField(fa.X.Type(), fa.Field)) {
		return nil
	}
	for _, use := range *fa.Referrers() {
		switch use := use.(type) {
		case *ssa.Store:
			if use.Addr == fa && !onlyNow(c.t.whole(use.Val)) {
				list = append(list, use)
			}
		case *ssa.FieldAddr:
			list = append(list, c.field(use)...)
		case *ssa.UnOp:
			c.unknown = c.unknown || changedInside(use)
		case *ssa.DebugRef:
		case *ssa.Call:
			c.unknown = c.unknown || !c.t.spared(use, fa)
		default:
			c.unknown = true
		}
	}
	return list
}

// called notes a call that is given the struct.
func (c *changes) called(call *ssa.Call) {
	if call == c.at || c.t.spared(call, c.row) {
		return
	}
	for i, a := range c.t.site(call).Args {
		if withoutInterface(a) == c.row {
			c.calls = append(c.calls, changingCall{call, i})
		}
	}
}
