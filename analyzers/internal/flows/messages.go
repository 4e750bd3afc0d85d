package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// isMessage reports whether values of a type are received messages: the
// catalogue says so, or the type's shape. Slices and pointers of such are too.
func (a *analysis) isMessage(t types.Type) bool {
	for range 3 {
		switch u := types.Unalias(t).(type) {
		case *types.Pointer:
			t = u.Elem()
			continue
		case *types.Slice:
			t = u.Elem()
			continue
		case *types.Named:
			return a.messageType(u)
		}
		return false
	}
	return false
}

func (a *analysis) messageType(n *types.Named) bool {
	if known, ok := a.messages[n.Origin()]; ok {
		return known
	}
	obj := n.Obj()
	known := false
	if obj.Pkg() != nil {
		_, known = a.catalog.Message(effects.PkgPath(obj.Pkg()), obj.Name())
		known = known || acknowledges(n)
	}
	a.messages[n.Origin()] = known
	return known
}

// acknowledges recognises a message by its shape: whoever has one may
// acknowledge it, or hand it back.
func acknowledges(n *types.Named) bool {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			obj, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), name)
			_, ok := obj.(*types.Func)
			return ok
		})
	}
	return has("Ack") && has("Nack", "NAck", "Nak", "NACK", "Reject", "Requeue")
}

// messageOf is the type of the project's that the unit's messages have or are
// decoded to, as findings name it, and whether it carries no order. One that
// handles several has no name.
func (t *tracker) messageOf() (name string, orderless bool) {
	if t.decoded == nil {
		t.decoded = &message{}
		t.decoded.name, t.decoded.orderless = t.findMessage()
	}
	return t.decoded.name, t.decoded.orderless
}

type message struct {
	named     *types.Named
	name      string
	orderless bool
}

func (t *tracker) findMessage() (string, bool) {
	var found []*types.Named
	note := func(ty types.Type) {
		n := effects.Named(ty)
		if n == nil || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) || t.messageType(n) {
			return
		}
		if _, ok := n.Underlying().(*types.Struct); ok && !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	for _, fn := range t.u.Funcs {
		for instr := range effects.Instructions(fn) {
			switch v := instr.(type) {
			case *ssa.Alloc:
				if t.filled[t.u.Base(v)]&(fromMsg|params) != 0 {
					note(v.Type())
				}
			case *ssa.TypeAssert:
				if t.val[v.X]&(fromMsg|params) != 0 {
					note(v.AssertedType)
				}
			}
		}
	}
	if len(found) == 0 {
		for i, p := range t.u.Func.Params {
			if i > 0 || t.u.Func.Signature.Recv() == nil {
				note(p.Type())
			}
		}
	}
	if len(found) != 1 {
		return "", false
	}
	t.decoded.named = found[0]
	return effects.ShortTypeName(found[0]), t.orderless(found[0], 0)
}

// orderless reports whether no field of a message holds an order.
func (t *tracker) orderless(n *types.Named, depth int) bool {
	s, ok := n.Underlying().(*types.Struct)
	if !ok || depth > 2 {
		return false
	}
	for f := range s.Fields() {
		if t.orderField(f.Name()) || timeColumn(f.Name()) || strings.HasSuffix(f.Name(), "At") || strings.HasSuffix(f.Name(), "Time") || strings.HasSuffix(f.Name(), "Date") || strings.HasSuffix(f.Name(), "On") {
			return false
		}
		inner := effects.Named(f.Type())
		if inner != nil && inner.Obj().Pkg() != nil && inner.Obj().Pkg().Path() == "time" {
			return false
		}
		if f.Embedded() && inner != nil && !t.orderless(inner, depth+1) {
			return false
		}
	}
	return true
}

// receivesMessage reports whether a call of a library fetches a message. What
// merely makes one (NewMessage) does not.
func (t *tracker) receivesMessage(s effects.Site) bool {
	f := s.Callee
	if f.Pkg() == nil || t.firstParty(effects.PkgPath(f.Pkg())) || f.Signature().Recv() == nil || makesValue(f.Name()) {
		return false
	}
	for r := range f.Signature().Results().Variables() {
		if t.isMessage(r.Type()) {
			return true
		}
	}
	return false
}

func makesValue(name string) bool {
	for _, prefix := range []string{"New", "Make", "Copy", "Clone", "With", "Build", "Set"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// handed looks at what a call does with functions and values that it is given
// and that handle messages from then on.
func (t *tracker) handed(s effects.Site) {
	if s.Callee == nil {
		return
	}
	for _, h := range t.handlersOf(s) {
		if h.Param >= len(s.Args) {
			continue
		}
		for _, target := range t.view.Targets(t.u, s.Args[h.Param]) {
			if target.Literal == nil || !slices.Contains(t.u.Funcs, target.Literal) {
				continue
			}
			for i, p := range target.Literal.Params {
				if h.Args&param(i) != 0 {
					t.set(p, fromMsg)
				}
			}
		}
	}
}

// handlersOf are a call's arguments that are given messages: the catalogue, the
// config, or the callee's own code say so.
func (t *tracker) handlersOf(s effects.Site) []Handler {
	var list []Handler
	for _, e := range s.Entries {
		if e.Role != catalog.Consume || e.Field != "" || e.Arg+s.Shift >= len(s.Args) {
			continue
		}
		n := arity(s.Args[e.Arg+s.Shift].Type())
		var args Origin
		for _, i := range e.Params(n) {
			args |= param(i)
		}
		list = append(list, Handler{Param: e.Arg + s.Shift, Args: args})
	}
	if s.Callee.Pkg() != nil {
		path, recv, name := effects.PkgPath(s.Callee.Pkg()), receiverName(s.Callee), s.Callee.Name()
		if t.cfg.MatchSymbol(config.RoleSubscribe, path, recv, name) == config.Yes {
			list = append(list, t.subscribed(s)...)
		}
	}
	if f := t.funcOf(s); f != nil {
		list = append(list, f.Handlers...)
	}
	return list
}

// subscribed are the arguments of a function that the config says subscribes.
func (t *tracker) subscribed(s effects.Site) []Handler {
	var list []Handler
	for i := s.Shift; i < len(s.Args); i++ {
		v := s.Args[i]
		if mi, ok := v.(*ssa.MakeInterface); ok {
			v = mi.X
		}
		if sig, ok := v.Type().Underlying().(*types.Signature); ok {
			list = append(list, Handler{Param: i, Args: dataParams(sig)})
		}
	}
	return list
}

// dataParams are a handler's parameters that carry data.
func dataParams(sig *types.Signature) Origin {
	var o Origin
	for i := range sig.Params().Len() {
		if carries(sig.Params().At(i).Type()) {
			o |= param(i)
		}
	}
	return o
}

func arity(t types.Type) int {
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return sig.Params().Len()
	}
	return 8
}

func receiverName(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	if n := effects.Named(recv.Type()); n != nil {
		return n.Obj().Name()
	}
	return ""
}
