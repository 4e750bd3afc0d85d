package flows

import (
	"cmp"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A repository may change whichever columns its caller names: by the keys of a
// map, or by an identifier that is put into the statement. Then it is the caller
// who knows them. What is told here is no more than that: a column which is not
// named may be written all the same.

// Told are the columns that a value names.
type Told struct {
	Names []string
	By    int // 1 + the parameter that names them; 0: none does
}

// toldColumns are the columns that a write is told rather than having them in
// its text.
func (t *tracker) toldColumns(s effects.Site) Told {
	for range 12 {
		if s.Callee == nil || t.known(s) {
			break
		}
		if setsColumns(s.Callee.Name()) {
			if told := t.toldAmong(s); told.By > 0 {
				return told
			}
		}
		if len(s.Args) == 0 {
			break
		}
		before, ok := s.Args[0].(*ssa.Call) // the chain that the call ends
		if !ok {
			break
		}
		s = t.site(before)
	}
	return Told{}
}

// setsColumns recognises the methods of libraries that are given new values.
func setsColumns(name string) bool {
	return strings.HasPrefix(name, "Set") || strings.HasPrefix(name, "Update") || strings.HasPrefix(name, "FindOneAndUpdate") || takesDocument(name)
}

// takesDocument recognises the methods of a document store that are given a whole one.
func takesDocument(name string) bool {
	return name == "InsertOne" || name == "ReplaceOne" || name == "FindOneAndReplace"
}

// anyParam reports whether a value is a parameter that may be of any type, or that generic
// code knows none of.
func anyParam(v ssa.Value) bool {
	p, ok := v.(*ssa.Parameter)
	if !ok {
		return false
	}
	if isTypeParam(p.Type()) {
		return true
	}
	iface, ok := p.Type().Underlying().(*types.Interface)
	return ok && iface.Empty()
}

// toldAmong is what the arguments of a call that sets columns name. A document
// store's filter is a map as well: of its arguments only the one counts which says
// what is set.
func (t *tracker) toldAmong(s effects.Site) Told {
	var found []Told
	for _, a := range t.setAmong(s) {
		if told := t.namesIn(a); told.By > 0 {
			found = append(found, told)
		}
	}
	if len(found) != 1 {
		return Told{}
	}
	return found[0]
}

// setAmong are the arguments of a call, or what is in them, that may name columns.
func (t *tracker) setAmong(s effects.Site) []ssa.Value {
	args := s.Args[s.Shift:]
	switch {
	case !ofDocuments(s):
		var list []ssa.Value
		for _, a := range append(slices.Clone(args), variadic(s)...) {
			if a = withoutInterface(a); namesColumns(a) {
				list = append(list, a)
			}
		}
		return list
	case takesDocument(s.Callee.Name()):
		return namingDocuments(args[min(documentAt(s.Callee.Name()), len(args)):min(documentAt(s.Callee.Name())+1, len(args))])
	}
	var list []ssa.Value
	for _, a := range args {
		list = append(list, namingDocuments(setDocuments(withoutInterface(a)))...)
	}
	return list
}

// ofDocuments reports whether a call is one of a document store's. What it writes may name
// some fields, and be told others.
func ofDocuments(s effects.Site) bool {
	return s.Callee != nil && s.Callee.Pkg() != nil && strings.HasPrefix(effects.PkgPath(s.Callee.Pkg()), "go.mongodb.org/")
}

// namingDocuments are those of some values that are documents, or may be.
func namingDocuments(values []ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, v := range values {
		if v = effects.Unwrapped(v); anyParam(v) || namesColumns(v) {
			list = append(list, v)
		}
	}
	return list
}

// documentAt is where a method of a document store takes a whole document: behind the
// filter, if it has one.
func documentAt(name string) int {
	if name == "InsertOne" {
		return 1
	}
	return 2
}

// tellRow says which columns a statement writes whose text is put together of their names: those
// that a parameter names, or what a callee is given of which that is known.
func (t *tracker) tellRow(w *Write, s effects.Site) {
	if w.Model != "" || w.Delete || w.Told.By > 0 || w.Told.Names != nil || !w.columnless() {
		return
	}
	if !t.known(s) {
		w.Told = t.toldByRow(s)
		return
	}
	f := t.funcOf(s)
	if f == nil {
		return
	}
	for _, below := range f.Writes {
		if below.Told.By > 0 && below.Verb == w.Verb && below.columnless() {
			w.Told = t.toldAt(below.Told, s)
			return
		}
	}
}

// columnless reports whether the text of a statement names no columns.
func (w *Write) columnless() bool {
	return !slices.ContainsFunc(w.Columns, func(c string) bool { return c != "?" })
}

// toldByRow are the columns that a parameter names which is handed to a statement: the keys of
// a map, or the fields of whatever struct generic code is given.
func (t *tracker) toldByRow(s effects.Site) Told {
	var told Told
	given := union(t.argOrigins(s))
	for i, p := range t.u.Func.Params {
		if given&param(i) == 0 || !isTypeParam(p.Type()) && !namedMap(p.Type()) {
			continue
		}
		if told.By > 0 {
			return Told{}
		}
		told.By = i + 1
	}
	return told
}

// namesColumns reports whether a value is a map by names, or an identifier: a
// string of a type by which a library puts names into statements.
func namesColumns(v ssa.Value) bool {
	if namedMap(v.Type()) || orderedDocument(v.Type()) {
		return true
	}
	n := effects.Named(v.Type())
	return n != nil && (n.Obj().Name() == "Ident" || n.Obj().Name() == "Name") && effects.PkgPath(n.Obj().Pkg()) == "github.com/uptrace/bun/schema"
}

func namedMap(ty types.Type) bool {
	m, ok := ty.Underlying().(*types.Map)
	return ok && isStringType(m.Key())
}

func isStringType(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// setDocuments are what a document store's update sets: {"$set": fields}, or only where it
// inserts. A pipeline does so in one of its stages.
func setDocuments(v ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, stage := range append(members(unconverted(v)), v) {
		for _, e := range entriesOf(unconverted(unloaded(stage))) {
			if key := constantText(e.key); key == "$set" || key == "$setOnInsert" {
				list = append(list, e.value)
			}
		}
	}
	return list
}

// A keyed is what a literal has under a key.
type keyed struct{ key, value ssa.Value }

// entriesOf are the entries of a map that is made here, or of a document that
// keeps their order: bson.D{{Key: "$set", Value: fields}}.
func entriesOf(v ssa.Value) []keyed {
	var list []keyed
	switch v := v.(type) {
	case *ssa.MakeMap:
		for _, ref := range *v.Referrers() {
			if u, ok := ref.(*ssa.MapUpdate); ok {
				list = append(list, keyed{u.Key, u.Value})
			}
		}
	case *ssa.Slice:
		array, ok := v.X.(*ssa.Alloc)
		if !ok || !orderedDocument(v.Type()) {
			return nil
		}
		for _, ref := range *array.Referrers() {
			if at, ok := ref.(*ssa.IndexAddr); ok {
				if set := fieldsSet(at); set["Key"] != nil && set["Value"] != nil {
					list = append(list, keyed{set["Key"], set["Value"]})
				}
			}
		}
	}
	return list
}

// fieldsSet are the values that a struct's fields are given, by their names: where it
// stands, or before it is put there.
func fieldsSet(addr ssa.Value) map[string]ssa.Value {
	set := map[string]ssa.Value{}
	for _, ref := range *addr.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == addr {
			if made, ok := unloaded(st.Val).(*ssa.Alloc); ok {
				return fieldsSet(made)
			}
		}
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, r := range *fa.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == fa {
				set[structField(fa.X.Type(), fa.Field)] = st.Val
			}
		}
	}
	return set
}

