package flows

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A library that writes a model writes all of its columns, also those that were
// never given a value. What a row refers to is told by the fields that were.

// Given are the fields of a struct that are given a value, by the names of their
// columns where a tag says those.
type Given struct {
	Keys []string
	// All says that all fields are, for the struct was decoded; Known, that what is
	// not in Keys is empty.
	All, Known bool
	// AsRead says that the struct was read from a store: what is not in Keys is what
	// it was. Of a key, it says that it is one of such a struct.
	AsRead bool
	// By is 1 + the parameter that the struct is; 0: none.
	By int
	// References are those of its keys that may have been read from another row.
	References []Reference
}

// unsaid reports whether nothing is known of what a struct is given.
func (g Given) unsaid() bool {
	return !g.All && !g.Known && !g.AsRead && g.By == 0 && len(g.Keys) == 0
}

// givenOf is what is known of the model that a call writes.
func (t *tracker) givenOf(s effects.Site, w *Write) Given {
	switch {
	case s.Callee != nil && s.Callee.Name() == "FirstOrCreate" && len(s.Args) > 0:
		return t.foundOrMade(s, w.Model)
	case s.Callee != nil && givesByName(s):
		if len(w.Columns) == 0 {
			return Given{} // whoever names the columns knows
		}
		return Given{Known: true, Keys: slices.Clone(w.Columns)}
	}
	return t.givenModel(s, w.Model)
}

// givenModel is what is known of a model that a call is given, or the chain that it ends.
func (t *tracker) givenModel(s effects.Site, model string) Given {
	args := s.Args
	for range 8 {
		for _, a := range args {
			for _, v := range members(a) {
				v = withoutInterface(v)
				if n := rowType(v.Type()); n != nil && effects.TypeName(n) == model {
					return t.givenValue(v, 0).withKeys(n)
				}
			}
		}
		if len(args) == 0 {
			break
		}
		before, ok := args[0].(*ssa.Call) // the chain that the call ends
		if !ok {
			break
		}
		args = t.site(before).Args
	}
	return Given{}
}

// givesByName reports whether a call names the columns of a model that it writes, rather than
// being given the model: Model(&Order{}).Updates(map[string]any{…}), or Update("state", v).
func givesByName(s effects.Site) bool {
	switch s.Callee.Name() {
	case "Update", "UpdateColumn":
		return len(s.Args) > s.Shift+1
	}
	return slices.ContainsFunc(s.Args[min(s.Shift, len(s.Args)):], func(a ssa.Value) bool {
		return namedMap(withoutInterface(a).Type())
	})
}

// foundOrMade is what is known of a row that is inserted where a query finds none: it is made
// of what the query asks for, and of what it is told beside.
func (t *tracker) foundOrMade(s effects.Site, model string) Given {
	g := Given{Known: true}
	for range 8 {
		for _, a := range s.Args {
			for _, v := range members(a) {
				v = withoutInterface(v)
				if n := rowType(v.Type()); n != nil && effects.TypeName(n) == model {
					g = g.and(t.givenValue(v, 0).withKeys(n))
				}
			}
		}
		before, ok := s.Args[0].(*ssa.Call)
		if !ok || calleeOf(before) == nil {
			break
		}
		if s = t.site(before); len(s.Args) == 0 {
			break
		}
	}
	return g
}

// givenRow is what is known of the struct that a call writes of which no library says
// that it is a model, where it is one that was read, or may be by what the unit is
// given: the struct itself, or the fields of just one.
func (t *tracker) givenRow(s effects.Site) Given {
	var row ssa.Value
	for _, a := range slices.Concat(s.Args[min(s.Shift, len(s.Args)):], variadic(s)) {
		v := withoutInterface(a)
		if load, ok := v.(*ssa.UnOp); ok {
			if fa, ok := load.X.(*ssa.FieldAddr); ok {
				v = fa.X
			}
		}
		if n := effects.Named(v.Type()); n == nil || !isStruct(n) || isContext(v.Type()) || v == row {
			continue
		}
		if row != nil {
			return Given{}
		}
		row = v
	}
	if row == nil {
		return Given{}
	}
	if g := t.givenValue(row, 0); g.AsRead || g.By > 0 {
		return g
	}
	return Given{}
}

