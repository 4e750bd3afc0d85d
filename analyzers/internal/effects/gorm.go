package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config/catalog"
)

func isGorm(path string) bool {
	path = catalog.Canonical(path)
	return path == "gorm.io/gorm" || path == "github.com/jinzhu/gorm"
}

func isGormDB(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Name() == "DB" && n.Obj().Pkg() != nil && isGorm(pkgPath(n.Obj().Pkg()))
}

// gormVerb tells what a method of *gorm.DB that ends a chain does.
func gormVerb(name string) (verb sqltext.Verb, ok bool) {
	switch name {
	case "Find", "First", "Take", "Last", "FindInBatches", "Count", "Pluck", "Row", "Rows", "FirstOrInit", "Scan", "Related":
		return sqltext.Select, true
	case "Create", "CreateInBatches", "FirstOrCreate":
		return sqltext.Insert, true
	case "Save":
		return sqltext.Upsert, true
	case "Update", "Updates", "UpdateColumn", "UpdateColumns":
		return sqltext.Update, true
	case "Delete":
		return sqltext.Delete, true
	case "Association":
		return sqltext.Select, true
	}
	return "", false
}

func gormEnds(name string) bool {
	_, ok := gormVerb(name)
	return ok
}

// gormCall handles the calls of *gorm.DB that touch tables: those that end a
// chain, and those that name a table where the chain ends elsewhere.
func (r *recorder) gormCall(e event) {
	c := e.call
	if c.invoke || c.shift() == 0 || !isGormDB(c.args[0].Type()) {
		return
	}
	value, _ := c.instr.(*ssa.Call)
	verb, ends := gormVerb(c.callee.Name())
	switch {
	case ends:
	case c.callee.Name() != "Table" && c.callee.Name() != "Model":
		return
	case value != nil && r.goesOn(value, isGormDB, gormEnds):
		return
	}
	last := r.lastLink(c)
	if !ends {
		q := gormQuery{p: r.p, statement: statement{verb: sqltext.Select}}
		q.link(last)
		r.statement(e, &q.statement)
		return
	}
	for _, chain := range r.p.chains(r.g, c.args[0], isGormDB, false) {
		q := gormQuery{p: r.p, statement: statement{verb: verb}}
		if last.name == "FirstOrCreate" || last.name == "Association" {
			q.opaque = true
		}
		for _, l := range chain {
			q.link(l)
		}
		q.end(last)
		r.statement(e, &q.statement)
	}
}

// A gormQuery is a chain of gorm's being read.
type gormQuery struct {
	statement
	p          *program
	named      bool         // by Table
	begun      bool         // elsewhere, where the table is said
	raw        bool         // the text is SQL, read elsewhere
	model      *types.Named // as far as it is known
	assocs     []link       // Preload and Joins
	assigned   []link       // Assign: what FirstOrCreate sets where it finds the row
	selected   []string     // by Select
	unscoped   bool
	doNothing  bool
	overwrites bool
	guards     [][]text // of ON CONFLICT DO UPDATE
}

func (q *gormQuery) link(l link) {
	q.begun = q.begun || q.begunElsewhere(l)
	q.nested = append(q.nested, l.expressions(takesColumns(l.name))...)
	switch l.name {
	case "Table":
		if t, ok := l.text(0); ok {
			q.table, q.named = identifiers(t), true
		}
	case "Model":
		q.setModel(l, l.arg(0))
	case "Raw", "Exec":
		q.raw = true
	case "Preload", "Joins", "InnerJoins":
		q.assocs = append(q.assocs, l)
	case "Where":
		q.condition(l)
	case "Select":
		q.choose(l)
	case "Unscoped":
		q.unscoped = true
	case "Assign":
		q.assigned = append(q.assigned, l)
	case "Clauses":
		for _, c := range l.rest(0) {
			q.clause(l, c)
		}
	case "Set":
		if t, ok := l.text(1); ok && strings.Contains(strings.ToUpper(t[0].String()), "FOR UPDATE") {
			q.locks = true // the first gorm's
		}
	case "Or", "Scopes":
		q.opaque = true
	case "":
		q.opaque = q.opaque || !onlyHandle(l.call)
	}
}

