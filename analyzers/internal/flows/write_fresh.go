package flows

import (
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A store that knows no INSERT but one that overwrites adds rows all the same, where
// each gets a key that is made for it: INSERT INTO messages (id, …) of Cassandra, with
// gocql.TimeUUID().

// freshKey reports whether a statement that would overwrite a row is given a new key for
// it: in the first of its columns, or, where that is not all of the key and no conflict
// is spoken of, in any that is called as a part of one.
func (t *tracker) freshKey(s effects.Site, st *effects.Statement) bool {
	if st.Target.Verb != sqltext.Upsert {
		return false
	}
	values, text := variadic(s), statementText(*st)
	m := insertedColumns.FindStringSubmatch(text)
	if m == nil || len(values) == 0 {
		return false
	}
	columns := strings.Split(m[1], ",")
	for i, c := range columns {
		columns[i] = strings.Trim(strings.TrimSpace(c), "\"`")
	}
	if rowKey.MatchString(columns[0]) || orElse.MatchString(text) || len(columns) != len(values) || strings.Count(text, "?") != len(values) {
		columns = columns[:1]
	}
	for i, c := range columns {
		if keyColumn.MatchString(c) && fresh(values[i]) {
			return true
		}
	}
	return false
}

var (
	insertedColumns = regexp.MustCompile(`(?is)\bINTO\s+\S+\s*\(([^)]*)\)\s*VALUES\s*\(\s*[$?:@]`)
	keyColumn       = regexp.MustCompile(`(?i)^(_?id|\w+_id|(\w+_)?uuid|key)$`)
)

// fresh reports whether a value is an id that is made here.
func fresh(v ssa.Value) bool {
	for range 4 {
		switch x := withoutInterface(v).(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.Convert:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Call:
			fn := x.Call.StaticCallee()
			if fn == nil {
				return len(x.Call.Args) == 0 && idFunctions.MatchString(calledField(x))
			}
			if !makesID(fn) && len(x.Call.Args) == 1 { // its text, or a key that it is part of
				v = x.Call.Args[0]
				continue
			}
			return makesID(fn)
		default:
			return false
		}
	}
	return false
}

// makesID recognises the functions that make a new id, of the libraries for that or by
// their names.
func makesID(fn *ssa.Function) bool {
	if fn.Pkg == nil || fn.Signature.Recv() != nil {
		return false
	}
	if idMakers.MatchString(fn.Name()) {
		return true
	}
	path := strings.ToLower(fn.Pkg.Pkg.Path())
	return idPackages.MatchString(path) && strings.HasPrefix(fn.Name(), "New") && fn.Signature.Params().Len() == 0
}

var (
	idMakers   = regexp.MustCompile(`^(?:(?:New|Gen|Generate|Rand|Random|Time|Make)(?:Random)?(?:UUID|Uuid|ULID|ObjectID|XID|KSUID|ID|Id)(?:V?[12467])?(?:String)?)$`)
	idPackages = regexp.MustCompile(`(uuid|ulid|xid|nanoid|guid)`)
	// idFunctions are the names under which such a function is handed in.
	idFunctions = regexp.MustCompile(`(?i)(uuid|ulid|guid|^(new|make|gen|generate|next)_?id$|^idgen(erator)?$)`)
)

// createsNew reports whether a call writes a row that it is given, to which the function
// has given a key of its own making: store.Upsert(ctx, Run{ID: uuid.NewString(), …}).
// Whatever the store does, there is no such row yet.
func (t *tracker) createsNew(instr ssa.Instruction) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	s := t.site(call)
	if s.Callee == nil || !storeVerb.MatchString(s.Callee.Name()) {
		return false
	}
	rows := 0
	for _, a := range s.Args[min(s.Shift, len(s.Args)):] {
		switch row := builtHere(withoutInterface(a)); {
		case row == nil:
		case newKey(row):
			rows++
		case t.madeOfData(row):
			return false
		}
	}
	return rows > 0
}

var storeVerb = regexp.MustCompile(`(?i)^(save|upsert|put|create|insert|add|store|write|persist|index|set|replace)`)

// builtHere is the variable that holds a struct which the function makes, or nil.
func builtHere(v ssa.Value) *ssa.Alloc {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	if _, ok := deref(alloc.Type()).Underlying().(*types.Struct); !ok {
		return nil
	}
	return alloc
}

// madeOfData reports whether a struct that is made here is given data, unlike options.
func (t *tracker) madeOfData(row *ssa.Alloc) bool {
	for _, ref := range *row.Referrers() {
		uses := []ssa.Instruction{ref}
		if fa, ok := ref.(*ssa.FieldAddr); ok {
			uses = *fa.Referrers()
		}
		for _, use := range uses {
			if st, ok := use.(*ssa.Store); ok && st.Val != ssa.Value(row) && t.whole(st.Val)&(fromMsg|params) != 0 {
				return true
			}
		}
	}
	return false
}

// newKey reports whether the key of a struct is given a new id, and nothing else.
func newKey(row *ssa.Alloc) bool {
	found := false
	for _, ref := range *row.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == ssa.Value(row) {
			made := builtHere(st.Val) // a literal that is put into a variable
			if made == nil || made == row || !newKey(made) {
				return false
			}
			found = true
			continue
		}
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !rowKey.MatchString(structField(fa.X.Type(), fa.Field)) {
			continue
		}
		for _, use := range *fa.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == fa {
				if !fresh(st.Val) {
					return false
				}
				found = true
			}
		}
	}
	return found
}

var rowKey = regexp.MustCompile(`(?i)^(id|uuid|pk|key)$`)
