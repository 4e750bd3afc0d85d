package flows

import (
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Mappers, validators and makers of keys are injected like stores are, behind interfaces.
// What they do is known to wait for nothing and to bring no row, where each type that
// implements the interface works something out of what it is given, or belongs to a library
// that keeps nothing. One that answers without looking at anything stands for another,
// as what keeps things in memory does: of those, nothing follows.

// A Quiet is a type that implements an interface, none of whose methods acts, and those of
// them of which it is known what they are there for.
type Quiet struct {
	Type, Iface string
	Methods     []string
}

// noteQuiet notes a type that does nothing that matters by an interface.
func (a *analysis) noteQuiet(from types.Type, c Conversion, iface *types.Interface) {
	if standIn.MatchString(shortName(c.Type)) {
		return // no service is wired with it, or not in earnest
	}
	q := Quiet{Type: c.Type, Iface: c.Iface}
	for m := range iface.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(from, true, m.Pkg(), m.Name())
		if f, ok := obj.(*types.Func); ok && a.quietMethod(f) {
			q.Methods = append(q.Methods, m.Name())
		}
	}
	a.quietTypes = append(a.quietTypes, q)
}

// standIn recognises the types that take another's place in tests.
var standIn = regexp.MustCompile(`(?i)mock|fake|stub|spy|dummy|testing|\btest`)

func shortName(ty string) string { return ty[strings.LastIndexByte(ty, '/')+1:] }

// quietMethod reports whether a method works something out, or is a library's that keeps nothing.
func (a *analysis) quietMethod(f *types.Func) bool {
	if f.Pkg() == nil {
		return false
	}
	if path := effects.PkgPath(f.Pkg()); !a.firstParty(path) {
		recv := f.Signature().Recv()
		return recv != nil && !types.IsInterface(recv.Type()) && keepsNothing(path) && !a.catalog.Stopped(path)
	}
	fn := a.funcOfObject(f)
	return fn != nil && fn.Pure
}

// keepsNothing reports whether a package is none of the standard library's by which things
// are looked up elsewhere. Of others, the catalogue tells.
func keepsNothing(path string) bool {
	for _, p := range []string{"database", "net", "os", "io", "plugin", "sync", "syscall", "container", "expvar"} {
		if path == p || strings.HasPrefix(path, p+"/") {
			return false
		}
	}
	return true
}

// takeQuiet notes a type that is quiet by an interface, and who knows it ("" is this
// package).
func (s *settler) takeQuiet(q Quiet, from string) {
	key := q.key()
	s.quietFrom.Note(key, from)
	if _, known := s.quiet[key]; known {
		return
	}
	s.quiet[key] = q
	s.quietBy[q.Iface] = append(s.quietBy[q.Iface], q)
	if generic := genericName(q.Iface); generic != q.Iface {
		s.quietBy[generic] = append(s.quietBy[generic], q)
	}
}

func (q Quiet) key() string { return q.Type + "→" + q.Iface }

// quietCall are the implementations of what is called, if all that are known are quiet
// there; else nil.
func (s *settler) quietCall(call Call) []Quiet {
	var list []Quiet
	for _, iface := range s.behindIface(call.Method.Iface) {
		for _, q := range s.quietBy[iface] {
			if call.Only != nil && !slices.Contains(call.Only, q.Type) {
				continue
			}
			if !slices.Contains(q.Methods, call.Method.Name) {
				return nil
			}
			list = append(list, q)
		}
	}
	return list
}

// behindIface are an interface and those whose values become ones of it.
func (s *settler) behindIface(iface string) []string {
	list := []string{iface}
	for i := 0; i < len(list); i++ {
		for _, key := range s.instances(list[i]) {
			if c := s.conversions[key]; c.Forward && !slices.Contains(list, c.Type) {
				list = append(list, c.Type)
			}
		}
	}
	return list
}

// announces recognises the methods by which others are told what happened: they wait for
// nothing, and bring no row. So do all those of an interface that is called after that.
func announces(m summary.Method) bool {
	return hasAnyPrefix(m.Name, "publish", "produce", "notify", "emit", "broadcast", "announce") || teller.MatchString(m.Iface)
}

var teller = regexp.MustCompile(`(?i)\.\w*(producer|publisher|notifier|mailer|emitter|broadcaster)(\[.*)?$`)

// pure reports whether the unit's function is a method that works out what it answers, from
// what it is given and from constants: it reads no state, asks nobody, and keeps nothing.
func (t *tracker) pure() bool {
	fn := t.u.Func
	if fn.Signature.Recv() == nil || fn.Signature.Results().Len() == 0 || !worksOut(fn) {
		return false
	}
	for instr := range effects.Instructions(t.u.Funcs...) {
		if t.stirs(instr) {
			return false
		}
		if ci, ok := instr.(ssa.CallInstruction); ok && !t.harmlessCall(t.site(ci)) {
			return false
		}
	}
	return true
}

// stirs reports whether an instruction waits for others, or looks into what is kept.
func (t *tracker) stirs(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Go, *ssa.Select, *ssa.Send:
		return true
	case *ssa.Store:
		return !t.local(i.Addr)
	case *ssa.Lookup:
		return t.ofReceiver(i.X)
	case *ssa.MapUpdate:
		return t.ofReceiver(i.Map)
	case *ssa.Range:
		return t.ofReceiver(i.X)
	case *ssa.IndexAddr:
		return t.ofReceiver(i.X)
	case *ssa.UnOp:
		return i.Op == token.ARROW
	}
	return false
}

// ofReceiver reports whether a list or a map is part of the method's receiver, where it
// may be what that keeps.
func (t *tracker) ofReceiver(v ssa.Value) bool {
	for range 8 {
		switch x := rootOf(v).(type) {
		case *ssa.Field:
			v = x.X
		case *ssa.Alloc:
			return slices.Contains(stored(x), ssa.Value(t.receiver()))
		default:
			return x == ssa.Value(t.receiver())
		}
	}
	return true
}

// worksOut reports whether a function answers this or that: not the same in any case.
func worksOut(fn *ssa.Function) bool {
	var first *ssa.Return
	for ret := range effects.Returns(fn) {
		for i, v := range ret.Results {
			c, constant := v.(*ssa.Const)
			if !constant {
				return true
			}
			if first == nil {
				continue
			}
			if was, ok := first.Results[i].(*ssa.Const); !ok || was.Value != c.Value {
				return true
			}
		}
		first = ret
	}
	return false
}

// harmlessCall reports whether a call reads no state and asks nobody.
func (t *tracker) harmlessCall(s effects.Site) bool {
	if b, ok := s.Instr.Common().Value.(*ssa.Builtin); ok {
		return b.Name() != "close"
	}
	if s.Callee == nil {
		return t.literalOf(s.Instr.Common().Value) != nil
	}
	if s.Method != nil {
		return onlyNotes(*s.Method)
	}
	if s.Callee.Pkg() == nil {
		return true // error.Error
	}
	if s.Remote || t.u.Touch(s) != nil || s.Summary != nil && (s.Summary.Remote != nil || len(s.Summary.DB) > 0) {
		return false
	}
	path := effects.PkgPath(s.Callee.Pkg())
	if t.firstParty(path) {
		f := t.funcOf(s)
		return f == nil || f.Pure || !f.acts() && f.Result&flags&^fromNow == 0 && s.Callee.Signature().Recv() == nil
	}
	if s.Invoke && (path == "context" || path == "io") {
		return false
	}
	return keepsNothing(path) && !t.catalog.Stopped(path) && !(path == "time" && s.Callee.Name() == "Sleep")
}
