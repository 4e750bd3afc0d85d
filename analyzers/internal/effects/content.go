package effects

import (
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A struct's field is evaluated by its instance, where that is in sight: a
// literal, or what a constructor makes of its arguments. Of a receiver only
// the type is known; then the text keeps the field's name, for the callers or
// the wiring to fill in.

// field evaluates the field that an address is of.
func (e *evaluator) field(fa *ssa.FieldAddr, depth int) []text {
	f := fieldOf(fa)
	if f == nil {
		return []text{hole()}
	}
	next := func(v ssa.Value) []text { return e.eval(v, depth+1) }
	stored := e.g.stores()[e.g.cell(fa)]
	if _, local := fa.X.(*ssa.Alloc); local && len(stored) > 0 {
		return union(stored, next)
	}
	out := union(stored, next)
	if set, ok := e.setting(fa.X, fa.Field); ok {
		out = append(out, set...)
	} else {
		out = append(out, tagged(fa.X.Type(), fa.Field)...)
	}
	if fixed := e.fixed(f); fixed != nil {
		return append(out, fixed...)
	}
	return append(out, e.content(fa.X, e.p.fieldID(fa.X.Type(), f), depth+1)...)
}

// fieldOfValue evaluates a field of a struct that is no variable.
func (e *evaluator) fieldOfValue(v *ssa.Field, depth int) []text {
	s, is := v.X.Type().Underlying().(*types.Struct)
	if !is {
		return []text{hole()}
	}
	f := s.Field(v.Field)
	out, ok := e.setting(v.X, v.Field)
	if !ok {
		out = tagged(v.X.Type(), v.Field)
	}
	if fixed := e.fixed(f.Origin()); fixed != nil {
		return append(out, fixed...)
	}
	return append(out, e.content(v.X, e.p.fieldID(v.X.Type(), f), depth+1)...)
}

// fieldID names a field of a first-party struct. Of others, and of structs
// without a name, an instance in sight can still tell: their fields' names
// begin with a dot.
func (p *program) fieldID(t types.Type, f *types.Var) summary.Field {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || !p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
		return "." + f.Name()
	}
	return pkgPath(n.Obj().Pkg()) + "." + n.Obj().Name() + "." + f.Name()
}

// isLocal reports whether a field's name says nothing beyond its instance.
func isLocal(id summary.Field) bool { return strings.HasPrefix(id, ".") }

// fieldName and fieldPkg take a field's name apart.
func fieldName(id summary.Field) string { return id[strings.LastIndexByte(id, '.')+1:] }

func fieldPkg(id summary.Field) string {
	id = id[strings.LastIndexByte(id, heldBy)+1:]
	id = id[:strings.LastIndexByte(id, '.')]
	return id[:max(0, strings.LastIndexByte(id, '.'))]
}

// heldBy stands between the names of a field that holds a struct and of a field
// of that struct: of the many repositories of one shared type, a service's field
// holds one.
const heldBy = '>'

// maxHeldBy bounds how many structs one within another are told apart.
const maxHeldBy = 2

// cutHeld parts the name of a field in a struct that another field holds.
func cutHeld(id summary.Field) (outer, inner summary.Field, ok bool) {
	outer, inner, ok = strings.Cut(id, string(heldBy))
	return outer, inner, ok
}

// heldIn names a field of the struct that a field holds.
func (p *program) heldIn(fa *ssa.FieldAddr, id summary.Field) []text {
	outer := p.fieldID(fa.X.Type(), fieldOf(fa))
	if isLocal(outer) || isLocal(id) || strings.Count(id, string(heldBy)) >= maxHeldBy-1 {
		return unknownField(id)
	}
	return unknownField(outer + string(heldBy) + id)
}

// fixed are the values of a field that nobody but this package can set, and
// that it sets to constants only; nil where that is not so.
func (e *evaluator) fixed(f *types.Var) []text {
	if f.Exported() || f.Pkg() != e.p.pass.Pkg {
		return nil
	}
	var out []text
	for _, s := range e.p.fieldStores()[f.Origin()] {
		g := e.p.groupOf(s.Parent())
		if g == nil {
			return nil
		}
		for _, t := range e.within(g).eval(s.Val, maxTextDepth/2) {
			if !t.closed() {
				return nil
			}
			out = append(out, t)
		}
	}
	for _, s := range e.p.listedStmts()[f.Origin()] {
		for _, t := range e.within(e.p.byFunc[s.in]).eval(s.text, maxTextDepth/2) {
			if !t.closed() {
				return nil
			}
			out = append(out, t)
		}
	}
	if len(out) > maxTexts {
		return nil
	}
	return out
}

// unknownField is the content of a field of some struct of its type.
func unknownField(id summary.Field) []text {
	if id == "" || isLocal(id) {
		return []text{hole()}
	}
	return []text{{{Param: -1, Field: id}}}
}

// contentKey marks a struct whose field is being evaluated.
type contentKey struct {
	v  ssa.Value
	id summary.Field
}

