package effects

import (
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// maxList bounds how many entries a list of queries may have to be followed.
const maxList = 64

// list is the value of a list that does not change: a package's, or one that is
// made on the spot.
func (e *evaluator) list(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return v
	}
	if global, ok := load.X.(*ssa.Global); ok {
		if made := e.p.globals[global]; made != nil {
			return made
		}
		return v
	}
	if stored := e.g.stores()[e.g.cell(load.X)]; len(stored) == 1 {
		return stored[0]
	}
	return v
}

// element evaluates an entry of a list: the one of a constant index, or any.
func (e *evaluator) element(ia *ssa.IndexAddr, next func(ssa.Value) []text) []text {
	elems := e.elementsOf(ia.X)
	if global := listVariable(ia.X); global != nil && len(elems) == 0 {
		return e.entries(global, keyOf(ia.Index))
	}
	if param := e.listParam(ia.X); param >= 0 && len(elems) == 0 {
		return entryOf(param, ia.Index)
	}
	return elementAt(elems, ia.Index, next)
}

// joined are the elements of a list that is joined to one text. What is appended in a loop
// is there once: of one column's assignment the others have the shape.
func (e *evaluator) joined(v ssa.Value) []ssa.Value {
	if elems := elements(v); elems != nil {
		return elems
	}
	elems, ok := appended(e.list(v), map[ssa.Value]bool{})
	if !ok || len(elems) > maxList {
		return nil
	}
	return elems
}

// appended are the elements of a list that begins empty, or as it is written down, and grows
// by what is appended to it, in the order of the code.
func appended(v ssa.Value, seen map[ssa.Value]bool) (elems []ssa.Value, ok bool) {
	if seen[v] {
		return nil, true
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Const:
		return nil, v.IsNil()
	case *ssa.MakeSlice:
		n, ok := v.Len.(*ssa.Const)
		return nil, ok && n.Int64() == 0
	case *ssa.Phi:
		for _, edge := range v.Edges {
			more, ok := appended(edge, seen)
			if !ok {
				return nil, false
			}
			elems = append(elems, more...)
		}
		return elems, true
	case *ssa.Call:
		if !isAppend(v) {
			return nil, false
		}
		elems, ok = appended(v.Call.Args[0], seen)
		last := elements(v.Call.Args[1])
		return append(elems, last...), ok && last != nil
	case *ssa.Slice:
		if high, ok := v.High.(*ssa.Const); ok && high.Int64() == 0 { // make([]string, 0, 8)
			return nil, true
		}
		elems = elements(v)
		return elems, elems != nil
	}
	return nil, false
}

// elementAt evaluates the element of a constant index, or any.
func elementAt(elems []ssa.Value, index ssa.Value, next func(ssa.Value) []text) []text {
	if k, ok := index.(*ssa.Const); ok {
		if i := int(k.Int64()); i >= 0 && i < len(elems) && elems[i] != nil {
			return next(elems[i])
		}
	}
	return anyOf(elems, next)
}

// listVariable is the package's variable that a list is, or nil.
func listVariable(v ssa.Value) *ssa.Global {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X // an array is indexed where it is, a slice or a map is loaded
	}
	global, _ := v.(*ssa.Global)
	return global
}

// A mapKey is what selects an entry: a constant of whatever kind, or not known.
type mapKey struct {
	text  string
	known bool
}

// keyOf is the key that a value is. Constants of all kinds select: a list's
// index and the named numbers of an enumeration no less than strings.
func keyOf(v ssa.Value) mapKey {
	if mi, ok := v.(*ssa.MakeInterface); ok { // map[any]string
		v = mi.X
	}
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return mapKey{}
	}
	if s, ok := constString(c); ok {
		return mapKey{s, true}
	}
	return mapKey{c.Value.ExactString(), true}
}

// selects reports whether the key means an entry, as far as known.
func (k mapKey) selects(entry mapKey) bool { return !k.known || k == entry }

// elementsOf are the values of a list, or of an array that is a variable.
func (e *evaluator) elementsOf(v ssa.Value) []ssa.Value {
	if global, ok := v.(*ssa.Global); ok {
		return e.elementsOfVariable(global)
	}
	return elements(e.list(v))
}

// elementsOfVariable are the values of a package's list or array.
func (e *evaluator) elementsOfVariable(global *ssa.Global) []ssa.Value {
	if _, ok := pointee(global.Type()).Underlying().(*types.Array); !ok {
		return elements(e.p.globals[global])
	}
	if init := e.p.ssa.Func("init"); init != nil && global.Pkg == e.p.ssa && e.p.setAtStart(global) {
		return storedElements(global, init)
	}
	return nil
}

