package effects

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A struct's field of function type is much like an interface's method: it is
// called where the struct is declared, and filled where the program is wired.
// So calls of such fields are obligations as well, and what is stored in them
// counts as an implementation.

// funcField names the field that a function value is loaded from, of a
// first-party struct; nil for other values.
func (p *program) funcField(v ssa.Value) *summary.Method {
	switch v := v.(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok && v.Op == token.MUL {
			return p.fieldMethod(fa.X.Type(), fa.Field)
		}
	case *ssa.Field:
		return p.fieldMethod(v.X.Type(), v.Field)
	}
	return nil
}

func (p *program) fieldMethod(t types.Type, field int) *summary.Method {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || !p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
		return nil
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	if _, ok := s.Field(field).Type().Underlying().(*types.Signature); !ok {
		return nil
	}
	return &summary.Method{Iface: typeName(n), Name: s.Field(field).Name()}
}

// keptParams notes the parameters that the group's function keeps in fields.
func (r *recorder) keptParams() {
	for instr := range Instructions(r.g.funcs...) {
		field, v := r.p.storeToField(instr)
		if field == nil {
			continue
		}
		for _, t := range r.p.targets(r.g, v) {
			s := summary.Store{Param: t.param - 1, Field: *field}
			if t.param > 0 && !slices.Contains(r.sum.Stores, s) {
				r.sum.Stores = append(r.sum.Stores, s)
			}
		}
	}
	for _, e := range r.events {
		if e.call.sum == nil {
			continue
		}
		for _, st := range e.call.sum.Stores {
			if st.Param >= len(e.call.args) {
				continue
			}
			for _, t := range r.p.targets(r.g, e.call.args[st.Param]) {
				s := summary.Store{Param: t.param - 1, Field: st.Field}
				if t.param > 0 && !slices.Contains(r.sum.Stores, s) {
					r.sum.Stores = append(r.sum.Stores, s)
				}
			}
		}
	}
}

// storeToField is the field of function type that an instruction fills.
func (p *program) storeToField(instr ssa.Instruction) (*summary.Method, ssa.Value) {
	s, ok := instr.(*ssa.Store)
	if !ok {
		return nil, nil
	}
	fa, ok := s.Addr.(*ssa.FieldAddr)
	if !ok {
		return nil, nil
	}
	return p.fieldMethod(fa.X.Type(), fa.Field), s.Val
}

// filledFields adds what the package stores in fields of function type, itself
// or by way of a constructor, to the implementations that it knows.
func (p *program) filledFields(found map[string]summary.Conversion) {
	for _, g := range p.groups {
		for instr := range Instructions(g.funcs...) {
			if field, v := p.storeToField(instr); field != nil {
				p.filled(found, g, *field, v)
			}
			if call, ok := instr.(*ssa.Call); ok {
				p.filledByCall(found, g, call)
			}
		}
	}
}

func (p *program) filledByCall(found map[string]summary.Conversion, g *group, call *ssa.Call) {
	obj := staticFunc(&call.Call)
	if obj == nil {
		return
	}
	sum := p.summaryOf(obj)
	if sum == nil {
		return
	}
	for _, st := range sum.Stores {
		if st.Param < len(call.Call.Args) {
			p.filled(found, g, st.Field, call.Call.Args[st.Param])
		}
	}
}

// filled notes the functions that a field may hold.
func (p *program) filled(found map[string]summary.Conversion, g *group, field summary.Method, v ssa.Value) {
	for _, t := range p.targets(g, v) {
		if t.param > 0 || t.inner != nil {
			continue
		}
		e := summary.MethodEffects{Name: field.Name}
		name := p.fieldEffects(g, t, &e)
		if name == "" {
			continue
		}
		c := summary.Conversion{Type: name, Iface: field.Iface, Field: field.Name, Seen: true}
		if t.obj != nil && t.obj.Pkg() != nil && p.service == "" {
			c.Service = p.cfg.ServiceOf(pkgPath(t.obj.Pkg()))
		}
		if e.Remote != nil || len(e.Dyn) > 0 || len(e.RunsTx) > 0 || len(e.DB) > 0 || len(e.Asks) > 0 {
			c.Methods = []summary.MethodEffects{e}
		}
		found[conversionKey(c)] = c
	}
}

// withoutReceiver counts parameters as a method value or an interface does. Of
// whose pool the transaction is, only the receiver would tell.
func withoutReceiver(params []summary.Param, shift int) []summary.Param {
	var list []summary.Param
	for _, p := range params {
		if p.Index >= shift {
			list = append(list, summary.Param{Index: p.Index - shift, Steps: p.Steps})
		}
	}
	return list
}

// fieldEffects fills in what a function does, and returns its name.
func (p *program) fieldEffects(g *group, t target, e *summary.MethodEffects) string {
	if t.given != nil {
		e.RunsTx, e.Shown = t.given.RunsTx, "what "+t.given.from+" returns"
		return p.path + "." + g.name() + "·" + t.given.from
	}
	lit := t.literal
	if lit == nil {
		lit = t.closure
	}
	switch {
	case lit != nil:
		home := p.byFunc[lit]
		if sum := home.literals[lit]; sum != nil {
			e.Remote, e.Dyn, e.RunsTx = sum.Remote, sum.Dyn, sum.RunsTx
		}
		e.Shown = "a function literal of " + home.name()
		return p.path + "." + home.name() + "·" + lit.Name()
	case t.method != nil:
		e.Dyn = []summary.DynCall{{Method: *t.method, Conf: 100}}
		e.Shown = methodShown(*t.method)
		return t.method.String()
	case t.obj != nil:
		if l := p.leaf(t.obj, true); l != nil {
			e.Remote = &summary.Chain{Kind: l.kind, Leaf: l.name, Conf: l.conf}
		} else if sum := p.summaryOf(t.obj); sum != nil {
			e.Remote, e.Dyn = sum.Remote, sum.Dyn
			e.DB, e.Asks = forOthers(sum)
			e.RunsTx = withoutReceiver(sum.RunsTx, shiftOf(t.obj))
		}
		e.Shown = displayName(t.obj)
		return fullName(t.obj)
	}
	return ""
}
