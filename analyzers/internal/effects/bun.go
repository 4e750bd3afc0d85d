package effects

import (
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// The builders of bun and go-pg have nearly the same methods; what a chain of
// bun's does is said by its type, one of go-pg's by its end.

func isBunQuery(t types.Type) bool { return bunVerb(t) != "" }

// bunVerb is what a query of bun's does, or "".
func bunVerb(t types.Type) sqltext.Verb {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || catalog.Canonical(pkgPath(n.Obj().Pkg())) != "github.com/uptrace/bun" {
		return ""
	}
	switch n.Obj().Name() {
	case "SelectQuery":
		return sqltext.Select
	case "InsertQuery":
		return sqltext.Insert
	case "UpdateQuery":
		return sqltext.Update
	case "DeleteQuery":
		return sqltext.Delete
	case "MergeQuery":
		return sqltext.Upsert
	case "TruncateTableQuery":
		return sqltext.Truncate
	}
	return ""
}

func bunEnds(name string) bool {
	switch name {
	case "Exec", "Scan", "Count", "Exists", "ScanAndCount", "Rows":
		return true
	}
	return false
}

// bunCall handles the calls of bun's queries.
func (r *recorder) bunCall(e event) {
	c := e.call
	if c.invoke || c.shift() == 0 || bunVerb(c.args[0].Type()) == "" {
		return
	}
	r.ormCall(e, orm{naming: namingBun, builds: isBunQuery, ends: bunEnds}, func(string) sqltext.Verb { return bunVerb(c.args[0].Type()) })
}

func isPgQuery(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Name() == "Query" && n.Obj().Pkg() != nil && catalog.Canonical(pkgPath(n.Obj().Pkg())) == "github.com/go-pg/pg/orm"
}

// pgVerb is what the method does that ends a chain of go-pg's, or "".
func pgVerb(name string) sqltext.Verb {
	switch name {
	case "Select", "SelectAndCount", "SelectAndCountEstimate", "First", "Last", "Count", "CountEstimate", "Exists", "ForEach":
		return sqltext.Select
	case "Insert", "SelectOrInsert":
		return sqltext.Insert
	case "Update", "UpdateNotZero":
		return sqltext.Update
	case "Delete", "ForceDelete":
		return sqltext.Delete
	}
	return ""
}

// pgCall handles the calls of go-pg's queries, and those of its first versions'
// databases that take the model itself.
func (r *recorder) pgCall(e event) {
	c := e.call
	if c.shift() == 0 {
		return
	}
	if isPgQuery(c.args[0].Type()) {
		r.ormCall(e, orm{naming: namingPg, builds: isPgQuery, ends: func(name string) bool { return pgVerb(name) != "" }}, pgVerb)
		return
	}
	value, _ := c.instr.(*ssa.Call)
	verb := pgVerb(c.callee.Name())
	if isModel(c.callee.Name()) && value != nil && isPgQuery(value.Type()) && !r.goesOn(value, isPgQuery, func(name string) bool { return pgVerb(name) != "" }) {
		verb = sqltext.Select
	}
	if verb == "" || len(c.args) < 2 || isString(c.args[1].Type()) {
		return
	}
	last := r.lastLink(c)
	q := ormQuery{p: r.p, orm: orm{naming: namingPg}, statement: statement{verb: verb}}
	models := last.rest(0)
	if len(models) == 0 && types.IsInterface(c.args[1].Type()) {
		models = []ssa.Value{c.args[1]}
	}
	for _, m := range models {
		q.setModel(last, m)
	}
	q.finish(last)
	r.statement(e, &q.statement)
}

// An orm is what tells the two libraries apart.
type orm struct {
	naming string
	builds func(types.Type) bool
	ends   func(name string) bool
}

// ormCall handles the calls that end a chain, and those that name a table where
// the chain ends elsewhere.
func (r *recorder) ormCall(e event, o orm, verbOf func(name string) sqltext.Verb) {
	c := e.call
	last := r.lastLink(c)
	if !o.ends(last.name) {
		value, ok := c.instr.(*ssa.Call)
		if ok && namesTable(last.name) && !r.goesOn(value, o.builds, o.ends) && !r.goesOn(c.args[0], o.builds, o.ends) {
			q := ormQuery{p: r.p, orm: o, statement: statement{verb: verbOf(last.name)}}
			q.link(last)
			q.finish(last)
			r.statement(e, &q.statement)
		}
		return
	}
	for _, chain := range r.p.chains(r.g, c.args[0], o.builds, true) {
		q := ormQuery{p: r.p, orm: o, statement: statement{verb: verbOf(last.name)}}
		for _, l := range chain {
			q.link(l)
		}
		q.finish(last)
		r.statement(e, &q.statement)
	}
}

// isModel reports whether a method begins a query with its model.
func isModel(name string) bool { return name == "Model" || name == "ModelContext" }

func namesTable(name string) bool {
	switch name {
	case "Model", "ModelContext", "Table", "TableExpr", "ModelTableExpr", "Join", "Relation":
		return true
	}
	return false
}

// An ormQuery is a chain of bun's or go-pg's being read.
type ormQuery struct {
	statement
	orm
	p         *program
	model     *types.Named
	modelled  []text // the model's table
	tables    [][]text
	columns   []string
	relations []link
	on        []text
}

func (q *ormQuery) link(l link) {
	if takesColumns(l.name) {
		q.nested = append(q.nested, l.expressions(true)...)
	}
	switch l.name {
	case "Model", "ModelContext":
		i := 0
		if l.name == "ModelContext" {
			i = 1
		}
		v := l.arg(i)
		if list := l.rest(i); len(list) > 0 {
			v = list[0]
		}
		q.setModel(l, v)
	case "ModelTableExpr":
		if t, ok := l.expanded(); ok {
			q.modelled = identifiers(t)
		}
	case "Table", "TableExpr", "Into":
		q.name(l)
	case "Join":
		if t, ok := l.expanded(); ok {
			q.also = append(q.also, t)
		}
	case "Using":
		if t, ok := l.text(0); ok {
			q.also = append(q.also, joins([][]text{identifiers(t)})...)
		}
	case "Relation":
		q.relations = append(q.relations, l)
	case "With", "WithRecursive", "WithInsert", "WithUpdate", "WithDelete", "WrapWith":
		if t, ok := l.text(0); ok {
			q.ctes = append(q.ctes, bareName(t[0].String()))
		}
	case "For":
		q.locks = true
	default:
		q.detail(l)
	}
}

// detail reads the calls that name columns and conditions.
func (q *ormQuery) detail(l link) {
	t, isText := l.text(0)
	switch {
	case l.maybe:
		q.opaque = q.opaque || l.name != "Where"
	case l.name == "Where" && isText:
		q.where = append(q.where, withPresent(ownColumns(t), l.rest(1)))
	case l.name == "WherePK":
		q.where = append(q.where, compared("id", "="))
	case l.name == "Set" && isText:
		q.set = append(q.set, ownColumns(t))
	case (l.name == "SetColumn" || l.name == "Value") && isText:
		q.set = append(q.set, joined(identifiers(t), constTexts(" = "), ownColumns(l.textOr(1))))
		q.columns = append(q.columns, t[0].String())
	case l.name == "Column":
		for _, v := range l.rest(0) {
			q.columns = append(q.columns, l.texts(v)[0].String())
		}
	case (l.name == "On" || l.name == "OnConflict") && isText:
		q.on = joined(constTexts(map[string]string{"On": "ON ", "OnConflict": "ON CONFLICT "}[l.name]), t)
	case l.name == "Ignore":
		q.on = constTexts("ON CONFLICT DO NOTHING")
	case l.name == "Replace":
		q.verb = sqltext.Upsert
	case opens(l.name):
		q.opaque = true
	}
}

// ownColumns is a text without bun's placeholders for the statement's own table,
// which would be taken for values: ?TableAlias.synced_at.
func ownColumns(texts []text) []text {
	out := make([]text, len(texts))
	for i, t := range texts {
		for _, part := range t {
			part.Text = ownTable.ReplaceAllString(part.Text, "")
			out[i] = append(out[i], part)
		}
	}
	return out
}

var ownTable = regexp.MustCompile(`\?Table(Alias|Name)?\.`)

// opens reports whether a call adds conditions that are not read here.
func opens(name string) bool {
	switch name {
	case "WhereOr", "WhereGroup", "WhereOrGroup", "WhereNotGroup", "WhereIn", "WhereInMulti", "Apply", "ApplyQueryBuilder", "":
		return true
	}
	return false
}

func (q *ormQuery) setModel(l link, v ssa.Value) {
	if v == nil {
		return
	}
	if names, ok := q.p.keys(l.frame, v); ok {
		q.columns = names
		return
	}
	if t := modelElem(typed(v).Type()); isMap(typed(v).Type()) || !isTypeParam(t) && !types.IsInterface(t) && modelOf(v) == nil {
		return // rows go there, or come from there; a table is named besides
	}
	q.model = modelOf(v)
	if q.modelled == nil {
		q.modelled = l.models(q.naming, v)
	}
}

func isMap(t types.Type) bool {
	_, ok := pointee(t).Underlying().(*types.Map)
	return ok
}

func (q *ormQuery) name(l link) {
	if t, ok := l.expanded(); ok {
		q.tables = append(q.tables, identifiers(t))
		return
	}
	for _, v := range l.rest(0) {
		if s := stringOf(v); s != nil {
			q.tables = append(q.tables, identifiers(l.texts(s)))
		}
	}
}

// finish puts together what the links said.
func (q *ormQuery) finish(last link) {
	if !isCTE(q.ctes, q.modelled) {
		q.table = q.modelled
	}
	for _, t := range q.tables {
		switch {
		case isCTE(q.ctes, t):
		case q.table == nil:
			q.table = t
		default:
			q.also = append(q.also, joins([][]text{t})...)
		}
	}
	for _, l := range q.relations {
		if t, ok := l.text(0); ok {
			q.also = append(q.also, joins(q.p.associated(q.naming, q.model, t[0].String()))...)
		}
	}
	columns := q.columns
	if len(columns) == 0 {
		columns = columnsOf(q.naming, q.model)
	}
	switch q.verb {
	case sqltext.Insert:
		q.insert(columns)
	case sqltext.Upsert:
		q.column = columnTexts(columns)
	case sqltext.Update:
		if len(q.set) == 0 {
			q.set = assign(columns)
		}
	case sqltext.Delete:
		q.softDelete(last.name)
	}
}

func (q *ormQuery) insert(columns []string) {
	q.column = columnTexts(columns)
	if q.on == nil {
		return
	}
	q.suffix = append(q.suffix, q.on)
	upper := strings.ToUpper(q.on[0].String())
	switch {
	case strings.Contains(upper, "DO UPDATE") && !strings.Contains(upper, " SET "):
		set := q.set
		if len(set) == 0 {
			set = assign(columns)
		}
		q.suffix = append(q.suffix, constTexts("SET"), list(set, ", ", nil))
	case strings.Contains(upper, "DUPLICATE KEY"):
		q.suffix = append(q.suffix, list(q.set, ", ", nil))
	}
	if q.opaque {
		q.where = append(q.where, []text{hole()})
	}
	if len(q.where) > 0 && strings.Contains(upper, "DO UPDATE") {
		q.suffix = append(q.suffix, joined(constTexts("WHERE ("), list(q.where, ") AND (", nil), constTexts(")")))
	}
}

// softDelete: a model with a field that is tagged for it is only marked.
func (q *ormQuery) softDelete(end string) {
	if end == "ForceDelete" {
		q.table = removed(q.table)
	} else if column := q.p.softDeleted(q.naming, q.model); column != "" {
		q.verb = sqltext.Update
		q.set = [][]text{mark(column)}
	}
}

// bunTable is the table of a model of bun's: by the tag of the embedded
// BaseModel, or by its name.
func bunTable(n *types.Named) (table string, conf int) {
	return taggedTable(n, "BaseModel", "bun")
}

// pgTable is the table of a model of go-pg's: by the tag of the field tableName,
// or by its name.
func pgTable(n *types.Named) (table string, conf int) {
	if table, conf := taggedTable(n, "tableName", "pg", "sql"); conf == 100 {
		return table, conf
	}
	return taggedTable(n, "TableName", "sql")
}

func taggedTable(n *types.Named, field string, keys ...string) (table string, conf int) {
	for _, key := range keys {
		for f, tag := range ownFields(n, key) {
			if f.Name() != field {
				continue
			}
			if name := dbname.Tagged(tag); name != "" {
				return name, 100
			}
		}
	}
	return dbname.Table(n.Obj().Name()), namingConf
}
