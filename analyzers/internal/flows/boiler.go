package flows

import (
	"go/constant"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What sqlboiler generates puts its statements together at run time, so that
// their text tells neither the columns nor the condition. Both are known all the
// same: a model's Update writes the row of its primary key, and nothing else
// decides; Upsert does what a parameter says with a row that is there.

// readBoiler takes from the method that sqlboiler generated what its statement
// does not tell.
func (t *tracker) readBoiler(w *Write) {
	obj := t.u.Object
	if obj == nil || obj.Signature().Recv() == nil || !t.view.Boiler() {
		return
	}
	switch obj.Name() {
	case "Insert", "Update", "Upsert":
		w.Model, w.Given = effects.TypeName(obj.Signature().Recv().Type()), Given{By: 1}
	}
	switch obj.Name() {
	case "Update":
		w.Guard, w.Chosen = Guard{}, t.columnsParam()
	case "Upsert":
		w.Guard, w.Verb, w.Insert = Guard{}, "upsert", false
		for i, p := range t.u.Func.Params {
			if isBool(p.Type()) {
				w.Overwrites = i + 1
			}
		}
	}
}

// overwritten settles whether a write replaces a row that is there, where a
// parameter of the callee says so.
func (k *taking) overwritten(w *Write) {
	i := w.Overwrites - 1
	if w.Overwrites = 0; i < 0 || i >= len(k.site.Args) {
		return
	}
	switch v := k.site.Args[i].(type) {
	case *ssa.Const:
		w.Insert = v.Value != nil && v.Value.Kind() == constant.Bool && !constant.BoolVal(v.Value)
	case *ssa.Parameter:
		for j, p := range k.u.Func.Params {
			if p == v {
				w.Overwrites = j + 1
			}
		}
	}
}

// columnsParam is the parameter, counted from 1, by which a method of a model is told
// which columns to write; 0: none.
func (t *tracker) columnsParam() int {
	return 1 + slices.IndexFunc(t.u.Func.Params, func(p *ssa.Parameter) bool { return isNamedIn(p.Type(), boil, "Columns") })
}

const boil = "github.com/aarondl/sqlboiler/v4/boil"

// chosen settles which columns are written where a parameter of the callee says so. Of a
// list that is not plain nothing is known.
func (k *taking) chosen(w *Write) {
	i := w.Chosen - 1
	if w.Chosen = 0; i < 0 || i >= len(k.site.Args) {
		return
	}
	call, ok := k.site.Args[i].(*ssa.Call)
	if !ok || calleeOf(call) == nil || calleeOf(call).Name() != "Whitelist" {
		return
	}
	given := Given{Known: true}
	for _, v := range variadic(k.tracker.site(call)) {
		name := columnNamed(v)
		switch {
		case name == "":
			return
		case w.Given.Known && !w.Given.All && !slices.ContainsFunc(w.Given.Keys, func(k string) bool { return sameColumn(k, name) }):
			continue // it is emptied
		}
		given.Keys = append(given.Keys, name)
	}
	slices.Sort(given.Keys)
	w.Given = given
}

// sameColumn compares a field's name, or a column's, with another.
func sameColumn(a, b string) bool {
	plain := func(s string) string { return strings.ReplaceAll(s, "_", "") }
	return strings.EqualFold(plain(a), plain(b))
}

// columnNamed is the column that a value names: a constant, or a field of the struct
// that has a model's columns; "" where it is something else.
func columnNamed(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Const:
		return constantText(v)
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return structField(fa.X.Type(), fa.Field)
		}
	case *ssa.Field:
		return structField(v.X.Type(), v.Field)
	}
	return ""
}