// storedElements are the values that an array is given where it is declared, by
// their index; nil where one is not known.
func storedElements(array *ssa.Global, in *ssa.Function) []ssa.Value {
	arr, ok := pointee(array.Type()).Underlying().(*types.Array)
	if !ok || arr.Len() > maxList {
		return nil
	}
	out := make([]ssa.Value, arr.Len())
	for s := range Each[*ssa.Store](in) {
		if whole, ok := s.Val.(*ssa.UnOp); ok && s.Addr == array { // written down elsewhere first
			return elements(whole.X)
		}
		ia, ok := s.Addr.(*ssa.IndexAddr)
		if !ok || ia.X != array {
			continue
		}
		if k, ok := ia.Index.(*ssa.Const); ok && k.Int64() < arr.Len() {
			out[k.Int64()] = s.Val
		}
	}
	return out
}

// anyOf are the texts of any one of some values.
func anyOf(vs []ssa.Value, next func(ssa.Value) []text) []text {
	var out []text
	for _, v := range vs {
		if v != nil {
			out = append(out, next(v)...)
		}
	}
	if len(out) == 0 || len(out) > maxList {
		return []text{hole()}
	}
	return out
}

// lookup evaluates an entry of a map of queries that nothing changes.
func (e *evaluator) lookup(l *ssa.Lookup, next func(ssa.Value) []text) []text {
	if found := e.registered(l); found != nil {
		return found
	}
	return e.mapEntries(l.X, keyOf(l.Index), next)
}

// mapEntries evaluates the entry of a key, or any where the key is not known.
func (e *evaluator) mapEntries(v ssa.Value, key mapKey, next func(ssa.Value) []text) []text {
	m, ok := e.list(v).(*ssa.MakeMap)
	if !ok {
		if global := listVariable(v); global != nil {
			return e.entries(global, key)
		}
		return []text{hole()}
	}
	var values []ssa.Value
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok && key.selects(keyOf(u.Key)) {
			values = append(values, u.Value)
		}
	}
	return anyOf(values, next)
}

// ranged evaluates what a range over a map or a list yields.
func (e *evaluator) ranged(n *ssa.Next, index int, next func(ssa.Value) []text) []text {
	r, ok := n.Iter.(*ssa.Range)
	switch {
	case ok && index == 1:
		return e.mapKeys(r.X, next)
	case !ok || index != 2:
		return []text{hole()}
	}
	if param := e.listParam(r.X); param >= 0 {
		return entryOf(param, nil)
	}
	return e.mapEntries(r.X, mapKey{}, next)
}

// mapKeys evaluates the keys of a map that is made here: a table's name is as well one as
// the other, for table, id := range map[string]string{"orders": m.OrderID}.
func (e *evaluator) mapKeys(v ssa.Value, next func(ssa.Value) []text) []text {
	m, ok := e.list(v).(*ssa.MakeMap)
	if !ok {
		return []text{hole()}
	}
	var keys []ssa.Value
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok {
			keys = append(keys, u.Key)
		}
	}
	return anyOf(keys, next)
}

// entries are the texts of another package's list, or the one of a key.
func (e *evaluator) entries(global *ssa.Global, key mapKey) []text {
	obj := global.Object()
	fact := new(summary.Text)
	if obj == nil || obj.Pkg() == e.p.pass.Pkg || !e.p.pass.ImportObjectFact(obj, fact) {
		return []text{hole()}
	}
	var out []text
	for _, entry := range fact.List {
		if key.selects(mapKey{entry.Key, true}) {
			out = append(out, constText(entry.Value))
		}
	}
	if len(out) == 0 {
		return []text{hole()}
	}
	return out
}

// entriesOf are the constant strings in a variable that is a list, a map or a
// struct, for importers; nil unless all are constant.
func (p *program) entriesOf(global *ssa.Global) []summary.Entry {
	init := p.groupOf(p.ssa.Func("init"))
	if init == nil || !p.setAtStart(global) {
		return nil
	}
	e := p.evaluator(init)
	var list []summary.Entry
	add := func(key string, t []text) bool {
		if len(t) != 1 || !t[0].closed() || len(list) >= maxList {
			return false
		}
		list = append(list, summary.Entry{Key: key, Value: t[0].String()})
		return true
	}
	switch u := pointee(global.Type()).Underlying().(type) {
	case *types.Slice, *types.Array:
		for i, v := range e.elementsOfVariable(global) {
			// What an array with keys leaves out is empty.
			if v != nil && (!isString(v.Type()) || !add(strconv.Itoa(i), e.eval(v, 0))) {
				return nil
			}
		}
	case *types.Map:
		m, ok := p.globals[global].(*ssa.MakeMap)
		if !ok || !isString(u.Elem()) {
			return nil
		}
		for _, ref := range *m.Referrers() {
			if up, ok := ref.(*ssa.MapUpdate); ok {
				if k := keyOf(up.Key); !k.known || !add(k.text, e.eval(up.Value, 0)) {
					return nil
				}
			}
		}
	case *types.Struct:
		for i := range u.NumFields() {
			if f := u.Field(i); isString(f.Type()) {
				add(f.Name(), e.variableContent(global, "."+f.Name(), 0))
			}
		}
	}
	return list
}
