package flows

import (
	"go/constant"
	"go/types"
	"strings"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// gorm calls methods of a model when it writes one: what those publish, the write
// raises. A session may leave them out.

// modelHooks are the methods that gorm calls around each of its writes.
var modelHooks = map[string][]string{
	"Create":          {"BeforeSave", "BeforeCreate", "AfterCreate", "AfterSave"},
	"CreateInBatches": {"BeforeSave", "BeforeCreate", "AfterCreate", "AfterSave"},
	"FirstOrCreate":   {"BeforeSave", "BeforeCreate", "AfterCreate", "AfterSave"},
	"Save":            {"BeforeSave", "AfterSave", "AfterCreate", "AfterUpdate"},
	"Updates":         {"BeforeSave", "BeforeUpdate", "AfterUpdate", "AfterSave"},
	"Delete":          {"BeforeDelete", "AfterDelete"},
}

// noteHooks adds what a write has its model publish.
func (t *tracker) noteHooks(f *Func, s effects.Site) {
	hooks := modelHooks[s.Callee.Name()]
	if hooks == nil || len(s.Args) < 2 || !isGormDB(s.Args[0].Type()) || t.mayLeaveOut(s.Args[0]) {
		return
	}
	v := withoutInterface(s.Args[1])
	n := effects.Named(entryType(v.Type())) // of a list, gorm asks each
	if n == nil || n.Obj().Pkg() == nil || !isStruct(n) {
		return
	}
	for _, name := range hooks {
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), name)
		hook, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		if callee := t.funcOfObject(hook.Origin()); callee != nil && len(callee.Raises) > 0 {
			t.takeHook(f, s, hook.Origin(), callee, []ssa.Value{v, s.Args[0]})
		}
	}
}

// takeHook makes what a hook publishes the unit's own.
func (t *tracker) takeHook(f *Func, s effects.Site, hook *types.Func, callee *Func, args []ssa.Value) {
	s.Callee, s.Args, s.Shift = hook, args, 1
	pos := t.view.CallPos(s.Instr)
	k := &taking{
		tracker: t, site: s, pos: pos, step: t.view.Step(pos, "has "+effects.DisplayName(hook)+" called"),
		args: t.argOrigins(s), branches: t.branchesOf(s.Instr),
		known: sync.OnceValue(func() []Known { return t.knownArgs(s) }),
		gate:  sync.OnceValue(func() Gate { return t.gateAt(s.Instr) }),
	}
	k.takeRaised(f, callee)
}

// entryType is the type of the entries of a list, or of what a pointer to a list
// points to; any other type is its own.
func entryType(ty types.Type) types.Type {
	if list, ok := deref(ty).Underlying().(*types.Slice); ok {
		return list.Elem()
	}
	return ty
}

func isGormDB(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && n.Obj().Name() == "DB" && n.Obj().Pkg() != nil && strings.HasSuffix(effects.PkgPath(n.Obj().Pkg()), "gorm")
}

// mayLeaveOut reports whether a chain of gorm's calls is without hooks, or begins
// with what a function of the project's makes, which may be.
func (t *tracker) mayLeaveOut(v ssa.Value) bool {
	for range 20 {
		call, ok := v.(*ssa.Call)
		if !ok {
			before := t.handleBehind(v)
			if before == nil {
				break
			}
			v = before
			continue
		}
		s := t.site(call)
		if s.Callee == nil || t.known(s) || len(s.Args) == 0 {
			return true
		}
		if s.Callee.Name() == "Session" && len(s.Args) > 1 && skipsHooks(s.Args[1]) {
			return true
		}
		v = s.Args[0]
	}
	return t.quietSessions() // it may have been made where the handle was
}

// handleBehind is the handle that a variable of the unit holds, or that a function
// was called on which hands it to a literal: db.Transaction(func(tx *gorm.DB) …).
func (t *tracker) handleBehind(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.FreeVar:
		return t.u.Binding(v)
	case *ssa.UnOp:
		if alloc, ok := t.variable(v.X).(*ssa.Alloc); ok && len(stored(alloc)) == 1 {
			return stored(alloc)[0]
		}
	case *ssa.Parameter:
		if v.Parent() == t.u.Func {
			return nil
		}
		for ci := range effects.Calls(t.u.Funcs...) {
			if s := t.site(ci); s.Callee != nil && len(s.Args) > 1 && isGormDB(s.Args[0].Type()) && t.callbackOf(s.Args[1]) == v.Parent() {
				return s.Args[0]
			}
		}
	}
	return nil
}

// quietSessions reports whether the package makes sessions without hooks and keeps
// them.
func (a *analysis) quietSessions() bool {
	if a.quiet == nil {
		quiet := false
		for _, u := range a.units {
			for call := range effects.Each[*ssa.Call](u.Funcs...) {
				if f := calleeOf(call); f != nil && f.Name() == "Session" && len(call.Call.Args) > 1 && skipsHooks(call.Call.Args[1]) {
					quiet = quiet || kept(call)
				}
			}
		}
		a.quiet = &quiet
	}
	return *a.quiet
}

// kept reports whether a session is more than the beginning of a chain.
func kept(session *ssa.Call) bool {
	for _, ref := range *session.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store, *ssa.Return, *ssa.MakeInterface, *ssa.Phi:
			return true
		case *ssa.Call:
			if len(ref.Call.Args) == 0 || ref.Call.Args[0] != ssa.Value(session) || isGormDB(ref.Type()) && kept(ref) {
				return true
			}
		}
	}
	return false
}

// skipsHooks reports whether a session's settings may leave hooks out.
func skipsHooks(v ssa.Value) bool {
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return true
	}
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || structField(alloc.Type(), fa.Field) != "SkipHooks" {
			continue
		}
		for _, r := range *fa.Referrers() {
			st, ok := r.(*ssa.Store)
			if !ok || st.Addr != fa {
				continue
			}
			c, ok := st.Val.(*ssa.Const)
			return !ok || c.Value == nil || constant.BoolVal(c.Value)
		}
	}
	return false
}

// asksSession reports whether a call asks a gorm session for a setting, by which
// whoever saves may have events held back.
func asksSession(s effects.Site) bool {
	switch s.Callee.Name() {
	case "Get", "InstanceGet":
		return len(s.Args) > 0 && isGormDB(s.Args[0].Type())
	case "Load":
		return s.Callee.Pkg() != nil && s.Callee.Pkg().Path() == "sync" // Statement.Settings
	}
	return false
}
