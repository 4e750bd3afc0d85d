package flows

import (
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A row that the consumer has inserted is its own from then on, whoever has chosen the key:
//
//	note := Note{ID: e.ID, Name: e.Name}
//	if err := db.Create(&note).Error; err != nil { return err }
//	note.Body = e.Body
//	db.Save(&note)
//	cache.Set(ctx, "note:"+e.ID, note.Body, ttl)
//
// If the row had been there already, nobody would have got so far: the insert fails then, and
// that has to turn the handler away. So nothing else is kept under the key either.

// outsideIn is where a function gets to what does an instruction: the instruction itself, or
// where the literal is made in which that stands; nil if it is in neither.
func (t *tracker) outsideIn(fn *ssa.Function, at ssa.Instruction) ssa.Instruction {
	for at != nil && at.Parent() != fn {
		mc := t.makeOf(at.Parent())
		if mc == nil {
			return nil
		}
		at = mc
	}
	return at
}

// mayInsert reports whether a call may insert a row, itself or below.
func (t *tracker) mayInsert(call ssa.CallInstruction) bool {
	s := t.site(call)
	return t.inserts(s) || t.insertsItself(s)
}

// insertsItself reports whether a call of a library's inserts a row.
func (t *tracker) insertsItself(s effects.Site) bool {
	touch := t.u.Touch(s)
	if touch == nil {
		return false
	}
	for _, st := range touch.Statements {
		if st.Target != nil && st.Target.Write && st.Target.Verb == sqltext.Insert {
			return true
		}
	}
	for _, a := range touch.Accesses {
		if a.Write && sqltext.Verb(a.Verb) == sqltext.Insert {
			return true
		}
	}
	return false
}

// goesOn reports whether a function gets to an instruction where a call has failed, as far as
// that can be told.
func goesOn(call ssa.CallInstruction, at ssa.Instruction) bool {
	run := chained(call.Value(), 0)
	if run == nil {
		return false
	}
	ways := append(failing(run), failingAs(run)...)
	if len(ways) == 0 {
		return discarded(run) || unheeded(run)
	}
	return slices.ContainsFunc(ways, func(w way) bool { return sameTurn(w.to, at.Block(), w.from) })
}

// failingAs are the ways on which a call has failed by an error that is told from others: if
// isDuplicate(err).
func failingAs(call *ssa.Call) []way {
	var list []way
	for _, r := range results(call) {
		if !isError(r.Type()) {
			continue
		}
		for _, err := range carriersOf(r) {
			for _, ref := range *err.Referrers() {
				if asks, ok := ref.(*ssa.Call); ok && isBool(asks.Type()) {
					list = append(list, turns(asks, true)...)
				}
			}
		}
	}
	return list
}

// unheeded reports whether a call gives back a handle that keeps the error, which nobody asks
// for.
func unheeded(handle *ssa.Call) bool {
	st, ok := deref(handle.Type()).Underlying().(*types.Struct)
	if !ok || handle.Referrers() == nil || !slices.ContainsFunc(slices.Collect(st.Fields()), func(f *types.Var) bool { return tellsOutcome(f.Name(), f.Type()) }) {
		return false
	}
	return !slices.ContainsFunc(*handle.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
			return false
		case *ssa.FieldAddr:
			return slices.ContainsFunc(*ref.Referrers(), func(use ssa.Instruction) bool {
				load, ok := use.(*ssa.UnOp)
				return !ok || !unused(load)
			})
		}
		return true
	})
}

// rekeyed reports whether a struct is given another key, or is made another one, once a call
// was given it.
func (t *tracker) rekeyed(row ssa.Value, call ssa.CallInstruction) bool {
	if row.Referrers() == nil {
		return false
	}
	later := func(st *ssa.Store) bool { return st.Parent() == call.Parent() && !before(st, call) }
	for _, ref := range *row.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == row && later(ref) {
				return true
			}
		case *ssa.FieldAddr:
			if rowKey.MatchString(structField(ref.X.Type(), ref.Field)) && slices.ContainsFunc(stores(ref), func(st *ssa.Store) bool {
				return later(st) && len(t.rowKeyed(st.Val, st, 1).At) == 0
			}) {
				return true
			}
		}
	}
	return false
}

// bringsKey reports whether a row may bear a key that others know: the function has not made
// it, nor left it to the database.
func (t *tracker) bringsKey(row ssa.Value) bool {
	built := builtHere(row)
	if built == nil {
		_, given := row.(*ssa.Parameter)
		return given
	}
	return slices.ContainsFunc(keysIn(built, nil), func(key ssa.Value) bool { return !fresh(key) && t.whole(key)&(fromMsg|params) != 0 })
}

// keysIn are the keys that were put into a struct which is made here, before it was handed on
// by a call; nil: ever.
func keysIn(row *ssa.Alloc, by ssa.Instruction) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *row.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			if !rowKey.MatchString(structField(ref.X.Type(), ref.Field)) {
				continue
			}
			for _, st := range stores(ref) {
				if by == nil || st.Parent() != by.Parent() || before(st, by) {
					list = append(list, st.Val)
				}
			}
		case *ssa.Store:
			if made := builtHere(ref.Val); ref.Addr == row && made != nil && made != row {
				list = append(list, keysIn(made, by)...) // a literal that is put into a variable
			}
		}
	}
	return list
}

