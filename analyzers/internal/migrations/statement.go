package migrations

import (
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// applier applies one statement to the schema.
type applier struct {
	*state
	lex.Cursor
}

// statement applies the statement. Most change no schema; bodies of functions and of DO are strings, and are not run.
func (a *applier) statement() {
	switch {
	case a.Accept("CREATE"):
		a.create()
	case a.Accept("ALTER"):
		a.alter()
	case a.Accept("DROP"):
		a.drop()
	case a.Accept("RENAME"):
		if a.Accept("TABLE") {
			a.renameTables()
		}
	case a.Accept("SET"):
		a.searchPath()
	case a.Accept("USE"):
		if n, ok := a.tableName(); ok && n.Schema == a.schema {
			a.schema = n.Name
		}
	case a.Accept("SELECT"):
		a.selectInto()
	case a.Accept("IF"):
		a.guarded()
	}
}

// guarded applies what SQL Server's IF … guards: migrations ask whether the thing is there already.
func (a *applier) guarded() {
	for ; a.I < len(a.Toks); a.I++ {
		if a.Key(0) == "BEGIN" {
			a.I++
			a.statement()
			return
		}
	}
}

// tableName reads the name of a table, with the present schema if it has none. ok is false if there is no name or if it
// is not known.
func (a *applier) tableName() (n Name, ok bool) {
	if !a.Peek().Ident() {
		return Name{}, false
	}
	n.Name = a.Peek().Name()
	a.I++
	for a.Peek().Is(".") && a.At(1).Ident() {
		n.Schema, n.Name = n.Name, a.At(1).Name()
		a.I += 2
	}
	if n.Schema == "" {
		n.Schema = a.schema
	}
	if n.Name == sqltext.Unknown {
		return n, false
	}
	return n, true
}

// ifExists moves past IF [NOT] EXISTS, and reports whether it was there.
func (a *applier) ifExists() bool {
	a.AcceptAll("CONCURRENTLY")
	if !a.Accept("IF") {
		return false
	}
	a.AcceptAll("NOT", "EXISTS")
	return true
}

// create applies CREATE. Of all that can be created only tables and views matter.
func (a *applier) create() {
	pos := a.Toks[0].Pos
	if a.I > 0 {
		pos = a.Toks[a.I-1].Pos
	}
	replace := false
	if a.Accept("OR") {
		a.I++ // REPLACE, ALTER
		replace = true
	}
	temporary := false
	for n := 0; n < 12 && a.Peek().Kind != lex.EOF; n++ {
		switch {
		case a.Accept("TEMP", "TEMPORARY"):
			temporary = true
		case a.Accept("TABLE"):
			a.createTable(pos, temporary)
			return
		case a.Accept("VIEW"):
			a.createView(pos, replace, temporary)
			return
		case a.Accept("INDEX", "FUNCTION", "TRIGGER", "PROCEDURE", "TYPE", "SEQUENCE", "SCHEMA", "POLICY", "RULE"):
			return
		default:
			a.I++ // UNLOGGED, MATERIALIZED, MySQL's ALGORITHM = MERGE
		}
	}
}

// createView applies CREATE VIEW.
func (a *applier) createView(pos int, replace, temporary bool) {
	a.ifExists()
	n, ok := a.tableName()
	if !ok {
		a.problem(pos, "the name of the view is not known")
		return
	}
	if temporary {
		a.temporary[strings.ToLower(n.Name)] = true
		return
	}
	view := &Table{Schema: n.Schema, Name: n.Name, File: a.name, Line: a.line(pos), View: true}
	if a.Peek().Is("(") {
		view.Columns = a.names()
	}
	view.Names = a.reads(a.Toks)
	if old := a.find(n); old != nil && old.View && replace {
		a.remove(old)
	}
	a.add(view)
}

// names reads a list of columns in parentheses, of which nothing but the names is known.
func (a *applier) names() []Column {
	var out []Column
	for _, name := range a.columnNames() {
		out = append(out, Column{Name: name, Nullable: true})
	}
	return out
}

// columnNames reads a list of names in parentheses: (a, b(10) DESC).
func (a *applier) columnNames() []string {
	var out []string
	for _, part := range a.elements() {
		if part[0].Ident() {
			out = append(out, part[0].Name())
		}
	}
	return out
}

// elements reads what is in parentheses, cut at the commas, without empty pieces.
func (a *applier) elements() [][]lex.Token {
	if !a.Peek().Is("(") {
		return nil
	}
	start := a.I + 1
	a.SkipParens()
	end := a.I
	if a.At(-1).Is(")") {
		end--
	}
	return commas(a.Toks[min(start, end):end])
}

// commas cuts tokens at the commas outside of parentheses.
func commas(toks []lex.Token) [][]lex.Token {
	var out [][]lex.Token
	start, depth := 0, 0
	for i, t := range toks {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is(",") && depth == 0:
			if i > start {
				out = append(out, toks[start:i])
			}
			start = i + 1
		}
	}
	if start < len(toks) {
		out = append(out, toks[start:])
	}
	return out
}

