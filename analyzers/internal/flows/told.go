package flows

import (
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

// anyParam reports whether a value is a parameter that may be of any type.
func anyParam(v ssa.Value) bool {
	p, ok := v.(*ssa.Parameter)
	if !ok {
		return false
	}
	iface, ok := p.Type().Underlying().(*types.Interface)
	return ok && iface.Empty()
}

// toldAmong is what the arguments of a call that sets columns name. A document
// store's filter is a map as well: of its arguments only the one counts which says
// what is set.
func (t *tracker) toldAmong(s effects.Site) Told {
	documents := strings.HasPrefix(effects.PkgPath(s.Callee.Pkg()), "go.mongodb.org/")
	var found []Told
	for _, a := range append(slices.Clone(s.Args[s.Shift:]), variadic(s)...) {
		a = withoutInterface(a)
		switch {
		case documents && takesDocument(s.Callee.Name()):
			if !anyParam(a) {
				continue
			}
		case documents:
			a = setDocument(a)
			fallthrough
		default:
			if a == nil || !namesColumns(a) {
				continue
			}
		}
		if told := t.namesIn(a); told.By > 0 {
			found = append(found, told)
		}
	}
	if len(found) != 1 {
		return Told{}
	}
	return found[0]
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

// setDocument is what a document store's update sets: {"$set": fields}.
func setDocument(v ssa.Value) ssa.Value {
	for _, e := range entriesOf(unconverted(v)) {
		if constantText(e.key) == "$set" {
			return withoutInterface(e.value)
		}
	}
	return nil
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
func (t *tracker) namesIn(v ssa.Value) Told {
	switch x := unconverted(t.read(unconverted(v))).(type) {
	case *ssa.Parameter:
		if x.Parent() == t.u.Func {
			return Told{By: 1 + slices.Index(t.u.Func.Params, x)}
		}
	case *ssa.Const:
		if x.Value != nil && x.Value.Kind() == constant.String {
			return Told{Names: []string{constant.StringVal(x.Value)}}
		}
	case *ssa.MakeMap, *ssa.Slice:
		return t.namedKeys(entriesOf(x))
	default:
		if n := effects.Named(x.Type()); n != nil && isStruct(n) {
			return Told{Names: t.givenValue(x, 0).withKeys(n).Keys}
		}
	}
	return Told{}
}

// namedKeys is what the keys of a literal name: constants, or the one that the
// caller says.
func (t *tracker) namedKeys(entries []keyed) Told {
	var told Told
	for _, e := range entries {
		if key := constantText(e.key); key != "" {
			told.Names = append(told.Names, key)
		}
	}
	if len(entries) == 1 && len(told.Names) == 0 {
		return t.namesIn(entries[0].key)
	}
	return told
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

// document reports whether a value is a struct that is handed on as anything.
func document(v ssa.Value) bool {
	mi, ok := v.(*ssa.MakeInterface)
	if !ok || !types.Identical(mi.Type().Underlying(), types.NewInterfaceType(nil, nil)) {
		return false
	}
	n := effects.Named(mi.X.Type())
	return n != nil && isStruct(n)
}

// bound is what is told once it is known what the parameters are, of which the
// first shift ones are not in the list.
func (o Told) bound(args []Told, shift int) Told {
	if o.By == 0 {
		return o
	}
	if i := o.By - 1 - shift; i >= 0 && i < len(args) {
		return args[i]
	}
	return Told{}
}