// insertedWith is the row that was inserted before an instruction by a call which was given a
// value: the row itself, or a key that is made here.
func (t *tracker) insertedWith(v ssa.Value, at ssa.Instruction) Row {
	r := Row{At: t.insertersBefore(at, func(i inserter, here ssa.Instruction) bool {
		return slices.ContainsFunc(handedTo(i.site), func(a ssa.Value) bool { return t.sameBase(a, v) }) &&
			!t.rekeyed(v, i.site.Instr) && !(t.bringsKey(v) && goesOn(i.by, here))
	})}
	r.Handed = len(r.At) > 0
	if call := calledFor(v); call != nil && isStructType(deref(v.Type())) {
		r.At = append(r.At, t.keyFrom(call).At...)
	}
	r.At = r.At[:min(len(r.At), maxRowCalls)]
	return r
}

// inserted adds to a row the calls that have inserted it before an instruction.
func (t *tracker) inserted(r Row, row ssa.Value, at ssa.Instruction) Row {
	if at != nil {
		r.At = append(r.At, t.insertedWith(row, at).At...)
		r.At = r.At[:min(len(r.At), maxRowCalls)]
	}
	return r
}

// insertedUnder are the calls that have inserted a row before an instruction under a key, and
// have turned away whoever found one there.
func (t *tracker) insertedUnder(key ssa.Value, at ssa.Instruction) []string {
	key = plainKey(key)
	if _, fixed := key.(*ssa.Const); fixed || t.whole(key)&(fromMsg|params) == 0 {
		return nil
	}
	return t.insertersBefore(at, func(i inserter, here ssa.Instruction) bool {
		return slices.ContainsFunc(t.insertKeys(i.site), func(k ssa.Value) bool { return t.sameRow(key, plainKey(k)) }) && !goesOn(i.by, here)
	})
}

// sameRow reports whether a key is another one, or that of a row.
func (t *tracker) sameRow(key, row ssa.Value) bool {
	if t.sameBase(key, row) {
		return true
	}
	name, of := readField(key)
	if of == nil {
		return false
	}
	if t.sameBase(of, row) {
		return rowKey.MatchString(name)
	}
	other, same := readField(row)
	return same != nil && name == other && t.sameBase(of, same)
}

// sameBase reports whether two values are the same, or are read from the same place.
func (t *tracker) sameBase(a, b ssa.Value) bool {
	a, b = t.heldBy(a), t.heldBy(b)
	return a == b || t.u.Base(a) == t.u.Base(b)
}

// heldBy is the one value that a variable holds which a value is read from, or the value itself.
func (t *tracker) heldBy(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return v
	}
	addr := load.X
	if free, ok := addr.(*ssa.FreeVar); ok {
		addr = t.u.Binding(free)
	}
	if cell, ok := addr.(*ssa.Alloc); ok && !isStructType(deref(cell.Type())) {
		if held := stored(cell); len(held) == 1 && !readOf(held[0], cell) {
			return held[0]
		}
	}
	return v
}

// readField is the struct of which a value is a field, and what that is called; nil if it is
// none.
func readField(v ssa.Value) (name string, of ssa.Value) {
	switch v := v.(type) {
	case *ssa.Field:
		return structField(v.X.Type(), v.Field), v.X
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return structField(fa.X.Type(), fa.Field), fa.X
		}
	case *ssa.Call:
		if isGetter(v) && !v.Call.IsInvoke() {
			return strings.TrimPrefix(calleeOf(v).Name(), "Get"), v.Call.Args[0]
		}
	}
	return "", nil
}

// An inserter is a call that may insert a row, and the call that has it made: the same, or
// one that is handed the literal in which it stands.
type inserter struct {
	site effects.Site
	by   ssa.CallInstruction
}

// insertersBefore are the calls before an instruction that may insert a row, of which something
// holds: here is where their function gets to the instruction.
func (t *tracker) insertersBefore(at ssa.Instruction, holds func(i inserter, here ssa.Instruction) bool) []string {
	var list []string
	for fn := at.Parent(); fn != nil && len(list) < maxRowCalls; fn = fn.Parent() {
		here := t.outsideIn(fn, at)
		if here == nil {
			break
		}
		for _, i := range t.insertersOf(fn) {
			if ssa.Instruction(i.by) != here && before(i.by, here) && holds(i, here) {
				list = append(list, t.siteKey(i.site.Instr))
			}
		}
	}
	return list[:min(len(list), maxRowCalls)]
}

