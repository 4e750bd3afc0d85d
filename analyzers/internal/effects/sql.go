package effects

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// data notes the tables that the group's calls touch.
func (r *recorder) data() {
	r.keptMethods()
	for _, e := range r.events {
		c := e.call
		r.asks(e)
		r.instanceCall(e)
		if r.storeCall(e) {
			continue
		}
		if c.callee != nil {
			r.sqlCall(e)
			r.tableCall(e)
			r.openCall(e)
			r.handedOut(e)
			r.handsModifiers(e)
		}
		if c.sum != nil {
			r.calleeData(e)
		}
		for _, run := range c.runs {
			if run.target.obj != nil && run.mode != runSpawn {
				r.passOn(e, r.p.summaryOf(run.target.obj), "runs "+displayName(run.target.obj))
			}
		}
	}
}

// sqlCall handles a call that takes SQL text.
func (r *recorder) sqlCall(e event) {
	var texts []text
	if v := r.sqlArg(e.call); v != nil {
		e.text = r.p.argPos(e.call, v)
		texts = r.p.texts(r.g, v)
	} else if runsBuilder(e.call) {
		texts = r.p.evaluator(r.g).toSQL(e.call.args[0], 0)
	} else if v := r.builderHanded(e.call); v != nil {
		e.text = r.p.argPos(e.call, v)
		texts = r.p.evaluator(r.g).toSQL(typed(v), 0)
	} else {
		return
	}
	r.runs(e, texts)
}

// runs notes what a call does that runs SQL text: one of some.
func (r *recorder) runs(e event, texts []text) {
	texts = withoutIdle(r.ofReceiver(texts))
	understood, ours := true, true
	for _, t := range texts {
		understood = r.text(e, t, nil) && understood
		ours = ours && !t.params()
	}
	if ours { // otherwise it counts where the callers fill it in
		r.count(e, understood)
	}
}

// count adds a text to the coverage, once the results are final.
func (r *recorder) count(e event, understood bool) {
	if !r.final {
		return
	}
	if understood {
		r.p.coverage.sql.Understood++
		return
	}
	r.p.coverage.sql.Opaque++
	r.p.coverage.sql.Places = append(r.p.coverage.sql.Places, placeText(r.p.step(r.p.callPos(e.call.instr), "")))
}

// sqlArg is the argument of a call that is SQL text, or nil: by the catalogue;
// for interfaces, by the name that everybody gives such a method; and for
// methods of other libraries with a like name, if the text is SQL beyond doubt.
func (r *recorder) sqlArg(c *call) ssa.Value {
	if e := c.has(catalog.SQL); e != nil {
		return stringOf(c.arg(e.Arg))
	}
	if v := r.sqlOfFunction(c); v != nil {
		return v
	}
	if c.shift() == 0 || !c.invoke && c.sum != nil || c.callee.Pkg() == r.p.pass.Pkg && !c.invoke {
		return nil
	}
	surely := c.invoke && queryName(c.callee.Name())
	if !surely && !loosely(c.callee.Name()) {
		return nil
	}
	params := c.callee.Signature().Params()
	for i, v := range c.args[1:] {
		if i < params.Len() && isString(v.Type()) && (surely || queryParam(params.At(i).Name()) || r.looksLikeSQL(v)) {
			return v
		}
	}
	return nil
}

// sqlOfFunction is the argument of a call of another module's function that is SQL text, or
// nil: the function is named for queries, and calls the parameter one, or so. Companies
// keep such functions in modules of their own:
//
//	storage.Exec(ctx, db, "UPDATE users SET name = $2 WHERE id = $1", id, name)
func (r *recorder) sqlOfFunction(c *call) ssa.Value {
	if c.callee == nil || c.callee.Pkg() == nil || c.invoke || c.shift() > 0 || !loosely(c.callee.Name()) || r.p.cfg.IsFirstParty(pkgPath(c.callee.Pkg())) {
		return nil
	}
	params := c.callee.Signature().Params()
	for i, v := range c.args {
		if i < params.Len() && isString(v.Type()) && queryParam(params.At(i).Name()) && r.looksLikeSQL(v) {
			return v
		}
	}
	return nil
}

// queryParam recognises the names that libraries give a parameter of SQL text.
func queryParam(name string) bool {
	switch name {
	case "query", "sql", "stmt", "statement", "rawSQL", "queryString":
		return true
	}
	return false
}

