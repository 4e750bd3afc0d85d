package flows

import (
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// What is told of a whole is done to all of its parts, however many there are: a sale ends,
// and its lots are closed.
//
//	SELECT id, price FROM lots WHERE sale_id = $1
//
// That there are none is an answer like any other, and does not tell that one of them has not
// come in yet. A list that is asked for by the rows' own key is of a row that should be there.

// readsKin reports whether a call reads the rows of a table, as many as there are, that
// belong to a row of another one.
func (t *tracker) readsKin(s effects.Site, table string) bool {
	if _, plain := s.Instr.(*ssa.Call); !plain || !t.readsSeveral(s) {
		return false
	}
	kin := false
	for _, c := range t.findsBy(s) {
		if c.Op != "=" {
			continue
		}
		if ownKeyOf(table, c.Column) {
			return false
		}
		kin = kin || keyColumn.MatchString(c.Column)
	}
	return kin
}

// findsBy are the comparisons by which a query of one table finds its rows, as far as its
// text tells, or the conditions of its chain.
func (t *tracker) findsBy(s effects.Site) []sqltext.Comparison {
	if from := ofOneFrom.FindStringSubmatch(t.queryOf(s.Instr.(*ssa.Call))); from != nil {
		return comparedIn(from[2])
	}
	var list []sqltext.Comparison
	calls, _ := t.chainOf(s)
	for _, s := range calls {
		if s.Callee == nil || !findsRows.MatchString(s.Callee.Name()) {
			continue
		}
		for _, a := range s.Args[min(s.Shift, len(s.Args)):] {
			list = append(list, comparedIn(constantText(withoutInterface(a)))...)
		}
		for _, a := range variadic(s) {
			list = append(list, comparedIn(constantText(withoutInterface(a)))...)
		}
	}
	return list
}

// comparedIn are the comparisons of a condition, all of which hold; nil where one or another
// does, or no more than one row is wanted.
func comparedIn(condition string) []sqltext.Comparison {
	if condition == "" || eitherOr.MatchString(condition) || oneOnly.MatchString(condition) {
		return nil
	}
	st := sqltext.Parse("UPDATE t SET x = 1 WHERE " + condition)
	if len(st) != 1 {
		return nil
	}
	return st[0].Conditions
}

// oneOnly recognises the queries that want one row.
var oneOnly = regexp.MustCompile(`(?i)\blimit\s+1\b|\bfetch\s+(first|next)\s+(1\s+)?row\b`)

// readsSeveral reports whether a call, or its chain, reads as many rows as there are: into a
// list, or to be gone over.
func (t *tracker) readsSeveral(s effects.Site) bool {
	calls, _ := t.chainOf(s)
	if slices.ContainsFunc(calls, func(s effects.Site) bool { return s.Callee != nil && limits.MatchString(s.Callee.Name()) }) {
		return false
	}
	if slices.ContainsFunc(calls, func(s effects.Site) bool { return slices.ContainsFunc(s.Args, intoList) }) {
		return true
	}
	return slices.ContainsFunc(results(s.Instr.(*ssa.Call)), goneOver)
}

// limits recognises the calls of a chain that want so many rows, or one.
var limits = regexp.MustCompile(`^(Limit|First|Last|Take|One|Get)$`)

// intoList reports whether a value is the address of a list of rows.
func intoList(v ssa.Value) bool {
	p, ok := withoutInterface(v).Type().Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	list, ok := p.Elem().Underlying().(*types.Slice)
	return ok && isStructType(deref(list.Elem()))
}

// goneOver reports whether the rows that a query gives are taken one after the other, or all
// together.
func goneOver(rows ssa.Value) bool {
	if rows.Referrers() == nil {
		return false
	}
	for _, ref := range *rows.Referrers() {
		switch ref := ref.(type) {
		case *ssa.ChangeInterface:
			if goneOver(ref) {
				return true
			}
		case ssa.CallInstruction:
			callee := calleeOf(ref)
			switch {
			case callee == nil:
			case callee.Name() == "Next" && headAround(ref.Block()) != nil, takesAll.MatchString(callee.Name()) && !strings.Contains(callee.Name(), "One"):
				return true
			}
		}
	}
	return false
}

// takesAll recognises the functions that take all the rows there are.
var takesAll = regexp.MustCompile(`^(CollectRows|AppendRows|ForEachRow|ScanAll|StructScan)$`)
