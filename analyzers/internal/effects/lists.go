package effects

import (
	"go/types"

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
	if k, ok := ia.Index.(*ssa.Const); ok {
		if i := int(k.Int64()); i >= 0 && i < len(elems) && elems[i] != nil {
			return next(elems[i])
		}
	}
	if load, ok := ia.X.(*ssa.UnOp); ok && len(elems) == 0 {
		if global, ok := load.X.(*ssa.Global); ok {
			return e.entries(global, "")
		}
	}
	return anyOf(elems, next)
}

// elementsOf are the values of a list, or of an array that is a variable.
func (e *evaluator) elementsOf(v ssa.Value) []ssa.Value {
	if global, ok := v.(*ssa.Global); ok {
		if init := e.p.ssa.Func("init"); init != nil && e.p.setAtStart(global) {
			return storedElements(global, init)
		}
		return nil
	}
	return elements(e.list(v))
}

// storedElements are the values that an array is given where it is declared.
func storedElements(array ssa.Value, in *ssa.Function) []ssa.Value {
	var out []ssa.Value
	for instr := range instructions(in) {
		if s, ok := instr.(*ssa.Store); ok {
			if ia, ok := s.Addr.(*ssa.IndexAddr); ok && ia.X == array {
				out = append(out, s.Val)
			}
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
	key, _ := constString(l.Index)
	return e.mapEntries(l.X, key, next)
}

// mapEntries evaluates the entry of a key, or any where the key is not known.
func (e *evaluator) mapEntries(v ssa.Value, key string, next func(ssa.Value) []text) []text {
	m, ok := e.list(v).(*ssa.MakeMap)
	if !ok {
		if load, ok := v.(*ssa.UnOp); ok {
			if global, ok := load.X.(*ssa.Global); ok {
				return e.entries(global, key)
			}
		}
		return []text{hole()}
	}
	var values []ssa.Value
	for _, ref := range *m.Referrers() {
		u, ok := ref.(*ssa.MapUpdate)
		if !ok {
			continue
		}
		if k, ok := constString(u.Key); key == "" || ok && k == key {
			values = append(values, u.Value)
		}
	}
	return anyOf(values, next)
}

// ranged evaluates what a range over a map or a list yields.
func (e *evaluator) ranged(n *ssa.Next, index int, next func(ssa.Value) []text) []text {
	r, ok := n.Iter.(*ssa.Range)
	if !ok || index != 2 {
		return []text{hole()}
	}
	return e.mapEntries(r.X, "", next)
}

// entries are the texts of another package's list, or the one of a key.
func (e *evaluator) entries(global *ssa.Global, key string) []text {
	obj := global.Object()
	fact := new(summary.Text)
	if obj == nil || obj.Pkg() == e.p.pass.Pkg || !e.p.pass.ImportObjectFact(obj, fact) {
		return []text{hole()}
	}
	var out []text
	for _, entry := range fact.List {
		if key == "" || entry.Key == key {
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
	switch u := global.Type().Underlying().(*types.Pointer).Elem().Underlying().(type) {
	case *types.Slice:
		for _, v := range elements(p.globals[global]) {
			if v == nil || !isString(u.Elem()) || !add("", e.eval(v, 0)) {
				return nil
			}
		}
	case *types.Map:
		m, ok := p.globals[global].(*ssa.MakeMap)
		if !ok || !isString(u.Key()) || !isString(u.Elem()) {
			return nil
		}
		for _, ref := range *m.Referrers() {
			if up, ok := ref.(*ssa.MapUpdate); ok {
				if k, ok := constString(up.Key); !ok || !add(k, e.eval(up.Value, 0)) {
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