// stringOf is a string argument, out of the any that query builders take.
func stringOf(v ssa.Value) ssa.Value {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	if v == nil || !isString(v.Type()) {
		return nil
	}
	return v
}

func (r *recorder) looksLikeSQL(v ssa.Value) bool {
	return slices.ContainsFunc(r.p.texts(r.g, v), func(t text) bool { return sqltext.Looks(t.String()) })
}

// loosely recognises the beginnings of names by which the many libraries that
// wrap a database call their queries. Loggers and errors have others.
func loosely(name string) bool {
	for _, prefix := range []string{"Exec", "Query", "Select", "Get", "Prepare", "Raw", "SQL", "Sql", "Queue", "NewRaw", "NewQuery", "Named", "Must", "Count", "Fetch", "Find", "Load", "Scan", "One", "All"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// queryName recognises the methods of database/sql and its kin.
func queryName(name string) bool {
	for _, suffix := range []string{"Context", "Ctx", "x"} {
		name = strings.TrimSuffix(name, suffix)
	}
	name = strings.TrimPrefix(name, "Must")
	switch name {
	case "Exec", "Query", "QueryRow", "Prepare", "NamedExec", "NamedQuery", "QueryOne", "QueryRows":
		return true
	}
	return false
}

// text notes the tables of one text, and reports whether it was understood. A
// text with parameters is left for the callers to fill; what it names already
// is noted here.
func (r *recorder) text(e event, t text, without []sqltext.Access) bool {
	s := t.String()
	if !t.known() {
		return false
	}
	understood := true
	for _, st := range sqltext.Parse(s) {
		r.given(e, Statement{st, shownSQL(s, st), t, openCondition(s), e.asks, e.sets})
		r.temporary(st)
		for _, a := range st.Accesses {
			if a.Name == sqltext.Unknown {
				understood = understood && (t.params() || t.fields())
				continue
			}
			if !slices.Contains(without, a) && !(a.Schema == "" && r.temps[strings.ToLower(a.Name)]) {
				r.touch(e, accessOf(t, st, a), cmp.Or(e.shown, shownSQL(s, st)))
			}
		}
	}
	note := "runs the SQL text that it is given"
	if strings.HasSuffix(s, sqltext.Documents) {
		note = "uses the collection that it is given"
	}
	step := r.p.step(r.p.textAt(e), note)
	tmpl := summary.SQLParam{Parts: t, Steps: summary.Prepend(step, e.steps), Shown: e.shown}
	switch {
	case t.params(), t.fields() && (r.p.service == "" || r.p.generatedAt(e.call)):
		r.sum.SQL = template(r.sum.SQL, tmpl)
	case t.fields():
		r.pend(e, tmpl, false)
		return false // until the wiring tells
	}
	return understood
}

// temporary notes a temporary table that the function creates: what bears its
// name later is that.
func (r *recorder) temporary(st sqltext.Statement) {
	if st.Temporary == "" {
		return
	}
	if r.temps == nil {
		r.temps = map[string]bool{}
	}
	r.temps[strings.ToLower(st.Temporary)] = true
}

// maxTemplates bounds the SQL texts with parameters of one function.
const maxTemplates = 8

func template(list []summary.SQLParam, s summary.SQLParam) []summary.SQLParam {
	same := func(o summary.SQLParam) bool { return slices.Equal(o.Parts, s.Parts) }
	if len(list) < maxTemplates && !slices.ContainsFunc(list, same) {
		list = append(list, s)
	}
	return list
}

// textAt is where the text of a call stands, or else the call.
func (p *program) textAt(e event) token.Pos {
	if e.text.IsValid() {
		return e.text
	}
	return p.callPos(e.call.instr)
}

// textPos is where the argument stands that a callee takes for its text.
func (p *program) textPos(c *call, s summary.SQLParam) token.Pos {
	for _, part := range s.Parts {
		if part.Param >= c.shift() && part.Param < len(c.args) {
			return p.argPos(c, c.args[part.Param])
		}
	}
	return token.NoPos
}

// shownSQL is a statement of a text as findings show it: its beginning, or in words what
// a library's call amounts to, where nobody has written it as SQL.
func shownSQL(text string, st sqltext.Statement) string {
	if strings.HasSuffix(text, sqltext.Documents) || strings.Contains(text, quoteName(someColumns)) || strings.Contains(text, oneRow) {
		return inWords(st)
	}
	return shortSQL(text[st.Pos:])
}

// inWords is what a statement does: an update of name, price by status.
func inWords(st sqltext.Statement) string {
	verb := st.Verb
	if st.Target != nil {
		verb = st.Target.Verb
	}
	out := verbWord(verb)
	if set := namesOf(st.SetColumns); set != "" {
		out += " of " + set
	}
	var compared []string
	for _, c := range st.Conditions {
		compared = append(compared, c.Column)
	}
	if by := namesOf(compared); by != "" {
		out += " by " + by
	}
	return shortSQL(out)
}

func verbWord(verb sqltext.Verb) string {
	switch verb {
	case sqltext.Select:
		return "a query"
	case sqltext.Insert, sqltext.Upsert, sqltext.Update:
		return "an " + string(verb)
	case sqltext.Delete:
		return "a delete"
	}
	return string(verb)
}

// namesOf lists columns, each once, as far as their names are known.
func namesOf(columns []string) string {
	var list []string
	for _, c := range columns {
		if c != someColumns && c != "" && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return strings.Join(list, ", ")
}

// shortSQL is the beginning of a statement, in one line.
func shortSQL(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, string(sqltext.Hole), "…")), " ")
	const limit = 60
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}

