package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Query builders are read back into SQL: what names tables, columns and
// conditions, the rest does not matter. Their methods bear much the same names.

// The paths of the builders that are read.
const (
	squirrel   = "github.com/Masterminds/squirrel"
	goqu       = "github.com/doug-martin/goqu"
	sqlbuilder = "github.com/huandu/go-sqlbuilder"
	cqlbuilder = "github.com/scylladb/gocqlx/qb"
)

// builderLib is the library that a builder is of, or "".
func builderLib(t types.Type) string {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return ""
	}
	name := n.Obj().Name()
	switch path := catalog.Canonical(pkgPath(n.Obj().Pkg())); path {
	case squirrel:
		return path
	case goqu:
		if strings.HasSuffix(name, "Dataset") {
			return path
		}
	case sqlbuilder, cqlbuilder:
		if strings.HasSuffix(name, "Builder") {
			return path
		}
	}
	return ""
}

func isBuilder(t types.Type) bool { return builderLib(t) != "" }

// runsBuilder reports whether a call runs the query that a builder has built.
func runsBuilder(c *call) bool {
	if c.shift() == 0 {
		return false
	}
	name := strings.TrimSuffix(c.callee.Name(), "Context")
	switch builderLib(c.args[0].Type()) {
	case squirrel:
		return name == "Exec" || name == "Query" || name == "QueryRow" || name == "Scan"
	case goqu:
		switch name {
		case "Executor", "ScanStructs", "ScanStruct", "ScanVals", "ScanVal", "Count", "Pluck":
			return true
		}
	}
	return false
}

// builderHanded is the builder that a call runs which is handed one behind an interface that
// is asked for its text, as wrappers of a database have it: runner.Exec(ctx, query). Of a
// function of the project's, its own summary tells; nil where there is none.
func (r *recorder) builderHanded(c *call) ssa.Value {
	if !c.invoke && (c.sum != nil && len(c.sum.SQL) > 0 || c.callee.Pkg() != nil && r.p.firstPartyPath(pkgPath(c.callee.Pkg()))) || !loosely(c.callee.Name()) {
		return nil
	}
	if c.shift() == 1 && isBuilder(c.args[0].Type()) {
		return nil // becomes part of it
	}
	params := c.callee.Signature().Params()
	for i, v := range c.args[c.shift():] {
		if i < params.Len() && asksForSQL(params.At(i).Type()) && isBuilder(typed(v).Type()) && isQuery(typed(v).Type()) {
			return v
		}
	}
	return nil
}

// asksForSQL reports whether a type is an interface by which a builder is asked for its text.
func asksForSQL(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range iface.Methods() {
		if (m.Name() == "ToSql" || m.Name() == "ToSQL") && m.Signature().Results().Len() == 3 {
			return true
		}
	}
	return false
}

// builtBy is the builder whose text a call returns, or nil.
func builtBy(c *ssa.Call) ssa.Value {
	recv := receiver(c)
	if recv == nil {
		return nil
	}
	callee, _ := calleeOf(c)
	if !isBuilder(recv.Type()) && !statementParam(recv, callee) {
		return nil
	}
	switch callee.Name() {
	case "ToSql", "MustSql", "ToSQL", "ToCql", "Build", "BuildWithFlavor", "String":
		return recv
	}
	return nil
}

// statementParam reports whether a call has a parameter tell its text, which is a
// builder behind an interface of the project's: whoever gives it knows the text.
func statementParam(recv ssa.Value, callee *types.Func) bool {
	_, ok := recv.(*ssa.Parameter)
	return ok && callee != nil && types.IsInterface(recv.Type()) && (callee.Name() == "ToSql" || callee.Name() == "ToSQL")
}

// toSQL evaluates the SQL that a builder's chain amounts to.
func (e *evaluator) toSQL(v ssa.Value, depth int) []text {
	if p, ok := typed(v).(*ssa.Parameter); ok {
		return e.parameter(p, depth)
	}
	lib := builderLib(v.Type())
	c := newChainer(isBuilder, lib == sqlbuilder || lib == cqlbuilder)
	return e.read(c.of(v, &frame{e: e}, 0), lib)
}

