package flows

import (
	"fmt"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What is written is often a row that some function gave back a moment ago. Where
// that had looked it up by the message's key, and nobody has touched it since,
// nothing of the message is written. And where that had inserted it, the handler goes
// on with a row of its own, which no other message has written yet.

// A Row is a struct that is written, as far as it is known where it has been.
type Row struct {
	// Param is the parameter, counted from 1, that it is; 0: none.
	Param int
	// Changed says that it may have been changed since it came, Looked that a
	// function that only looks up gave it back for a key.
	Changed, Looked bool
	// At are the calls by which it may have been inserted: those that gave it back,
	// or were given it before.
	At []string
	// Handed says that some of them were given the row, or its key, rather than gave it back.
	Handed bool
	// By is the call that looked it up; Part says that no more than fields of it are
	// handed on, and sums of them: see partOf.
	By   string
	Part bool
}

func (r Row) none() bool { return r.Param == 0 && !r.Looked && len(r.At) == 0 }

// within is a callee's row, of which the caller knows where it has been.
func (r Row) within(outer Row) Row {
	outer.Changed = r.Changed || outer.Changed
	outer.Handed = r.Handed || outer.Handed
	outer.At = append(slices.Clone(r.At), outer.At...)
	outer.At = outer.At[:min(len(outer.At), maxRowCalls)]
	return outer
}

// maxRowCalls bounds the calls that are kept for a row.
const maxRowCalls = 6

// bound is a callee's row at a call whose arguments are rows.
func (r Row) bound(args func(i int) Row) Row {
	if r.Param == 0 {
		return r
	}
	outer := args(r.Param - 1)
	if outer.none() {
		outer.Changed = true // nothing is known of it
	}
	return r.within(outer)
}

// rowAt is the row that a call writes by itself: what a library is given, in the
// call or earlier in its chain, or of which the columns are handed over.
func (t *tracker) rowAt(s effects.Site) Row {
	chain := []ssa.Instruction{s.Instr}
	for at := s; len(chain) < 12; {
		values := append(variadic(at), at.Args[min(at.Shift, len(at.Args)):]...)
		for _, a := range values {
			if r := t.rowOf(withoutInterface(a), s.Instr, chain); !r.none() {
				return r
			}
		}
		if sets(at, s) && t.someData(values) {
			return t.columnsOfOne(variadic(s), s.Instr) // what is set is told beside the row
		}
		before, ok := first(at.Args).(*ssa.Call)
		if !ok {
			break
		}
		chain = append(chain, before)
		at = t.site(before)
	}
	return t.columnsOfOne(variadic(s), s.Instr)
}

// sets reports whether a call of the chain that a write ends says what is set, rather
// than which rows are meant.
func sets(at, write effects.Site) bool {
	return at.Callee != nil && (at.Instr == write.Instr || hasAnyPrefix(at.Callee.Name(), "set", "value", "assign"))
}

// someData reports whether data that may be a message's is among some values.
func (t *tracker) someData(values []ssa.Value) bool {
	return slices.ContainsFunc(values, func(v ssa.Value) bool { return !isContext(v.Type()) && t.whole(v)&(fromMsg|params) != 0 })
}

func first(list []ssa.Value) ssa.Value {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// columnsOfOne is the row of which all values but constants are fields.
func (t *tracker) columnsOfOne(values []ssa.Value, at ssa.Instruction) Row {
	var row ssa.Value
	for _, v := range values {
		load, ok := withoutInterface(v).(*ssa.UnOp)
		if !ok {
			return Row{}
		}
		fa, ok := load.X.(*ssa.FieldAddr)
		if !ok || row != nil && outermost(fa) != row {
			return Row{}
		}
		row = outermost(fa)
	}
	if row == nil {
		return Row{}
	}
	return t.rowOf(row, at, nil)
}

// outermost is the struct of which a field is one, or is one of a field of.
func outermost(fa *ssa.FieldAddr) ssa.Value {
	for {
		outer, ok := fa.X.(*ssa.FieldAddr)
		if !ok {
			return fa.X
		}
		fa = outer
	}
}

// rowOf is what is known of a struct, of a pointer to one, or of a list of those, that an
// instruction hands on.
func (t *tracker) rowOf(v ssa.Value, at ssa.Instruction, chain []ssa.Instruction) Row {
	if listsRows(v.Type()) {
		return t.rowsOf(v, at)
	}
	if n := effects.Named(v.Type()); n == nil || !isStruct(n) {
		return Row{}
	}
	if cell, from := copied(v); cell != nil {
		r := t.rowFrom(from)
		if r.none() && v == ssa.Value(cell) {
			r.Changed = true
		}
		for _, ref := range *cell.Referrers() {
			if st, ok := ref.(*ssa.Store); !ok || st.Addr != cell {
				t.used(&r, cell, ref, at, chain)
			}
		}
		return t.inserted(r, cell, at)
	}
	if load, ok := v.(*ssa.UnOp); ok {
		if built, ok := load.X.(*ssa.Alloc); ok {
			return t.copiedFrom(built, at)
		}
	}
	r := t.rowFrom(v)
	if !refers(v.Type()) || v.Referrers() == nil {
		return r // a copy, which nobody can change
	}
	switch v := v.(type) {
	case *ssa.Alloc:
		if read := t.readInto(v, at); read != nil {
			r.Looked, r.By, chain = true, t.siteKey(read), append(slices.Clone(chain), read)
		} else {
			r.Changed = true
		}
	case *ssa.FreeVar:
		return t.inserted(Row{Changed: true}, v, at)
	case *ssa.UnOp:
		if held := t.heldBy(v); held == ssa.Value(v) || t.isHandle(v.Type()) {
			return Row{}
		}
		return t.inserted(Row{Changed: true}, v, at)
	case *ssa.Parameter, *ssa.Extract, *ssa.Call:
	default:
		return Row{}
	}
	for _, ref := range *v.Referrers() {
		t.used(&r, v, ref, at, chain)
	}
	return t.inserted(r, v, at)
}

// rowFrom is where a struct comes from, whatever has become of it since.
func (t *tracker) rowFrom(v ssa.Value) Row {
	var r Row
	switch x := v.(type) {
	case *ssa.Parameter:
		if x != t.receiver() {
			r.Param = 1 + slices.Index(t.u.Func.Params, x)
		}
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			t.givenBack(&r, call)
		}
	case *ssa.Call:
		t.givenBack(&r, x)
	}
	return r
}

// copied is the variable that holds a struct itself, which v is or was loaded from, and
// the one value that it was given; nil: it was given its fields one by one, or several.
func copied(v ssa.Value) (cell *ssa.Alloc, from ssa.Value) {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	cell, ok := v.(*ssa.Alloc)
	if !ok || cell.Referrers() == nil {
		return nil, nil
	}
	if _, ok := deref(cell.Type()).Underlying().(*types.Struct); !ok {
		return nil, nil
	}
	for _, ref := range *cell.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == cell {
			if from != nil {
				return nil, nil
			}
			from = st.Val
		}
	}
	if from == nil {
		return nil, nil
	}
	return cell, from
}

