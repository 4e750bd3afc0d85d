package flows

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// gorm saves a model by its primary key, and inserts it where that is empty: what a
// consumer builds without one is a row of its own, whatever the method is called.

// saveKey are the names of the fields that hold the primary key of the model which a
// call of gorm's Save is given; nil: it is no such call, or the key is not known.
func saveKey(s effects.Site) []string {
	if s.Callee == nil || s.Callee.Name() != "Save" || s.Callee.Pkg() == nil || !strings.Contains(effects.PkgPath(s.Callee.Pkg()), "/gorm") {
		return nil
	}
	for _, a := range s.Args[min(s.Shift, len(s.Args)):] {
		if n := effects.Named(withoutInterface(a).Type()); n != nil && isStruct(n) {
			return primaryKey(n.Underlying().(*types.Struct))
		}
	}
	return nil
}

// primaryKey are the names of the fields of a model that hold its primary key, and of the
// structs in it that hold those.
func primaryKey(st *types.Struct) []string {
	var list []string
	for i := range st.NumFields() {
		f := st.Field(i)
		tag := strings.ToLower(strings.ReplaceAll(reflect.StructTag(st.Tag(i)).Get("gorm"), "_", ""))
		if inner, ok := deref(f.Type()).Underlying().(*types.Struct); ok && (f.Embedded() || strings.Contains(tag, "embedded")) {
			if key := primaryKey(inner); len(key) > 0 {
				list = append(append(list, f.Name()), key...)
			}
		} else if strings.Contains(tag, "primarykey") || strings.EqualFold(f.Name(), "id") {
			list = append(list, columnOf(st, i))
		}
	}
	return list
}

// settleKey has a write be an insert that is given a model without its primary key.
func (w *Write) settleKey() {
	g := w.Given
	if len(w.SaveKey) == 0 || g.By > 0 || !g.Known || g.All || g.AsRead || len(g.Keys) == 0 {
		return
	}
	keyed := slices.ContainsFunc(g.Keys, func(k string) bool {
		return slices.ContainsFunc(w.SaveKey, func(key string) bool { return strings.EqualFold(k, key) })
	})
	w.Insert = w.Insert || !keyed
}
