package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Some decoders are told what to fill when they are made, not when they are run:
// dec, err := mapstructure.NewDecoder(&mapstructure.DecoderConfig{Result: &event}).

// fillDecoded carries what such a decoder is given into what it fills.
func (t *tracker) fillDecoded(s effects.Site, args []Origin) {
	if s.Callee == nil || s.Shift == 0 || len(s.Args) < 2 || !decodes(s.Callee.Name()) {
		return
	}
	maker := makerOf(s.Args[0])
	if maker == nil {
		return
	}
	made := t.site(maker)
	if made.Callee == nil || t.known(made) {
		return // what the project's own code keeps, its summary says
	}
	for _, a := range made.Args {
		for _, v := range toldPointers(a) {
			if t.local(v) {
				t.fill(v, union(args[1:]))
			}
		}
	}
}

// makerOf is the call that a value is a result of, or nil.
func makerOf(v ssa.Value) *ssa.Call {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	call, _ := v.(*ssa.Call)
	return call
}

// toldPointers are the pointers that an argument is, or that the struct of
// settings holds which it is.
func toldPointers(arg ssa.Value) []ssa.Value {
	arg = withoutInterface(arg)
	if load, ok := arg.(*ssa.UnOp); ok {
		arg = load.X
	}
	settings, ok := arg.(*ssa.Alloc)
	if !ok || settings.Referrers() == nil {
		return nil
	}
	if _, ok := deref(settings.Type()).Underlying().(*types.Struct); !ok {
		return nil
	}
	list := []ssa.Value{settings}
	for _, ref := range *settings.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, use := range *fa.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == fa && refers(withoutInterface(st.Val).Type()) {
				list = append(list, withoutInterface(st.Val))
			}
		}
	}
	return list
}

// decodesAs is the type into which a call decodes, and where the data comes from. A
// generic helper of the project's own is told the type, and gives back what it has
// decoded: ev, err := wire.Decode[Changed](data).
func (t *tracker) decodesAs(s effects.Site) (*types.Named, Origin, bool) {
	if n, from, ok := t.decodes(s); ok {
		return n, from, ok
	}
	call, ok := s.Instr.(*ssa.Call)
	if !ok || !t.decodesAsTold(s) {
		return nil, 0, false
	}
	ty := t.decoder(call)
	if ty == nil {
		return nil, 0, false
	}
	n := t.ownStruct(deref(ty))
	if n == nil {
		return nil, 0, false
	}
	var from Origin
	for _, arg := range s.Args {
		from |= t.whole(arg)
	}
	return n, from, true
}

// givesTypeParam reports whether the first result of a function is of the type that
// it is told, or points to one.
func givesTypeParam(f *types.Func) bool {
	results := f.Origin().Signature().Results()
	return results.Len() > 0 && isTypeParam(results.At(0).Type())
}

// decodesAsTold reports whether a function of the project's own decodes to the type
// that it is told: its name says so, or its body.
func (t *tracker) decodesAsTold(s effects.Site) bool {
	if s.Callee.Pkg() == nil || !t.firstParty(effects.PkgPath(s.Callee.Pkg())) || !givesTypeParam(s.Callee) {
		return false
	}
	f := t.funcOf(s)
	return opens(s.Callee.Name()) || f != nil && f.Opens != 0
}

// noteOpens notes the data that a generic function decodes to the type that it is
// told, and gives back.
func (t *tracker) noteOpens(f *Func, s effects.Site) {
	if t.u.Object == nil || !givesTypeParam(t.u.Object) {
		return
	}
	for _, e := range s.Entries {
		into := e.Into + s.Shift
		if e.Role != catalog.Decode || e.Into < 0 || into >= len(s.Args) || !isTypeParam(deref(withoutInterface(s.Args[into]).Type())) {
			continue
		}
		for i, arg := range s.Args {
			if i != into {
				f.Opens |= t.whole(arg) & params
			}
		}
	}
}