// arg is the i-th argument, or nil.
func (l link) arg(i int) ssa.Value {
	if i >= 0 && i < len(l.args) {
		return l.args[i]
	}
	return nil
}

func (q *gormQuery) setModel(l link, v ssa.Value) {
	if v == nil {
		return
	}
	q.model = modelOf(v)
	if !q.named {
		q.table = l.models(namingGorm, v)
	}
}

// condition reads Where: text, a struct or a map.
func (q *gormQuery) condition(l link) {
	if t, ok := l.text(0); ok {
		if !l.maybe {
			q.where = append(q.where, withPresent(t, l.rest(1)))
		}
		return
	}
	if isGormExpression(l.arg(0)) {
		if !l.maybe {
			q.where = append(q.where, l.expression(l.arg(0)))
		}
		return
	}
	if model := modelOf(l.arg(0)); model != nil {
		q.where = append(q.where, l.setFields(model)...)
		return
	}
	names, ok := q.p.keys(l.frame, l.arg(0))
	if !ok {
		q.opaque = true
		return
	}
	values := l.valuesOf(l.arg(0))
	for _, name := range names {
		q.where = append(q.where, equal(name, values[name]))
	}
}

// setFields are the conditions that a model is: that the columns are equal whose fields
// it sets. Those that are zero count for nothing.
func (l link) setFields(model *types.Named) [][]text {
	var list [][]text
	set := l.frame.e.g.literalFields(typed(l.arg(0)))
	for f, tag := range fields(model, namingGorm) {
		if v := set[f.Name()]; v != nil {
			if c, ok := v.(*ssa.Const); ok && (c.Value == nil || c.Value.String() == "0" || c.Value.String() == `""`) {
				continue
			}
			if column := gormColumn(f, tag); column != "" {
				list = append(list, equal(column, v))
			}
		}
	}
	return list
}

// equal compares a column with a value; a constant stands in the text.
func equal(column string, v ssa.Value) []text {
	if v == nil {
		return compared(column, "=")
	}
	return joined(constTexts(quoteName(column)+" = "), operand(v))
}

func (q *gormQuery) choose(l link) {
	t, ok := l.text(0)
	if !ok || t[0].params() {
		q.selected = []string{"*"}
		return
	}
	q.selected = append(q.selected, t[0].String())
	for _, v := range l.rest(1) {
		if s := stringOf(v); s != nil {
			q.selected = append(q.selected, l.texts(s)[0].String())
		}
	}
}

// end reads the call that runs the chain.
func (q *gormQuery) end(l link) {
	if q.raw {
		q.table, q.also = nil, nil
		return
	}
	q.named = q.named || q.begun // what rows are read into says nothing then
	q.nested = append(q.nested, l.expressions(takesColumns(l.name))...)
	if inline := l.rest(1); len(inline) > 0 && q.verb == sqltext.Select && l.name != "Pluck" {
		if s := stringOf(inline[0]); s != nil {
			q.nested = append(q.nested, subselects(l.texts(s))...)
		}
	}
	switch l.name {
	case "Count", "Pluck", "Row", "Rows", "Scan", "Association", "Update", "UpdateColumn":
	case "Updates", "UpdateColumns", "Delete", "Find", "First", "Take", "Last":
		if q.table == nil {
			q.setModel(l, l.arg(0))
		}
	default:
		if q.table == nil {
			q.setModel(l, l.arg(0))
		}
		if q.model == nil {
			q.model = modelOf(l.arg(0))
		}
	}
	for _, a := range q.assocs {
		q.associate(a)
	}
	if q.verb == sqltext.Select {
		if l.name == "Association" {
			q.associate(l)
		}
		return
	}
	q.write(l)
}

// associate reads the tables that are loaded with the model's: the association may
// be one of several.
func (q *gormQuery) associate(l link) {
	paths, ok := l.text(0)
	if !ok || q.model == nil {
		return
	}
	for _, t := range paths {
		if t.closed() {
			q.loadAlong(t.String())
		}
	}
}

