package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A generic repository does not know its table: Repo[M] writes that of whichever model
// it is made for. Behind an interface stands an instance of it, whose type arguments say
// which one that is.

// ofInstance names in a method's summary the tables that the method's type, an instance
// of a generic one, tells.
func (a *analysis) ofInstance(fn Func, method *types.Func) Func {
	unnamed := func(table, model string, parts int) bool { return table == "" && model == "" && parts == 0 }
	if !slices.ContainsFunc(fn.Writes, func(w Write) bool { return unnamed(w.Table, w.Model, len(w.Parts)) }) &&
		!slices.ContainsFunc(fn.lookups(), func(r Read) bool { return unnamed(r.Table, "", len(r.Parts)) }) {
		return fn
	}
	statements := a.view.InstanceStatements(method)
	if len(statements) == 0 {
		return fn
	}
	fn.Writes, fn.Reads = slices.Clone(fn.Writes), slices.Clone(fn.Reads)
	for i := range fn.Writes {
		w := &fn.Writes[i]
		if st := onlyWrite(statements, w); st != nil && unnamed(w.Table, w.Model, len(w.Parts)) {
			w.Schema, w.Table = known(st.Target.Schema), known(st.Target.Name)
			w.readModel(st.Parts)
			if w.Model != "" && w.Given.unsaid() {
				w.Given = Given{By: rowParam(method)}
			}
		}
	}
	if access := onlyRead(statements); access != nil {
		for i := range fn.Reads {
			if r := &fn.Reads[i]; !r.Changing && unnamed(r.Table, "", len(r.Parts)) {
				r.Schema, r.Table = known(access.Schema), known(access.Name)
			}
		}
	}
	return fn
}

// namedByReceiver names in a method's summary the tables that the value tells which the method is
// bound to: of what looks into stores.Users.Exists, it is the users.
func (t *tracker) namedByReceiver(c handlerFunc, v ssa.Value) handlerFunc {
	bound, ok := effects.Unwrapped(v).(*ssa.MakeClosure)
	unnamed := func(r Read) bool { return r.Table == "" && !r.Changing }
	if !ok || len(bound.Bindings) != 1 || c.fn == nil || !slices.ContainsFunc(c.fn.Reads, unnamed) {
		return c
	}
	statements := t.view.BoundStatements(t.u, bound)
	access := onlyRead(statements)
	if access == nil && len(statements) != 1 {
		return c
	}
	fn := *c.fn
	fn.Reads = slices.Clone(fn.Reads)
	for i := range fn.Reads {
		switch r := &fn.Reads[i]; {
		case !unnamed(*r):
		case access != nil:
			r.Schema, r.Table, r.Parts = known(access.Schema), known(access.Name), nil
		default: // which of its fields that is, the wiring tells
			r.Parts = wiredParts(statements[0].Parts)
		}
	}
	c.fn = &fn
	return c
}

// onlyWrite is the statement that a write stands for, if all that may be write one table.
func onlyWrite(statements []effects.Statement, w *Write) (found *effects.Statement) {
	for i, st := range statements {
		if st.Target == nil || !st.Target.Write || known(st.Target.Name) == "" || (st.Target.Verb == sqltext.Delete) != w.Delete {
			continue
		}
		if found != nil && found.Target.Name != st.Target.Name {
			return nil
		}
		found = &statements[i]
	}
	return found
}

// onlyRead is what the statements read, if that is one table.
func onlyRead(statements []effects.Statement) (found *sqltext.Access) {
	for _, st := range statements {
		for i, a := range st.Accesses {
			if a.Write || known(a.Name) == "" {
				continue
			}
			if found != nil && found.Name != a.Name {
				return nil
			}
			found = &st.Accesses[i]
		}
	}
	return found
}

// rowParam is the one parameter of a generic method, counted from 1 with the receiver, that
// is a row of its type parameter's; 0: there is none, or there are several.
func rowParam(method *types.Func) int {
	found := 0
	params := method.Origin().Signature().Params()
	for i := range params.Len() {
		if isTypeParam(params.At(i).Type()) {
			if found > 0 {
				return 0
			}
			found = i + 2
		}
	}
	return found
}