// content evaluates a field of a struct, or of what points to one.
func (e *evaluator) content(v ssa.Value, id summary.Field, depth int) []text {
	*e.fuel--
	key := contentKey{v, id}
	if v == nil || id == "" || depth > maxTextDepth || *e.fuel < 0 || e.active[key] {
		return unknownField(id)
	}
	e.active[key] = true
	defer delete(e.active, key)
	if isSlice(v.Type()) {
		return e.listContent(v, id, depth)
	}
	if set, _ := e.setting(v, fieldIndex(v.Type(), id)); len(set) > 0 {
		return set
	}
	next := func(v ssa.Value) []text { return e.content(v, id, depth+1) }
	switch v := v.(type) {
	case *ssa.Parameter:
		return e.paramContent(v, id, depth)
	case *ssa.FreeVar:
		return next(e.g.binding(v))
	case *ssa.Alloc, *ssa.FieldAddr:
		return e.variableContent(v, id, depth)
	case *ssa.Global:
		return e.globalContent(v, id)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return e.loadContent(v.X, id, depth)
		}
	case *ssa.IndexAddr:
		return e.elementContent(v, id, depth)
	case *ssa.Phi:
		return union(v.Edges, next)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.TypeAssert:
		return next(v.X)
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			return e.madeContent(c, v.Index, id, depth)
		}
	case *ssa.Call:
		return e.madeContent(v, 0, id, depth)
	}
	return unknownField(id)
}

// fieldIndex finds a struct's field by its name, or -1.
func fieldIndex(t types.Type, id summary.Field) int {
	if _, _, ok := cutHeld(id); ok {
		return -1
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return -1
	}
	for i := range s.NumFields() {
		if s.Field(i).Name() == fieldName(id) {
			return i
		}
	}
	return -1
}

func (e *evaluator) paramContent(v *ssa.Parameter, id summary.Field, depth int) []text {
	i := slices.Index(e.g.fn.Params, v)
	if i < 0 {
		return unknownField(id)
	}
	set := e.g.stores()[fieldCell{v, fieldIndex(v.Type(), id)}]
	out := union(set, func(v ssa.Value) []text { return e.eval(v, depth+1) })
	switch {
	case e.caller == nil:
		return append(out, text{{Param: i, Field: id}})
	case i < len(e.args):
		return append(out, e.caller.content(e.args[i], id, depth+1)...)
	}
	return append(out, unknownField(id)...)
}

// variableContent: a variable is given its fields one by one, or as a whole.
func (e *evaluator) variableContent(v ssa.Value, id summary.Field, depth int) []text {
	if outer, inner, ok := cutHeld(id); ok {
		holds := e.g.stores()[fieldCell{e.g.base(v), fieldIndex(v.Type(), outer)}]
		whole := e.g.stores()[e.g.cell(v)]
		if len(holds)+len(whole) == 0 {
			return unknownField(id)
		}
		out := union(holds, func(v ssa.Value) []text { return e.content(v, inner, depth+1) })
		return append(out, union(whole, func(v ssa.Value) []text { return e.content(v, id, depth+1) })...)
	}
	out := union(e.g.stores()[fieldCell{e.g.base(v), fieldIndex(v.Type(), id)}], func(v ssa.Value) []text { return e.eval(v, depth+1) })
	whole := e.g.stores()[e.g.cell(v)]
	if overwritten(v, fieldIndex(v.Type(), id)) {
		whole = nil
	}
	out = append(out, union(whole, func(v ssa.Value) []text { return e.content(v, id, depth+1) })...)
	if fa, ok := v.(*ssa.FieldAddr); ok && len(out) == 0 {
		return e.heldContent(fa, id, depth)
	}
	if len(out) == 0 {
		return unknownField(id)
	}
	return out
}

// overwritten reports whether a field of a variable is given a value of its own
// right after the variable is: s := Default(); s.Table = "orders".
func overwritten(v ssa.Value, field int) bool {
	alloc, ok := v.(*ssa.Alloc)
	if !ok || field < 0 {
		return false
	}
	var set, whole []*ssa.BasicBlock
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			whole = append(whole, ref.Block())
		case *ssa.FieldAddr:
			for _, use := range *ref.Referrers() {
				st, ok := use.(*ssa.Store)
				if !ok || ref.Field != field {
					continue
				}
				if _, more := st.Val.(*ssa.BinOp); !more { // s.Head += "…" keeps what is there
					set = append(set, st.Block())
				}
			}
		}
	}
	return slices.ContainsFunc(whole, func(b *ssa.BasicBlock) bool { return slices.Contains(set, b) })
}

func (e *evaluator) loadContent(addr ssa.Value, id summary.Field, depth int) []text {
	next := func(v ssa.Value) []text { return e.content(v, id, depth+1) }
	if global, ok := addr.(*ssa.Global); ok {
		if v := e.p.globals[global]; v != nil {
			return e.within(e.p.groupOf(e.p.ssa.Func("init"))).content(v, id, depth+1)
		}
		return e.globalContent(global, id)
	}
	if alloc, ok := e.g.cell(addr).(*ssa.Alloc); ok {
		return next(alloc)
	}
	if stored := e.g.stores()[e.g.cell(addr)]; len(stored) > 0 {
		return union(stored, next)
	}
	switch addr := addr.(type) {
	case *ssa.IndexAddr:
		return e.elementContent(addr, id, depth)
	case *ssa.FieldAddr:
		return e.heldContent(addr, id, depth)
	case *ssa.UnOp: // what a pointer in a variable points to
		return next(addr)
	}
	return unknownField(id)
}

