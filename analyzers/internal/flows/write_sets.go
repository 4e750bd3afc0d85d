package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A Set is what a write sets, told apart from what says which row it is.
type Set struct {
	// Known says that it can be told.
	Known bool
	// From is where what the columns are set to comes from, Direct the part of it that no
	// look-up stands between, Refs what goes into columns which refer to another row, and
	// Keys what the row is found by.
	From, Direct, Refs, Keys Origin
	// Parts are those of Direct by whose fields it is told what goes into which column: they
	// are structs. Of a key of the message's that is put into one, see asPart.
	Parts Origin
	// Outcome says that an error has decided which of several states it is; see byOutcome.
	Outcome bool

	keys []ssa.Value // what the row is found by, in the unit that is looked at
}

// ReadAnew reports whether all that a write sets was read because of the message, by
// its keys, from wherever it is kept: then what is written is as new as that, whichever
// message has it written.
func (w *Write) ReadAnew() bool {
	s := w.Set
	return s.Known && s.From.looked() && s.From&(msgContent|implied) == 0 && s.Refs&fromMsg == 0 &&
		(s.Keys&keyBits == 0 || s.From&keyBits&^s.Keys == 0) // else it is what the message's reference stands for
}

// add notes a value that a column is set to.
func (s *Set) add(column string, o Origin) {
	raw := o
	switch {
	case o == 0:
		o = implied
	case onlyNow(o):
		return
	case o.ofData() && !o.looked():
		o = o.inFull() &^ keyBits // a key too is content where it is written
		s.Direct |= o
	}
	// A struct's field of that name is heeded where the struct is given it: see asPart.
	if isKeyName(column) && (raw.looked() || raw&content != 0) {
		s.Refs |= o
	}
	s.From |= o
}

// bound is what a callee's write sets, by what it is given; of what comes before first,
// nothing is known.
func (s Set) bound(args []Origin, first int) Set {
	if !s.Known {
		return Set{}
	}
	out := Set{Known: true, From: bind(s.From, args), Refs: bind(s.Refs, args), Keys: bind(s.Keys, args), Outcome: s.Outcome}
	for i, a := range args {
		if s.Direct&contentOf(i) == 0 {
			continue
		}
		switch {
		case s.Parts&contentOf(i) != 0 && !a.looked():
			if a != 0 || i >= first {
				out.From |= implied // by what goes with the key
			}
			out.Direct |= a &^ flags
		case a == 0 && i >= first:
			out.From |= implied
		case a.ofData() && !a.looked():
			out.Direct |= a.inFull()
		}
	}
	out.From |= out.Direct
	return out
}

// structParams are the parameters, by the bits for their content, that are structs of the
// project's.
func (t *tracker) structParams() Origin {
	var o Origin
	for i, p := range t.u.Func.Params {
		if n := effects.Named(deref(p.Type())); n != nil && isStruct(n) && n.Obj().Pkg() != nil && t.firstParty(effects.PkgPath(n.Obj().Pkg())) {
			o |= contentOf(i)
		}
	}
	return o
}

// resolved is what is set, once it is known what the parameters are.
func (s Set) resolved(resolve func(Origin) Origin) Set {
	if !s.Known {
		return Set{}
	}
	return Set{Known: true, From: resolve(s.From), Direct: resolve(s.Direct), Refs: resolve(s.Refs), Keys: resolve(s.Keys), Outcome: s.Outcome}
}

var (
	signs = regexp.MustCompile(`\?|\$(\d+)`)
	named = regexp.MustCompile(`(^|[^:\w])[:@][a-z_]\w*`)
	// ofNewRow recognises a column of the row that was to be inserted.
	ofNewRow = regexp.MustCompile(`(?i)^\(?(?:excluded\.|new\.|values\()["` + "`" + `]?(\w+)`)
)

// setBy is what a statement sets, by the values that it is given.
func (t *tracker) setBy(st *sqltext.Statement, text string, s effects.Site, values []Origin) Set {
	if len(st.Assigned) == 0 || slices.Contains(st.SetColumns, "*") {
		return Set{}
	}
	set, used, sign := Set{Known: true}, make([]bool, len(values)), 0
	inserted := insertedLater(text, len(values))
	for _, a := range st.Assigned {
		n := sign
		sign += strings.Count(a.Value, "?")
		switch {
		case a.Relative, keepsOwn(a), recomputed(a.Value), computedBeside(a.Value, text), presentTime(a.Value), keepsBooks(a.Column):
			continue
		case constantValue.MatchString(a.Value), translates(a.Value) && !signs.MatchString(a.Value):
			set.add(a.Column, 0)
			continue
		case named.MatchString(a.Value):
			set.add(a.Column, t.valuesOf(s)) // by name, from a struct or a map
			continue
		}
		of := placesIn(a.Value, n, st.Target.Verb == sqltext.Update)
		if takesNew(a.Value) {
			i, ok := insertedAt(a.Value, inserted)
			if !ok {
				return Set{}
			}
			of = []int{i}
		}
		for _, i := range of {
			if i < 0 || i >= len(values) {
				return Set{}
			}
			used[i] = true
			set.add(a.Column, values[i])
		}
	}
	given := t.givenValues(s)
	for i, o := range values {
		if !used[i] {
			set.Keys |= o
			set.keys = append(set.keys, given[i]...)
		}
	}
	return set
}