// readInto is the call by which a variable of the function's own was made the row that is
// written later: var row Row; db.First(&row, id).
func (t *tracker) readInto(v *ssa.Alloc, at ssa.Instruction) ssa.CallInstruction {
	if at == nil || v.Referrers() == nil {
		return nil
	}
	for _, ref := range *v.Referrers() {
		mi, ok := ref.(*ssa.MakeInterface)
		if !ok {
			continue
		}
		for _, use := range *mi.Referrers() {
			if call, ok := use.(*ssa.Call); ok && call.Parent() == at.Parent() && before(call, at) && t.fillsRow(call) {
				return call
			}
		}
	}
	return nil
}

// fillsRow reports whether a call of a library's reads a row into what it is given, and
// writes nothing.
func (t *tracker) fillsRow(call *ssa.Call) bool {
	s := t.site(call)
	touch := t.u.Touch(s)
	return touch != nil && !t.known(s) && t.readsRows(s) && !slices.ContainsFunc(touch.Accesses, func(a summary.Access) bool { return a.Write }) && len(t.writesAt(s)) == 0
}

// givenBack notes the call that gave a row back.
func (t *tracker) givenBack(r *Row, call *ssa.Call) {
	s := t.site(call)
	if r.Looked = t.onlyLooks(call) && t.byKey(s); r.Looked {
		r.By = t.siteKey(call)
	}
	if t.inserts(s) {
		r.At = append(r.At, t.siteKey(call))
	}
}