// withKeys names the fields of a struct of which all are given.
func (g Given) withKeys(n *types.Named) Given {
	st, ok := n.Underlying().(*types.Struct)
	if !ok || !g.All {
		return g
	}
	for i := range st.NumFields() {
		if name := columnOf(st, i); !slices.Contains(g.Keys, name) {
			g.Keys = append(g.Keys, name)
		}
	}
	slices.Sort(g.Keys)
	return g
}

// givenValue is what is known of a struct, or of what a pointer refers to.
func (t *tracker) givenValue(v ssa.Value, depth int) Given {
	if depth > 6 {
		return Given{}
	}
	if listsRows(v.Type()) {
		return t.givenList(v, depth)
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		if i := slices.Index(t.u.Func.Params, v); i >= 0 {
			return Given{By: i + 1}
		}
		// Of a literal that is given the stored row: see givesRows.
		return Given{AsRead: t.val[v]&(fromStored|fromMsg) == fromStored}
	case *ssa.UnOp:
		return t.givenValue(v.X, depth+1)
	case *ssa.ChangeType: // of a struct that has the same fields
		return t.givenValue(v.X, depth+1)
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			return t.givenValue(b, depth+1)
		}
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return t.madeGiven(call, v)
		}
	case *ssa.Call:
		return t.madeGiven(v, v)
	case *ssa.FieldAddr:
		if outer, ok := t.variable(v).(*ssa.Alloc); ok && t.decodedInto(outer) {
			return Given{All: true}
		}
	case *ssa.Alloc:
		return t.builtGiven(v, depth)
	case *ssa.Phi:
		return t.eitherGiven(v, depth)
	}
	return Given{}
}

// eitherGiven is what is known of a struct that was read, or is made where there is none:
// what is put into it after that is all that either is given beside.
func (t *tracker) eitherGiven(v *ssa.Phi, depth int) Given {
	g := Given{AsRead: true}
	for _, edge := range v.Edges {
		if isNil(edge) {
			continue
		}
		e := t.givenValue(edge, depth+1)
		if e.All || e.By > 0 || !e.Known && !e.AsRead {
			return Given{}
		}
		g.AsRead = g.AsRead && e.AsRead
		g.Keys = joinedKeys(g.Keys, e.Keys)
	}
	g.Known = !g.AsRead
	g.Keys = joinedKeys(g.Keys, storedFields(v))
	return g
}

// madeGiven is what a function of the project's gives the struct that it returns, and
// what is put into that here.
func (t *tracker) madeGiven(call *ssa.Call, made ssa.Value) Given {
	s := t.site(call)
	if f := t.funcOf(s); f != nil {
		g := f.Gives
		g.Keys = joinedKeys(g.Keys, storedFields(made))
		return g
	}
	impls := t.behindCall(s)
	g := Given{AsRead: len(impls) > 0 || handsBackRow(s)}
	for _, f := range impls {
		if !f.Gives.AsRead {
			return Given{}
		}
		g.Keys = joinedKeys(g.Keys, f.Gives.Keys)
	}
	g.Keys = joinedKeys(g.Keys, storedFields(made))
	return g
}

// handsBackRow reports whether a method of an interface, of which no implementation is known
// here, looks a row up: it is given keys and no struct, and does not say that it makes one.
func handsBackRow(s effects.Site) bool {
	if s.Method == nil || !looksUp(s) || hasAnyPrefix(s.Method.Name, "new", "make", "build", "create") {
		return false
	}
	return !slices.ContainsFunc(s.Args[1:], func(a ssa.Value) bool { return rowType(a.Type()) != nil && !isContext(a.Type()) })
}

// storedFields are the fields of what a pointer refers to that are given a value one by
// one.
func storedFields(v ssa.Value) []string {
	st, ok := deref(v.Type()).Underlying().(*types.Struct)
	if !ok || v.Referrers() == nil {
		return nil
	}
	var names []string
	for _, ref := range *v.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		if givesValue(fa) {
			names = append(names, columnOf(st, fa.Field))
		}
		if st.Field(fa.Field).Embedded() {
			names = append(names, storedFields(fa)...)
			names = append(names, storedWhole(fa)...)
		}
	}
	return names
}

