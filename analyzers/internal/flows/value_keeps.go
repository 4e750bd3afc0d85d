package flows

import (
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A handler is often kept before it is called: a constructor or a method puts it
// into a struct's field, or adds it to a list there, and another method calls
// it with each message.

// fieldRoot names the field of a first-party struct that a value was taken
// from, out of a slice or a map too.
func (t *tracker) fieldRoot(v ssa.Value) (field *summary.Method) {
	seek(v, 8, t.takenFrom, func(v ssa.Value) bool {
		field = t.fieldAt(v)
		return field != nil
	})
	return field
}

// fieldAt is the field that a value is, or what counts as one; or nil.
func (t *tracker) fieldAt(v ssa.Value) *summary.Method {
	switch v := v.(type) {
	case *ssa.FieldAddr:
		return t.fieldOf(v.X.Type(), v.Field)
	case *ssa.Field:
		return t.fieldOf(v.X.Type(), v.Field)
	case *ssa.Global:
		return globalField(v)
	case *ssa.MakeMap:
		return localField(v)
	case *ssa.Alloc:
		if v.Comment == "slicelit" {
			return localField(v)
		}
	case *ssa.Call:
		if callee := v.Call.StaticCallee(); callee != nil && len(t.pickedFrom(v)) == 0 {
			if obj, ok := callee.Object().(*types.Func); ok {
				return t.tableResult(obj.Origin())
			}
		}
	}
	return nil
}

// takenFrom is what a value was taken out of, or what it is another form of.
func (t *tracker) takenFrom(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.UnOp:
		return []ssa.Value{v.X}
	case *ssa.IndexAddr:
		return []ssa.Value{v.X}
	case *ssa.Index:
		return []ssa.Value{v.X}
	case *ssa.Lookup:
		return []ssa.Value{v.X}
	case *ssa.Extract:
		return []ssa.Value{v.Tuple}
	case *ssa.Next:
		return []ssa.Value{v.Iter}
	case *ssa.Range:
		return []ssa.Value{v.X}
	case *ssa.Slice:
		return []ssa.Value{v.X}
	case *ssa.TypeAssert:
		return []ssa.Value{v.X}
	case *ssa.ChangeInterface:
		return []ssa.Value{v.X}
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			return []ssa.Value{b}
		}
	case *ssa.Phi:
		return v.Edges
	case *ssa.Alloc:
		return stored(v)
	case *ssa.Parameter:
		return t.calledWith(v)
	case *ssa.Call:
		if wrapsOne(v) {
			return v.Call.Args // it stands for what it is made of: see wrappedBy
		}
		return t.pickedFrom(v)
	}
	return nil
}

// calledWith is what a literal's parameter is given where the unit itself runs the literal:
// go func(h Handler) { … }(h).
func (t *tracker) calledWith(p *ssa.Parameter) []ssa.Value {
	if p.Parent() == t.u.Func {
		return nil
	}
	var list []ssa.Value
	for ci := range effects.Calls(t.u.Funcs...) {
		if common := ci.Common(); !common.IsInvoke() && t.literalOf(common.Value) == p.Parent() {
			list = append(list, common.Args[slices.Index(p.Parent().Params, p)])
		}
	}
	return list
}

// stored are the values that are stored in a variable.
func stored(v *ssa.Alloc) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *v.Referrers() {
		if s, ok := ref.(*ssa.Store); ok && s.Addr == v {
			list = append(list, s.Val)
		}
	}
	return list
}

// fieldOf names a field of a first-party struct, or returns nil. That of a struct whose type
// has no name, such as of a table that is written down where it is gone through, is the
// package's own.
func (t *tracker) fieldOf(ty types.Type, i int) *summary.Method {
	if s, ok := deref(ty).(*types.Struct); ok {
		return &summary.Method{Iface: localPrefix + types.TypeString(s, nil), Name: s.Field(i).Name()}
	}
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) {
		return nil
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	return &summary.Method{Iface: effects.PkgPath(n.Obj().Pkg()) + "." + n.Obj().Name(), Name: s.Field(i).Name()}
}

// noteKeep notes the parameters and functions that a store puts into a field, or
// a variable of the package.
func (t *tracker) noteKeep(f *Func, s *ssa.Store) {
	if field := t.holder(s.Addr); field != nil {
		var row ssa.Value
		if fa, ok := s.Addr.(*ssa.FieldAddr); ok {
			row = fa.X
		}
		t.keepThrough(f, *field, s.Val, keptValue{row: row})
	}
}

// holder names the field or the package's variable of an address, or returns nil.
func (t *tracker) holder(addr ssa.Value) *summary.Method {
	switch addr := addr.(type) {
	case *ssa.FieldAddr:
		return t.fieldOf(addr.X.Type(), addr.Field)
	case *ssa.Global:
		return globalField(addr)
	case *ssa.IndexAddr:
		if list, ok := addr.X.(*ssa.Alloc); ok && list.Comment == "slicelit" {
			return localField(list)
		}
	}
	return nil
}

// localPrefix begins the names of lists and maps that a function makes.
const localPrefix = "local "

