package flows

import (
	"go/constant"

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
