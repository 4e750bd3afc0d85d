package effects

import (
	"fmt"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// The code that ent generates runs through hooks and interceptors, and names
// the tables of all edges, whether a query follows them or not. So its methods
// are known by their names instead: which table, the constant Table of the
// entity's package says.

// entKinds are the endings of the names of ent's builders.
var entKinds = []string{"Query", "GroupBy", "Select", "CreateBulk", "Create", "UpdateOne", "Update", "DeleteOne", "Delete", "UpsertOne", "UpsertBulk"}

// entKind parts the name of a builder's type into the entity and the kind.
func entKind(name string) (entity, kind string) {
	for _, k := range entKinds {
		if e, ok := strings.CutSuffix(name, k); ok && e != "" {
			return e, k
		}
	}
	return "", ""
}

// entTables are the tables of the entities of a package that ent generated, by
// the lower-case name; nil for other packages.
func (p *program) entTables() map[string]string {
	if p.ent != nil {
		return p.ent
	}
	p.ent = map[string]string{}
	if !importsEnt(p.pass.Pkg) {
		return p.ent
	}
	for _, imp := range p.pass.Pkg.Imports() {
		name, ok := strings.CutPrefix(pkgPath(imp), p.path+"/")
		if !ok {
			continue
		}
		if table := entTable(imp); table != "" {
			p.ent[name] = table
		}
	}
	return p.ent
}

// entTable is the table of an entity, by its package; "" for other packages.
func entTable(entity *types.Package) string {
	if c, ok := entity.Scope().Lookup("Table").(*types.Const); ok && c.Val().Kind() == constant.String {
		return constant.StringVal(c.Val())
	}
	return ""
}

// entMethod replaces what was derived of a method of an ent builder's.
func (r *recorder) entMethod() {
	p, obj := r.p, r.g.obj
	if obj == nil || obj.Signature().Recv() == nil || len(p.entTables()) == 0 {
		return
	}
	entity, kind := entKind(recvName(obj))
	table := p.entTables()[strings.ToLower(entity)]
	if table == "" {
		return
	}
	verb, of := entVerb(kind, obj.Name()), entity
	if edge := p.entEdge(obj); kind == "Query" && edge != "" {
		verb = sqltext.Select
		if strings.HasPrefix(obj.Name(), "With") {
			of, table = edge, p.entTables()[strings.ToLower(edge)]
		}
	}
	if verb == "" {
		return
	}
	write := verb != sqltext.Select
	step := p.step(obj.Pos(), fmt.Sprintf("%s %s, the table of %s", accessVerb(write), table, of))
	r.sum.DB = []summary.Access{{Table: table, Home: p.home(), Write: write, Verb: string(verb), Conf: 100, Steps: []summary.Step{step}}}
	r.sum.SQL = nil
}

// entVerb is what a method of a builder does, or "" if it does nothing yet.
func entVerb(kind, method string) sqltext.Verb {
	switch method = strings.TrimSuffix(method, "X"); kind {
	case "Query":
		switch method {
		case "All", "First", "FirstID", "Only", "OnlyID", "IDs", "Count", "Exist":
			return sqltext.Select
		}
	case "GroupBy", "Select":
		if method == "Scan" {
			return sqltext.Select
		}
	case "Create", "CreateBulk", "UpsertOne", "UpsertBulk":
		if method == "Save" || method == "Exec" || method == "ID" || method == "IDs" {
			return sqltext.Insert
		}
	case "Update", "UpdateOne":
		if method == "Save" || method == "Exec" {
			return sqltext.Update
		}
	case "Delete", "DeleteOne":
		if method == "Exec" {
			return sqltext.Delete
		}
	}
	return ""
}

// entEdge is the entity to which WithPets or QueryPets leads.
func (p *program) entEdge(f *types.Func) string {
	sig := f.Signature()
	var n *types.Named
	switch {
	case strings.HasPrefix(f.Name(), "Query") && sig.Params().Len() == 0 && sig.Results().Len() == 1:
		n = named(sig.Results().At(0).Type())
	case strings.HasPrefix(f.Name(), "With") && sig.Variadic():
		opt, ok := sig.Params().At(0).Type().(*types.Slice).Elem().Underlying().(*types.Signature)
		if ok && opt.Params().Len() == 1 {
			n = named(opt.Params().At(0).Type())
		}
	}
	if n == nil {
		return ""
	}
	if entity, kind := entKind(n.Obj().Name()); kind == "Query" && p.entTables()[strings.ToLower(entity)] != "" {
		return entity
	}
	return ""
}

// isEntBuilder reports whether a type is one of ent's builders, as seen from
// elsewhere.
func isEntBuilder(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	_, kind := entKind(n.Obj().Name())
	return kind != "" && (method(n, "ExecX") != nil || method(n, "AllX") != nil) && !strings.HasPrefix(n.Obj().Pkg().Path(), "entgo.io/")
}

// entCall tells of a write by an ent builder what its chain says. It reports
// whether it was one.
func (r *recorder) entCall(e event) bool {
	c := e.call
	if c.invoke || c.shift() == 0 || c.sum == nil || len(r.p.entTables()) > 0 || !isEntBuilder(c.args[0].Type()) {
		return false
	}
	_, kind := entKind(named(c.args[0].Type()).Obj().Name())
	switch entVerb(kind, c.callee.Name()) {
	case "":
		return false
	case sqltext.Select:
		r.entRead(e)
		return false
	}
	for _, chain := range r.p.chains(r.g, c.args[0], isEntBuilder, true) {
		q := entQuery{kind: kind}
		for _, l := range chain {
			q.link(l)
		}
		for _, a := range c.sum.DB {
			if a.Write {
				a.Verb, a.Change = q.change()
			}
			a.Steps = r.p.entSteps(c, a)
			r.direct(e, a) // the generated code below counts for nothing
			r.access(e, a)
		}
	}
	return true
}

// entRead notes the rows that a query of ent's reads, and whether it locks them.
func (r *recorder) entRead(e event) {
	locks := false
	for _, chain := range r.p.chains(r.g, e.call.args[0], isEntBuilder, true) {
		locks = locks || slices.ContainsFunc(chain, func(l link) bool { return l.name == "ForUpdate" })
	}
	for _, a := range e.call.sum.DB {
		if !a.Write {
			if len(a.Steps) == 0 {
				a.Steps = r.p.entSteps(e.call, a)
			}
			a.Locks = locks
			r.direct(e, a)
		}
	}
}

// An entQuery is a chain of ent's being read.
type entQuery struct {
	statement
	kind       string
	conflict   bool
	ignore     bool
	conditions [][]text
}

func (q *entQuery) link(l link) {
	switch {
	case l.name == "Where":
		for _, v := range l.rest(0) {
			if !l.maybe {
				q.where = append(q.where, entPredicate(v))
			}
		}
	case strings.HasSuffix(l.name, "OneID"):
		q.where = append(q.where, compared("id", "="))
	case l.name == "OnConflict":
		q.conflict = true
		q.options(l)
	case l.name == "OnConflictColumns":
		q.conflict = true
	case l.name == "DoNothing", l.name == "Ignore":
		q.ignore = true
	case l.name == "CreateBulk", l.name == "MapCreateBulk", l.name == "Update" && q.conflict:
		q.setting(someColumns, constTexts(blank))
	case l.name == "", l.name == "Modify":
		q.opaque = true
	default:
		q.field(l)
	}
}

// field reads SetName, AddSeen, ClearNick.
func (q *entQuery) field(l link) {
	for _, prefix := range []string{"SetNillable", "Set", "Add", "Append", "Clear"} {
		field, ok := strings.CutPrefix(l.name, prefix)
		switch column := dbname.Snake(field); {
		case !ok || field == "":
			continue
		case prefix == "Add" || prefix == "Append":
			q.set = append(q.set, increased(constTexts(quoteName(column))))
			q.column = append(q.column, columnTexts([]string{column})...)
		case prefix == "Set":
			q.setting(column, operand(l.arg(0)))
		case prefix == "Clear":
			q.setting(column, constTexts("NULL"))
		default:
			q.setting(column, constTexts(blank))
		}
		return
	}
}

func (q *entQuery) setting(column string, value []text) {
	q.set = append(q.set, joined(constTexts(quoteName(column)+" = "), value))
	q.column = append(q.column, columnTexts([]string{column})...)
}

// options: of a conflict's, some are conditions.
func (q *entQuery) options(l link) {
	for _, v := range l.rest(0) {
		c, ok := v.(*ssa.Call)
		if ok && staticFunc(&c.Call) != nil && staticFunc(&c.Call).Name() == "DoNothing" {
			q.ignore = true
			continue
		}
		if ok && staticFunc(&c.Call) != nil && slices.Contains([]string{"ConflictColumns", "ConflictConstraint", "ConflictWhere", "ResolveWithNewValues"}, staticFunc(&c.Call).Name()) {
			continue
		}
		q.conditions = append(q.conditions, []text{hole()})
	}
}

// entPredicate reads user.SyncedAtLT(t).
func entPredicate(v ssa.Value) []text {
	c, ok := v.(*ssa.Call)
	if !ok || staticFunc(&c.Call) == nil {
		return []text{hole()}
	}
	name := staticFunc(&c.Call).Name()
	if name == "And" {
		var parts [][]text
		for _, inner := range elements(c.Call.Args[0]) {
			parts = append(parts, entPredicate(inner))
		}
		return list(parts, " AND ", hole())
	}
	if name == "Or" || name == "Not" || strings.HasPrefix(name, "Has") {
		return []text{hole()}
	}
	if staticFunc(&c.Call).Signature().Variadic() {
		return entAmong(name, c.Call.Args)
	}
	if len(c.Call.Args) == 0 {
		return entUnset(name)
	}
	for _, op := range []struct{ suffix, op string }{{"NEQ", "<>"}, {"LTE", "<="}, {"GTE", ">="}, {"EQ", "="}, {"LT", "<"}, {"GT", ">"}} {
		if field, ok := strings.CutSuffix(name, op.suffix); ok {
			return entCompared(field, op.op, operand(c.Call.Args[0]))
		}
	}
	return entCompared(name, "=", operand(c.Call.Args[0]))
}

const isUnset = " IS NULL"

// entUnset reads user.DeletedAtIsNil().
func entUnset(name string) []text {
	for _, is := range []struct{ suffix, words string }{{"IsNil", isUnset}, {"NotNil", " IS NOT NULL"}} {
		if field, ok := strings.CutSuffix(name, is.suffix); ok {
			return constTexts(quoteName(dbname.Snake(field)) + is.words)
		}
	}
	return []text{hole()}
}

func entCompared(field, op string, other []text) []text {
	return joined(constTexts(quoteName(dbname.Snake(field))+" "+op+" "), other)
}

// entAmong reads user.StatusIn(user.StatusNew, user.StatusOpen).
func entAmong(name string, args []ssa.Value) []text {
	for _, op := range []struct{ suffix, op string }{{"NotIn", "NOT IN"}, {"In", "IN"}} {
		field, ok := strings.CutSuffix(name, op.suffix)
		if !ok || len(args) != 1 {
			continue
		}
		values := []string{}
		for _, v := range elements(args[0]) {
			s := constantValue(v)
			if s == "" {
				values = nil
				break
			}
			values = append(values, s)
		}
		if len(values) == 0 {
			values = []string{blank}
		}
		return entCompared(field, op.op, constTexts("("+strings.Join(values, ", ")+")"))
	}
	return []text{hole()}
}

// change is what the chain says of the write.
func (q *entQuery) change() (verb string, c *summary.Change) {
	q.table = constTexts("x")
	switch q.kind {
	case "Update", "UpdateOne":
		q.verb = sqltext.Update
	case "Delete", "DeleteOne":
		q.verb = sqltext.Delete
	default:
		if q.verb = sqltext.Insert; q.conflict && !q.ignore {
			q.set = nil
			q.upsert(q.conditions)
		}
	}
	t := q.texts()[0]
	st := sqltext.Parse(t.String())[0]
	a := accessOf(t, st, st.Accesses[0])
	if a.Change != nil {
		a.Change.Conditions = slices.DeleteFunc(a.Change.Conditions, func(c summary.Condition) bool { return repeats(c, st.Assigned) })
		a.Change.Conditions = append(a.Change.Conditions, onlyUnset(t.String(), st.Assigned)...)
	}
	return a.Verb, a.Change
}

// repeats reports whether a column must not hold yet what it is set to: that says no more
// than that there is something to do.
func repeats(c summary.Condition, assigned []sqltext.Assignment) bool {
	return c.Op == "<>" && c.Other != blank && slices.ContainsFunc(assigned, func(a sqltext.Assignment) bool {
		return a.Column == c.Column && a.Value == c.Other
	})
}

// onlyUnset are the conditions by which a column is given a value where it has none yet.
func onlyUnset(text string, assigned []sqltext.Assignment) []summary.Condition {
	var list []summary.Condition
	for _, a := range assigned {
		if a.Value != "NULL" && strings.Contains(text, quoteName(a.Column)+isUnset) {
			list = append(list, summary.Condition{Column: a.Column, Op: "IS", Other: "NULL"})
		}
	}
	return list
}