// localField names a list or a map that a function makes as if it were a field.
func localField(v ssa.Value) *summary.Method {
	return &summary.Method{Iface: localPrefix + v.Parent().String(), Name: v.Name()}
}

// globalField names a variable as if it were a field of its package.
func globalField(g *ssa.Global) *summary.Method {
	if g.Pkg == nil {
		return nil
	}
	return &summary.Method{Iface: g.Pkg.Pkg.Path(), Name: g.Name()}
}

// noteMapKeep notes the parameters and functions that go into a map that a field
// holds.
func (t *tracker) noteMapKeep(f *Func, m *ssa.MapUpdate) {
	if field := t.fieldRoot(m.Map); field != nil {
		t.keep(f, *field, m.Value)
	}
}

// noteReturned notes the functions in a list or a map that the unit returns: who
// calls one of them got it from there.
func (t *tracker) noteReturned(f *Func, r ssa.Value) {
	switch r.Type().Underlying().(type) {
	case *types.Map, *types.Slice:
		if t.u.Object != nil {
			t.keep(f, resultField(t.u.Object), r)
		}
	}
}

func isLocal(field summary.Method) bool { return strings.HasPrefix(field.Iface, localPrefix) }

// resultName is that of a field which stands for a function's result.
const resultName = "()"

func resultField(f *types.Func) summary.Method {
	return summary.Method{Iface: f.FullName(), Name: resultName}
}

func isResult(field summary.Method) bool { return field.Name == resultName }

func (t *tracker) keep(f *Func, field summary.Method, v ssa.Value) {
	t.keepThrough(f, field, v, keptValue{})
}

// keepThrough is keep for what is called by what is in the field, or is put there by a call.
func (t *tracker) keepThrough(f *Func, field summary.Method, v ssa.Value, how keptValue) {
	for _, kept := range elements(v) {
		th := how.through
		if recv, method := boundMethod(kept); recv != nil && !th.Calls {
			kept, th = recv, Through{Calls: true, Method: method, Args: [maxThrough]Origin(identity(maxThrough))}
		}
		if mi, ok := kept.(*ssa.MakeInterface); ok && isFunction(mi.X.Type()) {
			kept = mi.X // in a table of anything
		}
		if !callable(kept.Type()) && !(kept != v && callable(v.Type())) {
			continue
		}
		if mi, ok := kept.(*ssa.MakeInterface); ok && !callable(mi.Type()) {
			kept = mi.X
		}
		for _, p := range t.paramsBehind(kept) {
			f.addKeep(Keep{Param: p, Field: field, Through: th})
		}
		t.keptFields[field] = true
		t.addKept(field, keptValue{value: kept, key: keyIn(v, kept), through: th, by: how.by, param: how.param, row: how.row})
		if from := t.fieldRoot(kept); from != nil && !th.Calls {
			t.alias(field, *from)
		}
	}
}

// A keptValue is a function, or a value with methods, that is kept in a field.
type keptValue struct {
	unit    int
	value   ssa.Value
	key     string // under which it is in a map, if that is known
	through Through
	by      ssa.CallInstruction // that keeps it, with what else it is given; nil: a store
	param   int                 // of that call
	row     ssa.Value           // the struct in a field of which a store puts it; nil: none does
}

func (t *tracker) addKept(field summary.Method, k keptValue) {
	k.unit = t.view.Index(t.u.Func)
	if k.unit >= 0 && !slices.Contains(t.kept[field], k) {
		t.kept[field] = append(t.kept[field], k)
	}
}

// keptEntries are the consumers that are kept in a field from which messages are
// handled.
func (a *analysis) keptEntries() []Entry {
	var list []Entry
	done := map[summary.Method]bool{}
	for range maxWrapped { // what is in one field may hand on to what is in another
		for _, field := range slices.SortedFunc(maps.Keys(a.fieldHandlers), compareMethods) {
			if !done[field] {
				done[field] = true
				list = append(list, a.keptIn(field)...)
			}
		}
	}
	return list
}

// keptIn are the consumers among what is kept in a field.
func (a *analysis) keptIn(field summary.Method) []Entry {
	var list []Entry
	for _, h := range a.fieldHandlers[field] {
		for _, k := range a.kept[field] {
			t := a.trackers[k.unit]
			h := t.comingThrough(k.through.handler(h), slices.Concat(t.besideInRow(k, h.Wrap), t.before(k)))
			list = append(list, t.subscribedIn(t.valueEntries(k.value, h), nil)...)
		}
	}
	return list
}