// read are the texts of a builder's chains.
func (e *evaluator) read(chains [][]link, lib string) []text {
	var out []text
	for _, chain := range chains {
		q := built{statement: statement{ctes: e.p.ctes}, lib: lib}
		scopes := q.scopes(chain)
		for _, l := range chain {
			q.link(l)
		}
		for i, l := range chain {
			q.nested = append(q.nested, l.subqueries(scopes[i])...)
			q.nested = append(q.nested, l.addedTo()...)
		}
		if q.table == nil && len(q.also) == 0 && len(q.nested) == 0 {
			out = append(out, hole())
			continue
		}
		out = append(out, q.finish()...)
	}
	if len(out) == 0 {
		return []text{hole()}
	}
	return out[:min(len(out), maxTexts)]
}

// A built is a builder's chain being read.
type built struct {
	statement
	lib string
}

func (q *built) link(l link) {
	switch l.name {
	case "Select", "SelectFrom":
		q.verb = sqltext.Select
		if q.lib == cqlbuilder || l.name == "SelectFrom" {
			q.name(l, 0)
		}
	case "From", "Into", "Table":
		if !l.namesCTE() {
			q.name(l, 0)
		}
	case "Insert", "InsertInto", "InsertIgnoreInto":
		q.verb = sqltext.Insert
		q.name(l, 0)
		q.structColumns(l, 1)
	case "Replace", "ReplaceInto":
		q.verb = sqltext.Upsert
		q.name(l, 0)
	case "Update":
		q.verb = sqltext.Update
		q.name(l, 0)
		q.structColumns(l, 1)
	case "Delete", "DeleteFrom":
		q.verb = sqltext.Delete
		q.name(l, 0)
	case "Truncate":
		q.verb = sqltext.Truncate
		q.name(l, 0)
	default:
		q.clause(l)
	}
}

// clause reads the calls that name no table, or one that is joined.
func (q *built) clause(l link) {
	switch {
	case strings.Contains(l.name, "Join"):
		q.join(l)
	case l.name == "Where" || l.name == "If":
		q.conditions(l)
	case l.name == "WhereOr" || l.name == "Or" || l.name == "":
		q.opaque = true
	case q.lib == cqlbuilder && (strings.HasPrefix(l.name, "Add") || strings.HasPrefix(l.name, "Remove")):
		if t, ok := l.text(0); ok {
			q.set = append(q.set, increased(identifiers(t)))
		}
	case l.name == "Set" || l.name == "SetMore" || l.name == "SetMap" || l.name == "Rows" || strings.HasPrefix(l.name, "Set"):
		q.assignments(l)
	case l.name == "Columns" || l.name == "Cols":
		for _, v := range l.values(0) {
			if s := stringOf(v); s != nil {
				q.column = append(q.column, identifiers(l.texts(s)))
			}
		}
	case l.name == "Suffix" || l.name == "SQL":
		if t, ok := l.text(0); ok {
			q.suffix = append(q.suffix, t)
		}
	case l.name == "Prefix":
		q.prefix(l)
	case l.name == "OnConflict":
		q.onConflict(l)
	case l.name == "Unique":
		q.suffix = append(q.suffix, constTexts("ON CONFLICT DO NOTHING"))
	case strings.HasPrefix(l.name, "ForUpdate") || strings.HasPrefix(l.name, "ForNoKeyUpdate"):
		q.locks = true
	}
}

// values are a link's arguments from the i-th on, those of a variadic parameter
// one by one.
func (l link) values(i int) []ssa.Value {
	var out []ssa.Value
	for ; i < len(l.args); i++ {
		if _, ok := l.args[i].Type().Underlying().(*types.Slice); ok {
			out = append(out, items(l.args[i])...)
		} else {
			out = append(out, l.args[i])
		}
	}
	return out
}

// name reads the table that a call names, or several.
func (q *built) name(l link, i int) {
	for _, v := range l.values(i) {
		t := l.table(v)
		switch {
		case t == nil || isCTE(q.ctes, t):
		case q.table == nil:
			q.table = t
		case l.name == "From" && q.verb != sqltext.Select || l.name != "Insert" && l.name != "Update":
			q.also = append(q.also, joins([][]text{t})...)
		}
		if l.name != "From" && l.name != "SelectFrom" {
			return // what follows are its values
		}
	}
}

