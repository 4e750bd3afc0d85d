package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config/catalog"
)

func isXormPath(path string) bool {
	path = catalog.Canonical(path)
	return path == "xorm.io/xorm" || path == "github.com/go-xorm/xorm" || path == "github.com/xorm-io/xorm"
}

// isXorm reports whether a type is an engine or a session of xorm's, or an
// interface of the project's own with their methods.
func isXorm(t types.Type) bool {
	if n := named(t); n != nil && n.Obj().Pkg() != nil && isXormPath(pkgPath(n.Obj().Pkg())) {
		switch n.Obj().Name() {
		case "Engine", "EngineGroup", "Session", "Interface", "EngineInterface":
			return true
		}
		return false
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range iface.Methods() {
		if res := m.Signature().Results(); res.Len() == 1 && isXormSession(res.At(0).Type()) {
			return true
		}
	}
	return false
}

func isXormSession(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Name() == "Session" && n.Obj().Pkg() != nil && isXormPath(pkgPath(n.Obj().Pkg()))
}

// xormVerb is what a method does that ends a chain, or "".
func xormVerb(name string) sqltext.Verb {
	switch name {
	case "Get", "GetOrError", "Find", "FindAndCount", "Count", "Exist", "Iterate", "Rows", "Sum", "SumInt", "Sums", "SumsInt", "IsTableEmpty", "QueryString", "QueryInterface", "Query", "QuerySliceString":
		return sqltext.Select
	case "Insert", "InsertOne", "InsertMulti":
		return sqltext.Insert
	case "Update":
		return sqltext.Update
	case "Delete":
		return sqltext.Delete
	case "Truncate":
		return sqltext.Truncate
	}
	return ""
}

// xormText: these take SQL text, or run what the chain has built.
func xormText(name string) bool {
	switch name {
	case "Exec", "Query", "QueryString", "QueryInterface", "QuerySliceString":
		return true
	}
	return false
}

func xormEnds(name string) bool { return xormVerb(name) != "" }

// xormCall handles the calls that end a chain, and those that name a table
// where it ends elsewhere.
func (r *recorder) xormCall(e event) {
	c := e.call
	if c.shift() == 0 || len(c.args) < 2 || !isXorm(c.args[0].Type()) {
		return
	}
	last := r.lastLink(c)
	if list := last.rest(0); xormText(last.name) && len(list) > 0 && list[0] != nil {
		if v := stringOf(list[0]); v != nil {
			r.runs(e, r.p.texts(r.g, v))
		}
		return
	}
	verb := xormVerb(last.name)
	if verb == "" {
		value, ok := c.instr.(*ssa.Call)
		if ok && (last.name == "Table" || last.name == "Join") && !r.goesOn(value, isXormSession, xormEnds) && !r.goesOn(c.args[0], isXormSession, xormEnds) {
			q := xormQuery{p: r.p, statement: statement{verb: sqltext.Select}}
			q.link(last)
			r.statement(e, &q.statement)
		}
		return
	}
	for _, chain := range r.p.chains(r.g, c.args[0], isXormSession, true) {
		q := xormQuery{p: r.p, statement: statement{verb: verb}}
		for _, l := range chain {
			q.link(l)
		}
		for _, s := range q.end(last) {
			r.statement(e, &s)
		}
	}
}

// An xormQuery is a chain of xorm's being read.
type xormQuery struct {
	statement
	p       *program
	raw     bool // the text is SQL, read elsewhere
	columns []string
}

func (q *xormQuery) link(l link) {
	t, isText := l.text(0)
	switch l.name {
	case "Table":
		if q.table = identifiers(t); !isText {
			q.table = l.models(namingXorm, l.arg(0))
		}
	case "Join":
		q.join(l)
	case "SQL":
		q.raw = true
	case "Where", "And":
		switch {
		case l.maybe:
		case isText:
			q.where = append(q.where, withPresent(t, l.rest(1)))
		default:
			q.condition(l)
		}
	case "ID":
		q.where = append(q.where, compared("id", "="))
	case "Cols":
		for _, v := range l.rest(0) {
			for name := range strings.SplitSeq(l.texts(v)[0].String(), ",") {
				q.columns = append(q.columns, strings.TrimSpace(name))
			}
		}
	case "Incr", "Decr":
		if isText {
			q.set = append(q.set, increased(identifiers(t)))
		}
	case "SetExpr":
		if isText {
			q.set = append(q.set, joined(identifiers(t), constTexts(" = "), l.textOr(1)))
		}
	case "ForUpdate":
		q.locks = true
	case "Or", "":
		q.opaque = true
	}
}

// condition reads the conditions of xorm's builder: builder.Lt{"synced_at": t}.
func (q *xormQuery) condition(l link) {
	names, ok := q.p.keys(l.frame, l.arg(0))
	n := named(typed(l.arg(0)).Type())
	op := ""
	if n != nil {
		op = map[string]string{"Eq": "=", "Neq": "<>", "Lt": "<", "Lte": "<=", "Gt": ">", "Gte": ">="}[n.Obj().Name()]
	}
	if !ok || op == "" {
		q.opaque = true
		return
	}
	for _, name := range names {
		q.where = append(q.where, compared(name, op))
	}
}

// join reads Join("INNER", "orders", …), whose second argument may be a bean,
// or a list of a table and its alias.
func (q *xormQuery) join(l link) {
	v := l.arg(1)
	if v == nil {
		return
	}
	if list := elements(typed(v)); len(list) > 0 && list[0] != nil {
		v = list[0]
	}
	switch s := stringOf(v); {
	case s != nil:
		q.also = append(q.also, joins([][]text{identifiers(l.texts(s))})...)
	case modelOf(v) != nil:
		q.also = append(q.also, joins([][]text{l.models(namingXorm, v)})...)
	} // else a subquery of the builder's
}

// end reads the call that runs the chain. To insert takes several beans.
func (q *xormQuery) end(l link) []statement {
	beans := l.rest(0)
	if q.raw {
		return nil
	}
	if types.IsInterface(l.args[0].Type()) {
		beans = []ssa.Value{l.args[0]}
	}
	if q.verb != sqltext.Insert && len(beans) > 1 {
		beans = beans[:1]
	}
	if len(beans) == 0 {
		return []statement{q.statement}
	}
	out := make([]statement, 0, len(beans))
	for _, b := range beans {
		s := q.statement
		q.bean(&s, l, b)
		out = append(out, s)
	}
	return out
}

func (q *xormQuery) bean(s *statement, l link, bean ssa.Value) {
	if bean == nil {
		return
	}
	t := modelElem(typed(bean).Type())
	if s.table == nil && (modelOf(bean) != nil || isTypeParam(t) || types.IsInterface(t)) {
		s.table = l.models(namingXorm, bean)
	}
	columns := q.columns
	if keys, ok := q.p.keys(l.frame, bean); ok && len(columns) == 0 {
		columns = keys
	} else if len(columns) == 0 {
		columns = columnsOf(namingXorm, modelOf(bean))
	}
	switch q.verb {
	case sqltext.Insert:
		s.column = columnTexts(columns)
	case sqltext.Update:
		s.set = append(assign(columns), q.set...)
	case sqltext.Delete:
		if column := q.p.softDeleted(namingXorm, modelOf(bean)); column != "" {
			s.verb, s.set = sqltext.Update, assign([]string{column})
		}
	}
}

// xormColumn is the column of a field by xorm's rules: the tag's name in quotes,
// or the field's in snake case.
func xormColumn(f *types.Var, tag string) string {
	if _, rest, ok := strings.Cut(tag, "'"); ok {
		name, _, _ := strings.Cut(rest, "'")
		return name
	}
	for word := range strings.FieldsSeq(tag) {
		if word == "-" {
			return ""
		}
	}
	return dbname.Snake(f.Name())
}