// orderedDocument recognises the mongo driver's document that is a list.
func orderedDocument(ty types.Type) bool {
	list, ok := ty.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	n := effects.Named(list.Elem())
	return n != nil && n.Obj().Name() == "E" && n.Obj().Pkg() != nil && strings.HasPrefix(effects.PkgPath(n.Obj().Pkg()), "go.mongodb.org/")
}

// unconverted is a value without conversions, to another basic type too.
func unconverted(v ssa.Value) ssa.Value {
	for {
		v = effects.Unwrapped(v)
		c, ok := v.(*ssa.Convert)
		if !ok {
			return v
		}
		v = c.X
	}
}

// namesIn is what a value names.
func (t *tracker) namesIn(v ssa.Value) Told { return t.namesWithin(v, 0) }

// namesWithin is namesIn of what is so deep in another value: maps that are copied into
// each other may lead back.
func (t *tracker) namesWithin(v ssa.Value, depth int) Told {
	if depth > 4 {
		return Told{}
	}
	switch x := unconverted(t.read(unconverted(v))).(type) {
	case *ssa.Parameter:
		if x.Parent() == t.u.Func {
			return Told{By: 1 + slices.Index(t.u.Func.Params, x)}
		}
	case *ssa.Const:
		if x.Value != nil && x.Value.Kind() == constant.String {
			return Told{Names: []string{constant.StringVal(x.Value)}}
		}
	case *ssa.MakeMap:
		return t.namedKeys(entriesOf(x), depth).plus(t.namesCopied(x, depth))
	case *ssa.Slice:
		return t.namedKeys(entriesOf(x), depth)
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" && orderedDocument(x.Type()) {
			return t.namesWithin(x.Call.Args[0], depth+1).plus(t.namesWithin(x.Call.Args[1], depth+1))
		}
		return t.fieldNames(x)
	default:
		return t.fieldNames(x)
	}
	return Told{}
}

