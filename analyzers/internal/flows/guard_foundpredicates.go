package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a query of ent's asks for, it is given as predicates, whose names say the column and
// how it is compared:
//
//	row, err := c.Grant.Query().Where(grant.Holder(e.ID), grant.StatusEQ(grant.StatusPending)).Only(ctx)

// foundByPredicates are the states and orders that such a query asks for whose rows a call
// reads.
func (t *tracker) foundByPredicates(call *ssa.Call) []Comparison {
	s := t.site(call)
	touch := t.u.Touch(s)
	if s.Callee == nil || touch == nil || len(touch.Accesses) != 1 || touch.Accesses[0].Write || !slices.Contains(givesEntities, strings.TrimSuffix(s.Callee.Name(), "X")) {
		return nil
	}
	var list []Comparison
	calls, _ := t.chainOf(s)
	for _, s := range calls {
		if s.Callee == nil || s.Callee.Name() != "Where" {
			continue
		}
		for _, v := range variadic(s) {
			list = append(list, t.askedByPredicate(v, 0)...)
		}
	}
	for i := range list {
		list[i].Table = touch.Accesses[0].Table
	}
	return list
}

// givesEntities are the methods of ent's queries that give back what was found, or its key.
var givesEntities = []string{"Only", "First", "OnlyID", "FirstID", "All", "IDs"}

// askedByPredicate is what one predicate asks for. One that is made of several by anything
// but And asks for none of them for certain.
func (t *tracker) askedByPredicate(v ssa.Value, depth int) []Comparison {
	call, ok := v.(*ssa.Call)
	if !ok || depth > 3 || !isPredicate(call) {
		return nil
	}
	name, args := calleeOf(call).Name(), call.Call.Args
	several := variadic(t.site(call))
	if name == "And" {
		var list []Comparison
		for _, v := range several {
			list = append(list, t.askedByPredicate(v, depth+1)...)
		}
		return list
	}
	if column, among := strings.CutSuffix(name, "In"); among && several != nil && !strings.HasSuffix(column, "Not") {
		if slices.ContainsFunc(several, func(v ssa.Value) bool { return !isStateConst(v) }) {
			return nil
		}
		return []Comparison{inState(column, "")}
	}
	if len(args) != 1 {
		return nil
	}
	switch column, op := comparedBy(name); {
	case op == "=" && isStateConst(args[0]):
		return []Comparison{inState(column, "")}
	case op != "" && op != "=" && (t.orderField(column) || timeColumn(dbname.Snake(column))):
		return []Comparison{{Left: fromStored, Right: t.operand(args[0]), Op: op, LeftField: column, Found: true}}
	}
	return nil
}

// isPredicate reports whether a call makes one of ent's predicates: a function of what it
// selects from.
func isPredicate(call *ssa.Call) bool {
	sig, ok := call.Type().Underlying().(*types.Signature)
	if !ok || calleeOf(call) == nil || sig.Params().Len() != 1 {
		return false
	}
	n := effects.Named(sig.Params().At(0).Type())
	return n != nil && n.Obj().Name() == "Selector" && n.Obj().Pkg() != nil && strings.HasPrefix(effects.PkgPath(n.Obj().Pkg()), "entgo.io/ent/")
}

// comparedBy is the column that a predicate's name compares, and how: that it is the same,
// where it does not say otherwise. Of other comparisons nothing is taken for granted.
func comparedBy(name string) (column, op string) {
	for _, by := range []struct{ suffix, op string }{{"NEQ", ""}, {"GTE", ""}, {"LTE", "<="}, {"EQ", "="}, {"GT", ""}, {"LT", "<"}} {
		if column, ok := strings.CutSuffix(name, by.suffix); ok && column != "" {
			return column, by.op
		}
	}
	return name, "="
}
