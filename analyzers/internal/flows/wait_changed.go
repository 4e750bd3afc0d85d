package flows

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// An update looks for its row as well: how many rows it has changed tells whether that is
// there. Where somebody asks, he decides what becomes of a message whose row is missing:
//
//	res, err := db.ExecContext(ctx, `UPDATE lots SET price = $2 WHERE id = $1`, e.Lot, e.Price)
//	…
//	if n, _ := res.RowsAffected(); n == 0 {
//		return nil // it is lost if it comes before its lot
//	}
//
// Such a look-up is a Read that is Changing. It makes sure of nothing but of its own row, and
// of that it says no more than what becomes of the message.

// A Telling is how a function tells its caller whether an update has changed a row.
type Telling string

// The tellings.
const (
	Decided   Telling = ""      // it does not: nobody asks, or all is decided
	ByCount   Telling = "count" // by how many it were
	ByWhether Telling = "truth" // by a boolean, which is false where it were none
)

// lookups are the reads of a function, without what its updates tell of their own rows.
func (f *Func) lookups() []Read {
	return slices.DeleteFunc(slices.Clone(f.Reads), func(r Read) bool { return r.Changing })
}

// noteChanged adds what becomes of the message where a write finds no row to change.
func (t *tracker) noteChanged(f *Func, s effects.Site, w *Write) {
	call, ok := s.Instr.(*ssa.Call)
	if !ok || w.Missable || w.Insert || w.Delete || w.KeyValue || sqltext.Verb(w.Verb) != sqltext.Update || w.choosy() || t.changesKin(s, w.Table) {
		return
	}
	r := Read{
		Schema: w.Schema, Table: w.Table, Parts: w.Parts, Called: w.Called, Branches: w.Branches,
		From: t.rowsBy(s, map[ssa.Value]bool{}) | t.toldLater(s), Changing: true, Of: lastStep(w.Steps), Tells: ByCount,
	}.anonymous()
	if !tellsCount(call.Type()) {
		return
	}
	if r, ok := t.asCounted(r, s); ok {
		f.addRead(r)
	}
}

// choosy reports whether a statement leaves rows as they are by what they hold. That it has
// changed none mostly says then that the message was an older one, or that the row has moved
// on, and to say success is right; that the row may be missing as well, nobody is blamed for.
func (w *Write) choosy() bool {
	return w.Refuses || w.Swaps || w.Guard.Kind != Unguarded && !w.Guard.Code
}

// changesKin reports whether an update changes as many rows as belong to another one, of which
// there may be none.
func (t *tracker) changesKin(s effects.Site, table string) bool {
	conditions := t.findsBy(s)
	if touch := t.u.Touch(s); touch != nil {
		for _, st := range touch.Statements {
			conditions = append(conditions, st.Conditions...)
		}
	}
	kin := false
	for _, c := range conditions {
		if c.Op != "=" {
			continue
		}
		if c.Column == "_id" || ownKeyOf(table, c.Column) {
			return false
		}
		kin = kin || keyColumn.MatchString(c.Column)
	}
	return kin
}

// tellsCount reports whether a call gives back how many rows it has changed.
func tellsCount(ty types.Type) bool {
	return slices.ContainsFunc(resultTypes(ty), countsIn)
}

// asCounted is such a look-up as the caller of what makes it has it: decided here, or told to
// the next. It is none where nobody asks.
func (t *tracker) asCounted(r Read, s effects.Site) (Read, bool) {
	call, ok := s.Instr.(*ssa.Call)
	if !ok {
		return r, false
	}
	told := t.changesTold(call, r.Tells)
	if on, ok := t.toldOn(told, r.Tells, call.Parent()); ok {
		r.Tells = on
		return r, true
	}
	ways := told.none()
	if len(ways) == 0 || slices.ContainsFunc(ways, func(w way) bool { return notesOutside(w.to) }) {
		return r, false
	}
	r.Tells = Decided
	fault := t.outcomes(ways, call)
	if t.settledBefore(s.Instr) {
		fault = worse(fault, Acked)
	}
	if r.Fault = fault; fault == None {
		r.Fails = cmp.Or(t.becomesOn(ways, call), anonymous)
	}
	at := t.view.Step(t.view.CallPos(s.Instr), faultNote(fault))
	if at.Note != "" {
		r.Step = at
	}
	return r.after(t.answerOutside(s.Instr), at), true
}

// above is a read below a call as the unit's own; false: nobody asks what it tells.
func (t *tracker) above(r Read, s effects.Site) (Read, bool) {
	if r.Tells != Decided {
		return t.asCounted(r, s)
	}
	return t.faulty(r, s), true
}

// A changesTold is what a call gives back of how many rows it has changed.
type changesTold struct {
	counts, truths []ssa.Value
}

// changesTold are those of what a call gives back that tell it so, and what is made of them.
func (t *tracker) changesTold(call *ssa.Call, by Telling) changesTold {
	var told changesTold
	for _, r := range results(call) {
		switch {
		case by == ByWhether && isBool(r.Type()):
			told.truths = append(told.truths, r)
		case by != ByCount:
		case isNumber(r.Type()):
			told.counts = append(told.counts, r)
		default:
			told.counts = append(told.counts, countsOf(r)...)
		}
	}
	for _, n := range slices.Clone(told.counts) {
		told.counts = append(told.counts, converted(n)...)
	}
	return told
}