// storedWhole are the fields of a struct that is put into a field as it is.
func storedWhole(field *ssa.FieldAddr) []string {
	var names []string
	for _, ref := range *field.Referrers() {
		st, ok := ref.(*ssa.Store)
		if !ok || st.Addr != field {
			continue
		}
		if load, ok := st.Val.(*ssa.UnOp); ok {
			if from, ok := load.X.(*ssa.Alloc); ok {
				names = append(names, storedFields(from)...)
			}
		}
	}
	return names
}

// builtGiven is what the function gives a variable of its own.
func (t *tracker) builtGiven(v *ssa.Alloc, depth int) Given {
	if t.decodedInto(v) {
		return Given{All: true}
	}
	base := t.u.Base(v)
	read := (t.filled[base]|t.content[base])&fromStored != 0
	g := Given{Known: true, Keys: storedFields(v), AsRead: read}
	t.noteReferences(&g, v, depth)
	for _, ref := range *v.Referrers() {
		if ref, ok := ref.(*ssa.Store); ok && ref.Addr == v {
			whole := t.givenValue(ref.Val, depth+1)
			g = Given{Keys: append(g.Keys, whole.Keys...), All: g.All || whole.All, Known: g.Known && whole.Known, AsRead: whole.AsRead || read && filledAfter(v, ref), By: max(g.By, whole.By), References: slices.Concat(g.References, whole.References)}
		}
	}
	slices.Sort(g.Keys)
	g.Keys = slices.Compact(g.Keys)
	return g
}

// filledAfter reports whether a variable that points to a struct is handed to a call to be
// filled after something was put into it: user := new(User); db.First(&user). What saves a
// struct that is no pointer is given its address as well, and fills it with what it saved.
func filledAfter(v *ssa.Alloc, put *ssa.Store) bool {
	if _, ok := deref(v.Type()).Underlying().(*types.Pointer); !ok {
		return false
	}
	return slices.ContainsFunc(pointedIn(v), func(call ssa.CallInstruction) bool { return before(put, call) })
}

// columnOf is the name of the column that holds a struct's field: what a tag calls
// it, or the field's own.
func columnOf(st *types.Struct, i int) string {
	tag := reflect.StructTag(st.Tag(i))
	for option := range strings.SplitSeq(tag.Get("gorm"), ";") {
		if name, ok := strings.CutPrefix(option, "column:"); ok {
			return name
		}
	}
	for _, library := range []string{"bun", "db", "pg", "boil", "bson"} {
		name, _, _ := strings.Cut(tag.Get(library), ",")
		if name != "" && name != "-" && !strings.Contains(name, ":") {
			return name
		}
	}
	return st.Field(i).Name()
}

// variable is the variable that a field belongs to.
func (t *tracker) variable(v ssa.Value) ssa.Value {
	for range 6 {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.FreeVar:
			if v = t.u.Binding(x); v == nil {
				return nil
			}
		default:
			return v
		}
	}
	return v
}

// decodedInto reports whether a call fills a variable from a message, or from what
// the function is given. What writes it to a database may fill it too.
func (t *tracker) decodedInto(v *ssa.Alloc) bool {
	if t.filled[t.u.Base(v)]&(fromMsg|params) == 0 {
		return false
	}
	refs := slices.Clone(*v.Referrers())
	for _, ref := range refs {
		if mi, ok := ref.(*ssa.MakeInterface); ok {
			refs = append(refs, *mi.Referrers()...)
		}
	}
	return slices.ContainsFunc(refs, func(ref ssa.Instruction) bool {
		call, ok := ref.(*ssa.Call)
		if !ok {
			return false
		}
		s := t.site(call)
		if s.Shift > 0 && t.whole(s.Args[0])&fromStored != 0 {
			return false // collection.FindOne(…).Decode(&row): as it is stored
		}
		return s.Callee != nil && t.u.Touch(s) == nil && (hasRole(s, catalog.Decode) || decodes(s.Callee.Name()))
	})
}