// byKey reports whether a call is given one value that can hold no more than a key,
// or the parts of one, if it is known to read, and a handle at most.
func (t *tracker) byKey(s effects.Site) bool {
	n := 0
	for _, a := range s.Args[min(s.Shift, len(s.Args)):] {
		switch {
		case isContext(a.Type()), !isAny(a.Type()) && t.isHandle(a.Type()), isOptionList(s, a):
		case carries(a.Type()) && effects.Named(a.Type()) != nil && isStruct(effects.Named(a.Type())):
			return false
		default:
			n++
		}
	}
	return s.Shift > 0 && (n == 1 || n > 1 && t.onlyReads(s))
}

// isOptionList reports whether an argument is a list of structs or functions by which a
// look-up is told how to go about it: GetItem(ctx, id, QueryOptions{ForUpdate: true}).
func isOptionList(s effects.Site, a ssa.Value) bool {
	sl, ok := a.Type().Underlying().(*types.Slice)
	if !ok || !s.Instr.Common().Signature().Variadic() || a != s.Args[len(s.Args)-1] {
		return false
	}
	n := effects.Named(sl.Elem())
	return n != nil && n.Obj().Pkg() != nil && (isFunction(n) || strings.Contains(n.Obj().Name(), "Opt") || tellsHow(n))
}

// tellsHow recognises the types of what tells a library how to go about something, rather
// than what to write: mongo's options.UpdateOneOptionsBuilder, and the interface of all
// such.
func tellsHow(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && n.Obj().Pkg() != nil && strings.HasSuffix(n.Obj().Pkg().Path(), "/mongo/options")
}

// isAny recognises the type of what may be anything.
func isAny(ty types.Type) bool {
	iface, ok := ty.Underlying().(*types.Interface)
	return ok && iface.NumMethods() == 0
}

// inserts reports whether a call may insert a row, and never gives back one that was
// there: of what it calls, nothing looks rows up.
func (t *tracker) inserts(s effects.Site) bool {
	if s.Method != nil {
		return hasAnyPrefix(s.Callee.Name(), "create", "insert", "save", "add", "store", "register", "persist", "new")
	}
	f := t.funcOf(s)
	return f != nil && len(f.lookups()) == 0 && !slices.ContainsFunc(f.Calls, func(c Call) bool {
		return hasAnyPrefix(c.Method.Name, "get", "find", "load", "first", "look", "lookup", "fetch", "read", "select", "query", "ensure", "upsert")
	})
}

func (t *tracker) siteKey(call ssa.CallInstruction) string {
	return stepKey(t.view.Step(t.view.CallPos(call), ""))
}

func stepKey(s summary.Step) string { return fmt.Sprintf("%s:%d:%d", s.File, s.Line, s.Col) }

// onlyRow is the row that a callee is given, where that is all that the callee has of a
// message: what it writes by way of statements, maps and builders of its own is the row.
func onlyRow(from, spares Origin, handed func(i int) (row Row, data bool)) Row {
	var only Row
	for i := range maxParams {
		if from&param(i) == 0 {
			continue
		}
		row, data := handed(i)
		if !data {
			continue
		}
		row.Changed = row.Changed || !row.Part && spares&param(i) == 0
		if row.none() || !only.none() && !only.same(row) {
			return Row{}
		}
		row.Changed = row.Changed || only.Changed
		only = row
	}
	return only
}

// same reports whether two values are of one row: its key, and the sum that it gets.
func (r Row) same(x Row) bool {
	return r.Part && x.Part && (r.By != "" && r.By == x.By || r.Param > 0 && r.Param == x.Param)
}