// keptLiterals marks the parameters of the unit's literals that are kept in a
// field from which messages are handled.
func (t *tracker) keptLiterals() {
	me := t.view.Index(t.u.Func)
	for field, handlers := range t.fieldHandlers {
		for _, k := range t.kept[field] {
			if k.unit != me || k.through.Calls {
				continue
			}
			_, wraps := t.wrapper(k.value)
			if len(wraps) > 0 {
				for _, h := range handlers {
					t.mark(k.value, h.data(), 0) // what the wrapper makes of it, in its own order
				}
			}
			for _, target := range t.view.Targets(t.u, k.value) {
				if target.Literal == nil || !slices.Contains(t.u.Funcs, target.Literal) {
					continue
				}
				for _, h := range handlers {
					t.listen(target.Literal, h.Answer)
				}
				for i, p := range target.Literal.Params {
					if len(wraps) == 0 && slices.ContainsFunc(handlers, func(h Handler) bool { return h.Args&param(i) != 0 }) && carries(p.Type()) {
						t.val[p] |= fromMsg
					}
				}
			}
		}
	}
}

// elements are the values in a map or a list that is made here, or what is
// appended to one, or the value itself.
func elements(v ssa.Value) []ssa.Value {
	switch m := v.(type) {
	case *ssa.MakeMap:
		var list []ssa.Value
		for _, ref := range *m.Referrers() {
			if u, ok := ref.(*ssa.MapUpdate); ok && u.Map == m {
				list = append(list, u.Value)
			}
		}
		return list
	case *ssa.Slice:
		if elems := variadic(effects.Site{Args: []ssa.Value{m}}); elems != nil {
			return elems
		}
	case *ssa.ChangeType:
		if _, ok := m.X.(*ssa.MakeMap); ok {
			return elements(m.X)
		}
	}
	return appended(v)
}

// appended are the values that an append adds, or the value itself.
func appended(v ssa.Value) []ssa.Value {
	call, ok := v.(*ssa.Call)
	if !ok {
		return []ssa.Value{v}
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	if !ok || b.Name() != "append" || len(call.Call.Args) != 2 {
		return []ssa.Value{v}
	}
	if p, ok := call.Call.Args[1].(*ssa.Parameter); ok {
		return []ssa.Value{p}
	}
	return variadic(effects.Site{Args: call.Call.Args})
}

// callable reports whether a value of the type can be called, or a method of it,
// or an entry of it.
func callable(ty types.Type) bool {
	switch table := ty.Underlying().(type) {
	case *types.Slice:
		ty = table.Elem()
	case *types.Map:
		ty = table.Elem()
	}
	switch u := ty.Underlying().(type) {
	case *types.Signature:
		return true
	case *types.Interface:
		return u.NumMethods() > 0 && !isError(ty)
	}
	return false
}

func (f *Func) addKeep(k Keep) {
	if !slices.Contains(f.Keeps, k) {
		f.Keeps = append(f.Keeps, k)
	}
}

// addFieldHandler notes what is given messages out of a field.
func (a *analysis) addFieldHandler(field summary.Method, h Handler) {
	list := a.fieldHandlers[field]
	for i := range list {
		if list[i].Method == h.Method {
			list[i] = list[i].or(h)
			return
		}
	}
	a.fieldHandlers[field] = append(list, h)
	for _, from := range a.aliases[field] {
		a.addFieldHandler(from, h)
	}
}

// keptSomewhere reports whether some function of the package keeps a parameter
// in the field: then whoever calls that one tells what handles messages, and
// the type of the field's interface need not.
func (a *analysis) keptSomewhere(field summary.Method) bool { return a.keptFields[field] }

// keepsToHandlers turns parameters that are kept in a field from which messages
// are handled into handlers.
func (t *tracker) keepsToHandlers(f *Func) {
	for _, k := range f.Keeps {
		for _, h := range t.fieldHandlers[k.Field] {
			h = k.Through.handler(h)
			f.addHandler(Handler{Param: k.Param, Method: h.Method, Args: h.Args, Handling: h.Handling})
		}
	}
	f.Keeps = slices.DeleteFunc(f.Keeps, func(k Keep) bool { return isLocal(k.Field) })
}

// returnedLiterals are the literals that the unit's function returns: what they
// are given is the business of whoever calls the result.
func (t *tracker) returnedLiterals() []*ssa.Function {
	var list []*ssa.Function
	for ret := range effects.Returns(t.u.Func) {
		for _, v := range ret.Results {
			if lit := t.literalOf(v); lit != nil && !slices.Contains(list, lit) {
				list = append(list, lit)
			}
		}
	}
	return list
}

// literalOf is a literal that a value may be, or nil.
func (t *tracker) literalOf(v ssa.Value) (lit *ssa.Function) {
	seek(v, 5, sameFunction, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.MakeClosure:
			lit = v.Fn.(*ssa.Function)
		case *ssa.Function:
			if v.Parent() != nil {
				lit = v
			}
		}
		return lit != nil
	})
	return lit
}

// sameFunction are the values of which a function value may be another form.
func sameFunction(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.ChangeType:
		return []ssa.Value{v.X}
	case *ssa.MakeInterface:
		return []ssa.Value{v.X}
	case *ssa.Phi:
		return v.Edges
	case *ssa.UnOp:
		if alloc, ok := v.X.(*ssa.Alloc); ok && v.Op == token.MUL {
			return stored(alloc)
		}
	}
	return nil
}

func isFunction(ty types.Type) bool {
	_, ok := ty.Underlying().(*types.Signature)
	return ok
}
