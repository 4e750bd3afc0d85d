package flows

import (
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A row that was read may be changed before it is written. What is put into it may be
// what was read too, but also what the message says, or implies: a state that the code
// chooses, because there was such a message, or what another row is that the message
// refers to. That is as old as the message, whatever was read for it.

// asPart is what a value brings into a struct that it is put into.
func (t *tracker) asPart(addr *ssa.FieldAddr, v ssa.Value, o Origin) Origin {
	n := effects.Named(deref(addr.X.Type()))
	if n == nil || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) {
		return o
	}
	name := structField(addr.X.Type(), addr.Field)
	literal := t.madeInParts(addr.X)
	switch {
	case o == 0:
		if t.settled && isRow(n) && !keepsBooks(name) && !fresh(v) && (literal == nil || stateName.MatchString(name)) && !t.byAmounts(addr.Block()) {
			if parts := t.chosenByParts(addr.Block(), addr); parts != 0 {
				return parts
			}
			return implied
		}
		return o
	case !o.ofData():
		return o
	case ownKey(n, name):
		return o &^ content // it says which row
	case isKeyName(name):
		if literal != nil && (scope.MatchString(name) || !hasOwnKey(n, literal)) {
			return o &^ content // a part of a key of several
		}
		return o.inFull() | implied // what a row refers to
	case !o.looked():
		return o.inFull()
	}
	row, keys := rootOf(addr), (keyBits|t.dataBits())&^(fromMsg|content)
	if of := (t.val[row] | t.filled[t.u.Base(row)]) & keys; t.settled && of != 0 && o&keys&^of != 0 {
		return o.inFull() | implied // another key of the message's tells what it refers to
	}
	return o
}

var stateName = regexp.MustCompile(`(?i)(status|state|phase|stage|result|outcome|active|enabled|deleted|archived|paid|closed|done|completed|cancell?ed|confirmed|approved|verified|blocked)$`)

// ownKey reports whether a field is the key of its struct.
func ownKey(n *types.Named, name string) bool {
	return rowKey.MatchString(name) || strings.EqualFold(name, n.Obj().Name()+"ID") || strings.EqualFold(name, n.Obj().Name()+"UUID")
}

// isRow reports whether a struct may be a row: it has a key, or something embedded that
// may hold it, or nothing that does things rather than say something.
func isRow(n *types.Named) bool {
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	says := st.NumFields() > 0
	for f := range st.Fields() {
		if f.Embedded() || ownKey(n, f.Name()) || isKeyName(f.Name()) {
			return true
		}
		says = says && !acts(f.Type())
	}
	return says
}

// acts reports whether a field holds something that does things.
func acts(ty types.Type) bool {
	switch u := ty.Underlying().(type) {
	case *types.Signature, *types.Chan:
		return true
	case *types.Interface:
		return u.NumMethods() > 0
	case *types.Pointer:
		n := effects.Named(u.Elem())
		return n != nil && isStruct(n) && !isTime(n)
	}
	n := effects.Named(ty)
	return n != nil && n.Obj().Pkg() != nil && strings.HasPrefix(n.Obj().Pkg().Path(), "sync")
}

// madeInParts is the variable that holds a struct which is made here, field by field;
// nil: it was given, or read.
func (t *tracker) madeInParts(v ssa.Value) *ssa.Alloc {
	alloc, ok := t.variable(v).(*ssa.Alloc)
	if !ok || t.filled[t.u.Base(alloc)] != 0 {
		return nil
	}
	for _, ref := range *alloc.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == ssa.Value(alloc) && builtHere(st.Val) == nil {
			return nil
		}
	}
	return alloc
}

// hasOwnKey reports whether a struct that is made here is given its own key.
func hasOwnKey(n *types.Named, made *ssa.Alloc) bool {
	for _, ref := range *made.Referrers() {
		if fa, ok := ref.(*ssa.FieldAddr); ok && ownKey(n, structField(fa.X.Type(), fa.Field)) && len(storedAt(fa)) > 0 {
			return true
		}
	}
	return false
}

