package effects

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A registry keeps statements by their names, and runs the one that it is told:
// queries.Run(ctx, "orders.open"). Which one that is, and what the registry was made
// of, its callers know.

// namingLookup begins what stands for an entry of the map that a parameter is, or that
// a field of it holds. What follows is the key, or after # the parameter that is it.
const namingLookup = "lookup "

// isQueryMap reports whether a type is a map of strings.
func isQueryMap(t types.Type) bool {
	m, ok := t.Underlying().(*types.Map)
	return ok && isString(m.Elem()) && isString(m.Key())
}

// registered stands for the entry that is looked up in a map which the function is
// given; nil for other look-ups.
func (e *evaluator) registered(l *ssa.Lookup) []text {
	if e.caller != nil || e.fn != nil || !isQueryMap(l.X.Type()) {
		return nil
	}
	part := summary.Part{Param: e.paramOf(l.X)}
	if load, ok := l.X.(*ssa.UnOp); ok && part.Param < 0 {
		fa, ok := load.X.(*ssa.FieldAddr)
		if !ok {
			return nil
		}
		part.Param, part.Field = e.paramOf(fa.X), e.p.fieldID(fa.X.Type(), fieldOf(fa))
	}
	if part.Param < 0 || isLocal(part.Field) {
		return nil
	}
	switch key := keyOf(l.Index); {
	case key.known:
		part.Naming = namingLookup + key.text
	default:
		i := e.paramOf(l.Index)
		if i < 0 {
			return nil
		}
		part.Naming = namingLookup + "#" + strconv.Itoa(i)
	}
	return []text{{part}}
}

// fillRegistered evaluates the entry that a call has a registry look up.
func (e *evaluator) fillRegistered(part summary.Part, args []ssa.Value) []text {
	key := mapKey{strings.TrimPrefix(part.Naming, namingLookup), true}
	if i, err := strconv.Atoi(strings.TrimPrefix(key.text, "#")); err == nil && i < len(args) && strings.HasPrefix(key.text, "#") {
		key = keyOf(args[i])
	}
	in, m := e.mapIn(args[part.Param], part.Field, 0)
	if m == nil {
		return []text{hole()}
	}
	found := in.mapEntries(m, key, func(v ssa.Value) []text { return in.eval(v, maxTextDepth/2) })
	if len(found) > maxTexts {
		return []text{hole()}
	}
	return found
}

// mapIn is the map that a value is, or that a field of it holds, with the evaluator of
// the function in which the map is said; nil where that is not known, or one of
// several.
func (e *evaluator) mapIn(v ssa.Value, id summary.Field, depth int) (*evaluator, ssa.Value) {
	if depth > 6 {
		return nil, nil
	}
	if ct, ok := v.(*ssa.ChangeType); ok {
		return e.mapIn(ct.X, id, depth+1)
	}
	if id == "" {
		return e, v
	}
	switch v := v.(type) {
	case *ssa.Call:
		return e.mapMade(v, id, depth)
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok && v.Index == 0 {
			return e.mapMade(c, id, depth)
		}
	case *ssa.Alloc:
		if stored := e.g.stores()[fieldCell{v, fieldIndex(v.Type(), id)}]; len(stored) == 1 {
			return e.mapIn(stored[0], "", depth+1)
		}
	case *ssa.UnOp:
		return e.mapLoaded(v.X, id, depth)
	}
	return nil, nil
}

// mapLoaded goes on from a variable or a field, to the one value that it is given.
func (e *evaluator) mapLoaded(addr ssa.Value, id summary.Field, depth int) (*evaluator, ssa.Value) {
	switch addr := addr.(type) {
	case *ssa.Global:
		if v := e.p.globals[addr]; v != nil {
			return e.within(e.p.startOf(addr)).mapIn(v, id, depth+1)
		}
	case *ssa.FieldAddr:
		stores := e.p.valueFieldStores()[fieldOf(addr)]
		if len(stores) != 1 {
			return nil, nil
		}
		if g := e.p.groupOf(stores[0].Parent()); g != nil {
			return e.within(g).mapIn(stores[0].Val, id, depth+1)
		}
	default:
		if stored := e.g.stores()[e.g.cell(addr)]; len(stored) == 1 {
			return e.mapIn(stored[0], id, depth+1)
		}
	}
	return nil, nil
}

// mapMade goes on from a constructor to the argument that it keeps in the field.
func (e *evaluator) mapMade(c *ssa.Call, id summary.Field, depth int) (*evaluator, ssa.Value) {
	obj := staticFunc(&c.Call)
	if obj == nil {
		return nil, nil
	}
	sum := e.p.summaryOf(obj)
	if sum == nil {
		return nil, nil
	}
	i := slices.IndexFunc(sum.Fills, func(f summary.Fill) bool { return f.Field == id })
	if i < 0 || len(sum.Fills[i].Parts) != 1 {
		return nil, nil
	}
	if p := sum.Fills[i].Parts[0]; p.Param >= 0 && p.Param < len(c.Call.Args) && p.Field == "" && p.Naming == "" {
		return e.mapIn(c.Call.Args[p.Param], "", depth+1)
	}
	return nil, nil
}
