package migrations

import (
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// createTable applies CREATE TABLE. Temporary tables are gone with the session, so nobody owns them.
func (a *applier) createTable(pos int, temporary bool) {
	a.ifExists()
	n, ok := a.tableName()
	if !ok {
		a.problem(pos, "the name of the table is not known")
		return
	}
	if temporary || strings.HasPrefix(n.Name, "#") || strings.EqualFold(n.Schema, "pg_temp") {
		a.temporary[strings.ToLower(n.Name)] = true
		return
	}
	t := &Table{Schema: n.Schema, Name: n.Name, File: a.name, Line: a.line(pos)}
	if !a.content(t) {
		a.problem(pos, "the columns of table "+n.Name+" could not be read")
	}
	a.add(t)
}

// content reads what follows the name: columns, PARTITION OF, LIKE, AS. It reports whether it was any of those.
func (a *applier) content(t *Table) bool {
	read := false
	for a.Peek().Kind != lex.EOF {
		switch {
		case a.Peek().Is("(") && !read:
			open := a.I
			parts := a.elements()
			read = a.At(-1).Is(")") && len(parts) > 0 || len(parts) == 0 && a.Toks[open].Is("(") && a.At(-1).Is(")")
			a.columns(t, parts)
		case a.Peek().Is("("):
			a.SkipParens()
		case a.Key(0) == "PARTITION" && a.Key(1) == "OF":
			a.I += 2
			a.inherit(t)
			read = true
		case a.Accept("LIKE"):
			a.inherit(t)
			read = true
		case a.Accept("INHERITS"):
			if a.AcceptOp("(") {
				a.inherit(t)
			}
			read = true
		case a.Key(0) == "AS" || a.Key(0) == "SELECT" || a.Key(0) == "OF" || a.Key(0) == "WITH" || a.Word(0, "clone"):
			return true // what is selected is data: nothing more is known of the columns
		case a.Word(0, "using") && !read: // a virtual table of SQLite
			return true
		default:
			a.I++
		}
	}
	return read
}

// inherit copies the columns of another table.
func (a *applier) inherit(t *Table) {
	if n, ok := a.tableName(); ok {
		if other := a.find(n); other != nil {
			t.Columns = append(t.Columns, other.Columns...)
		}
	}
}

// columns reads the elements of a table's definition.
func (a *applier) columns(t *Table, elements [][]lex.Token) {
	for _, toks := range elements {
		e := &applier{state: a.state, Cursor: lex.Cursor{Toks: toks}}
		e.element(t)
	}
}

// element reads one element: a column or a constraint.
func (a *applier) element(t *Table) {
	name := ""
	if a.Key(0) == "CONSTRAINT" {
		a.I++
		if a.Peek().Ident() && a.Key(0) != "FOREIGN" && a.Key(0) != "PRIMARY" {
			name = a.Peek().Name()
			a.I++
		}
	}
	switch {
	case a.Key(0) == "PRIMARY" && a.Key(1) == "KEY":
		a.primaryKey(t)
	case a.Key(0) == "FOREIGN" && a.Key(1) == "KEY":
		a.foreignKey(t, name)
	case a.Key(0) == "UNIQUE" && a.Key(1) == "" && a.At(1).Is("("):
		a.I++
		t.addKey(a.columnNames())
	case a.Key(0) == "LIKE":
		a.I++
		a.inherit(t)
	case name == "" && !a.constraint():
		a.addColumn(t)
	}
}

// constraint reports whether the element is one of the constraints and indexes that do not matter, and no column that
// bears such a word as its name.
func (a *applier) constraint() bool {
	switch a.Key(0) {
	case "UNIQUE", "CHECK", "EXCLUDE", "FULLTEXT", "SPATIAL", "CONSTRAINT":
		return true
	case "KEY", "INDEX", "PERIOD":
		if a.At(1).Is("(") {
			return true
		}
		// KEY idx (a) is an index; key varchar(10) is a column.
		indexed := a.At(2).Is("(") && a.At(3).Ident()
		return indexed || a.Key(2) == "USING" || a.Key(0) == "PERIOD" && a.Key(1) == "FOR"
	}
	return false
}

// primaryKey makes the columns of PRIMARY KEY (a, b) not null.
func (a *applier) primaryKey(t *Table) {
	for a.Peek().Kind != lex.EOF && !a.Peek().Is("(") {
		a.I++
	}
	names := a.columnNames()
	for _, name := range names {
		if c := t.column(name); c != nil {
			c.Nullable = false
		}
	}
	t.addKey(names)
}

// addKey notes a column that alone tells a row. One of several does not.
func (t *Table) addKey(columns []string) {
	if len(columns) == 1 && !t.keyed(columns[0]) {
		t.Keys = append(slices.Clone(t.Keys), columns[0])
	}
}

func (t *Table) keyed(column string) bool {
	return slices.ContainsFunc(t.Keys, func(k string) bool { return strings.EqualFold(k, column) })
}

// column returns the column of that name, or nil.
func (t *Table) column(name string) *Column {
	for i := range t.Columns {
		if strings.EqualFold(t.Columns[i].Name, name) {
			return &t.Columns[i]
		}
	}
	return nil
}

// dropColumn removes a column and the foreign keys that it is in.
func (t *Table) dropColumn(name string) {
	is := func(s string) bool { return strings.EqualFold(s, name) }
	t.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c Column) bool { return is(c.Name) })
	t.References = slices.DeleteFunc(t.References, func(r Reference) bool { return slices.ContainsFunc(r.Columns, is) })
	t.Keys = slices.DeleteFunc(slices.Clone(t.Keys), is)
}

