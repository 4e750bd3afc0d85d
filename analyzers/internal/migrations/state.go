package migrations

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// state is the schema while migrations are applied to it.
type state struct {
	tables    []*Table // in order of creation
	index     map[string][]*Table
	temporary map[string]bool // names of temporary tables, in lower case
	gone      []Name          // tables that were dropped, or renamed
	touched   []Touch
	problems  []Problem

	schema  string // that a name without one belongs to
	name    string // of the present file
	text    string
	first   int   // line at which the text begins
	newline []int // offsets of the ends of lines
}

// newState returns an empty schema.
func newState() *state {
	return &state{index: make(map[string][]*Table), temporary: make(map[string]bool)}
}

// file applies one file. A search_path does not outlast it, for each file may have a session of its own.
func (s *state) file(name, text string, line int) {
	s.name, s.text, s.first, s.schema = name, text, max(1, line), ""
	s.newline = s.newline[:0]
	for i := range len(text) {
		if text[i] == '\n' {
			s.newline = append(s.newline, i)
		}
	}
	for _, toks := range split(lex.Scan(text)) {
		a := &applier{state: s, Cursor: lex.Cursor{Toks: toks}}
		a.touches()
		a.statement()
	}
}

// line is the line of an offset in the present file.
func (s *state) line(pos int) int {
	return sort.SearchInts(s.newline, pos) + s.first
}

// column is the column of an offset in the present file.
func (s *state) column(pos int) int {
	return pos - strings.LastIndexByte(s.text[:pos], '\n')
}

// problem notes what could not be read.
func (s *state) problem(pos int, message string) {
	s.problems = append(s.problems, Problem{s.name, s.line(pos), message})
}

// defaultSchemas are those that a name without schema belongs to unless something else was said.
func defaultSchema(schema string) bool {
	switch strings.ToLower(schema) {
	case "", "public", "dbo", "main":
		return true
	}
	return false
}

// find returns the table of that name. A schema that one side leaves out is no difference, as long as there is one
// table that can be meant.
func (s *state) find(n Name) *Table {
	same := s.index[strings.ToLower(n.Name)]
	var close []*Table
	for _, t := range same {
		if strings.EqualFold(t.Schema, n.Schema) {
			return t
		}
		if n.Schema == "" || t.Schema == "" && defaultSchema(n.Schema) {
			close = append(close, t)
		}
	}
	for _, t := range close {
		if defaultSchema(t.Schema) {
			return t
		}
	}
	if len(close) == 1 {
		return close[0]
	}
	if n.Schema != "" && n.Schema == s.schema {
		return s.find(Name{Name: n.Name}) // a search_path has more schemas than its first
	}
	return nil
}

// unqualified returns the table that was created without the schema by which it is
// renamed: in a schema that the connection's settings choose. That a schema has a
// table of the name is not enough for what leaves both as they are, such as a foreign
// key.
func (s *state) unqualified(n Name) *Table {
	for _, t := range s.index[strings.ToLower(n.Name)] {
		if t.Schema == "" {
			return t
		}
	}
	return nil
}

// resolve is the name of the table that a name without schema, completed by the search_path, means.
func (s *state) resolve(n Name) Name {
	if n.Schema == "" || n.Schema != s.schema {
		return n
	}
	if t := s.find(n); t != nil {
		return Name{t.Schema, t.Name}
	}
	return n
}

// add adds a table unless there is one of that name: CREATE TABLE IF NOT EXISTS, and a dump beside the migrations.
func (s *state) add(t *Table) {
	for _, other := range s.index[strings.ToLower(t.Name)] {
		if strings.EqualFold(other.Schema, t.Schema) {
			return
		}
	}
	s.tables = append(s.tables, t)
	key := strings.ToLower(t.Name)
	s.index[key] = append(s.index[key], t)
}

// remove removes a table.
func (s *state) remove(t *Table) {
	s.gone = append(s.gone, Name{t.Schema, t.Name})
	same := func(x *Table) bool { return x == t }
	s.tables = slices.DeleteFunc(s.tables, same)
	key := strings.ToLower(t.Name)
	s.index[key] = slices.DeleteFunc(s.index[key], same)
}

// rename gives a table another name, and leads the foreign keys and views that name it after it, as databases do.
func (s *state) rename(t *Table, to Name) {
	from := Name{t.Schema, t.Name}
	for _, other := range s.tables {
		for i, r := range other.References {
			if s.find(Name{r.Schema, r.Table}) == t {
				other.References[i].Schema, other.References[i].Table = to.Schema, to.Name
			}
		}
		for i, r := range other.Names {
			if r.Name == from || s.find(r.Name) == t {
				other.Names[i].Name = to
			}
		}
	}
	s.remove(t)
	t.Schema, t.Name = to.Schema, to.Name
	s.add(t)
}

// baseTables are the tables that a view reads, through other views too.
func (s *state) baseTables(view *Table) []Name {
	var out []Name
	seen := map[*Table]bool{view: true}
	var visit func(list []Mention)
	visit = func(list []Mention) {
		for _, r := range list {
			t := s.find(r.Name)
			switch {
			case t == nil:
				out = append(out, r.Name)
			case seen[t]:
			case t.View:
				seen[t] = true
				visit(t.Names)
			default:
				seen[t] = true
				out = append(out, Name{t.Schema, t.Name})
			}
		}
	}
	visit(view.Names)
	slices.SortFunc(out, func(a, b Name) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	return slices.Compact(out)
}

// reads returns the tables that the tokens of a query name.
func (s *state) reads(toks []lex.Token) []Mention {
	if len(toks) == 0 {
		return nil
	}
	var out []Mention
	start := toks[0].Pos
	for _, statement := range sqltext.Parse(s.text[start:toks[len(toks)-1].End()]) {
		for i, a := range statement.Accesses {
			n := s.resolve(Name{cmp.Or(a.Schema, s.schema), a.Name})
			named := slices.ContainsFunc(out, func(r Mention) bool { return r.Name == n })
			if !a.Write && !sqltext.IsSystem(a.Schema, a.Name) && !named {
				pos := start + statement.Places[i]
				out = append(out, Mention{n, s.line(pos), s.column(pos)})
			}
		}
	}
	return out
}