// asEntry is what a value brings into a map that it is put into under a name.
func (t *tracker) asEntry(u *ssa.MapUpdate, o Origin) Origin {
	if t.settled && o == 0 && constantText(withoutInterface(u.Key)) != "" {
		return implied
	}
	return o
}

// chosenFor is implied where what fills a callee's parameter is given a value that
// stands in the code: order.setStatus(Paid).
func (t *tracker) chosenFor(s effects.Site, fill Fill, args []Origin) Origin {
	n := effects.Named(deref(s.Args[fill.Param].Type()))
	if !t.settled || n == nil || !isRow(n) {
		return 0
	}
	for i, a := range args {
		if fill.From&param(i) != 0 && a == 0 && i != fill.Param && i >= s.Shift {
			if parts := t.chosenByParts(s.Instr.Block(), s.Args[fill.Param]); parts != 0 {
				return parts
			}
			return implied
		}
	}
	return 0
}

// mayChange marks the rows that are handed to somebody behind an interface who changes
// them, by the method's name, or that are behind an interface and told to change.
func (t *tracker) mayChange(s effects.Site) {
	if s.Method == nil || len(s.Args) == 0 {
		return
	}
	if t.whole(s.Args[0]).looked() && onlyFails(s.Callee) && !handled.MatchString(s.Callee.Name()) {
		t.put(s.Args[0], implied)
	}
	if !changesRow.MatchString(s.Callee.Name()) {
		return
	}
	for _, a := range s.Args[min(s.Shift, len(s.Args)):] {
		a = withoutInterface(a)
		if _, ok := a.Type().Underlying().(*types.Pointer); !ok {
			continue
		}
		if n := effects.Named(deref(a.Type())); n != nil && isRow(n) && t.whole(a).looked() {
			t.put(a, implied)
		}
	}
}

// onlyFails reports whether a function gives nothing back but an error.
func onlyFails(f *types.Func) bool {
	results := f.Signature().Results()
	return results.Len() == 0 || results.Len() == 1 && isError(results.At(0).Type())
}

// handled recognises what is done with a handle that was given out, by the method's name.
var handled = regexp.MustCompile(`^(Commit|Rollback|Close|Exec|Lock|Unlock|Ping|Release|Flush|Publish|Send|Scan|Decode|Save|Store|Put|Add|Append|Insert|Delete|Remove|Write)`)

var changesRow = regexp.MustCompile(`^(Process|Apply|Enrich|Mutate|Transit|Advance|Mark|Set|Change|Patch|Fire|Trigger|Run|Execute|Handle)([A-Z]|$)`)

// rowHolding is the row in which a field refers to something: what is put into that, the
// row holds too.
func rowHolding(field ssa.Value) ssa.Value {
	fa, ok := field.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	if n := effects.Named(deref(fa.X.Type())); n == nil || !isRow(n) {
		return nil
	}
	return fa.X
}

// byAmounts reports whether a block is reached only where amounts that were looked up
// compare so and so: what is chosen there is computed of them, if (open == 0) { state = done }.
func (t *tracker) byAmounts(b *ssa.BasicBlock) bool {
	for range 4 {
		above := b.Idom()
		if above == nil {
			return false
		}
		last, ok := above.Instrs[len(above.Instrs)-1].(*ssa.If)
		if ok && len(b.Preds) == 1 && !goesRound(above) && t.comparesAmounts(last.Cond) {
			return true
		}
		b = above
	}
	return false
}

func (t *tracker) comparesAmounts(cond ssa.Value) bool {
	op, ok := cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	basic, ok := types.Unalias(op.X.Type()).(*types.Basic) // a type with a name may be one of states
	o := t.whole(op.X) | t.whole(op.Y)
	if t.receiver() != nil {
		o &^= param(0) // by which it was looked up
	}
	return ok && basic.Info()&types.IsNumeric != 0 && o.looked() && o&content == 0
}

// goesRound reports whether a block is where a loop begins anew: it counts.
func goesRound(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.Preds, b.Dominates)
}