// insertersOf are the calls of a function that may insert a row, also in what it hands to
// others to be done, as a transaction is.
func (t *tracker) insertersOf(fn *ssa.Function) []inserter {
	if list, ok := t.inserters[fn]; ok {
		return list
	}
	var list []inserter
	for call := range effects.Calls(fn) {
		if t.mayInsert(call) {
			list = append(list, inserter{t.site(call), call})
		}
	}
	for mc := range effects.Each[*ssa.MakeClosure](fn) {
		if by := doneBy(mc); by != nil {
			for _, i := range t.insertersOf(mc.Fn.(*ssa.Function)) {
				if t.insists(i.by) {
					list = append(list, inserter{i.site, by})
				}
			}
		}
	}
	t.inserters[fn] = list
	return list
}

// doneBy is the one call that a literal is handed to; nil: none, or it need not be over by then.
func doneBy(mc *ssa.MakeClosure) *ssa.Call {
	if mc.Referrers() == nil || len(*mc.Referrers()) != 1 {
		return nil
	}
	call, _ := (*mc.Referrers())[0].(*ssa.Call)
	return call
}

// insists reports whether a literal always makes a call, unless something has failed before,
// and fails where that does.
func (t *tracker) insists(call ssa.CallInstruction) bool {
	return t.faultAt(call) == None && !slices.ContainsFunc(t.conditionsOf(call.Block()), func(c condition) bool {
		_, ok := asksForError(c.at.Cond)
		return !ok
	})
}

// handedTo are the values that a call is given, one by one.
func handedTo(s effects.Site) []ssa.Value {
	var list []ssa.Value
	for _, a := range slices.Concat(s.Args[min(s.Shift, len(s.Args)):], variadic(s)) {
		if a != nil {
			list = append(list, withoutInterface(a))
		}
	}
	return list
}

// insertKeys are the keys under which a call inserts rows, or the rows that bear them, as far
// as that can be told.
func (t *tracker) insertKeys(s effects.Site) []ssa.Value {
	switch f := t.funcOf(s); {
	case t.insertsItself(s):
		return t.statementKeys(s)
	case f != nil:
		var list []ssa.Value
		for _, w := range f.Writes {
			if i := w.Key.Param; onlyNew(&w) && i > 0 && i <= len(s.Args) {
				list = append(list, t.withKeys(s.Args[i-1], s.Instr)...)
			}
		}
		return list
	case s.Method != nil:
		var list []ssa.Value
		for i, a := range s.Args[min(s.Shift, len(s.Args)):] {
			if isStructType(deref(a.Type())) || rowKey.MatchString(paramName(s, i)) {
				list = append(list, t.withKeys(a, s.Instr)...)
			}
		}
		return list
	}
	return nil
}

// withKeys are a value that a call is given, and the keys that it has by then if it is a row
// which is made here.
func (t *tracker) withKeys(v ssa.Value, call ssa.Instruction) []ssa.Value {
	v = withoutInterface(v)
	if row := builtHere(v); row != nil {
		return append(keysIn(row, call), row)
	}
	return []ssa.Value{v}
}

// statementKeys are those of the row that a library is told to insert: the value for the
// column that is the table's own key, or what its struct holds.
func (t *tracker) statementKeys(s effects.Site) []ssa.Value {
	if st := t.onlyStatement(s); st != nil {
		given := t.givenValues(s)
		for column, i := range insertedValues(statementText(*st), len(given)) {
			if ownKeyColumn(known(st.Target.Name), column) && len(given[i]) == 1 {
				return given[i]
			}
		}
	}
	var list []ssa.Value
	for _, v := range handedTo(s) {
		if isStructType(deref(v.Type())) {
			list = append(list, t.withKeys(v, s.Instr)...)
		}
	}
	return list
}

// ownKeyColumn reports whether a column is the key of its table by itself: id, or note_id of
// notes. What keeps several rows for one thing has a longer key.
func ownKeyColumn(table, column string) bool {
	if keepsSeveral.MatchString(table) {
		return false
	}
	of := ownKeyEnd.ReplaceAllString(columnKey(column), "")
	return rowKey.MatchString(column) || of != columnKey(column) && of == singular(table)
}

var (
	keepsSeveral = regexp.MustCompile(`(?i)version|histor|revision|snapshot|audit|event|_logs?$|change`)
	ownKeyEnd    = regexp.MustCompile(`(uuid|id|key)$`)
)

// keyLeaves are what a key is put together of.
func (t *tracker) keyLeaves(key ssa.Value, depth int) []ssa.Value {
	key = withoutInterface(key)
	if _, fixed := key.(*ssa.Const); fixed || depth > maxKeySteps {
		return nil
	}
	parts := t.keyParts(key)
	if call, ok := key.(*ssa.Call); ok && isGetter(call) {
		parts = nil
	}
	if len(parts) == 0 {
		return []ssa.Value{key}
	}
	var list []ssa.Value
	for _, p := range parts {
		list = append(list, t.keyLeaves(p, depth+1)...)
	}
	return list
}

// isGetter recognises the calls of generated code that read a field.
func isGetter(call *ssa.Call) bool {
	f := calleeOf(call)
	return f != nil && len(call.Call.Args) == 1 && f.Signature().Recv() != nil && strings.HasPrefix(f.Name(), "Get")
}
