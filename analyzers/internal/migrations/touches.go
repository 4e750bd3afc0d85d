package migrations

import (
	"cmp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// Touch is a statement's use of a table that no migration before it has
// created: it reads or changes what is another's, or what a tool created.
// Foreign keys and views are told with their tables.
type Touch struct {
	Name
	Write        bool
	File         string
	Line, Column int    // of the name
	Statement    string // in short
}

// touches notes the tables that the statement uses, as the schema is before it.
func (a *applier) touches() {
	if len(a.Toks) == 0 || a.Key(0) == "CREATE" && a.createsView() {
		return
	}
	start := a.Toks[0].Pos
	end := a.Toks[len(a.Toks)-1].End()
	if a.Key(0) == "CREATE" && isRoutine(a.Toks) {
		a.routine()
		return
	}
	a.use(a.text[start:end], start, a.Key(0) == "CREATE" && a.createsTable())
}

// routine notes what the body of a function does: it will, whenever it runs.
func (a *applier) routine() {
	for _, t := range a.Toks {
		if t.Kind == lex.String && strings.HasPrefix(t.Text, "$") {
			const do = "DO "
			a.use(do+t.Text, t.Pos-len(do), false)
		}
	}
}

// createsView and createsTable look past the words between CREATE and what is
// created.
func (a *applier) createsView() bool { return a.creates("VIEW") }

func (a *applier) createsTable() bool { return a.creates("TABLE") }

func (a *applier) creates(what string) bool {
	for n := 1; n < 12; n++ {
		switch a.Key(n) {
		case what:
			return true
		case "TABLE", "VIEW", "INDEX", "FUNCTION", "TRIGGER", "PROCEDURE", "TYPE", "SEQUENCE", "SCHEMA", "POLICY", "RULE", "AS", "ON":
			return false
		}
	}
	return false
}

// use notes the tables that a text uses, whose beginning would stand at pos.
func (a *applier) use(text string, pos int, creates bool) {
	for _, st := range sqltext.Parse(text) {
		for i, access := range st.Accesses {
			if creates && access.Write || access.Name == sqltext.Unknown || access.Schema == sqltext.Unknown || sqltext.IsSystem(access.Schema, access.Name) {
				continue
			}
			n := Name{cmp.Or(access.Schema, a.schema), access.Name}
			if a.temporary[strings.ToLower(n.Name)] || a.find(n) != nil || slices.ContainsFunc(a.gone, n.is) {
				continue
			}
			at := pos + st.Places[i]
			if a.referred(at) {
				continue
			}
			a.touched = append(a.touched, Touch{
				Name: n, Write: access.Write, File: a.name, Line: a.line(at), Column: a.column(at),
				Statement: shorten(text[st.Pos:]),
			})
		}
	}
}

// referred reports whether the name at a place stands behind REFERENCES.
func (a *applier) referred(pos int) bool {
	i := slices.IndexFunc(a.Toks, func(t lex.Token) bool { return t.Pos == pos })
	return i > 0 && a.Toks[i-1].Key == "REFERENCES"
}

// is compares names, of which one may leave the schema out.
func (n Name) is(other Name) bool {
	return strings.EqualFold(n.Name, other.Name) && (n.Schema == "" || other.Schema == "" || strings.EqualFold(n.Schema, other.Schema))
}

// shorten is the beginning of a statement, in one line.
func shorten(s string) string {
	const limit = 60
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