// addColumn reads a column's definition and adds it, or puts it in the place of the one of that name.
func (a *applier) addColumn(t *Table) {
	if !a.Peek().Ident() {
		return
	}
	column := Column{Name: a.Peek().Name(), Nullable: true}
	a.I++
	if column.Name == sqltext.Unknown {
		a.problem(a.At(-1).Pos, "the name of a column of table "+t.Name+" is not known")
		return
	}
	column.Nullable = !implied(a.Peek())
	a.columnOptions(t, &column)
	if old := t.column(column.Name); old != nil {
		*old = column
		return
	}
	t.Columns = append(t.Columns, column)
}

// implied reports whether a type implies NOT NULL.
func implied(typ lex.Token) bool {
	switch strings.ToLower(typ.Text) {
	case "serial", "bigserial", "smallserial", "serial4", "serial8", "serial2":
		return true
	}
	return false
}

// columnOptions reads what follows a column's type.
func (a *applier) columnOptions(t *Table, column *Column) {
	constraint := ""
	for a.Peek().Kind != lex.EOF {
		switch {
		case a.Peek().Is("("):
			a.SkipParens()
			continue
		case a.Key(0) == "CONSTRAINT" && a.At(1).Ident():
			constraint = a.At(1).Name()
			a.I++
		case a.Key(0) == "NOT" && a.Key(1) == "NULL":
			column.Nullable = false
		case a.Key(0) == "DEFAULT":
			column.Blank = blank(a.At(1))
		case a.Key(0) == "PRIMARY" && a.Key(1) == "KEY":
			column.Nullable = false
			t.addKey([]string{column.Name})
		case a.Key(0) == "UNIQUE":
			t.addKey([]string{column.Name})
		case a.Key(0) == "REFERENCES":
			a.references(t, []string{column.Name}, constraint)
			continue
		}
		a.I++
	}
}

// blank reports whether a default stands for nothing: an empty text, a zero, the UUID of zeros.
func blank(value lex.Token) bool {
	switch value.Kind {
	case lex.String:
		return strings.Trim(value.Text, "'0-") == ""
	case lex.Number:
		return value.Text == "0"
	}
	return false
}

// foreignKey reads FOREIGN KEY [name] (a, b) REFERENCES t.
func (a *applier) foreignKey(t *Table, name string) {
	a.I += 2
	a.ifExists()
	if a.Peek().Ident() {
		name = a.Peek().Name()
		a.I++
	}
	columns := a.columnNames()
	if a.Key(0) == "REFERENCES" {
		a.references(t, columns, name)
	}
}

// references reads REFERENCES t (c) and the options after it.
func (a *applier) references(t *Table, columns []string, name string) {
	pos := a.Peek().Pos
	a.I++
	n, ok := a.tableName()
	if !ok {
		a.problem(pos, "the table that "+t.Name+" refers to is not known")
		return
	}
	n = a.resolve(n)
	a.SkipParens()
	r := Reference{
		Columns: columns, Schema: n.Schema, Table: n.Name, File: a.name, Line: a.line(pos), Column: a.column(pos), name: name,
	}
	if name == "" {
		r.name = t.Name + "_" + strings.Join(columns, "_") + "_fkey" // as PostgreSQL does
	}
	for i := a.I; i+1 < len(a.Toks); i++ {
		if a.Toks[i].Key == "REFERENCES" {
			break
		}
		r.Deferred = r.Deferred || a.Toks[i].Key == "INITIALLY" && a.Toks[i+1].Key == "DEFERRED"
	}
	t.References = append(t.References, r)
}
