package migrations

import (
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// alter applies ALTER TABLE, ALTER VIEW and ALTER SCHEMA.
func (a *applier) alter() {
	pos := a.At(-1).Pos
	a.AcceptAll("FOREIGN", "MATERIALIZED", "IGNORE")
	if a.Accept("SCHEMA") {
		a.renameSchema()
		return
	}
	view := a.Key(0) == "VIEW"
	if !a.Accept("TABLE", "VIEW") {
		return
	}
	guarded := a.ifExists()
	a.Accept("ONLY")
	n, ok := a.tableName()
	if !ok {
		a.problem(pos, "the name of the table that is altered is not known")
		return
	}
	t := a.find(n)
	if t == nil && slices.ContainsFunc(a.Toks[a.I:], func(tok lex.Token) bool { return tok.Key == "RENAME" }) {
		t = a.unqualified(n)
	}
	if t == nil {
		if !guarded && !view && !a.temporary[strings.ToLower(n.Name)] && !strings.HasPrefix(n.Name, "#") {
			a.problem(pos, "table "+n.Name+" is altered and created nowhere")
		}
		return
	}
	a.AcceptOp("*")
	for _, toks := range commas(a.Toks[a.I:]) {
		action := &applier{state: a.state, Cursor: lex.Cursor{Toks: toks}}
		action.alterTable(t)
	}
}

// renameSchema applies ALTER SCHEMA a RENAME TO b.
func (a *applier) renameSchema() {
	from := a.Peek()
	a.I++
	if !from.Ident() || !a.Accept("RENAME") || !a.Accept("TO") || !a.Peek().Ident() {
		return
	}
	to := a.Peek().Name()
	for _, t := range slices.Clone(a.tables) {
		if strings.EqualFold(t.Schema, from.Name()) {
			a.rename(t, Name{to, t.Name})
		}
	}
}

// alterTable applies one action of ALTER TABLE.
func (a *applier) alterTable(t *Table) {
	if a.Accept("WITH") { // SQL Server's WITH CHECK ADD CONSTRAINT
		a.I++
	}
	switch {
	case a.Accept("ADD"):
		a.addTo(t)
	case a.Accept("DROP"):
		a.dropFrom(t)
	case a.Accept("RENAME"):
		a.renameIn(t)
	case a.Accept("SET"):
		if a.Accept("SCHEMA") && a.Peek().Ident() {
			a.rename(t, Name{a.Peek().Name(), t.Name})
		}
	case a.Accept("MODIFY"):
		a.Accept("COLUMN")
		a.addColumn(t)
	case a.Accept("CHANGE"):
		a.Accept("COLUMN")
		a.changeColumn(t)
	case a.Accept("ALTER"):
		a.Accept("COLUMN")
		a.alterColumn(t)
	default:
		if t.View || len(a.Toks) == 0 || a.Toks[0].Key != "" {
			return
		}
		a.continued(t)
	}
}

// continued handles what follows a comma after ADD without repeating it, as SQL Server has it: ADD a int, b int. Such a
// column begins with a name, and so do the options of MySQL (ENGINE = x), which have a sign after it.
func (a *applier) continued(t *Table) {
	switch strings.ToLower(a.Peek().Text) {
	case "owner", "enable", "disable", "validate", "cluster", "inherit", "convert", "engine", "auto_increment",
		"algorithm", "no", "switch", "attach", "detach", "replica", "reset", "collate", "default", "character",
		"rebuild":
		return
	}
	if a.Peek().Ident() && a.At(1).Kind == lex.Word {
		a.addColumn(t)
	}
}

// addTo applies ADD: a column, several in parentheses, or a constraint.
func (a *applier) addTo(t *Table) {
	if a.Accept("COLUMN") || a.Key(0) == "IF" {
		a.addColumns(t)
		return
	}
	if a.Peek().Is("(") {
		a.columns(t, a.elements())
		return
	}
	if a.Key(0) == "PARTITION" {
		return
	}
	a.element(t)
}

// addColumns reads [IF NOT EXISTS] column of ADD COLUMN. A column that is there already stays as it is.
func (a *applier) addColumns(t *Table) {
	a.ifExists()
	switch {
	case a.Peek().Is("("):
		a.columns(t, a.elements())
	case t.column(a.Peek().Name()) == nil:
		a.addColumn(t)
	}
}

// dropFrom applies DROP: a column, a foreign key, or a constraint by its name.
func (a *applier) dropFrom(t *Table) {
	switch {
	case a.Accept("CONSTRAINT"):
	case a.Key(0) == "FOREIGN" && a.Key(1) == "KEY":
		a.I += 2
	case a.Key(0) == "PRIMARY", a.Key(0) == "CHECK",
		(a.Key(0) == "INDEX" || a.Key(0) == "KEY" || a.Key(0) == "PARTITION") && a.At(1).Ident():
		return
	default:
		a.Accept("COLUMN")
		a.ifExists()
		if a.Peek().Ident() {
			t.dropColumn(a.Peek().Name())
		}
		return
	}
	a.ifExists()
	if !a.Peek().Ident() {
		return
	}
	name := a.Peek().Name()
	t.References = slices.DeleteFunc(t.References, func(r Reference) bool { return strings.EqualFold(r.name, name) })
}

// renameIn applies RENAME: of the table, or of a column.
func (a *applier) renameIn(t *Table) {
	if a.Accept("TO", "AS") {
		a.renameTo(t)
		return
	}
	if (a.Key(0) == "CONSTRAINT" || a.Key(0) == "INDEX" || a.Key(0) == "KEY") && a.Key(1) != "TO" {
		a.renameConstraint(t)
		return
	}
	column := a.Accept("COLUMN")
	from := a.Peek()
	if !column && from.Ident() && a.Key(1) != "TO" {
		a.renameTo(t) // MySQL may leave TO out
		return
	}
	a.I++
	if from.Ident() && a.Accept("TO") && a.Peek().Ident() {
		t.renameColumn(from.Name(), a.Peek().Name())
	}
}

// renameTo gives a table the name that follows.
func (a *applier) renameTo(t *Table) {
	to, ok := a.tableName()
	if !ok {
		return
	}
	if to.Schema == "" || to.Schema == a.schema {
		to.Schema = t.Schema
	}
	a.rename(t, to)
}

// renameConstraint applies RENAME CONSTRAINT a TO b.
func (a *applier) renameConstraint(t *Table) {
	from, to := a.At(1), a.At(3)
	for i := range t.References {
		if strings.EqualFold(t.References[i].name, from.Name()) && to.Ident() {
			t.References[i].name = to.Name()
		}
	}
}

// renameColumn renames a column, in the foreign keys too.
func (t *Table) renameColumn(from, to string) {
	t.Columns = slices.Clone(t.Columns)
	if c := t.column(from); c != nil {
		c.Name = to
	}
	if t.keyed(from) {
		t.Keys = append(slices.DeleteFunc(slices.Clone(t.Keys), func(k string) bool { return strings.EqualFold(k, from) }), to)
	}
	for i := range t.References {
		t.References[i].Columns = slices.Clone(t.References[i].Columns)
		for j, name := range t.References[i].Columns {
			if strings.EqualFold(name, from) {
				t.References[i].Columns[j] = to
			}
		}
	}
}

// changeColumn applies MySQL's CHANGE old new type …
func (a *applier) changeColumn(t *Table) {
	if !a.Peek().Ident() || !a.At(1).Ident() {
		return
	}
	t.renameColumn(a.Peek().Name(), a.At(1).Name())
	a.I++
	a.addColumn(t)
}

// alterColumn applies ALTER COLUMN c SET NOT NULL and DROP NOT NULL, and SQL Server's ALTER COLUMN c type NOT NULL.
func (a *applier) alterColumn(t *Table) {
	if !a.Peek().Ident() {
		return
	}
	c := t.column(a.Peek().Name())
	a.I++
	if c == nil {
		return
	}
	set := a.Accept("SET")
	drop := a.Accept("DROP")
	switch {
	case a.Key(0) == "NOT" && a.Key(1) == "NULL":
		c.Nullable = drop
	case !set && !drop && a.Key(0) != "TYPE" && a.Key(0) != "ADD" && a.Peek().Ident():
		c.Nullable = true
		for i, tok := range a.Toks[:max(len(a.Toks)-1, 0)] {
			if tok.Key == "NOT" && a.Toks[i+1].Key == "NULL" {
				c.Nullable = false
			}
		}
	}
}