// drop applies DROP TABLE, DROP VIEW and DROP SCHEMA.
func (a *applier) drop() {
	a.AcceptAll("TEMPORARY", "MATERIALIZED", "FOREIGN")
	switch {
	case a.Accept("TABLE", "VIEW"):
		a.ifExists()
		a.eachName(func(n Name) {
			if a.temporary[strings.ToLower(n.Name)] {
				delete(a.temporary, strings.ToLower(n.Name))
				return
			}
			if t := a.find(n); t != nil {
				a.remove(t)
			}
		})
	case a.Accept("SCHEMA", "DATABASE"):
		a.ifExists()
		for a.Peek().Ident() {
			a.dropSchema(a.Peek().Name())
			a.I++
			if !a.AcceptOp(",") {
				return
			}
		}
	}
}

// dropSchema removes all tables of a schema.
func (a *applier) dropSchema(schema string) {
	for _, t := range slices.Clone(a.tables) {
		if strings.EqualFold(t.Schema, schema) {
			a.remove(t)
		}
	}
}

// eachName reads a list of names.
func (a *applier) eachName(do func(Name)) {
	for {
		n, ok := a.tableName()
		if ok {
			do(n)
		} else if n.Name == "" {
			return
		}
		if !a.AcceptOp(",") {
			return
		}
	}
}

// renameTables applies MySQL's RENAME TABLE a TO b, c TO d.
func (a *applier) renameTables() {
	a.ifExists()
	for {
		from, ok := a.tableName()
		if !ok || !a.Accept("TO") {
			return
		}
		to, ok := a.tableName()
		if t := a.find(from); ok && t != nil {
			a.rename(t, to)
		}
		if !a.AcceptOp(",") {
			return
		}
	}
}

// searchPath applies SET search_path: its first schema is where tables are created.
func (a *applier) searchPath() {
	a.AcceptAll("LOCAL")
	if a.Word(0, "session") {
		a.I++
	}
	if a.Accept("SCHEMA") { // the standard's SET SCHEMA 'x'
		a.AcceptOp("=")
	} else {
		if !a.Word(0, "search_path") {
			return
		}
		a.I++
		if !a.AcceptOp("=") && !a.Accept("TO") {
			return
		}
	}
	a.schema = ""
	for t := a.Peek(); t.Kind == lex.String || t.Ident() && t.Key != "DEFAULT"; t = a.Peek() {
		name := t.Name()
		if t.Kind == lex.String {
			name = strings.Trim(t.Text, "'")
		}
		if name != "$user" && name != sqltext.Unknown {
			a.schema = strings.TrimSpace(name)
			return
		}
		a.I++
		a.AcceptOp(",")
	}
}

// selectInto applies SELECT … INTO t, which creates a table. Of its columns nothing is known.
func (a *applier) selectInto() {
	depth := 0
	for ; a.I < len(a.Toks); a.I++ {
		t := a.Peek()
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 0 && t.Key == "FROM":
			return
		case depth == 0 && t.Key == "INTO":
			a.I++
			if a.Accept("TEMP", "TEMPORARY") {
				return
			}
			a.AcceptAll("TABLE", "UNLOGGED")
			if n, ok := a.tableName(); ok && !strings.HasPrefix(n.Name, "#") {
				a.add(&Table{Schema: n.Schema, Name: n.Name, File: a.name, Line: a.line(t.Pos)})
			}
			return
		}
	}
}