func decodes(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"unmarshal", "decode", "parse", "bind", "copy", "convert", "fromjson"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// isKey recognises the fields that refer to another row by their name.
func isKey(field string) bool {
	return len(field) > 2 && (strings.HasSuffix(field, "ID") || strings.HasSuffix(field, "Id") || strings.HasSuffix(field, "UUID"))
}

// givesValue reports whether a field is given a value that may be other than none.
func givesValue(field *ssa.FieldAddr) bool {
	for _, ref := range *field.Referrers() {
		if s, ok := ref.(*ssa.Store); ok && s.Addr == field && !isEmpty(s.Val) {
			return true
		}
	}
	return false
}

// isEmpty reports whether a value is the zero value of its type, that of a struct
// too: null.Int{}.
func isEmpty(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && (c.Value == nil || isZero(v))
}

// noteGiven notes what a struct that is returned is given: all is known of it if it is
// of each that the function returns.
func (t *tracker) noteGiven(f *Func, r ssa.Value) {
	if !mayBeStruct(r.Type()) || isNil(r) || isEmpty(r) {
		return
	}
	g, first := t.givenValue(r, 0), !f.Gives.Known && !f.givesOther
	if g.By > 0 {
		f.givesOther = true
	}
	f.Gives.Keys = append(f.Gives.Keys, g.Keys...)
	f.Gives.All = f.Gives.All || g.All
	f.givesOther = f.givesOther || !g.Known
	f.Gives.Known, f.Gives.AsRead = !f.givesOther, !f.givesOther && g.AsRead && (first || f.Gives.AsRead)
	slices.Sort(f.Gives.Keys)
	f.Gives.Keys = slices.Compact(f.Gives.Keys)
}

// mayBeStruct reports whether a type is that of a struct, of what refers to one, or of
// whatever a generic function is called for.
func mayBeStruct(ty types.Type) bool {
	if _, ok := types.Unalias(deref(ty)).(*types.TypeParam); ok {
		return true
	}
	return rowType(ty) != nil
}

func isStruct(n *types.Named) bool {
	_, ok := n.Underlying().(*types.Struct)
	return ok
}

// givenArgs is what a call gives of each of its arguments that is a struct, or a key of one;
// nil: nothing.
func (t *tracker) givenArgs(args []ssa.Value) []Given {
	list := make([]Given, len(args))
	some := false
	for i, a := range args {
		if rowType(a.Type()) == nil {
			list[i].AsRead = t.asRead(a, 0)
			some = some || list[i].AsRead
			continue
		}
		list[i] = t.givenValue(a, 0)
		some = some || list[i].All || list[i].AsRead || list[i].By > 0 || len(list[i].Keys) > 0
	}
	if !some {
		return nil
	}
	return list
}

// bindGiven says what a struct is given, once it is known what the parameters
// are.
func bindGiven(g Given, args []Given) Given {
	if g.By == 0 || g.By > len(args) {
		g.By = 0
		return g
	}
	out := args[g.By-1]
	out.Keys = joinedKeys(out.Keys, g.Keys) // what was put into it on the way counts too
	out.References = slices.Concat(out.References, g.References)
	return out
}

// withoutParams is what is known of structs without those that are parameters, of which it
// cannot be told any more what they are.
func withoutParams(list []Given) []Given {
	list = slices.Clone(list)
	for i := range list {
		if list[i].By > 0 {
			list[i] = Given{}
		}
	}
	return list
}

// joinedKeys are the names in either of two lists, each once, in order.
func joinedKeys(a, b []string) []string {
	keys := slices.Concat(a, b)
	slices.Sort(keys)
	return slices.Compact(keys)
}

// handedOn is what is known of the one struct that a call hands to what writes: what is
// nearer to the write counts.
func (g Given) handedOn(args []Given) Given {
	if g.By > 0 {
		g = bindGiven(g, args)
	}
	if g.Known || g.All || g.AsRead {
		return g
	}
	var found []Given
	for _, a := range args {
		if a.By > 0 || a.All || (a.Known || a.AsRead) && len(a.Keys) > 0 {
			found = append(found, a)
		}
	}
	if len(found) != 1 {
		return Given{}
	}
	return found[0]
}
