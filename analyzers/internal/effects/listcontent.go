package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What a function does with each of a list of structs, it does with the fields
// of all that the list holds: run(ctx, db, Spec{From: "orders"}, Spec{…}). A list
// that is not known stays so: what others fill such structs with says nothing of
// it.

func isSlice(t types.Type) bool {
	_, ok := t.Underlying().(*types.Slice)
	return ok
}

// elementContent evaluates a field of an entry of a list: of the one that is
// written down there, or else of any.
func (e *evaluator) elementContent(ia *ssa.IndexAddr, id summary.Field, depth int) []text {
	if i := fieldIndex(ia.Type(), id); i >= 0 {
		if stored := e.g.stores()[fieldCell{ia, i}]; len(stored) > 0 {
			return union(stored, func(v ssa.Value) []text { return e.eval(v, depth+1) })
		}
	}
	return e.listContent(ia.X, id, depth)
}

// listContent evaluates a field of any of the structs in a list.
func (e *evaluator) listContent(v ssa.Value, id summary.Field, depth int) []text {
	if load, ok := v.(*ssa.UnOp); ok {
		if global, ok := load.X.(*ssa.Global); ok {
			return e.globalList(global, id, depth)
		}
	}
	v = e.list(v)
	if param, ok := v.(*ssa.Parameter); ok && slices.Contains(e.g.fn.Params, param) {
		return e.paramContent(param, id, depth)
	}
	var out []text
	list := items(v)
	if len(list) == 0 {
		list = e.g.listed(v, map[ssa.Value]bool{})
	}
	for _, item := range list {
		if item != nil {
			out = append(out, e.content(item, id, depth+1)...)
		}
	}
	if len(out) == 0 {
		return []text{hole()}
	}
	return out
}

// entryContent evaluates a field of the struct that a map of the package's, or one
// made on the spot, holds by a key: of any, where the key is not known.
func (e *evaluator) entryContent(v ssa.Value, key mapKey, id summary.Field, depth int) []text {
	m, ok := e.list(v).(*ssa.MakeMap)
	if !ok {
		return unknownField(id)
	}
	in := e
	if global := listVariable(v); global != nil {
		in = e.within(e.p.startOf(global))
	}
	var out []text
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok && key.selects(keyOf(u.Key)) {
			out = append(out, in.content(u.Value, id, depth+1)...)
		}
	}
	if len(out) == 0 || len(out) > maxTexts {
		return unknownField(id)
	}
	return out
}

// globalList evaluates a field of the structs in a package's list that nothing
// changes.
func (e *evaluator) globalList(global *ssa.Global, id summary.Field, depth int) []text {
	made, start := e.p.globals[global], e.p.groupOf(e.p.ssa.Func("init"))
	if made == nil || start == nil || !e.p.setAtStart(global) {
		return []text{hole()}
	}
	return e.within(start).listContent(made, id, depth+1)
}

// givenElement evaluates any of the strings in a list that the call passes which is
// evaluated: union("orders", "invoices"). false: it passes none in plain sight.
func (e *evaluator) givenElement(ia *ssa.IndexAddr, depth int) ([]text, bool) {
	param, ok := ia.X.(*ssa.Parameter)
	if !ok || e.caller == nil || e.fn != nil || param.Parent() != e.g.fn {
		return nil, false
	}
	i := slices.Index(e.g.fn.Params, param)
	if i < 0 || i >= len(e.args) {
		return nil, false
	}
	given := e.caller.elementsOf(e.args[i])
	if k, ok := ia.Index.(*ssa.Const); ok {
		if at := int(k.Int64()); at >= 0 && at < len(given) {
			given = given[at : at+1]
		}
	}
	if len(given) == 0 || len(given) > maxTexts {
		return nil, false
	}
	return anyOf(given, func(v ssa.Value) []text { return e.caller.eval(v, depth+1) }), true
}