func (q *gormQuery) loadAlong(path string) {
	switch {
	case path == "~~~as~~~": // clause.Associations
		for f := range fields(q.model, "") {
			if n := related(f.Type()); n != nil {
				q.also = append(q.also, joins([][]text{q.p.modelTexts(nil, namingGorm, n)})...)
			}
		}
	case !strings.ContainsAny(path, " ("):
		q.also = append(q.also, joins(q.p.associated(namingGorm, q.model, path))...)
	}
}

// write reads what a write sets.
func (q *gormQuery) write(l link) {
	if first := l.arg(1); first != nil && q.verb == sqltext.Delete {
		if inline := l.rest(1); len(inline) > 0 {
			if s := stringOf(inline[0]); s != nil {
				q.where = append(q.where, l.texts(s))
			}
		}
	}
	switch l.name {
	case "Update", "UpdateColumn":
		if t, ok := l.text(0); ok {
			q.set = append(q.set, joined(identifiers(t), constTexts(" = "), l.value(l.arg(1))))
		}
	case "Delete":
		q.softDelete()
	default:
		q.setColumns(l)
		q.setFound(l)
	}
	switch {
	case q.verb == sqltext.Update || q.verb == sqltext.Delete:
	case q.doNothing:
		q.verb, q.suffix = sqltext.Insert, [][]text{constTexts("ON CONFLICT DO NOTHING")}
	case q.overwrites || q.verb == sqltext.Upsert:
		if !q.overwrites {
			q.set = nil
		}
		q.verb = sqltext.Insert
		q.upsert(q.guards)
	}
}

// setColumns reads the columns that a model or a map gives values to.
func (q *gormQuery) setColumns(l link) {
	columns, ok := q.p.keys(l.frame, l.arg(0))
	if !ok {
		columns = columnsOf(namingGorm, modelOf(l.arg(0)))
	}
	if len(q.selected) > 0 && q.selected[0] != "*" {
		columns = q.selected
	}
	if q.verb == sqltext.Update {
		q.assignAll(l, columns)
		return
	}
	q.column = columnTexts(columns)
}

// assignAll assigns columns, and heeds those that a map gives an expression.
func (q *gormQuery) assignAll(l link, columns []string) {
	values := l.valuesOf(l.arg(0))
	for _, c := range columns {
		q.set = append(q.set, joined(constTexts(quoteName(c)+" = "), l.value(values[c])))
	}
}

// softDelete: a model that has a field for the time of its deletion is not
// removed, unless asked for.
func (q *gormQuery) softDelete() {
	if q.unscoped {
		q.table = removed(q.table)
	} else if column := q.p.softDeleted(namingGorm, q.model); column != "" {
		q.verb = sqltext.Update
		q.set = append(q.set, mark(column))
	}
}

// clause reads one of Clauses: OnConflict, Locking.
func (q *gormQuery) clause(l link, v ssa.Value) {
	l, v = l.made(v)
	n := named(v.Type())
	if n == nil {
		q.opaque = true
		return
	}
	parts := l.frame.literal(v)
	switch n.Obj().Name() {
	case "Locking":
		q.locks = true
	case "OnConflict":
		if parts == nil {
			q.opaque = true // made elsewhere: it may hold a condition
			return
		}
		q.onConflict(l, parts)
	case "Returning", "Insert":
	default:
		q.opaque = true
	}
}

func (q *gormQuery) onConflict(l link, parts map[string]ssa.Value) {
	if isTrue(parts["DoNothing"]) {
		q.doNothing = true
		return
	}
	q.overwrites = true
	if v := parts["DoUpdates"]; v != nil {
		columns, values, ok := l.assignments(v)
		for _, c := range columns {
			value := constTexts("EXCLUDED." + quoteName(c))
			if values != nil {
				value = l.value(values[c])
			}
			q.set = append(q.set, joined(constTexts(quoteName(c)+" = "), value))
		}
		if when := l.onlyWhen(v); when != nil {
			q.guards, ok = append(q.guards, when), true
		}
		q.opaque = q.opaque || !ok
	}
	if v := parts["Where"]; v != nil {
		q.guard(l.made(v))
	}
}