// countsOf are the numbers that a statement's result tells, by its methods or in its fields.
func countsOf(result ssa.Value) []ssa.Value {
	if result.Referrers() == nil {
		return nil
	}
	var list []ssa.Value
	for _, ref := range *result.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Call:
			if callee := calleeOf(ref); callee != nil && countsRows(callee.Name()) {
				list = append(list, slices.DeleteFunc(results(ref), func(v ssa.Value) bool { return !isNumber(v.Type()) })...)
			}
		case *ssa.FieldAddr:
			if countsRows(structField(ref.X.Type(), ref.Field)) && !upserts(structField(ref.X.Type(), ref.Field)) {
				list = append(list, loadsFrom(ref)...)
			}
		case *ssa.Store: // its method wants a pointer
			if v, ok := ref.Addr.(*ssa.Alloc); ok && ref.Val == result && len(stored(v)) == 1 {
				list = append(list, countsOf(v)...)
				for _, load := range loadsFrom(v) {
					list = append(list, countsOf(load)...)
				}
			}
		}
	}
	return list
}

// upserts recognises the number that tells of rows which were not there.
func upserts(name string) bool { return name == "UpsertedCount" }

// loadsFrom are what is read at an address.
func loadsFrom(addr ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *addr.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok && load.X == addr {
			list = append(list, load)
		}
	}
	return list
}

// converted are a number in other types: int(n).
func converted(n ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *n.Referrers() {
		if c, ok := ref.(*ssa.Convert); ok {
			list = append(list, c)
		}
	}
	return list
}

// asked are the comparisons of what is told that tell whether it were none, and whether they
// hold then.
func (c changesTold) asked(yield func(cond *ssa.BinOp, none bool) bool) {
	for _, n := range c.counts {
		if n.Referrers() == nil {
			continue
		}
		for _, ref := range *n.Referrers() {
			cmp, ok := ref.(*ssa.BinOp)
			if !ok || cmp.X != n {
				continue
			}
			if none, ok := unlessNone(cmp); ok && !yield(cmp, none) {
				return
			}
		}
	}
}

// none are the ways on which no row was changed.
func (c changesTold) none() []way {
	var list []way
	for cmp, none := range c.asked {
		list = append(list, turns(cmp, none)...)
	}
	for _, v := range c.truths {
		list = append(list, turns(v, false)...)
	}
	return list
}

// toldOn is how a function tells its own caller what it was told, if it does.
func (t *tracker) toldOn(c changesTold, by Telling, fn *ssa.Function) (Telling, bool) {
	truth := boolResult(fn.Signature.Results())
	ways := c.none()
	for ret := range effects.Returns(fn) {
		for i, r := range ret.Results {
			switch {
			case slices.Contains(c.counts, r):
				return ByCount, true
			case i != truth:
			case slices.Contains(c.truths, r):
				return by, true
			case c.holds(r):
				return ByWhether, true
			}
		}
	}
	if truth >= 0 && len(ways) > 0 && !slices.ContainsFunc(ways, func(w way) bool { return !answersNo(w.to, truth) }) {
		return ByWhether, true
	}
	return Decided, false
}

// holds reports whether a boolean is true just where some row was changed.
func (c changesTold) holds(v ssa.Value) bool {
	for cmp, none := range c.asked {
		if ssa.Value(cmp) == v && !none {
			return true
		}
	}
	return false
}

// notesOutside reports whether a block notes something for the function that a literal stands
// in, which may decide by that.
func notesOutside(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
		st, ok := instr.(*ssa.Store)
		if !ok {
			return false
		}
		_, captured := rootOf(st.Addr).(*ssa.FreeVar)
		return captured
	})
}

// changesAt is what becomes of a message where what stands behind an interface tells that it has
// changed no row; nil: nobody asks, or it tells nothing.
func (t *tracker) changesAt(s effects.Site) *Read {
	for _, by := range []Telling{ByCount, ByWhether} {
		tells := func(ty types.Type) bool { return by == ByCount && isNumber(ty) || by == ByWhether && isBool(ty) }
		if s.Method == nil || !slices.ContainsFunc(resultTypes(s.Callee.Signature().Results()), tells) {
			continue
		}
		if r, ok := t.asCounted(Read{Changing: true, Tells: by}, s); ok {
			return &r
		}
	}
	return nil
}

// changesAbove is that at a call of what makes the call.
func (t *tracker) changesAbove(c Call, s effects.Site) *Read {
	if c.Changes == nil {
		return nil
	}
	if r, ok := t.above(*c.Changes, s); ok {
		return &r
	}
	return nil
}

// changesAfter is that where it is known what becomes of what the call leads to.
func (c Call) changesAfter(outer Answer) *Read {
	if c.Changes == nil || c.Changes.Tells != Decided {
		return nil
	}
	r := c.Changes.after(outer, c.Changes.Step)
	return &r
}

// changesBehind is that of a call which an implementation makes, by what becomes of what the
// call tells that leads to it.
func (c Call) changesBehind(outer Call) *Read {
	if c.Changes == nil || c.Changes.Tells == Decided {
		return c.changesAfter(outer.Answer)
	}
	r := outer.counted(*c.Changes)
	return &r
}

// counted is a look-up of an implementation, which tells by how many rows it has changed, as who
// calls it has it; it is still told to nobody where that does not ask.
func (c Call) counted(r Read) Read {
	if c.Changes == nil || c.Changes.Tells != Decided && c.Changes.Tells != r.Tells {
		return r
	}
	r.Tells, r.Fault, r.Fails, r.Step = c.Changes.Tells, c.Changes.Fault, c.Changes.Fails, c.Changes.Step
	return r
}
