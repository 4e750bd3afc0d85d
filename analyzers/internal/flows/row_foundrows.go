package flows

import (
	"cmp"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A row may be found only in the state in which it may be changed, or only while it is
// older:
//
//	SELECT id FROM grants WHERE holder = $1 AND status = 'pending' FOR UPDATE
//
// Whoever goes on with it, once it was found, is guarded by what the query asks for. What
// a row is of, its tenant or its sort, is asked for in the same words; so a state counts
// only for what sets that column, see InState.

// foundBy are the comparisons that hold where a call that reads one row has found it.
func (t *tracker) foundBy(call *ssa.Call) []Comparison {
	if boiled := t.foundByMods(call); len(boiled) > 0 {
		return boiled
	}
	if asked := t.foundByPredicates(call); len(asked) > 0 {
		return asked
	}
	return t.askedFor(t.queryOf(call), t.valuesRead(call))
}

// askedFor are the states and orders that a query of one table asks for.
func (t *tracker) askedFor(query string, values []ssa.Value) []Comparison {
	from := ofOneFrom.FindStringSubmatch(query)
	if from == nil || sumsUp.MatchString(query) {
		return nil
	}
	st := sqltext.Parse("UPDATE " + from[1] + " SET x = 1 WHERE " + from[2])
	if len(st) != 1 || st[0].Target == nil || eitherOr.MatchString(from[2]) {
		return nil
	}
	given := placed(st[0].Conditions, query, values)
	var list []Comparison
	for i, c := range st[0].Conditions {
		switch kind := t.conditionKind(c); {
		case kind == Ordered && (c.Op == "<" || c.Op == "<=") && given[i] != nil:
			list = append(list, Comparison{Left: fromStored, Right: t.operand(given[i]), Op: c.Op, LeftField: c.Column, Table: known(st[0].Target.Name), Found: true})
		case kind == State, c.Op == "=" && isStateConst(given[i]):
			list = append(list, inState(c.Column, known(st[0].Target.Name)))
		}
	}
	return list
}

// sumsUp recognises the queries that always give a row, whatever they find.
var sumsUp = regexp.MustCompile(`(?is)^\s*select\b[^;]*?\b(count|max|min|sum|avg|exists|every|bool_or|bool_and|array_agg|string_agg|json_agg|jsonb_agg)\s*\([^;]*?\bfrom\b`)

func inState(column, table string) Comparison {
	return Comparison{Left: fromStored, Right: fromStored, Op: "=", LeftField: column, Table: table, Found: true}
}

// placed are the values that conditions of a query are given for their placeholders, as
// far as that can be told.
func placed(conditions []sqltext.Comparison, query string, values []ssa.Value) []ssa.Value {
	list := make([]ssa.Value, len(conditions))
	signs := 0
	for i, c := range conditions {
		if m := numbered.FindStringSubmatch(c.Other); m != nil {
			if n := number(m[1]); n > 0 && n <= len(values) {
				list[i] = values[n-1]
			}
		} else if c.Other == "?" {
			if signs < len(values) && strings.Count(query, "?") == len(values) {
				list[i] = values[signs]
			}
			signs++
		}
	}
	return list
}

// number is a text's number, or 0.
func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

func isStateConst(v ssa.Value) bool {
	if v == nil {
		return false
	}
	c, ok := withoutInterface(v).(*ssa.Const)
	return ok && isState(c)
}

// foundByMods are those that a query of sqlboiler's models asks for, which is given them
// one by one.
func (t *tracker) foundByMods(call *ssa.Call) []Comparison {
	s := t.site(call)
	if len(s.Args) == 0 {
		return nil
	}
	query, ok := s.Args[0].(*ssa.Call)
	if !ok {
		return nil
	}
	var list []Comparison
	for _, v := range variadic(t.site(query)) {
		if mod, ok := v.(*ssa.Call); ok {
			list = append(list, t.askedByMod(mod)...)
		}
	}
	for i := range list {
		list[i].Table = t.tableOfQuery(query)
	}
	return list
}

// tableOfQuery is the table that a function makes a query of, if it reads one; "" if that
// is not known.
func (t *tracker) tableOfQuery(query *ssa.Call) string {
	f := t.funcOf(t.site(query))
	if f == nil {
		return ""
	}
	reads := f.lookups()
	if len(reads) != 1 {
		return ""
	}
	return reads[0].Table
}

// askedByMod is what one part of such a query asks for: GrantWhere.Status.EQ("pending"),
// qm.Where("status = ?", "pending").
func (t *tracker) askedByMod(mod *ssa.Call) []Comparison {
	f := calleeOf(mod)
	if f == nil || f.Pkg() == nil {
		return nil
	}
	args := mod.Call.Args
	if strings.HasSuffix(f.Pkg().Path(), "/queries/qm") && len(args) > 0 && f.Name() == "Where" {
		return t.askedFor("SELECT 1 FROM x WHERE "+constantText(args[0]), variadic(t.site(mod))) // of which table, the query says
	}
	op := map[string]string{"EQ": "=", "LT": "<", "LTE": "<="}[f.Name()]
	if f.Signature().Recv() == nil || op == "" || len(args) != 2 || !strings.Contains(strings.ToLower(f.Signature().Recv().Type().String()), "wherehelper") {
		return nil
	}
	column := fieldName(args[0], 0)
	switch {
	case column == "":
		return nil
	case op == "=":
		if isStateConst(args[1]) {
			return []Comparison{inState(column, "")}
		}
		return nil
	case t.orderField(column) || timeColumn(dbname.Snake(column)):
		return []Comparison{{Left: fromStored, Right: t.operand(args[1]), Op: op, LeftField: column, Found: true}}
	}
	return nil
}

// InState reports whether the state decides on a write that the row has to be in: where
// it was asked for as the row was found, the write, or another one of the same handling, has
// to move it on from there.
func (c *Consumer) InState(w *Write) bool {
	if !w.Guard.Found {
		return true
	}
	of := w.Guard.Table == "" || w.Table == "" || strings.EqualFold(w.Guard.Table, w.Table)
	return of && w.mayMoveOn(w.Guard.Field) || slices.ContainsFunc(c.Writes, func(x Write) bool { return x.movesOnFor(w) })
}

// movesOnFor reports whether a write of the same function sets the column that has to hold a
// state for another one.
func (x *Write) movesOnFor(w *Write) bool {
	return x.Table != "" && !x.Insert && strings.EqualFold(x.Table, cmp.Or(w.Guard.Table, w.Table)) && hasColumn(x.overwrites(), w.Guard.Field) &&
		x.Place.Package == w.Place.Package && x.Place.Function == w.Place.Function && !x.Branches.Excludes(w.Branches)
}

// leaveUnset takes from the columns of a model what gorm leaves alone where it is told to update
// the row by a struct: the fields that are not given a value. A state that is among them stays
// what it is.
func (w *Write) leaveUnset(s effects.Site) {
	if s.Callee == nil {
		return
	}
	if name := s.Callee.Name(); name != "Updates" && name != "UpdateColumns" || !w.Given.Known || w.Given.All || len(w.Given.Keys) == 0 {
		return
	}
	unset := func(column string) bool { return !hasColumn(w.Given.Keys, column) }
	w.Columns, w.Assigned = slices.DeleteFunc(slices.Clone(w.Columns), unset), slices.DeleteFunc(slices.Clone(w.Assigned), unset)
	if w.Guard.Kind == State && !w.Guard.Code && w.Guard.Field != "" && !hasColumn(w.Columns, w.Guard.Field) {
		w.Guard.Found, w.Guard.Beside, w.Guard.Table = true, false, w.Table
	}
}

// mayMoveOn reports whether a write may set a column.
func (w *Write) mayMoveOn(column string) bool {
	columns := w.Columns
	if len(columns) == 0 && w.Given.Known && !w.Given.All {
		columns = w.Given.Keys
	}
	return len(columns) == 0 || hasColumn(columns, column)
}

// noteFoundOnly notes what holds of the row that the unit gives back wherever it returns no
// error.
func (t *tracker) noteFoundOnly(f *Func) {
	var list []Comparison
	returns := 0
	for ret := range effects.Returns(t.u.Func) {
		n := len(ret.Results)
		if n < 2 || !isError(ret.Results[n-1].Type()) {
			return
		}
		failed := ret.Results[n-1]
		if certain(failed) || isNil(ret.Results[0]) || t.knownToFail(failed, ret.Block()) {
			continue
		}
		holds := t.foundAt(ret.Block())
		if call := failedCall(failed); call != nil {
			holds = append(holds, t.foundBy(call)...)
		}
		if returns++; returns == 1 {
			list = holds
			continue
		}
		list = slices.DeleteFunc(list, func(c Comparison) bool { return !slices.Contains(holds, c) })
	}
	for _, c := range list {
		if len(f.Refuses) < 4 && !slices.Contains(f.Refuses, c) {
			f.Refuses = append(f.Refuses, c)
		}
	}
}

// foundAt are the comparisons that hold in a block because rows were found before.
func (t *tracker) foundAt(b *ssa.BasicBlock) []Comparison {
	var list []Comparison
	for _, cond := range t.conditionsOf(b) {
		v, ok := cond.value.(*ssa.BinOp)
		if !ok {
			continue
		}
		if call := erring(v); call != nil && (v.Op == token.EQL) == cond.want {
			list = append(list, t.foundBy(call)...)
		}
	}
	return list
}

// knownToFail reports whether an error is one for certain in a block.
func (t *tracker) knownToFail(err ssa.Value, b *ssa.BasicBlock) bool {
	return t.comparedWithNil(err, b, token.NEQ)
}

// knownNil reports whether an error is none for certain in a block: where its results have
// names, a function returns success by the error that it last looked at.
func (t *tracker) knownNil(err ssa.Value, b *ssa.BasicBlock) bool {
	return t.comparedWithNil(err, b, token.EQL)
}

// comparedWithNil reports whether control gets to a block only where a comparison of an
// error with nil held.
func (t *tracker) comparedWithNil(err ssa.Value, b *ssa.BasicBlock, op token.Token) bool {
	return slices.ContainsFunc(t.conditionsOf(b), func(cond condition) bool {
		v, ok := cond.value.(*ssa.BinOp)
		return ok && (v.X == err && isNil(v.Y) || v.Y == err && isNil(v.X)) && (v.Op == op) == cond.want
	})
}

// failedCall is the call whose error a value is, or nil: that beside its results, or the
// one that gorm's handle keeps.
func failedCall(err ssa.Value) *ssa.Call {
	switch x := err.(type) {
	case *ssa.Extract:
		call, _ := x.Tuple.(*ssa.Call)
		return call
	case *ssa.UnOp:
		fa, ok := x.X.(*ssa.FieldAddr)
		if !ok || structField(fa.X.Type(), fa.Field) != "Error" {
			return nil
		}
		call, _ := fa.X.(*ssa.Call)
		return call
	case *ssa.Call:
		return x
	}
	return nil
}

// A query may also ask whether there is a row that is as new, and give no more than the
// answer:
//
//	SELECT EXISTS (SELECT 1 FROM grants WHERE id = $1 AND seq >= $2)
//	SELECT count(*) FROM grants WHERE id = $1 AND seq >= $2

var (
	asksExists = regexp.MustCompile(`(?is)^\s*select\s+(not\s+)?exists\s*\(`)
	asksCount  = regexp.MustCompile(`(?is)^\s*select\s+count\s*\([^()]*\)(?:\s*([<>=!]+)\s*0)?\s+(?:as\s+\w+\s+)?from\b`)
)

// compareThere is what a variable tells, read from a query that asks whether there is a
// row: what then holds of one.
func (t *tracker) compareThere(v *ssa.UnOp) []Comparison {
	call, i := t.readsInto(v)
	if call == nil || i != 0 {
		return nil
	}
	query := t.queryOf(call)
	inner, not := query, false
	if m := asksExists.FindStringSubmatchIndex(query); m != nil {
		inner, not = inParentheses(query[m[1]:]), m[2] >= 0
	} else if m := asksCount.FindStringSubmatch(query); m == nil || isBool(v.Type()) && m[1] != ">" {
		return nil
	}
	var list []Comparison
	for _, c := range t.newerThere(inner, query, t.valuesRead(call)) {
		if not {
			c.Op = sqltext.Negated(c.Op)
		}
		list = append(list, c)
	}
	return list
}

// compareCount is what a number of rows tells that is compared with none: n > 0, n == 0.
func (t *tracker) compareCount(v *ssa.BinOp) []Comparison {
	load, ok := v.X.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || !isZero(v.Y) {
		return nil
	}
	list := t.compareThere(load)
	switch v.Op {
	case token.GTR, token.NEQ:
	case token.EQL, token.LEQ:
		for i := range list {
			list[i].Op = sqltext.Negated(list[i].Op)
		}
	default:
		return nil
	}
	return list
}

// newerThere are the comparisons of order by which a query looks for rows that are as new.
func (t *tracker) newerThere(inner, query string, values []ssa.Value) []Comparison {
	from := ofOneFrom.FindStringSubmatch(inner)
	if from == nil || eitherOr.MatchString(from[2]) {
		return nil
	}
	st := sqltext.Parse("UPDATE " + from[1] + " SET x = 1 WHERE " + from[2])
	if len(st) != 1 || st[0].Target == nil {
		return nil
	}
	given := placed(st[0].Conditions, query, values)
	var list []Comparison
	for i, c := range st[0].Conditions {
		if ordersBy(c.Op) && given[i] != nil && (t.orderField(c.Column) || timeColumn(c.Column)) {
			list = append(list, Comparison{Left: fromStored, Right: t.operand(given[i]), Op: c.Op, LeftField: c.Column, Table: known(st[0].Target.Name)})
		}
	}
	return list
}

// readsInto is the call by which a variable is read from a row, and as which of its values.
func (t *tracker) readsInto(v *ssa.UnOp) (*ssa.Call, int) {
	alloc, ok := rootOf(v).(*ssa.Alloc)
	if !ok || v.X != ssa.Value(alloc) {
		return nil, 0
	}
	for call := range effects.Each[*ssa.Call](t.u.Funcs...) {
		if i := slices.Index(variadic(t.site(call)), ssa.Value(alloc)); i >= 0 {
			return call, i
		}
	}
	return nil, 0
}

// valuesRead are the values that the query is given of which a call reads the row.
func (t *tracker) valuesRead(call *ssa.Call) []ssa.Value {
	s := t.site(call)
	for range 3 {
		if touch := t.u.Touch(s); touch != nil && len(touch.Statements) > 0 {
			return variadic(s)
		}
		before, ok := first(s.Args).(*ssa.Call)
		if !ok {
			return nil
		}
		s = t.site(before)
	}
	return nil
}
