package flows

import (
	"go/types"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a message says may be no more than whose data has to be looked at again: its
// keys. A value that is looked up by them is as new as the look-up; one that is looked
// up by what else the message says is as old as the message. So each parameter, and the
// message, has a second bit beside the one that says that a value comes from it: its
// content. It is taken away where no more than a key is read, and comes back where that
// key is put where the row says something by it.

const (
	maxSaid    = 16 // parameters whose content is told apart
	msgContent = Origin(1) << 62
	content    = msgContent | (Origin(1)<<maxSaid-1)<<firstSaid
	implied    = Origin(1) << 63 // what the message implies: a state that the code chooses, or what a reference stands for
	// keyBits tell by which of a message's keys something is meant: one for each, as far
	// as they reach.
	firstKey = firstFed + maxFeeds
	keyBits  = Origin(0xff) << firstKey
)

// contentOf is the bit for a parameter's content; 0: it is not told apart.
func contentOf(i int) Origin {
	if i < 0 || i >= maxSaid {
		return 0
	}
	return Origin(1) << (firstSaid + i)
}

// asFar is what an argument brings by way of a parameter that an origin names: no content
// where that is about the parameter's key.
func (o Origin) asFar(by Origin, i int) Origin {
	if i < maxSaid && by&contentOf(i) == 0 {
		return o &^ (content | implied)
	}
	return o
}

// ofMessage is what of a message an origin names, by the parameters that are one.
func (o Origin) ofMessage(msg Origin) Origin {
	msg &= o & params &^ content
	if msg == 0 {
		return 0
	}
	for i := range maxSaid {
		if msg&param(i) != 0 && o&contentOf(i) == 0 {
			msg &^= param(i)
		}
	}
	if msg == 0 {
		return fromMsg &^ content
	}
	return fromMsg
}

// inFull is an origin with the content of all that it names.
func (o Origin) inFull() Origin {
	for i := range maxSaid {
		if o&param(i) != 0 {
			o |= contentOf(i)
		}
	}
	if o&fromMsg != 0 {
		o |= msgContent
	}
	return o
}

// looked reports whether a value was looked up, or answered.
func (o Origin) looked() bool { return o&(fromStored|fromRemote) != 0 }

// ofData reports whether a value comes from a message, or may.
func (o Origin) ofData() bool { return o&(fromMsg|params|fedBits) != 0 }

// asKey is an origin of which no more than a key is read.
func (o Origin) asKey(name string) Origin {
	name = strings.ToLower(strings.ReplaceAll(name, "_", ""))
	if scope.MatchString(name) {
		return o &^ content // beside it there is another one that tells
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash's Write never fails
	return o&^content | Origin(1)<<(firstKey+int(h.Sum32()%8))
}

var (
	// keyName recognises what says whose data is meant, and nothing of what it is.
	keyName = regexp.MustCompile(`(ID|Id|IDs|Ids|UUID|Uuid|UUIDs|Uuids|GUID|Guid)$|(?i:(^|[_-])(id|ids|uuid|guid|pk)|(sku|slug|barcode|isbn|imei))$`)
	// oneState recognises keys of what never changes, which is as old as who tells of it,
	// and of kinds and states.
	oneState = regexp.MustCompile(`(?i)(event|message|msg|snapshot|version|revision|request|correlation|causation|trace|span|commit|payload|blob|file|object|attempt|status|state|role|type|plan|level|category|tier|kind|stage|phase|offset)_?(id|uuid)s?$`)
	// scope recognises keys of those whom data belongs to, beside its own.
	scope = regexp.MustCompile(`(?i)^(tenant|shop|store|org|organi[sz]ation|workspace|company|realm|merchant|site)_?(id|uuid)$`)
)

// isKeyName reports whether a name says that it is no more than a key.
func isKeyName(name string) bool { return keyName.MatchString(name) && !oneState.MatchString(name) }

// keyType reports whether values of a type may be keys, or lists of them.
func keyType(ty types.Type) bool {
	switch u := deref(ty).Underlying().(type) {
	case *types.Basic:
		return u.Info()&(types.IsString|types.IsInteger) != 0
	case *types.Array:
		b, ok := u.Elem().Underlying().(*types.Basic)
		return ok && b.Kind() == types.Uint8
	case *types.Slice:
		return !isByte(u.Elem()) && keyType(u.Elem())
	}
	return false
}

func isByte(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Uint8
}

// keyOfMessage is what is read by a name from a value that may be a message: no content
// where that is its key.
func (t *tracker) keyOfMessage(o Origin, of ssa.Value, name string, ty types.Type) Origin {
	if o.looked() || o&t.dataBits() == 0 || !isKeyName(name) || !keyType(ty) || !t.asItCame(of) {
		return o
	}
	return o.asKey(name)
}

// keyGot is the same for what a method gives back: m.GetOrderId().
func (t *tracker) keyGot(o Origin, s effects.Site) Origin {
	if s.Shift != 1 || len(s.Args) != 1 || s.Instr.Value() == nil {
		return o
	}
	return t.keyOfMessage(o, s.Args[0], strings.TrimPrefix(s.Callee.Name(), "Get"), s.Instr.Value().Type())
}

// keyLookedUp is the same for an element of a map: m["order_id"].
func (t *tracker) keyLookedUp(o Origin, v *ssa.Lookup) Origin {
	if name := constantText(v.Index); name != "" && isKeyName(name) && !o.looked() && o&t.dataBits() != 0 && t.asItCame(v.X) {
		return o.asKey(name)
	}
	return o
}

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
			return implied
		}
	}
	return 0
}

// mayChange marks the rows that are handed to somebody behind an interface who changes
// them, by the method's name, or that are behind an interface and told to change.
func (t *tracker) mayChange(s effects.Site) {
	if s.Method == nil {
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
