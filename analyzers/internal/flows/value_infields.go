package flows

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A struct often keeps several implementations of one interface, each in a field of its
// own: the table to write to and the view to read from, the prices of the list and those
// of promotions. Whoever makes the struct tells which is in which.

// fieldCalled is the field that keeps the value of an interface whose method is called;
// nil where it comes from elsewhere, or is one of several.
func (t *tracker) fieldCalled(v ssa.Value) *summary.Method {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	switch v := v.(type) {
	case *ssa.FieldAddr:
		return t.fieldOf(v.X.Type(), v.Field)
	case *ssa.Field:
		return t.fieldOf(v.X.Type(), v.Field)
	}
	return nil
}

// maxFields bounds the fields gone through from one to another.
const maxFields = 4

// typesIn are the concrete types of what the package puts into a field, and that which
// declares it; nil where not all of them are known.
func (a *analysis) typesIn(field summary.Method, depth int) []string {
	if depth > maxFields {
		return nil
	}
	found := a.inFieldsBelow(field)
	for _, k := range a.kept[field] {
		if k.through.Calls {
			return nil
		}
		if _, ok := k.value.(*ssa.Parameter); ok {
			continue // its callers tell
		}
		list := a.typesOfKept(k, field, depth)
		if len(list) == 0 {
			return nil
		}
		found = append(found, list...)
	}
	return found
}

// typesOfKept are the concrete types of a value that is put into a field; nil where it is
// one of several, of which not all may be known.
func (a *analysis) typesOfKept(k keptValue, field summary.Method, depth int) []string {
	t, v := a.trackers[k.unit], k.value
	if ci, ok := v.(*ssa.ChangeInterface); ok {
		v = ci.X
	}
	switch v.(type) {
	case *ssa.MakeInterface, *ssa.Call, *ssa.Extract:
		return t.madeOf(v)
	}
	if from := t.fieldCalled(v); from != nil && *from != field {
		return a.typesIn(*from, depth+1)
	}
	return nil
}

// inFieldsBelow are the types that the package which declares a field puts into it.
func (a *analysis) inFieldsBelow(field summary.Method) []string {
	for _, fact := range a.below() {
		for _, in := range fact.InFields {
			if in.Field == field {
				return slices.Clone(in.Types)
			}
		}
	}
	return nil
}

// ownInFields are what the package puts into fields of its own, for its importers.
func (a *analysis) ownInFields() []InField {
	var list []InField
	for _, field := range slices.SortedFunc(maps.Keys(a.kept), compareMethods) {
		if !strings.HasPrefix(field.Iface, a.view.Path()+".") {
			continue
		}
		types := a.typesIn(field, 0)
		slices.Sort(types)
		if types = slices.Compact(types); len(types) > 0 && len(list) < maxInFields {
			list = append(list, InField{field, types})
		}
	}
	return list
}

// maxInFields bounds the fields that a package tells of.
const maxInFields = 64

// inField leaves those of a call's implementations that are in the field which it calls,
// and what these stand before; all, where that is not known.
func (s *settler) inField(call Call, keys []string) []string {
	if call.Field == nil || len(keys) < 2 {
		return keys
	}
	meant, ok := s.typesMeant(call, keys, 0)
	if !ok {
		return keys
	}
	left := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return !slices.Contains(meant, s.conversions[key].Type) })
	if len(left) == 0 {
		return keys
	}
	return left
}

// meant are those of a call's implementations that are in the field which it calls, without
// what these stand before; all, where that is not known.
func (s *settler) meant(call Call, keys []string) []string {
	if call.Field == nil {
		return keys
	}
	types := s.a.typesIn(*call.Field, 0)
	left := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return !slices.Contains(types, s.conversions[key].Type) })
	if len(left) == 0 {
		return keys
	}
	return left
}

// typesMeant are the types that a call of what a field keeps gets to.
func (s *settler) typesMeant(call Call, keys []string, depth int) ([]string, bool) {
	meant := s.a.typesIn(*call.Field, 0)
	if len(meant) == 0 || depth > maxFields {
		return nil, false
	}
	for _, key := range keys {
		c := s.conversions[key]
		if !slices.Contains(meant, c.Type) || !c.decorates(call.Method) {
			continue
		}
		for _, m := range c.Methods {
			for _, inner := range m.Func.Calls {
				if m.Name != call.Method.Name || inner.Method.Name != m.Name || genericName(inner.Method.Iface) != genericName(call.Method.Iface) {
					continue
				}
				if inner.Field == nil || *inner.Field == *call.Field {
					return nil, false
				}
				more, ok := s.typesMeant(inner, keys, depth+1)
				if !ok {
					return nil, false
				}
				meant = append(meant, more...)
			}
		}
	}
	return meant, true
}
