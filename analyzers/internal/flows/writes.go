package flows

import (
	"cmp"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// writesAt are the tables that a call writes by itself.
func (t *tracker) writesAt(s effects.Site) []Write {
	touch := t.u.Touch(s)
	if touch == nil {
		return nil
	}
	from := union(t.argOrigins(s)) | t.toldLater(s)
	values := t.statementArgs(s)
	var list []Write
	for _, st := range touch.Statements {
		if st.Target == nil || !st.Target.Write {
			continue
		}
		w := Write{Schema: known(st.Target.Schema), Table: known(st.Target.Name), Verb: string(st.Target.Verb), Conf: 100, From: from, Values: t.valuesOf(s)}
		w.Steps = []Step{t.view.Step(t.view.CallPos(s.Instr), "writes "+cmp.Or(w.Table, "a table")+": "+st.Short)}
		if w.classify() {
			if t.readText(&w, &st, s, values); !t.leftInside(&w, s) {
				list = append(list, w)
			}
		}
	}
	for _, a := range touch.Accesses {
		if !a.Write || len(touch.Statements) > 0 {
			continue
		}
		w := Write{Schema: a.Schema, Table: a.Table, Model: a.Model, Verb: a.Verb, Conf: a.Conf, Steps: a.Steps, From: from, Values: from, Whole: true}
		if w.classify() {
			t.readChange(&w, a.Change)
			w.Beside, w.Lenient = besideFilter(s), s.Callee != nil && s.Callee.Name() == "FirstOrCreate"
			t.readChain(&w, s)
			w.Set.Outcome = t.givenOutcome(s)
			w.Missable = sqltext.Verb(w.Verb) == sqltext.Update && missable(s)
			t.guardedInside(&w, s)
			list = append(list, w)
		}
	}
	for i := range list {
		list[i].Columns = append(list[i].Columns, copiedColumns(s)...)
	}
	t.passLeftOut(list, s)
	t.leaveToOptions(list, s)
	return list
}

// copiedColumns are the columns that pgx is told to copy rows into.
func copiedColumns(s effects.Site) []string {
	if s.Callee == nil || s.Callee.Name() != "CopyFrom" {
		return nil
	}
	var list []string
	for _, a := range s.Args {
		if types.Identical(a.Type(), types.NewSlice(types.Typ[types.String])) {
			for _, column := range elements(a) {
				if name := constantText(column); name != "" {
					list = append(list, name)
				}
			}
		}
	}
	return list
}

// readText takes from a statement, and from the call that it is given to, what they say of
// a write.
func (t *tracker) readText(w *Write, st *effects.Statement, s effects.Site, values []Origin) {
	text := statementText(*st)
	w.Dialect, w.Lenient = dialect(s), orElse.MatchString(text) || s.Callee != nil && s.Callee.Name() == "FirstOrCreate"
	if slices.ContainsFunc(st.Conditions, func(c sqltext.Comparison) bool { return recedes(c, st.Assigned) }) {
		w.times = t.timesGiven(s)
	}
	if st.Target != nil && st.Target.Verb != sqltext.Update {
		t.insertedReferences(&w.Given, text, s)
	}
	t.readStatement(w, &st.Statement, text, values, t.summed(&st.Statement, text, s))
	t.noteSingle(w, &st.Statement, variadic(s))
	w.kept = t.keptWithout(&st.Statement, s)
	if w.Beside = besideFilter(s); w.Beside == nil {
		w.Beside = besideKey(&st.Statement, variadic(s), text)
	}
	if w.takesNewRow(&st.Statement) {
		w.Beside = w.Assigned
	}
	t.selected(w, st, values)
	if w.Dialect != "" {
		w.Set = t.setBy(&st.Statement, text, s, values)
	} else {
		t.readChain(w, s)
	}
	w.Set.Outcome = t.givenOutcome(s)
	t.settledByTables(w, st, s)
	if w.Table == "" {
		w.Parts, w.Called = wiredParts(st.Parts), calledInSettings(st.Parts, written)
	}
	w.readAccess(t.u.Touch(s), st)
	if st.Open && (w.Table != "" || partUnknown(st.Parts)) {
		w.leaveOpen(st)
	}
	w.readModel(st.Parts)
	if moreColumns.MatchString(text) {
		w.Columns = nil
	}
	w.Insert = w.Insert || t.freshKey(s, st)
	w.Made, w.Under = t.madeBy(w, s), t.conflictKey(s, st)
	w.Aged = w.Delete && t.asksAge(st, text, variadic(s))
	w.Harmless = w.Harmless || ofOneTime(text)
	w.Guard = better(better(w.Guard, t.textGuard(s, text)), t.cellTimeGuard(w, s, text))
	w.Missable = sqltext.Verb(w.Verb) == sqltext.Update && missable(s)
	t.guardedInside(w, s)
}

// partUnknown reports whether a part of a text is not known to anybody, rather than to the
// function's callers.
func partUnknown(parts []summary.Part) bool {
	return slices.ContainsFunc(parts, func(p summary.Part) bool {
		return p.Param < 0 && p.Field == "" && strings.ContainsRune(p.Text, sqltext.Hole)
	})
}

// namedHere reports whether a call itself tells the table of a write that its callee
// makes of whichever one: it is among the call's own writes then.
func (t *tracker) namedHere(s effects.Site, w *Write) bool {
	if w.Table != "" || w.Model != "" || len(w.Parts) > 0 || t.u.Touch(s) == nil {
		return false
	}
	return slices.ContainsFunc(t.writesAt(s), func(own Write) bool {
		return own.Table != "" && own.Insert == w.Insert && own.Delete == w.Delete
	})
}

// leftInside reports whether a call does not tell either the table of a write that its
// callee makes of whichever one: then it is the callee's, with all that decides on it there.
func (t *tracker) leftInside(w *Write, s effects.Site) bool {
	if w.Table != "" || w.Model != "" || len(w.Parts) > 0 {
		return false
	}
	f := t.funcOf(s)
	return f != nil && slices.ContainsFunc(f.Writes, w.unnamedIn)
}

// unnamedIn reports whether a write of a callee's, to a table that the callee does not know,
// is of the kind that its caller's is.
func (w *Write) unnamedIn(in Write) bool {
	return in.Table == "" && in.Model == "" && in.Insert == w.Insert && in.Delete == w.Delete
}

// guardedInside takes over what decides on a write inside of a generic function, which
// does not know the table that it writes: its caller does.
func (t *tracker) guardedInside(w *Write, s effects.Site) {
	f := t.funcOf(s)
	if f == nil {
		return
	}
	var guards, checks []Guard
	var sets []Set
	args := t.argOrigins(s)
	for _, in := range f.Writes {
		if w.unnamedIn(in) {
			guards, checks = append(guards, t.bindGuard(in.Guard, args)), append(checks, t.bindGuard(in.Check, args))
			sets = append(sets, in.Set.bound(args, s.Shift))
			t.toldInside(w, &in, s)
		}
	}
	w.Guard, w.Check = better(w.Guard, least(guards)), better(w.Check, least(checks))
	if len(sets) == 1 && sets[0].Known { // what the function is given may but say which row it is
		sets[0].Outcome = sets[0].Outcome || w.Set.Outcome
		w.Set = sets[0]
	}
}

// toldInside takes over which columns are written there.
func (t *tracker) toldInside(w, in *Write, s effects.Site) {
	if len(w.Columns) > 0 {
		return
	}
	w.Columns = in.Columns
	if in.Told.By > 0 && in.Told.By <= len(s.Args) {
		w.Told = t.toldAt(in.Told, s)
	}
}

// moreColumns recognises a statement that sets columns whose names are not known.
var moreColumns = regexp.MustCompile(`(?is)\bSET\b(?:\s*|.*,\s*)` + string(sqltext.Hole))

// dialect is Standard if a call is given the text of its statement, rather than
// what a library makes one of, or something else.
func dialect(s effects.Site) Dialect {
	text := slices.ContainsFunc(s.Args[min(s.Shift, len(s.Args)):], func(v ssa.Value) bool {
		b, ok := v.Type().Underlying().(*types.Basic)
		return ok && b.Info()&types.IsString != 0
	})
	if text && s.Callee != nil && takesText.MatchString(s.Callee.Name()) {
		return Standard
	}
	return ""
}

var takesText = regexp.MustCompile(`(?i)exec|query|prepare|raw|queue|get|select|run`)

// readAccess takes what is known of the statement beside its text: the model that
// a library writes, and that a part of it is not known, where it may be guarded.
func (w *Write) readAccess(touch *effects.Touch, st *effects.Statement) {
	for _, a := range touch.Accesses {
		if !a.Write || a.Table != w.Table || w.Table == "" {
			continue
		}
		w.Model = a.Model
		if a.Change != nil && a.Change.Partial && st.Asks+st.Sets == 0 {
			w.Guard = better(w.Guard, Guard{Kind: State})
		}
	}
}

// readModel takes from a text's parts which model the table is of: where a helper
// writes any model, its caller says which.
func (w *Write) readModel(parts []summary.Part) {
	for _, p := range parts {
		if p.Model == "" || w.Table == "" || strings.Trim(p.Text, "`\"") != w.Table {
			continue
		}
		w.Model = cmp.Or(w.Model, p.Model)
		w.Keeps = w.Keeps || p.Keeps && w.Delete
		w.Refers = cmp.Or(w.Refers, p.Refers)
	}
}

// wiredParts are a text's parts, if some of them are fields.
func wiredParts(parts []summary.Part) []summary.Part {
	if slices.ContainsFunc(parts, func(p summary.Part) bool { return p.Field != "" }) {
		return parts
	}
	return nil
}

func known(name string) string {
	if name == sqltext.Unknown {
		return ""
	}
	return name
}

// classify sets what the verb says about a write; it reports whether rows are
// written, rather than the shape of a table.
func (w *Write) classify() bool {
	switch sqltext.Verb(w.Verb) {
	case sqltext.Insert, sqltext.Copy:
		w.Insert = true
	case sqltext.Delete, sqltext.Truncate:
		w.Delete = true
	case sqltext.Upsert, sqltext.Update, sqltext.Merge:
	default:
		return false
	}
	return true
}

// readStatement takes from a statement what it says about its own order; summed are the
// columns that the code makes a sum for.
func (t *tracker) readStatement(w *Write, st *sqltext.Statement, text string, values []Origin, summed map[string]bool) {
	someUnknown := slices.Contains(st.SetColumns, "*")
	if !someUnknown {
		w.Columns = slices.Clone(st.SetColumns)
	}
	w.Emptied, w.Copied = emptied(st, text), takenColumns(text)
	covered, inserted := map[string]bool{}, insertedLater(text, len(values))
	signs := 0 // placeholders without a number, from the statement's beginning
	for _, a := range st.Assigned {
		if w.Columns != nil {
			w.Assigned = append(w.Assigned, a.Column)
		}
		value := valueOf(a.Value, values)
		if w.Dialect != "" && newValues.MatchString(a.Value) {
			w.Dialect = MySQL
		}
		if a.Value == "?" && st.Target.Verb == sqltext.Update && signs < len(values) {
			value = values[signs]
		}
		if i, ok := insertedAt(a.Value, inserted); ok {
			value = values[i]
		}
		signs += strings.Count(a.Value, "?")
		now := presentTime(a.Value) || onlyNow(value)
		if now {
			w.Now = append(w.Now, a.Column)
		}
		if a.Relative || summed[strings.ToLower(a.Column)] || staysAsItIs(a, text) || keepsOwn(a) || t.bookkeeping(a.Column, now) || recomputed(a.Value) || computedBeside(a.Value, text) {
			covered[strings.ToLower(a.Column)] = true
		}
	}
	guarded := false
	for _, c := range st.Conditions {
		w.Refuses = w.Refuses || t.comparesOrder(c)
		w.Swaps = w.Swaps || movesOn(c, st.Assigned)
		g := t.conditionIn(st, c, w)
		if o := valueOf(c.Other, values); onlyNow(o) {
			g.Msg = o
		}
		if c.Guards == "" {
			w.Guard = better(w.Guard, g)
			w.Forgets = w.Forgets || g.Kind == Ordered && forgets(st, c.Column)
		} else if g.Kind == Ordered || g.Kind == State || c.Op == "GREATEST" {
			covered[strings.ToLower(c.Guards)] = true
			guarded = true
		}
	}
	chosen, beside := t.choosesRows(text, w.Table)
	for _, c := range chosen {
		w.Guard = better(w.Guard, t.condition(c, w))
		w.Refuses = true
	}
	if beside {
		w.Guard = better(w.Guard, Guard{Kind: State}) // what is stored is another table's
	}
	if w.Guard.Kind == Unguarded && writtenOnce(st, text) {
		w.Guard = Guard{Kind: State}
	}
	w.Constant = len(st.Assigned) > 0 && !slices.ContainsFunc(st.Assigned, func(a sqltext.Assignment) bool {
		return !constantValue.MatchString(a.Value) && !presentTime(a.Value)
	})
	left := uncovered(st.Assigned, covered)
	open := someUnknown || len(left) > 0
	if !someUnknown && !guarded && (len(left) < len(st.Assigned) || !slices.ContainsFunc(left, func(c string) bool { return !hasColumn(w.Now, c) })) {
		w.left = left
	}
	if len(st.Assigned) > 0 && !open {
		if guarded {
			w.Guard = better(w.Guard, Guard{Kind: Ordered})
			w.Refuses = w.Refuses || !slices.ContainsFunc(st.Conditions, func(c sqltext.Comparison) bool {
				return c.Guards != "" && c.Op != "GREATEST" && !t.takesNewer(c)
			})
		} else {
			w.Harmless = true
		}
	}
}

// conditionIn judges a comparison by what else its statement does.
func (t *tracker) conditionIn(st *sqltext.Statement, c sqltext.Comparison, w *Write) Guard {
	g := t.condition(c, w)
	switch {
	case g.Kind == State && repeats(c, st.Assigned):
		return Guard{}
	case g.Kind == Unguarded && (swaps(c, st.Assigned) || w.Dialect != "" && movesOn(c, st.Assigned)):
		g.Kind = State
	case g.Kind == State && advances(c, st.Assigned):
		g.Kind = Ordered
	case g.Kind == State && recedes(c, st.Assigned) && hasColumn(w.times, c.Column):
		g.Kind = Reversed
	case g.Kind == Ordered && partOfKey(c, st):
		g.Kind = State
	}
	return g
}

// uncovered are the columns that are given a value for which the order of messages matters,
// as far as the statement's text tells.
func uncovered(assigned []sqltext.Assignment, covered map[string]bool) []string {
	var list []string
	for _, a := range assigned {
		if !covered[strings.ToLower(a.Column)] {
			list = append(list, a.Column)
		}
	}
	return list
}

// forgets reports whether a statement that inserts or else updates leaves a column as
// it is that it compares.
func forgets(st *sqltext.Statement, column string) bool {
	return st.Target.Verb == sqltext.Upsert && len(st.Assigned) > 0 && !slices.Contains(st.SetColumns, "*") &&
		!slices.ContainsFunc(st.Assigned, func(a sqltext.Assignment) bool { return strings.EqualFold(a.Column, column) })
}

// newValues recognises what a row was to be inserted with, as MySQL has it.
var newValues = regexp.MustCompile(`(?i)\bvalues\(`)

// partOfKey reports whether a version that has to match is a part of the row's key: there
// is no other key, and it stays as it is. Another version is another row.
func partOfKey(c sqltext.Comparison, st *sqltext.Statement) bool {
	return c.Op == "=" && len(st.SetColumns) > 0 && !hasColumn(st.SetColumns, "*") && !hasColumn(st.SetColumns, c.Column) && len(st.Conditions) > 1 &&
		!slices.ContainsFunc(st.Conditions, func(o sqltext.Comparison) bool { return o.Guards != "" || keyColumn.MatchString(o.Column) })
}

// swaps reports whether a column that has to hold a given value is set to
// another one, written in the statement: only rows that are as they were expected
// change.
func swaps(c sqltext.Comparison, assigned []sqltext.Assignment) bool {
	return c.Op == "=" && given(c.Other) && slices.ContainsFunc(assigned, func(a sqltext.Assignment) bool {
		return strings.EqualFold(a.Column, c.Column) && constantValue.MatchString(a.Value)
	})
}

// repeats reports whether a column must not hold yet what it is set to: then nothing is
// asked but whether there is something to do.
func repeats(c sqltext.Comparison, assigned []sqltext.Assignment) bool {
	return c.Op == "<>" && slices.ContainsFunc(assigned, func(a sqltext.Assignment) bool {
		return strings.EqualFold(a.Column, c.Column) && a.Value == c.Other
	})
}

// movesOn reports whether a column that has to hold one value that is handed in is
// set to another one: the row is moved on from there, and from nowhere else.
func movesOn(c sqltext.Comparison, assigned []sqltext.Assignment) bool {
	return c.Op == "=" && c.Guards == "" && (numbered.MatchString(c.Other) || c.Other == "?") && !keyColumn.MatchString(c.Column) &&
		slices.ContainsFunc(assigned, func(a sqltext.Assignment) bool {
			return strings.EqualFold(a.Column, c.Column) && (c.Other == "?" && a.Value == "?" || numbered.MatchString(a.Value) && a.Value != c.Other)
		})
}

// advances reports whether a column that has to be less than a given value is set to
// that value: whatever it is called, it only grows, and holds the order.
func advances(c sqltext.Comparison, assigned []sqltext.Assignment) bool {
	return (c.Op == "<" || c.Op == "<=") && given(c.Other) && slices.ContainsFunc(assigned, func(a sqltext.Assignment) bool {
		return strings.EqualFold(a.Column, c.Column) && a.Value == c.Other
	})
}

// recedes reports whether a column that has to be more than a given value is set to that
// value, and others with it: the row becomes what the least of all says. Of a price that may
// be meant, and of a time it is the older that wins.
func recedes(c sqltext.Comparison, assigned []sqltext.Assignment) bool {
	return (c.Op == ">" || c.Op == ">=") && given(c.Other) && len(assigned) > 1 && slices.ContainsFunc(assigned, func(a sqltext.Assignment) bool {
		return strings.EqualFold(a.Column, c.Column) && a.Value == c.Other
	})
}

// timesGiven are the names of the times that a statement is given, by the call that runs it
// or by those before it in its chain: a column of such a name holds one, whatever it is called.
func (t *tracker) timesGiven(s effects.Site) []string {
	var names []string
	calls, _ := t.chainOf(s)
	for _, s := range calls {
		for _, v := range slices.Concat(s.Args, variadic(s)) {
			if v = withoutInterface(v); isTime(v.Type()) {
				names = append(names, columnName(fieldName(v, 0)))
			}
		}
	}
	return names
}

var constantValue = regexp.MustCompile(`(?i)^\(?([EN]?'|\d|true\b|false\b|null\b)`)

// recomputed recognises a value that is taken from what is stored: it is the same
// whichever message has it computed.
func recomputed(value string) bool {
	return value == sqltext.Subquery || subselect.MatchString(value) && !translates(value)
}

// Of what a value is made is written without blanks.
var subselect = regexp.MustCompile(`(?i)^(coalesce\()?\(\s*select\s*[^$?:@\s]`)

// statementArgs are where the values come from that a statement is given for its
// placeholders, in their order; nil where they are not known one by one.
func (t *tracker) statementArgs(s effects.Site) []Origin {
	var values []Origin
	for _, list := range t.givenValues(s) {
		var o Origin
		for _, v := range list {
			o |= t.whole(v)
		}
		values = append(values, o)
	}
	return values
}

// givenValues are those values, by their places.
func (t *tracker) givenValues(s effects.Site) [][]ssa.Value {
	if list := valuesIn(lastArg(s), 0); list != nil {
		return t.cellTimeLast(list, s)
	}
	var list [][]ssa.Value
	for _, v := range t.builtValues(s) {
		list = append(list, []ssa.Value{v})
	}
	return list
}

// valuesOf is where all comes from that a statement is given, beside the handle
// that runs it.
func (t *tracker) valuesOf(s effects.Site) Origin {
	var o Origin
	for _, v := range s.Args[min(s.Shift, len(s.Args)):] {
		if !isContext(v.Type()) {
			o |= t.whole(v)
		}
	}
	return o
}

var numbered = regexp.MustCompile(`^\(?[$:@]p?(\d+)(::\w+(\[\])?)?\)?$`)

// valueOf is where the value comes from that stands for a numbered placeholder;
// 0 where it cannot be told.
func valueOf(text string, values []Origin) Origin {
	m := numbered.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	if n, err := strconv.Atoi(m[1]); err == nil && n > 0 && n <= len(values) {
		return values[n-1]
	}
	return 0
}

// onlyNow reports whether a value is the present time and nothing of a message.
func onlyNow(o Origin) bool { return o&fromNow != 0 && o&(fromMsg|params|fromStored) == 0 }

// bookkeeping reports whether a column's new value is a mark of the service's
// own: that something was done, and when. It is the same whichever message
// comes last.
func (a *analysis) bookkeeping(column string, now bool) bool {
	if a.cfg.IsField(config.SyncedAt, column) {
		return false
	}
	if now {
		return true
	}
	return keepsBooks(column)
}

// keepsBooks recognises, by their names, columns by which the service keeps track of its
// own work on a row.
func keepsBooks(column string) bool {
	column = columnKey(column)
	if column == "lock" {
		return true
	}
	for _, part := range []string{"processed", "attempt", "retry", "retries", "locked", "updatedat", "modifiedat", "lastseen", "heartbeat", "acked", "syncstat"} {
		if strings.Contains(column, part) {
			return true
		}
	}
	return false
}

var presentTimes = regexp.MustCompile(`(?i)^\(?(now\(\)|current_timestamp(\(\d*\))?|clock_timestamp\(\)|statement_timestamp\(\)|transaction_timestamp\(\)|localtimestamp|getdate\(\)|getutcdate\(\)|sysdate|sysutcdatetime\(\)|utc_timestamp\(\d*\)|unix_timestamp\(\)|datetime\('now'.*\)|strftime\(.*'now'.*\))`)

func presentTime(value string) bool { return presentTimes.MatchString(value) }

// given reports whether the other side of a comparison is handed to the
// statement, rather than written in it.
func given(other string) bool {
	return placeholder.MatchString(other) || strings.ContainsRune(other, sqltext.Hole) || strings.ContainsRune(other, '…') || mentionsNewRow(other)
}

var placeholder = regexp.MustCompile(`(^|[^'\w:])([$@:]\w+|\?|%[a-z])`)

func mentionsNewRow(other string) bool {
	lower := strings.ToLower(other)
	return strings.HasPrefix(lower, "excluded.") || strings.HasPrefix(lower, "values(") || strings.HasPrefix(lower, "new.") ||
		strings.HasPrefix(lower, "coalesce(excluded.") || strings.Contains(lower, ".") && !strings.HasPrefix(lower, "'")
}

// condition judges a comparison in the statement's own text.
func (a *analysis) condition(c sqltext.Comparison, w *Write) Guard {
	g := Guard{Field: c.Column, Msg: fromMsg | params, Stored: fromStored, Kind: a.conditionKind(c)}
	if g.Kind == State && !hasColumn(w.Columns, c.Column) {
		if w.Columns != nil && !asksState(c) || a.cfg.IsField(config.Deleted, c.Column) {
			return Guard{} // a part of the key, or of the rows that are there at all
		}
		g.Found, g.Table = asksState(c), w.Table // it has to be moved on from there, see InState
	}
	if ofSeveral(c.Op) && !literal.MatchString(c.Other) && (!hasColumn(w.Columns, c.Column) || keyColumn.MatchString(c.Column)) {
		return Guard{} // the keys of the rows that are meant
	}
	if g.Kind != Unguarded && len(w.Steps) > 0 {
		g.Step = w.Steps[len(w.Steps)-1]
	}
	return g
}

// asksState reports whether a comparison asks for one of the states that a row may be in.
func asksState(c sqltext.Comparison) bool {
	return c.Guards == "" && (c.Op == "IS" || (c.Op == "=" || c.Op == "<>" || ofSeveral(c.Op)) && literal.MatchString(c.Other))
}

// conditionKind is how a condition of a statement protects what it overwrites:
// Reversed, if it lets just the older messages through.
func (a *analysis) conditionKind(c sqltext.Comparison) GuardKind {
	orders := a.orderField(c.Column) || timeColumn(c.Column)
	switch other := c.Other; {
	case other == sqltext.Subquery:
		return Unguarded
	case c.Op == "<" || c.Op == "<=" || c.Op == "GREATEST":
		switch {
		case presentTime(other) && a.cfg.IsField(config.SyncedAt, c.Column):
			return Clock
		case presentTime(other):
			return Unguarded
		case given(other) && orders:
			return Ordered
		case given(other):
			return State
		}
	case c.Op == ">" || c.Op == ">=":
		switch {
		case given(other) && orders:
			return Reversed
		case given(other):
			return State // a balance that has to suffice
		}
	case c.Op == "=" && given(other) && mustMatch(c.Column):
		return Ordered // a version that has to match
	case (c.Op == "=" || c.Op == "<>" || ofSeveral(c.Op)) && literal.MatchString(c.Other):
		return State
	case c.Op == "IS":
		return State // it is given a value where it has none: the first message does, and no later one
	case ofSeveral(c.Op) && given(other):
		return State // the states that may be left, where the column is one that is set
	}
	return Unguarded
}

// ofSeveral reports whether a comparison is with each of a list.
func ofSeveral(op string) bool { return op == "IN" || op == "NOT IN" }

var literal = regexp.MustCompile(`(?i)^\(?([EN]?'|\d|true|false)`)

// mustMatch recognises columns and fields that hold a number which has to match.
func mustMatch(name string) bool {
	name = strings.ToLower(name)
	if slices.Contains([]string{"rev", "ver", "vsn", "gen"}, name) {
		return true
	}
	return slices.ContainsFunc([]string{"version", "revision", "sequence", "seq", "etag", "generation", "epoch", "offset", "_rev"}, func(part string) bool {
		return strings.Contains(name, part)
	})
}

// timeColumn recognises columns that hold a time.
func timeColumn(column string) bool {
	column = strings.ToLower(column)
	if slices.Contains([]string{"at", "ts", "seq", "rev", "ver", "time", "lsn", "epoch"}, column) {
		return true
	}
	for _, suffix := range []string{"_at", "as_of", "_ts", "_time", "_date", "_on", "timestamp", "_seq", "_version", "_rev"} {
		if strings.HasSuffix(column, suffix) {
			return true
		}
	}
	return false
}