// tableCall handles a call that takes a table's name.
func (r *recorder) tableCall(e event) {
	entry := e.call.has(catalog.Table)
	if entry == nil {
		entry = copies(e.call)
	}
	if entry == nil {
		return
	}
	v := e.call.arg(entry.Arg)
	if v == nil {
		return
	}
	st := statement{verb: sqltext.Select, table: identifiers(r.p.texts(r.g, v))}
	if entry.Write || writesLater(e.call) {
		st.verb, st.opaque = writeVerb(e.call.callee.Name())
	}
	if st.opaque && st.verb == sqltext.Insert {
		st.upsert([][]text{{hole()}})
	}
	if !r.meansCTE(e.call, st.table) {
		r.statement(e, &st)
	}
}

// writeVerb is what a call that names a table it writes does to it, as far as
// the call's name tells, and whether more calls may say more.
func writeVerb(name string) (verb sqltext.Verb, more bool) {
	switch {
	case strings.HasPrefix(name, "CopyFrom") || strings.HasPrefix(name, "CopyIn"):
		return sqltext.Insert, false
	case strings.Contains(name, "Into"):
		return sqltext.Insert, true
	case strings.HasPrefix(name, "Delete") || strings.HasPrefix(name, "From"):
		return sqltext.Delete, true
	}
	return sqltext.Update, true
}

// writesLater follows a builder's chain (db.Table("x").Where(…).Update(…)) to
// the call that ends it.
func writesLater(c *call) bool {
	v, ok := c.instr.(*ssa.Call)
	if !ok {
		return false
	}
	seen := map[ssa.Value]bool{}
	var follow func(v ssa.Value) bool
	follow = func(v ssa.Value) bool {
		if seen[v] || v.Referrers() == nil {
			return false
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			next, ok := ref.(*ssa.Call)
			if !ok || len(next.Call.Args) == 0 || next.Call.Args[0] != v {
				continue
			}
			if fn := next.Call.StaticCallee(); fn != nil && writeName(fn.Name()) || follow(next) {
				return true
			}
		}
		return false
	}
	return follow(v)
}

func writeName(name string) bool {
	switch name {
	case "Create", "CreateInBatches", "Save", "Update", "Updates", "UpdateColumn", "UpdateColumns", "Delete", "FirstOrCreate", "Insert", "InsertOne", "Upsert":
		return true
	}
	return false
}

// calleeData takes over what the callee touches, and fills in the SQL text that
// it is handed.
func (r *recorder) calleeData(e event) {
	r.passOn(e, e.call.sum, "calls "+displayName(e.call.callee))
	for _, s := range e.call.sum.SQL {
		ev := r.p.evaluator(r.g)
		ev.types = typeArgs(e.call)
		e.text, e.steps, e.shown = r.p.textPos(e.call, s), s.Steps, s.Shown
		without := namedIn(text(s.Parts))
		understood, ours := true, true
		for _, t := range r.ofReceiver(ev.fill(text(s.Parts), e.call.args)) {
			understood = r.text(e, t, without) && understood
			ours = ours && !t.params()
		}
		if ours {
			r.count(e, understood)
		}
	}
	r.calleeOpens(e)
}