// rowHanded is the row that an argument is, and whether it brings anything of a message.
func (k *taking) rowHanded(i int) (Row, bool) {
	if i >= len(k.site.Args) {
		return Row{}, false
	}
	a := k.site.Args[i]
	if k.whole(a)&(fromMsg|params) == 0 {
		return Row{}, false
	}
	return k.rowGiven(k.site, i), true
}

// rowGiven is the row that an argument of a call is, or is part of.
func (t *tracker) rowGiven(s effects.Site, i int) Row {
	a := withoutInterface(s.Args[i])
	if r := t.rowOf(a, s.Instr, nil); !r.none() {
		return r
	}
	name := ""
	if i -= s.Shift; i >= 0 && s.Callee != nil && i < s.Callee.Signature().Params().Len() {
		name = s.Callee.Signature().Params().At(i).Name()
	}
	return t.partOf(a, name, s.Instr)
}

// rowArgs are the rows among a call's arguments, the receiver left out; nil if there
// are none.
func (t *tracker) rowArgs(s effects.Site) []Row {
	var list []Row
	for i := 1; i < len(s.Args); i++ {
		if r := t.rowGiven(s, i); !r.none() {
			for len(list) < i {
				list = append(list, Row{})
			}
			list[i-1] = r
		}
	}
	return list
}

// boundRows are the rows of a call below, by those that the call is given which leads
// to it: args tells them by parameter, the receiver first.
func boundRows(rows []Row, args func(i int) Row) []Row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i] = rows[i].bound(args)
	}
	return rows
}

// rowOfArg tells a method's rows by parameter, by what the interface's call is given.
func (c *Call) rowOfArg(i int) Row {
	if i--; i >= 0 && i < len(c.Rows) {
		return c.Rows[i]
	}
	return Row{}
}

// ofValues are the parameters that what is written comes by, without the handle where
// that can be told.
func (w *Write) ofValues() Origin {
	if w.Values&params != 0 {
		return w.Values
	}
	return w.From
}

// onlyNew recognises statements that insert a row, and fail where it is there.
func onlyNew(w *Write) bool {
	return w.Insert && !w.Lenient && !orElse.MatchString(lastStep(w.Steps).Note)
}

var orElse = regexp.MustCompile(`(?i)conflict|ignore|duplicate|exists`)

// settleRows finds, among all that a consumer writes, what goes on with a row that it
// has just inserted, and what is saved as it was read.
func (c *Consumer) settleRows() {
	for range 3 {
		for i := range c.Writes {
			w := &c.Writes[i]
			switch {
			case w.Insert || w.Delete || w.Harmless || w.Table == "":
			case w.asRead():
				w.Harmless = true
			case slices.ContainsFunc(c.Writes, func(x Write) bool {
				return x.Table == w.Table && (onlyNew(&x) || x.own) && (w.Subject.comesBy(&x) || w.Key.comesBy(&x))
			}):
				w.Harmless, w.own = true, true
			case w.KeyValue && slices.ContainsFunc(c.Writes, func(x Write) bool {
				return onlyNew(&x) && !x.KeyValue && (w.copiesNew(&x) || w.Key.comesBy(&x))
			}):
				w.Harmless = true
			case slices.ContainsFunc(c.Writes, func(x Write) bool { return w.Only.notes(x.Made) || x.Made.Key && x.Made.gives(w.Under) }):
				w.Harmless = true
			}
		}
	}
}

// asRead reports whether a row is written as it was read: nothing beside it is set that the
// code chooses, as is where no more is handed on of the row than its key.
func (w *Write) asRead() bool {
	return w.Subject.Looked && !w.Subject.Changed && !(w.Subject.Part && w.Set.Known && w.Set.From&implied != 0)
}

// comesBy reports whether a row was given back, or handed on, by a call that led to
// another write.
func (r Row) comesBy(x *Write) bool {
	return slices.ContainsFunc(x.Steps, func(s Step) bool { return slices.Contains(r.At, stepKey(s)) })
}
