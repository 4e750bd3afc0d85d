package flows

import (
	"go/constant"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
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
		w.Model, w.Given, w.Set = effects.TypeName(obj.Signature().Recv().Type()), Given{By: 1}, Set{Known: true}
		w.Set.add("", t.whole(t.receiver()))
	}
	switch obj.Name() {
	case "Update":
		w.Guard, w.Check, w.Chosen = Guard{}, Guard{}, t.columnsParam(0)
	case "Upsert":
		w.Guard, w.Check, w.Verb, w.Insert = Guard{}, Guard{}, "upsert", false
		w.Chosen = t.columnsParam(1)
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
// which columns to write, after so many others of that kind; 0: none. An upsert is told
// those of a row that is there, and then those of a new one.
func (t *tracker) columnsParam(after int) int {
	for i, p := range t.u.Func.Params {
		if !isNamedIn(p.Type(), boil, "Columns") {
			continue
		}
		if after == 0 {
			return i + 1
		}
		after--
	}
	return 0
}

const boil = "github.com/aarondl/sqlboiler/v4/boil"

// chosen settles which columns are written where a parameter of the callee says so. Of a
// list that is not plain nothing is known.
func (k *taking) chosen(w *Write) {
	i := w.Chosen - 1
	if w.Chosen = 0; i < 0 || i >= len(k.site.Args) || sqltext.Verb(w.Verb) == sqltext.Upsert && !w.Insert {
		return // an upsert writes either these columns or others, unless it leaves alone what is there
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
		case w.Given.Known && !w.Given.All && !hasColumn(w.Given.Keys, name):
			continue // it is emptied
		}
		given.Keys = append(given.Keys, name)
	}
	slices.Sort(given.Keys)
	w.Given = given
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

// noteFound adds what a generated query's UpdateAll does to the rows that it finds: a
// library puts the statement together below it.
func (t *tracker) noteFound(f *Func) {
	obj := t.u.Object
	if obj == nil || obj.Name() != "UpdateAll" || len(t.u.Func.Params) < 2 || !strings.HasSuffix(receiverName(obj), "Query") || !t.view.Boiler() {
		return
	}
	columns := len(t.u.Func.Params) - 1
	for _, a := range t.u.Accesses() {
		if !a.Write || a.Verb != string(sqltext.Update) {
			continue
		}
		from := param(0) | param(columns)
		f.Writes = append(f.Writes, Write{
			Schema: a.Schema, Table: a.Table, Verb: a.Verb, Conf: a.Conf, Steps: a.Steps, From: from, Values: from,
			Place: t.view.Place(t.u, obj.Pos()), Found: true, Told: Told{By: 1 + columns},
		})
	}
}

// found settles a write of the rows that a query finds. Where it looks for more than
// what the message tells, the state of the rows may decide.
func (k *taking) found(w *Write) {
	if !w.Found {
		return
	}
	w.Found = false
	if query, ok := first(k.site.Args).(*ssa.Call); !ok || !k.onlyByKeys(k.tracker.site(query)) {
		w.Guard = better(w.Guard, Guard{Kind: State})
	}
	w.Harmless = w.Harmless || k.onlyTimes(k.site.Args[len(k.site.Args)-1])
}

// onlyTimes reports whether all that a map by columns holds is the present time.
func (t *tracker) onlyTimes(v ssa.Value) bool {
	columns, ok := unconverted(v).(*ssa.MakeMap)
	return ok && !slices.ContainsFunc(*columns.Referrers(), func(ref ssa.Instruction) bool {
		u, ok := ref.(*ssa.MapUpdate)
		return ok && !onlyNow(t.whole(u.Value))
	})
}

// onlyByKeys reports whether a query that sqlboiler generated asks for rows of which
// columns equal what it is given, and for nothing else.
func (t *tracker) onlyByKeys(query effects.Site) bool {
	mods := variadic(query)
	return len(mods) > 0 && !slices.ContainsFunc(mods, func(v ssa.Value) bool {
		cond, ok := withoutInterface(v).(*ssa.Call)
		if !ok {
			return true
		}
		s := t.site(cond)
		return s.Callee == nil || s.Callee.Name() != "EQ" || len(s.Args) == 0 || t.whole(s.Args[len(s.Args)-1])&(fromMsg|params) == 0
	})
}