// table is the table that a value names: a string, or goqu.T("x").
func (l link) table(v ssa.Value) []text {
	if v == nil {
		return nil
	}
	if s := stringOf(v); s != nil {
		return identifiers(l.texts(s))
	}
	if q, ok := typed(v).(*ssa.Call); ok && isQuery(q.Type()) {
		return nil // a query in the place of a table
	}
	if inner := typed(v); isGoquName(inner.Type()) {
		if names := l.texts(inner); slices.ContainsFunc(names, text.known) {
			return identifiers(names)
		}
	}
	return nil
}

// join reads a join: of squirrel's, all of it is in one text.
func (q *built) join(l link) {
	i := 0
	if l.name == "JoinWithOption" {
		i = 1
	}
	if t := l.table(l.arg(i)); t != nil {
		q.also = append(q.also, joined(constTexts("JOIN "), t))
	}
}

// assignments reads Set in its many forms.
func (q *built) assignments(l link) {
	if q.lib == squirrel && l.name == "Set" {
		if t, ok := l.text(0); ok {
			q.set = append(q.set, joined(identifiers(t), constTexts(" = "), l.value(l.arg(1))))
		}
		return
	}
	for _, v := range l.values(0) {
		if v == nil {
			continue
		}
		if pairs, ok := l.frame.document(v); ok {
			for _, p := range pairs {
				q.assign(p.key, p.given())
			}
		} else if c, ok := typed(v).(*ssa.Call); ok { // ub.Assign("name", x)
			if callee, args := calleeOf(c); len(args) > 1 && stringOf(args[1]) != nil {
				q.set = append(q.set, l.changed(callee, args))
			}
		} else if s := stringOf(v); s != nil {
			q.text(l.texts(s))
		} else if n := modelOf(v); n != nil {
			for _, name := range columnsOf("db", n) {
				q.assign(name, constTexts(blank))
			}
		}
	}
}

// text is an assignment as text, or a column's name.
func (q *built) text(found []text) {
	if strings.Contains(found[0].String(), "=") {
		q.set = append(q.set, found)
		return
	}
	q.set = append(q.set, joined(identifiers(found), constTexts(" = "+blank)))
}

func (q *built) assign(column string, value []text) {
	q.set = append(q.set, joined(constTexts(quoteName(column)+" = "), value))
	if q.verb == sqltext.Insert || q.verb == sqltext.Upsert {
		q.column = append(q.column, columnTexts([]string{column})...)
	}
}

// structColumns: go-sqlbuilder's Struct takes the values with the table.
func (q *built) structColumns(l link, i int) {
	if q.lib != sqlbuilder || len(l.args) <= i {
		return
	}
	for _, v := range l.values(i) {
		for _, name := range columnsOf("db", modelOf(v)) {
			q.assign(name, constTexts(blank))
		}
	}
}

// onConflict reads goqu's.
func (q *built) onConflict(l link) {
	v := l.arg(0)
	if v == nil {
		return
	}
	var guards [][]text
	for {
		l, v = l.made(v)
		c, ok := v.(*ssa.Call)
		callee := (*types.Func)(nil)
		var args []ssa.Value
		if ok {
			callee, args = calleeOf(c)
		}
		switch {
		case callee == nil:
			q.suffix = append(q.suffix, constTexts("ON CONFLICT DO UPDATE SET "+quoteName(someColumns)+" = ? WHERE "), []text{hole()})
			return
		case callee.Name() == "Where":
			for _, w := range items(args[len(args)-1]) {
				guards = append(guards, l.predicate(w, 0))
			}
			v = args[0]
			continue
		case callee.Name() == "DoNothing":
			q.suffix = append(q.suffix, constTexts("ON CONFLICT DO NOTHING"))
			return
		}
		s := statement{column: q.column}
		if pairs, ok := l.frame.document(args[len(args)-1]); ok {
			for _, p := range pairs {
				s.set = append(s.set, joined(constTexts(quoteName(p.key)+" = "), p.given()))
			}
		}
		s.upsert(guards)
		q.suffix = append(q.suffix, s.suffix...)
		return
	}
}

// finish is the statement's text.
func (q *built) finish() []text {
	if q.verb == "" {
		q.verb = sqltext.Select
	}
	if q.verb == sqltext.Insert {
		q.set = nil
	}
	out := q.texts()
	if q.verb != sqltext.Insert && len(q.suffix) > 0 {
		out = joined(out, constTexts(" "), list(q.suffix, " ", nil))
	}
	return out
}
