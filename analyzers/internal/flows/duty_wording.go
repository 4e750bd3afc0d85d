package flows

import (
	"cmp"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Fixes speak of a message by the names that it has at their place.

// At is the order of the message as the code at the place has it, and as a stored
// column or field of the name keeps it: evt.OccurredAt, evt.Version.
func (a *About) At(stored string) string {
	field, counts := a.OrderFor(stored)
	if !counts && field != "" {
		field += a.Form
	}
	return a.Named(cmp.Or(field, "CreatedAt"))
}

// OrderFor is the field of the message that a stored column or field keeps, and
// whether it is a number rather than a time.
func (a *About) OrderFor(stored string) (field string, counts bool) {
	if a.Counts && a.Time != "" && !mustMatch(stored) {
		return a.Time, false
	}
	return cmp.Or(a.Order, a.Likely), a.Counts
}

// Named is a field of the message as the code at the place has it.
func (a *About) Named(field string) string {
	if a.Var == "" {
		return "msg." + field
	}
	return a.Var + "." + field
}

// Pass is the statement by which a message is passed over at the place.
func (a *About) Pass() string {
	if a.Leave == "" {
		return "return nil"
	}
	return a.Leave
}

// aboutAt is what is known of the message that is handled at an instruction.
func (t *tracker) aboutAt(instr ssa.Instruction) About {
	about := t.messageAt(instr)
	if about.Message != "" {
		about.Leave = leave(instr)
	}
	return about
}

// leave is the statement by which a message is passed over: "" is return nil.
func leave(instr ssa.Instruction) string {
	results := instr.Parent().Signature.Results()
	switch {
	case results.Len() == 1 && isError(results.At(0).Type()):
		return ""
	case results.Len() == 0 && loopAround(instr.Block()) != nil:
		return "continue"
	case results.Len() == 0:
		return "return"
	}
	return "return …"
}

// name adds the names that the unit has for its message: the one variable that
// holds it, and in what form its order is compared.
func (t *tracker) name(about *About, n *types.Named) {
	about.Var = t.messageVar(n)
	ty := fieldAt(n, cmp.Or(about.Order, about.Likely))
	if ty == nil {
		return
	}
	if b, ok := ty.Underlying().(*types.Basic); ok && b.Info()&types.IsNumeric != 0 {
		about.Counts = true
		about.Time, ty = t.timeOf(n)
	}
	if n := effects.Named(ty); n != nil && n.Obj().Name() == "Timestamp" {
		about.Form = ".AsTime()"
	}
}

// fieldAt is the type of the field at the end of a path, or nil.
func fieldAt(n *types.Named, path string) types.Type {
	ty := types.Type(n)
	for name := range strings.SplitSeq(path, ".") {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, n.Obj().Pkg(), name)
		f, ok := obj.(*types.Var)
		if !ok {
			return nil
		}
		ty = f.Type()
	}
	return ty
}

// timeOf is the field of a message that holds its time, beside its version.
func (t *tracker) timeOf(n *types.Named) (string, types.Type) {
	if s, ok := n.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			if isTime(f.Type()) && t.orderField(f.Name()) {
				return f.Name(), f.Type()
			}
		}
	}
	return "", n
}

// messageVar is the name of the unit's variables of a type, if all have the same.
func (t *tracker) messageVar(n *types.Named) string {
	syntax := t.u.Func.Syntax()
	if syntax == nil {
		return ""
	}
	found := ""
	ast.Inspect(syntax, func(node ast.Node) bool {
		id, ok := node.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := t.pass.TypesInfo.Defs[id].(*types.Var)
		if !ok || v.IsField() || id.Name == "_" || !sameNamed(effects.Named(v.Type()), n) {
			return true
		}
		if found != "" && found != id.Name {
			found = "?"
		} else {
			found = id.Name
		}
		return true
	})
	return strings.TrimSuffix(found, "?")
}

func sameNamed(a, b *types.Named) bool { return a != nil && types.Identical(a, b) }
