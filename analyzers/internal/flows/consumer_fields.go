package flows

import (
	"cmp"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A table of handlers is often filled in one package and run in another:
// []bus.Route{{"user.renamed", h.renamed}}, a map of functions that a method
// returns, a struct of settings with the handler among them. Which package knows
// both differs: the one that fills, the one that runs, or a main above the two.

// A FieldHandler is a field, a package's variable or a function's result of which
// the functions are given messages.
type FieldHandler struct {
	Field   summary.Method
	Handler Handler
}

// importHandlers takes over what is known below of fields from which messages are
// handled.
func (a *analysis) importHandlers() {
	for _, fact := range a.below() {
		for _, h := range fact.Handled {
			a.addFieldHandler(h.Field, h.Handler)
		}
	}
}

// handledFields are the fields from which messages are handled, for those that
// import the package.
func (a *analysis) handledFields() []FieldHandler {
	var list []FieldHandler
	for _, field := range slices.SortedFunc(maps.Keys(a.fieldHandlers), compareMethods) {
		for _, h := range a.fieldHandlers[field] {
			if !isLocal(field) {
				h.Steps = nil
				list = append(list, FieldHandler{field, h})
			}
		}
	}
	return list
}

func compareMethods(a, b summary.Method) int { return cmp.Compare(a.String(), b.String()) }

// keptPending are the functions that the package puts into fields of which it is
// not known here whether messages are handled from them.
func (a *analysis) keptPending() []Pending {
	var list []Pending
	for _, field := range slices.SortedFunc(maps.Keys(a.kept), compareMethods) {
		if isLocal(field) || len(a.fieldHandlers[field]) > 0 {
			continue
		}
		for _, k := range a.kept[field] {
			list = append(list, a.trackers[k.unit].keptAt(field, k)...)
		}
	}
	return list
}

// keptAt are the functions that a value in a field may be. Of values with methods
// only those are looked at that are there to be given something.
func (t *tracker) keptAt(field summary.Method, k keptValue) []Pending {
	var list []Pending
	for _, c := range t.candidates(k.value) {
		if !dataWritten(c.fn) || c.method != "" && !dispatches(c.method) {
			continue
		}
		list = append(list, t.keptPendingOf(c, field, k))
	}
	for _, c := range t.returnedBy(k.value) {
		list = append(list, t.keptPendingOf(c, field, k))
	}
	return list
}

// keptPendingOf is a function that is kept in a field, as pendingOf has it.
func (t *tracker) keptPendingOf(c handlerFunc, field summary.Method, k keptValue) Pending {
	p := t.pendingOf(c, field, inField)
	p.Through, p.Behind = k.through, t.handlingBy(t.before(k))
	return p
}

// before is the middleware that a function in a field is kept with.
func (t *tracker) before(k keptValue) []ssa.Value {
	if k.by == nil {
		return nil
	}
	return t.standingBefore(t.site(k.by), k.param)
}

// inField stands for the argument of a function that is kept in a field.
const inField = -1

// keptLiteral marks the parameters of a literal that is put into a field: what it
// is given is the business of whoever calls it.
func (t *tracker) keptLiteral(field *summary.Method, v ssa.Value) {
	if field == nil || t.severalFields() {
		return
	}
	if _, ok := effects.Unwrapped(v).Type().Underlying().(*types.Signature); ok {
		t.mark(v, identity(maxInner), 0)
	}
}

// severalFields reports whether the unit's literals are put into more than one
// field. What each is given could not be told apart.
func (t *tracker) severalFields() bool {
	if t.literalFields == nil {
		t.literalFields = map[summary.Method]bool{}
		for instr := range effects.Instructions(t.u.Funcs...) {
			var field *summary.Method
			switch i := instr.(type) {
			case *ssa.Store:
				if t.literalOf(i.Val) != nil {
					field = t.holder(i.Addr)
				}
			case *ssa.MapUpdate:
				if t.literalOf(i.Value) != nil {
					field = t.fieldRoot(i.Map)
				}
			}
			if field != nil {
				t.literalFields[*field] = true
			}
		}
	}
	return len(t.literalFields) > 1
}

// alias notes that what is in one field comes out of another: who is given
// messages from the one is from the other.
func (a *analysis) alias(field, from summary.Method) {
	if field == from || slices.Contains(a.aliases[field], from) {
		return
	}
	a.aliases[field] = append(a.aliases[field], from)
	for _, h := range a.fieldHandlers[field] {
		a.addFieldHandler(from, h)
	}
}

// handOver has the functions of a field that a call is given, as they are or in a
// wrapper, be handled as its argument is.
func (t *tracker) handOver(v ssa.Value, h Handler, depth int) {
	v, h = methodOf(v, h)
	if s, wraps := t.wrapsCalled(v, h, depth); len(wraps) > 0 {
		for _, a := range wraps {
			t.handOver(s.Args[a.Param], h.through(a), depth+1)
		}
		return
	}
	if !callable(v.Type()) {
		return
	}
	if field := t.fieldRoot(effects.Unwrapped(v)); field != nil {
		t.addFieldHandler(*field, h)
	} else if field, h := t.makerOf(v, h); field != nil {
		t.addFieldHandler(*field, h)
	}
}

// tableResult names the result of a function of the project's that returns a
// table of handlers.
func (t *tracker) tableResult(f *types.Func) *summary.Method {
	if f.Pkg() == nil || !t.firstParty(effects.PkgPath(f.Pkg())) {
		return nil
	}
	field := resultField(f)
	return &field
}
