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
	n := effects.Named(v.Type())
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
			break
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

// quietSessions reports whether the package makes sessions without hooks.
func (a *analysis) quietSessions() bool {
	if a.quiet == nil {
		quiet := false
		for _, u := range a.units {
			for _, fn := range u.Funcs {
				for instr := range effects.Instructions(fn) {
					fa, ok := instr.(*ssa.FieldAddr)
					quiet = quiet || ok && structField(fa.X.Type(), fa.Field) == "SkipHooks"
				}
			}
		}
		a.quiet = &quiet
	}
	return *a.quiet
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
