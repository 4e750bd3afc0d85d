package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// The values for a statement's placeholders are mostly written where it is run. They may as
// well be put into a list before, one by one or as the way there has it:
//
//	args := []any{id, state}
//	if failure != nil {
//		query, args = withReason, append(args, failure.Error())
//	}
//	_, err := db.ExecContext(ctx, query, args...)

// lastArg is the last of a call's arguments; nil: it has none.
func lastArg(s effects.Site) ssa.Value {
	if len(s.Args) == 0 {
		return nil
	}
	return s.Args[len(s.Args)-1]
}

// maxListings bounds the lists of which a list is made.
const maxListings = 8

// valuesIn are the values that a list holds, by their places: one, or as many as there are
// ways to put the list together. It is nil where the places cannot be told.
func valuesIn(v ssa.Value, depth int) [][]ssa.Value {
	if depth > maxListings {
		return nil
	}
	switch v := v.(type) {
	case *ssa.Const: // nil
		return [][]ssa.Value{}
	case *ssa.MakeSlice:
		if n, ok := v.Len.(*ssa.Const); ok && n.Int64() == 0 {
			return [][]ssa.Value{}
		}
	case *ssa.Slice:
		elems := variadic(effects.Site{Args: []ssa.Value{v}})
		if elems == nil {
			return nil
		}
		list := [][]ssa.Value{}
		for _, elem := range elems {
			list = append(list, []ssa.Value{elem})
		}
		return list
	case *ssa.Phi:
		return eitherOf(v.Edges, depth)
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		if !ok || b.Name() != "append" {
			return nil
		}
		before, added := valuesIn(v.Call.Args[0], depth+1), valuesIn(v.Call.Args[1], depth+1)
		if before == nil || added == nil {
			return nil
		}
		return slices.Concat(before, added)
	}
	return nil
}

// eitherOf are the values of either of some lists.
func eitherOf(lists []ssa.Value, depth int) [][]ssa.Value {
	var all [][]ssa.Value
	for _, v := range lists {
		list := valuesIn(v, depth+1)
		if list == nil {
			return nil
		}
		for i, values := range list {
			if i == len(all) {
				all = append(all, nil)
			}
			all[i] = append(all[i], values...)
		}
	}
	return all
}
