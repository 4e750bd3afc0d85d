package effects

import (
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What the package's functions put into the fields that texts hang on: see wire.

// Bounds of what is worth noting of them.
const (
	maxFills = 16   // texts that one function stores in fields
	maxText  = 4096 // bytes of a text
)

// fillFields notes what the package's functions store in fields of strings: for
// the callers where it is made of parameters, and else for the wiring. It goes
// round until the functions' callers know.
func (p *program) fillFields(asked map[summary.Field]bool) []summary.Held {
	var held []summary.Held
	holders := holdersOf(asked)
	for range maxPasses {
		held = held[:0]
		changed := false
		for _, g := range p.groups {
			f := filler{p: p, g: g, asked: asked, holders: holders, held: &held}
			for instr := range Instructions(g.funcs...) {
				f.instruction(instr)
			}
			changed = changed || len(f.fills) != len(g.summary.Fills)
			g.summary.Fills = f.fills
		}
		if !changed {
			break
		}
	}
	return held
}

// A filler finds what one group stores in fields.
type filler struct {
	p     *program
	g     *group
	asked map[summary.Field]bool
	// holders are the fields that are asked of structs which a field holds, by
	// the name of that field.
	holders map[summary.Field][]summary.Field
	fills   []summary.Fill
	held    *[]summary.Held
}

// holdersOf sorts out which of the fields that are asked are in structs that
// another field holds.
func holdersOf(asked map[summary.Field]bool) map[summary.Field][]summary.Field {
	holders := map[summary.Field][]summary.Field{}
	for _, id := range slices.Sorted(maps.Keys(asked)) {
		if outer, _, ok := cutHeld(id); ok {
			holders[outer] = append(holders[outer], id)
		}
	}
	return holders
}

// store notes what a field is given: a text, or a struct that holds some.
func (f *filler) store(i *ssa.Store) {
	fa, ok := i.Addr.(*ssa.FieldAddr)
	if !ok {
		return
	}
	v := fieldOf(fa)
	id := f.p.fieldID(fa.X.Type(), v)
	for _, held := range f.heldBy(id, v) {
		_, inner, _ := cutHeld(held)
		for _, t := range f.p.evaluator(f.g).content(i.Val, inner, 0) {
			f.fill(held, t, i.Pos())
		}
	}
	if !textual(i.Val.Type()) || isLocal(id) || !f.wanted(id, v.Exported()) {
		return
	}
	for _, t := range f.p.texts(f.g, i.Val) {
		f.fill(id, t, i.Pos())
	}
}

// heldBy are the fields of which it matters what they are in the struct that a field
// holds: some text hangs on them, or one may in a package that imports this one and has
// the struct from here. stores.Users is a repository of users there, and of nothing else.
func (f *filler) heldBy(id summary.Field, v *types.Var) []summary.Field {
	list := f.holders[id]
	s, ok := pointee(v.Type()).Underlying().(*types.Struct)
	if !ok || !v.Exported() || fieldPkg(id) != f.p.path {
		return list
	}
	list = slices.Clone(list)
	for inner := range s.Fields() {
		of := f.p.fieldID(v.Type(), inner)
		held := id + string(heldBy) + of
		// A string that everybody can set is rather a setting than a name.
		if !isLocal(of) && (isStore(inner.Type()) || isString(inner.Type()) && !inner.Exported()) && !slices.Contains(list, held) {
			list = append(list, held)
		}
	}
	return list
}

// instruction notes what an instruction stores in fields, by itself or by way of a
// callee that is told what.
func (f *filler) instruction(instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.Store:
		f.store(i)
	case ssa.CallInstruction:
		obj := staticFunc(i.Common())
		if obj == nil || obj.Pkg() == nil {
			return
		}
		sum := f.p.summaryOf(obj)
		if sum == nil {
			return
		}
		for _, fill := range sum.Fills {
			if !text(fill.Parts).params() {
				continue // told where it stands
			}
			for _, t := range f.p.evaluator(f.g).instantiated(i.Common()).fill(text(fill.Parts), i.Common().Args) {
				f.fill(fill.Field, t, f.p.callPos(i))
			}
		}
	}
}

// wanted reports whether it matters what a field holds: some text hangs on it,
// or one may in a package that imports this one.
func (f *filler) wanted(id summary.Field, exported bool) bool {
	return f.asked[id] || exported && fieldPkg(id) == f.p.path
}

// fill notes a text that a field is given: for the callers, if it hangs on what they
// pass or on the instance that they are given, and for the wiring, if it does not.
func (f *filler) fill(id summary.Field, t text, pos token.Pos) {
	if !t.known() && !slices.ContainsFunc(t, func(p summary.Part) bool { return p.Env }) || len(t.String()) > maxText {
		return
	}
	step := f.p.step(pos, "sets "+shownField(id)+" to "+shortText(t))
	if t.params() || t.closed() && f.makes(id) {
		if len(f.fills) < maxFills && !slices.ContainsFunc(f.fills, func(o summary.Fill) bool { return o.Field == id && slices.Equal(o.Parts, t) }) {
			f.fills = append(f.fills, summary.Fill{Field: id, Parts: t, Step: step})
		}
	}
	if t.params() {
		return
	}
	itself := len(t) == 1 && t[0].Field == id
	if said := slices.DeleteFunc(slices.Clone(t), func(p summary.Part) bool { return !isText(p) }); itself || strings.ContainsRune(said.String(), sqltext.Hole) {
		return
	}
	*f.held = append(*f.held, summary.Held{Field: id, Parts: t, In: f.p.service, Shared: f.p.cfg.IsShared(f.p.path), Step: step})
}

// makes reports whether the function returns the struct that a field is of: its
// callers know by that what an instance holds.
func (f *filler) makes(id summary.Field) bool {
	if f.g.obj == nil || f.g.obj.Signature().Recv() != nil {
		return false
	}
	for res := range f.g.obj.Signature().Results().Variables() {
		if n := named(res.Type()); n != nil && n.Obj().Pkg() == f.p.pass.Pkg && f.p.path+"."+n.Obj().Name()+"."+fieldName(id) == id {
			return true
		}
	}
	return false
}

// shownField is a field as findings name it.
func shownField(id summary.Field) string {
	if outer, _, ok := cutHeld(id); ok {
		id = outer
	}
	return id[strings.LastIndexByte(id, '/')+1:]
}

func shortText(t text) string {
	for _, p := range t {
		if p.Env {
			return "what " + p.Text + " holds"
		}
	}
	if !t.closed() {
		return "a text that is made elsewhere"
	}
	return `"` + shortSQL(t.String()) + `"`
}