// placesIn are the values that an expression names, counted from 0; those without a
// number are counted from the statement's beginning on, where it can be told.
func placesIn(text string, sign int, counted bool) []int {
	var list []int
	for _, m := range signs.FindAllStringSubmatch(text, -1) {
		i := sign
		if m[1] != "" {
			n, _ := strconv.Atoi(m[1])
			i = n - 1
		} else if sign++; !counted {
			i = -1
		}
		list = append(list, i)
	}
	return list
}

// insertedValues tells which value each column of an INSERT is given, where its values
// are told one by one.
func insertedValues(text string, n int) map[string]int {
	m := insertedColumns.FindStringSubmatch(text)
	if m == nil {
		m = builtColumns.FindStringSubmatch(text)
	}
	if m == nil {
		return nil
	}
	columns := strings.Split(m[1], ",")
	if len(columns) != n {
		return nil
	}
	places := map[string]int{}
	for i, c := range columns {
		places[columnName(c)] = i
	}
	return places
}

// takesNew reports whether a column is set to a column of the row that was to be inserted.
func takesNew(value string) bool { return ofNewRow.MatchString(value) }

// insertedLater is insertedValues for when it is asked for: few statements take anything from
// the row that was to be inserted.
func insertedLater(text string, n int) func() map[string]int {
	return sync.OnceValue(func() map[string]int { return insertedValues(text, n) })
}

// insertedAt is which of the values that column was to be inserted with.
func insertedAt(value string, inserted func() map[string]int) (int, bool) {
	m := ofNewRow.FindStringSubmatch(value)
	if m == nil {
		return 0, false
	}
	i, ok := inserted()[strings.ToLower(m[1])]
	return i, ok
}

// maxChain bounds the calls of a chain that are gone back through.
const maxChain = 12

// chainOf is a call, and those before it in its chain; whole says that there are no more.
func (t *tracker) chainOf(s effects.Site) (calls []effects.Site, whole bool) {
	for range maxChain {
		calls = append(calls, s)
		before, ok := first(s.Args).(*ssa.Call)
		if !ok {
			return calls, true
		}
		s = t.site(before)
	}
	return calls, false
}

// setInChain is what a library is given to write, by the call or by those before it in
// its chain.
func (t *tracker) setInChain(s effects.Site) Set {
	set, model := Set{Known: true}, []ssa.Value(nil)
	calls, _ := t.chainOf(s)
	for _, s := range calls {
		if s.Callee == nil {
			return Set{}
		}
		if s.Callee.Name() == "Model" {
			model = handedTo(s)
		}
		if keys := findsRows.MatchString(s.Callee.Name()); keys {
			set.Keys |= t.valuesOf(s)
			set.keys = append(append(set.keys, variadic(s)...), s.Args[min(s.Shift, len(s.Args)):]...)
		} else if !setsUpChain.MatchString(s.Callee.Name()) {
			t.addGiven(&set, s)
		}
	}
	if set.keys == nil {
		set.keys = model // gorm finds the row by its key
	}
	return set
}

var (
	findsRows   = regexp.MustCompile(`^(Where\w*|And|Or|Not|Filter|Eq|In|ID|Id|Find|First|Match|Having)$`)
	setsUpChain = regexp.MustCompile(`^(Model|Table|NewUpdate|NewInsert|Session|WithContext|WithCtx|Context|Clauses|Select|Omit|Column|Columns|Limit|Order|OrderBy|Joins?|Debug|Unscoped|Scopes|Collection|Database|Index|Returning|ExcludeColumn|On|Exec|Do|Get\w*|Use)$`)
)

// addGiven adds what one call of a chain is given.
func (t *tracker) addGiven(set *Set, s effects.Site) {
	args := s.Args[min(s.Shift, len(s.Args)):]
	if more := variadic(s); more != nil && len(args) > 0 {
		args = slices.Concat(args[:len(args)-1], more)
	}
	column := ""
	for i, a := range args {
		a = withoutInterface(a)
		if isContext(a.Type()) || tellsHow(a.Type()) {
			continue
		}
		if text := constantText(a); text != "" && i < len(args)-1 && column == "" {
			column = text // Update("status", …)
			continue
		}
		o := t.whole(a)
		if ofDocuments(s) && i == 1 && len(args) > 2 {
			set.Keys |= o // the filter
			set.keys = append(set.keys, a)
			continue
		}
		if isOptionList(s, a) {
			continue
		}
		set.add(column, o)
	}
}
