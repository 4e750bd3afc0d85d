package flows

import (
	"cmp"
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
		w.Guard = Guard{}
		w.Chosen = t.columnsParam()
	case "Upsert":
		w.Guard, w.Verb, w.Insert = Guard{}, "upsert", false
		for i, p := range t.u.Func.Params {
			if isBool(p.Type()) {
				w.Overwrites = i + 1
			}
		}
	}
}

// columnsParam is the parameter, counted from 1, by which a caller says which columns
// are written; 0: there is none.
func (t *tracker) columnsParam() int {
	return 1 + slices.IndexFunc(t.u.Func.Params, func(p *ssa.Parameter) bool {
		n := effects.Named(p.Type())
		return n != nil && n.Obj().Name() == "Columns" && strings.HasSuffix(effects.PkgPath(n.Obj().Pkg()), "/boil")
	})
}

// choose takes over the columns that a call names one by one: of a row that is there,
// the others stay as they are.
func (k *taking) choose(w *Write) {
	i := w.Chosen - 1
	if w.Chosen = 0; i < 0 || i >= len(k.site.Args) {
		return
	}
	if p, ok := k.site.Args[i].(*ssa.Parameter); ok {
		w.Chosen = 1 + slices.Index(k.u.Func.Params, p)
		return
	}
	call, ok := k.site.Args[i].(*ssa.Call)
	if !ok {
		return
	}
	s := k.tracker.site(call)
	if s.Callee == nil || s.Callee.Name() != "Whitelist" {
		return
	}
	var names []string
	for _, v := range variadic(s) {
		name := cmp.Or(fieldName(v, 0), constantText(v))
		if name == "" {
			return
		}
		names = append(names, name)
	}
	w.Columns = names
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
