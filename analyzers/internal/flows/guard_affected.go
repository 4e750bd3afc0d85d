package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// The order of messages may be kept in a row of its own, beside what they say: a
// statement moves the position forward if the message is newer, and how many rows it
// has changed says whether to go on.
//
//	UPDATE positions SET pos = $3 WHERE topic = $1 AND part = $2 AND pos < $3
//
// What then comes in the same transaction is as well protected as the position.

// moved are the comparisons that hold where a number of rows is not zero, which a
// statement has written that heeds the order.
func (t *tracker) moved(v ssa.Value) []Comparison {
	switch x := unconverted(v).(type) {
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok && isNumber(x.Type()) {
			return t.movedBy(call)
		}
	case *ssa.Call:
		if isNumber(x.Type()) {
			return t.movedBy(x)
		}
	case *ssa.UnOp: // gorm's DB.RowsAffected, mongo's UpdateResult.ModifiedCount
		fa, ok := x.X.(*ssa.FieldAddr)
		if !ok || !countsRows(structField(fa.X.Type(), fa.Field)) {
			return nil
		}
		if call := resultOf(fa.X); call != nil {
			return t.heeding(call)
		}
	}
	return nil
}

// countsRows recognises the methods and fields that say how many rows were written.
func countsRows(name string) bool {
	switch name {
	case "RowsAffected", "ModifiedCount", "MatchedCount", "UpsertedCount":
		return true
	}
	return false
}

// movedBy is moved for the number that a call gives back: the result's method, or a
// function of the project's, which may have been given the statement.
func (t *tracker) movedBy(call *ssa.Call) []Comparison {
	s := t.site(call)
	if t.funcOf(s) != nil {
		return t.heeding(call)
	}
	if s.Callee == nil || len(s.Args) == 0 || !countsRows(s.Callee.Name()) {
		return nil
	}
	if run := resultOf(s.Args[0]); run != nil {
		return t.heeding(run)
	}
	return nil
}

// resultOf is the call that a value is the first result of, or nil.
func resultOf(v ssa.Value) *ssa.Call {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	if load, ok := v.(*ssa.UnOp); ok {
		if alloc, ok := load.X.(*ssa.Alloc); ok && len(stored(alloc)) == 1 {
			v = stored(alloc)[0]
		}
	}
	if alloc, ok := v.(*ssa.Alloc); ok && len(stored(alloc)) == 1 { // its method wants a pointer
		v = stored(alloc)[0]
	}
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, _ := v.(*ssa.Call)
	return call
}

// heeding are the orders that the statement of a call compares, each as what holds
// where it has changed a row. What a helper runs that is given the statement counts.
func (t *tracker) heeding(call *ssa.Call) []Comparison {
	s := t.site(call)
	var list []Comparison
	for _, w := range t.writesAt(s) {
		if w.Guard.Kind == Ordered && !w.Insert && !w.Delete {
			list = append(list, Comparison{Left: fromStored, Right: w.From &^ flags, Op: "<", LeftField: w.Guard.Field, Table: w.Table})
		}
	}
	if f := t.funcOf(s); f != nil && len(list) == 0 {
		list = t.boundTo(f.Moves, s)
	}
	return list
}

// boundTo are a callee's comparisons, where it is known what its parameters are.
func (t *tracker) boundTo(list []Comparison, s effects.Site) []Comparison {
	args := t.argOrigins(s)
	var out []Comparison
	for _, c := range list {
		out = append(out, t.boundComparison(c, s.Args, args))
	}
	return out
}

// noteMoves notes what holds where the number of rows that the unit returns, or the
// result that tells it, is not zero.
func (t *tracker) noteMoves(f *Func, r ssa.Value) {
	switch {
	case len(f.Moves) >= maxTells || isBool(r.Type()):
	case isNumber(r.Type()):
		f.Moves = append(f.Moves, t.moved(r)...)
	case isError(r.Type()):
		f.Moves = append(f.Moves, t.returning(r)...)
	case tellsRows(r.Type()):
		if call := resultOf(r); call != nil {
			f.Moves = append(f.Moves, t.heeding(call)...)
		}
	}
}

// returning are the comparisons that hold unless an error says that there is no row:
// a statement that heeds the order gives back what it has written, RETURNING id.
func (t *tracker) returning(err ssa.Value) []Comparison {
	call := resultOf(err)
	if call == nil {
		return nil
	}
	s := t.site(call)
	if f := t.funcOf(s); f != nil {
		return t.boundTo(f.Moves, s)
	}
	if s.Callee == nil || len(s.Args) == 0 {
		return nil
	}
	if s.Callee.Name() == "Scan" || s.Callee.Name() == "StructScan" {
		if call = resultOf(s.Args[0]); call == nil {
			return nil
		}
	}
	return t.heeding(call)
}

// compareMissing is what an error tells that is compared with the one of a row which
// is not there.
func (t *tracker) compareMissing(err ssa.Value) []Comparison {
	list := t.returning(err)
	for i := range list {
		list[i].Op = sqltext.Negated(list[i].Op)
	}
	return list
}

// tellsRows recognises what tells how many rows a statement has written.
func tellsRows(ty types.Type) bool {
	for m := range types.NewMethodSet(ty).Methods() {
		if countsRows(m.Obj().Name()) {
			return true
		}
	}
	return false
}

// unlessNone is the operator under which a number of rows is not zero: n > 0, n == 1;
// or is zero: n == 0, n < 1. "" for any other.
func unlessNone(v *ssa.BinOp) (not bool, ok bool) {
	c, isConst := v.Y.(*ssa.Const)
	if !isConst || c.Value == nil || !isNumber(c.Type()) {
		return false, false
	}
	switch n := c.Int64(); v.Op.String() {
	case "==":
		return n == 0, true
	case "!=":
		return n != 0, true
	case ">":
		return false, n == 0
	case ">=":
		return false, n == 1
	case "<":
		return true, n == 1
	case "<=":
		return true, n == 0
	}
	return false, false
}

// compareRows is what the number of rows that a statement has written tells.
func (t *tracker) compareRows(v *ssa.BinOp) []Comparison {
	none, ok := unlessNone(v)
	if !ok {
		return nil
	}
	list := t.moved(v.X)
	for i := range list {
		if none {
			list[i].Op = sqltext.Negated(list[i].Op)
		}
	}
	return list
}

// missable reports whether nobody asks how many rows a statement has changed that says so:
// it goes well where there is none.
func missable(s effects.Site) bool {
	call, ok := s.Instr.(*ssa.Call)
	if !ok {
		return false
	}
	tells := false
	for _, r := range results(call) {
		if countsIn(r.Type()) && !onlyErrorOf(r) {
			return false
		}
	}
	switch ty := call.Type().(type) {
	case *types.Tuple:
		for v := range ty.Variables() {
			tells = tells || countsIn(v.Type())
		}
	default:
		tells = countsIn(ty)
	}
	return tells
}

// countsIn reports whether a result says how many rows were written: a number, or what
// has a method or a field for that.
func countsIn(ty types.Type) bool {
	if isNumber(ty) || tellsRows(ty) {
		return true
	}
	st, ok := deref(ty).Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if countsRows(f.Name()) {
			return true
		}
	}
	return false
}

// onlyErrorOf reports whether nothing is looked at of a result but its error: gorm's
// DB.Error.
func onlyErrorOf(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.FieldAddr:
			if structField(ref.X.Type(), ref.Field) != "Error" {
				return false
			}
		default:
			return false
		}
	}
	return true
}