// heldContent: what a field holds is what the package stores in it, if the
// package says so in full.
func (e *evaluator) heldContent(fa *ssa.FieldAddr, id summary.Field, depth int) []text {
	f := fieldOf(fa)
	if f == nil {
		return unknownField(id)
	}
	if f.Exported() && !f.Embedded() || f.Pkg() != e.p.pass.Pkg {
		return e.p.heldIn(fa, id)
	}
	var out []text
	for _, s := range e.p.structStores()[f] {
		g := e.p.groupOf(s.Parent())
		if g == nil {
			return e.p.heldIn(fa, id)
		}
		for _, t := range e.within(g).content(s.Val, id, depth+1) {
			if !t.legible() {
				return e.p.heldIn(fa, id)
			}
			out = append(out, t)
		}
	}
	if len(out) == 0 || len(out) > maxTexts {
		return e.p.heldIn(fa, id)
	}
	return out
}

// globalContent: a package's struct that is set once.
func (e *evaluator) globalContent(global *ssa.Global, id summary.Field) []text {
	obj := global.Object()
	if obj == nil {
		return unknownField(id)
	}
	if _, _, held := cutHeld(id); obj.Pkg() != e.p.pass.Pkg && held {
		return []text{hole()}
	}
	if obj.Pkg() != e.p.pass.Pkg {
		fact := new(summary.Text)
		if e.p.pass.ImportObjectFact(obj, fact) {
			for _, entry := range fact.List {
				if entry.Key == fieldName(id) {
					return []text{constText(entry.Value)}
				}
			}
		}
		return []text{hole()} // another instance's field says nothing of this one
	}
	init := e.p.groupOf(e.p.ssa.Func("init"))
	if init == nil || !e.p.setAtStart(global) {
		return []text{hole()}
	}
	return e.within(init).variableContent(global, id, maxTextDepth/2)
}

// madeContent: a constructor fills a struct from its arguments.
func (e *evaluator) madeContent(c *ssa.Call, result int, id summary.Field, depth int) []text {
	obj := staticFunc(&c.Call)
	if obj == nil {
		return unknownField(id)
	}
	var out []text
	if g := e.p.byObj[obj.Origin()]; g != nil {
		in := e.called(g, c.Call.Args)
		for ret := range Returns(g.fn) {
			if k, ok := ret.Results[result].(*ssa.Const); result < len(ret.Results) && !(ok && k.Value == nil) {
				out = append(out, e.instantiated(&c.Call).filledTypes(in.content(ret.Results[result], id, depth+1))...)
			}
		}
	} else if sum := e.p.summaryOf(obj); sum != nil {
		for _, f := range sum.Fills {
			if f.Field == id {
				out = append(out, e.instantiated(&c.Call).fill(text(f.Parts), c.Call.Args)...)
			}
		}
	}
	if len(out) == 0 || len(out) > maxTexts {
		return unknownField(id)
	}
	return out
}

// tagged are the values that a field's tag tells: libraries fill structs of
// settings from the environment, and from defaults.
func tagged(t types.Type, field int) []text {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	tag := reflect.StructTag(s.Tag(field))
	var out []text
	for _, key := range []string{"env", "envconfig", "mapstructure", "koanf"} {
		if name, _, _ := strings.Cut(tag.Get(key), ","); name != "" && name != "-" {
			out = append(out, fromEnv([]text{constText(name)})...)
		}
	}
	for _, key := range []string{"envDefault", "default", "env-default"} {
		if value := tag.Get(key); value != "" {
			out = append(out, constText(value))
		}
	}
	return out
}

// structStores are the package's assignments to fields that are structs, or
// pointers to some.
func (p *program) structStores() map[*types.Var][]*ssa.Store {
	if p.structFields == nil {
		p.structFields = p.storesOf(func(t types.Type) bool {
			if ptr, ok := t.Underlying().(*types.Pointer); ok {
				t = ptr.Elem()
			}
			_, ok := t.Underlying().(*types.Struct)
			return ok
		})
	}
	return p.structFields
}

// setAtStart reports whether nothing but a variable's declaration changes it.
func (p *program) setAtStart(global *ssa.Global) bool {
	if p.changed == nil {
		p.changed = map[*ssa.Global]bool{}
		for _, g := range p.groups {
			for _, fn := range g.funcs {
				if fn.Synthetic == "package initializer" {
					continue
				}
				for s := range Each[*ssa.Store](fn) {
					p.noteChange(s.Addr)
				}
			}
		}
	}
	return !p.changed[global]
}

// noteChange notes the variable into which an address points.
func (p *program) noteChange(addr ssa.Value) {
	for range 6 {
		switch a := addr.(type) {
		case *ssa.Global:
			p.changed[a] = true
			return
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.UnOp:
			addr = a.X
		default:
			return
		}
	}
}