// fieldNames are the columns of the fields that a struct is given.
func (t *tracker) fieldNames(v ssa.Value) Told {
	n := effects.Named(v.Type())
	if n == nil || !isStruct(n) {
		return Told{}
	}
	return Told{Names: t.givenValue(v, 0).withKeys(n).Keys}
}

// namedKeys is what the keys of a literal name: constants, and those that the
// caller says.
func (t *tracker) namedKeys(entries []keyed, depth int) Told {
	var told Told
	for _, e := range entries {
		if key := constantText(e.key); key != "" {
			told.Names = append(told.Names, key)
		}
	}
	if len(entries) == 1 && len(told.Names) == 0 {
		told = t.namesWithin(entries[0].key, depth+1)
	}
	for _, e := range entries {
		if from := rangedOver(e.key); from != nil {
			told = told.plus(t.namesWithin(from, depth+1))
		}
	}
	return told
}

// rangedOver is the map whose keys a key is, one after the other, or nil.
func rangedOver(key ssa.Value) ssa.Value {
	at, ok := unconverted(key).(*ssa.Extract)
	if !ok || at.Index != 1 {
		return nil
	}
	next, ok := at.Tuple.(*ssa.Next)
	if !ok {
		return nil
	}
	if over, ok := next.Iter.(*ssa.Range); ok && namedMap(over.X.Type()) {
		return over.X
	}
	return nil
}

// namesCopied is what the maps name that are copied into one.
func (t *tracker) namesCopied(made *ssa.MakeMap, depth int) Told {
	var told Told
	refs := slices.Clone(*made.Referrers())
	for _, ref := range refs {
		if as, ok := ref.(*ssa.ChangeType); ok {
			refs = append(refs, *as.Referrers()...)
		}
	}
	for _, ref := range refs {
		call, ok := ref.(*ssa.Call)
		if !ok || len(call.Call.Args) != 2 || unconverted(call.Call.Args[0]) != made {
			continue
		}
		if fn := calleeOf(call); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "maps" && fn.Name() == "Copy" {
			told = told.plus(t.namesWithin(call.Call.Args[1], depth+1))
		}
	}
	return told
}

// plus is what either of two names. Of two parameters that name columns, one is enough to
// know.
func (o Told) plus(other Told) Told {
	return Told{Names: joinedKeys(o.Names, other.Names), By: cmp.Or(o.By, other.By)}
}

// toldMaps is what a call's arguments name, as far as they are maps, or documents that
// may be any; nil: none is.
func (t *tracker) toldMaps(args []ssa.Value) []Told {
	var list []Told
	for i, a := range args {
		if namedMap(a.Type()) || document(a) {
			if list == nil {
				list = make([]Told, len(args))
			}
			list[i] = t.namesIn(a)
		}
	}
	return list
}

// document reports whether a value is a struct, or a map, that is handed on as anything.
func document(v ssa.Value) bool {
	mi, ok := v.(*ssa.MakeInterface)
	if !ok || !types.Identical(mi.Type().Underlying(), types.NewInterfaceType(nil, nil)) {
		return false
	}
	n := effects.Named(mi.X.Type())
	return n != nil && isStruct(n) || namedMap(mi.X.Type()) || orderedDocument(mi.X.Type())
}

// bound is what is told once it is known what the parameters are, of which the
// first shift ones are not in the list.
func (o Told) bound(args []Told, shift int) Told {
	if o.By == 0 {
		return o
	}
	by := o.By - 1 - shift
	if o.By = 0; by >= 0 && by < len(args) {
		return args[by].plus(o)
	}
	return o
}

// toldAt is what is told at a call, of whose arguments one names columns.
func (t *tracker) toldAt(o Told, s effects.Site) Told {
	by := o.By - 1
	if o.By = 0; by >= 0 && by < len(s.Args) {
		return t.namesIn(s.Args[by]).plus(o)
	}
	return o
}
