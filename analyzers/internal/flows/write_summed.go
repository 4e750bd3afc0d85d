package flows

import (
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A sum may be made in code rather than in the statement: what the column holds is read,
// something is added to it or taken from it, and that is what the column is set to. In
// whichever order such messages come, the sum is the same; that nobody else writes between
// is what locks are for.

// summed are the columns that a statement sets to what they held, with something added to
// that or taken from it.
func (t *tracker) summed(st *sqltext.Statement, text string, s effects.Site) map[string]bool {
	args := variadic(s)
	columns, sign, inserted := map[string]bool{}, 0, insertedLater(text, len(args))
	for _, a := range st.Assigned {
		n := sign
		sign += strings.Count(a.Value, "?")
		of := placesIn(a.Value, n, st.Target.Verb == sqltext.Update)
		if takesNew(a.Value) {
			if i, ok := insertedAt(a.Value, inserted); ok {
				of = []int{i}
			}
		} else if strings.HasPrefix(strings.ToUpper(a.Value), "CASE") {
			of = outcomesOf(text, a.Column)
		} else if !numbered.MatchString(a.Value) && a.Value != "?" {
			continue
		}
		if len(of) > 0 && !slices.ContainsFunc(of, func(i int) bool {
			return i < 0 || i >= len(args) || !t.sumsUp(args[i], Column{a.Column, known(st.Target.Name)})
		}) {
			columns[strings.ToLower(a.Column)] = true
		}
	}
	return columns
}

// outcomesOf are the values that the CASE comes to which a column is set to; nil where one of
// them is not just a placeholder.
func outcomesOf(text, column string) []int {
	m := regexp.MustCompile(`(?is)\b` + regexp.QuoteMeta(column) + `\W?\s*=\s*CASE\b(.*?)\bEND\b`).FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	var list []int
	for _, rest := range outcome.Split(m[1], -1)[1:] {
		of := justNumbered.FindStringSubmatch(rest)
		if of == nil {
			return nil
		}
		i, _ := strconv.Atoi(of[1])
		list = append(list, i-1)
	}
	return list
}

var (
	outcome      = regexp.MustCompile(`(?i)\b(?:then|else)\b`)
	justNumbered = regexp.MustCompile(`(?i)^\s*\(?[$:@]p?(\d+)(?:::\w+)?\)?\s*(?:$|when\b|end\b)`)
)

// sumsUp reports whether a value is a number that a column holds, with something added to it
// or taken from it.
func (t *tracker) sumsUp(v ssa.Value, of Column) bool {
	held, summed := t.sumOf(v, of, map[ssa.Value]bool{})
	return held && summed
}

// sumOf reports whether a value is all made of what a column holds, and whether something is
// added to that or taken from it on some way.
func (t *tracker) sumOf(v ssa.Value, of Column, seen map[ssa.Value]bool) (held, summed bool) {
	v = unconverted(unbounded(v))
	if seen[v] {
		return true, false // what goes round in a loop, or is added to itself
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.BinOp:
		if v.Op != token.ADD && v.Op != token.SUB || !isNumeric(v.Type()) {
			return false, false
		}
		held, _ = t.sumOf(v.X, of, seen)
		if !held && v.Op == token.ADD {
			held, _ = t.sumOf(v.Y, of, seen)
		}
		return held, held
	case *ssa.Phi:
		return t.sumOfAll(v.Edges, of, seen)
	case *ssa.Call:
		if sums(v) {
			held, _ = t.sumOf(v.Call.Args[0], of, seen)
			return held, held
		}
	case *ssa.UnOp:
		if kept, ok := v.X.(*ssa.Alloc); ok && v.Op == token.MUL {
			if list := stored(kept); len(list) > 0 && !t.holdsColumn(v, of) {
				return t.sumOfAll(list, of, seen)
			}
		}
	}
	return t.holdsColumn(v, of), false
}

// sumOfAll is sumOf for a value that is one of several.
func (t *tracker) sumOfAll(list []ssa.Value, of Column, seen map[ssa.Value]bool) (held, summed bool) {
	held = true
	for _, v := range list {
		if isZero(v) {
			continue // where it would be less than nothing
		}
		h, s := t.sumOf(v, of, seen)
		held, summed = held && h, summed || s
	}
	return held, summed
}

// holdsColumn reports whether a value is what was read from a column, be it by way of a field
// of that name in a row that was read, or a map of what was read.
func (t *tracker) holdsColumn(v ssa.Value, of Column) bool {
	if e, ok := v.(*ssa.Extract); ok {
		if look, ok := e.Tuple.(*ssa.Lookup); ok {
			v = look
		}
	}
	if look, ok := v.(*ssa.Lookup); ok {
		put := partsPut(look.X)
		return len(put) > 0 && !slices.ContainsFunc(put, func(v ssa.Value) bool { return !t.holdsColumn(unconverted(v), of) })
	}
	c := t.fieldOrColumn(v)
	if !hasColumn([]string{c.Name}, of.Name) || t.whole(v)&fromStored == 0 {
		return false
	}
	return c.Table == "" && !t.justSet(v) || c.Table != "" && strings.EqualFold(c.Table, of.Table)
}
