package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A store is sometimes chosen by a table of functions, which is a variable of the
// package: drivers[name]["insert"](key, value). Any of those that may be meant
// counts, as any implementation of an interface does.

// maxTable bounds the functions of a table that may be meant. One of more is a
// table of something else.
const maxTable = 8

// functionsCalled are the declared functions that a value that is called may be.
func (t *tracker) functionsCalled(v ssa.Value) []*types.Func {
	var list []*types.Func
	for _, target := range t.view.Targets(t.u, v) {
		if target.Object != nil {
			list = append(list, target.Object)
		}
	}
	if len(list) == 0 {
		list = t.inTable(v)
	}
	return list
}

// chosen reports whether a call is of a function out of a table, which stands for
// a store rather than for a handler.
func (t *tracker) chosen(s effects.Site) bool {
	common := s.Instr.Common()
	return !common.IsInvoke() && common.StaticCallee() == nil && len(t.inTable(common.Value)) > 0
}

// inTable are the functions of the package's tables that a value may be that was
// taken out of one: those of its type, under its key if that is a constant.
func (t *tracker) inTable(v ssa.Value) []*types.Func {
	want := v.Type().Underlying()
	if a, ok := v.(*ssa.TypeAssert); ok {
		v = a.X
	}
	l, ok := v.(*ssa.Lookup)
	if !ok {
		return nil
	}
	key := constantText(l.Index)
	var list []*types.Func
	for _, field := range t.tablesBehind(l.X, 0) {
		for _, k := range t.kept[field] {
			fn, ok := k.value.(*ssa.Function)
			if !ok || !types.Identical(fn.Type().Underlying(), want) || key != "" && k.key != "" && key != k.key {
				continue
			}
			if obj, ok := fn.Object().(*types.Func); ok && !slices.Contains(list, obj) {
				list = append(list, obj)
			}
		}
	}
	if len(list) > maxTable {
		return nil
	}
	return list
}

// tablesBehind are the package's variables that a table may be, which a function
// of the package may choose.
func (t *tracker) tablesBehind(v ssa.Value, depth int) []summary.Method {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if g, ok := v.X.(*ssa.Global); ok && g.Pkg == t.u.Func.Pkg {
			return []summary.Method{*globalField(g)}
		}
	case *ssa.Phi:
		return t.tablesOf(v.Edges, depth)
	case *ssa.Call:
		callee := v.Call.StaticCallee()
		if callee == nil || callee.Pkg != t.u.Func.Pkg {
			return nil
		}
		var list []summary.Method
		for ret := range effects.Returns(callee) {
			if len(ret.Results) == 1 {
				list = append(list, t.tablesOf(ret.Results, depth)...)
			}
		}
		return list
	}
	return nil
}

func (t *tracker) tablesOf(vs []ssa.Value, depth int) []summary.Method {
	var list []summary.Method
	for _, v := range vs {
		list = append(list, t.tablesBehind(v, depth+1)...)
	}
	return list
}

// keyIn is the key, if it is constant, under which a value is in a map that is
// made here.
func keyIn(table, value ssa.Value) string {
	m, ok := table.(*ssa.MakeMap)
	if !ok {
		return ""
	}
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok && withoutInterface(u.Value) == value {
			return constantText(withoutInterface(u.Key))
		}
	}
	return ""
}
