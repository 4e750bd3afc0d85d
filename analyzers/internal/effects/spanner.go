package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// Cloud Spanner is written to by mutations, which name the table, beside the SQL that
// it knows as well. A mutation is noted where it is made: what it is applied by is
// given a list of them.

const spannerPath = "cloud.google.com/go/spanner"

// spannerCall handles the functions that make mutations, and the methods that read
// rows by their keys.
func (r *recorder) spannerCall(e event) {
	c := e.call
	if c.invoke {
		return
	}
	frame := &frame{e: r.p.evaluator(r.g)}
	if c.shift() > 0 {
		if args := c.args[c.shift():]; readsByKey(c.callee.Name()) && len(args) > 1 && isString(args[1].Type()) {
			r.statement(e, &statement{verb: sqltext.Select, table: quoted(frame.texts(args[1]))})
		}
		return
	}
	verb, replaces := mutationVerb(c.callee)
	if verb == "" || len(c.args) < 2 {
		return
	}
	s := statement{verb: verb, table: quoted(frame.texts(c.args[0]))}
	if verb != sqltext.Delete {
		s.mutated(frame, c, replaces)
	}
	r.statement(e, &s)
}

// readsByKey recognises the methods of a transaction that read rows of a table by
// their keys: the context and the table come first.
func readsByKey(name string) bool {
	switch name {
	case "ReadRow", "ReadRowWithOptions", "ReadRowUsingIndex", "Read", "ReadWithOptions", "ReadUsingIndex":
		return true
	}
	return false
}

// mutationVerb is what a mutation does that a function makes, and whether it writes
// over the row that is there; "" where it makes none.
func mutationVerb(f *types.Func) (verb sqltext.Verb, replaces bool) {
	name := strings.TrimSuffix(strings.TrimSuffix(f.Name(), "Map"), "Struct")
	switch name {
	case "Insert":
		return sqltext.Insert, false
	case "InsertOrUpdate", "Replace":
		return sqltext.Insert, true
	case "Update":
		return sqltext.Update, false
	case "Delete":
		return sqltext.Delete, false
	}
	return "", false
}

// mutated reads the columns of a mutation: Insert(table, columns, values),
// InsertMap(table, row) or InsertStruct(table, row).
func (s *statement) mutated(f *frame, c *call, replaces bool) {
	var columns []string
	var set [][]text
	add := func(name string, value ssa.Value) {
		columns = append(columns, name)
		if isCommitTime(value) {
			set = append(set, constTexts(quoteName(name)+" = now()"))
			return
		}
		set = append(set, assign([]string{name})...)
	}
	known := true
	switch name := c.callee.Name(); {
	case strings.HasSuffix(name, "Struct"):
		for _, column := range columnsOf("spanner", modelOf(c.args[1])) {
			add(column, nil)
		}
	case strings.HasSuffix(name, "Map"):
		var pairs []pair
		if pairs, known = f.document(c.args[1]); known {
			for _, p := range pairs {
				add(p.key, p.value)
			}
		}
	case len(c.args) > 2:
		values := elements(c.args[2])
		for i, column := range elements(c.args[1]) {
			t := f.texts(column)
			known = known && len(t) == 1 && t[0].known() && !t[0].params()
			var value ssa.Value
			if i < len(values) {
				value = values[i]
			}
			add(t[0].String(), value)
		}
	}
	if !known || len(columns) == 0 {
		columns, set = []string{someColumns}, [][]text{{unknownSet()}}
	}
	switch {
	case replaces:
		s.set = set
		s.upsert(nil)
	case s.verb == sqltext.Update:
		s.set = set
	default:
		s.column = columnTexts(columns)
	}
}

// isCommitTime recognises spanner.CommitTimestamp, for which the store puts in the
// time of the commit.
func isCommitTime(v ssa.Value) bool {
	if v == nil {
		return false
	}
	load, ok := typed(v).(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && g.Name() == "CommitTimestamp"
}