// guard reads the Where of an OnConflict.
func (q *gormQuery) guard(l link, v ssa.Value) {
	exprs := l.frame.literal(v)["Exprs"]
	if exprs == nil {
		q.guards = append(q.guards, []text{hole()})
		return
	}
	l, exprs = l.made(exprs)
	list := elements(exprs)
	for _, x := range list {
		q.guards = append(q.guards, l.expression(x))
	}
	if len(list) == 0 {
		q.guards = append(q.guards, []text{hole()})
	}
}

// assignments are the columns of clause.Assignments and AssignmentColumns, with the
// values of the former.
func (l link) assignments(v ssa.Value) (columns []string, values map[string]ssa.Value, ok bool) {
	l, v = l.made(v)
	c, is := v.(*ssa.Call)
	if !is || staticFunc(&c.Call) == nil {
		return nil, nil, false
	}
	switch staticFunc(&c.Call).Name() {
	case "Assignments":
		columns, ok = l.frame.e.p.keys(l.frame, c.Call.Args[0])
		return columns, l.valuesOf(c.Call.Args[0]), ok
	case "AssignmentColumns":
		columns, ok = l.columns(c.Call.Args[0])
		return columns, nil, ok
	}
	return nil, nil, false
}

// columns are the names in a list of columns, and whether they are all.
func (l link) columns(v ssa.Value) (names []string, all bool) {
	l, v = l.made(v)
	if c, ok := v.(*ssa.Call); ok && isAppend(c) {
		names, all = l.columns(c.Call.Args[0])
		more, known := l.columns(c.Call.Args[1])
		return append(names, more...), all && known
	}
	list := elements(v)
	for _, x := range list {
		names = append(names, l.texts(x)[0].String())
	}
	return names, len(list) > 0
}

// valuesOf are the values of a map's entries.
func (l link) valuesOf(v ssa.Value) map[string]ssa.Value {
	values := map[string]ssa.Value{}
	pairs, _ := l.frame.document(v)
	for _, p := range pairs {
		values[p.key] = p.value
	}
	return values
}

// isGormExpression recognises a condition of gorm's clause package: clause.Lt{…}.
func isGormExpression(v ssa.Value) bool {
	if v == nil {
		return false
	}
	n := named(typed(v).Type())
	return n != nil && n.Obj().Pkg() != nil && catalog.Canonical(pkgPath(n.Obj().Pkg())) == "gorm.io/gorm/clause"
}

// expression is a condition of gorm's clause package in the words of SQL.
func (l link) expression(v ssa.Value) []text {
	l, v = l.made(v)
	if c, ok := v.(*ssa.Call); ok && staticFunc(&c.Call) != nil && staticFunc(&c.Call).Name() == "Expr" && len(c.Call.Args) > 0 {
		return l.texts(c.Call.Args[0])
	}
	n := named(v.Type())
	if n == nil {
		return []text{hole()}
	}
	parts := l.frame.literal(v)
	if n.Obj().Name() == "Expr" && parts["SQL"] != nil {
		return l.texts(parts["SQL"])
	}
	op, ok := map[string]string{"Lt": "<", "Lte": "<=", "Gt": ">", "Gte": ">=", "Eq": "=", "Neq": "<>"}[n.Obj().Name()]
	if !ok || parts["Column"] == nil {
		return []text{hole()}
	}
	column := typed(parts["Column"])
	if name := l.frame.literal(column)["Name"]; name != nil {
		column = name
	}
	if !isString(column.Type()) {
		return []text{hole()}
	}
	return joined(l.texts(column), constTexts(" "+op+" "+blank))
}

// gormColumn is the column of a field by gorm's rules.
func gormColumn(f *types.Var, tag string) string {
	for part := range strings.SplitSeq(tag, ";") {
		key, value, _ := strings.Cut(part, ":")
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "column":
			return strings.TrimSpace(value)
		case "-", "many2many", "foreignkey", "references", "polymorphic":
			return ""
		}
	}
	if related(f.Type()) != nil && !strings.Contains(tag, "serializer") && !strings.Contains(tag, "type:") {
		return ""
	}
	return dbname.Snake(f.Name())
}
