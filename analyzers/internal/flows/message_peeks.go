package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Of the types that a handler fills, not all are kinds of message: some are rows
// made from one, and some but look at a part of it.

// withoutRows leaves out the types of what a database is given or gives: they are
// made from the message. What is stored as it came is one itself.
func (t *tracker) withoutRows(found []*types.Named) []*types.Named {
	if len(found) < 2 {
		return found
	}
	rows := map[*types.Named]bool{}
	for _, fn := range t.u.Funcs {
		for instr := range effects.Instructions(fn) {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			if s := t.site(call); t.u.Touch(s) != nil {
				for _, v := range s.Args {
					rows[effects.Named(withoutInterface(v).Type())] = true
				}
			}
		}
	}
	return orAll(found, func(n *types.Named) bool { return !rows[n] })
}

// withoutPeeks leaves out the types by which a part of a message is looked at,
// before it is decoded whole.
func (t *tracker) withoutPeeks(found []*types.Named) []*types.Named {
	return orAll(found, func(n *types.Named) bool {
		return !slices.ContainsFunc(found, func(whole *types.Named) bool { return whole != n && peeks(n, whole) })
	})
}

// peeks reports whether a struct has but some of another's fields.
func peeks(part, whole *types.Named) bool {
	p, ok := part.Underlying().(*types.Struct)
	w, of := whole.Underlying().(*types.Struct)
	if !ok || !of || p.NumFields() >= w.NumFields() {
		return false
	}
	for f := range p.Fields() {
		if !slices.ContainsFunc(slices.Collect(w.Fields()), func(o *types.Var) bool {
			return strings.EqualFold(o.Name(), f.Name()) && types.Identical(o.Type(), f.Type())
		}) {
			return false
		}
	}
	return true
}

// orAll are those of some types that are kept, or all of them where none is.
func orAll(found []*types.Named, keep func(*types.Named) bool) []*types.Named {
	var kept []*types.Named
	for _, n := range found {
		if keep(n) {
			kept = append(kept, n)
		}
	}
	if len(kept) == 0 {
		return found
	}
	return kept
}
