package flows

import (
	"go/token"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Whether what a message says differs from what is stored tells that there is something
// to do, and not which of the two is newer:
//
//	if row.SameAs(next) {
//		return nil
//	}
//	return repo.Update(ctx, next)
//
// A function that only looks whether two of its parameters are equal looks at no state,
// where the one is the row, and the other what the message makes of it.

// noteEquates notes the parameters whose state a function that answers by a boolean
// compares with another parameter's for equality, and looks at in no other way.
func (t *tracker) noteEquates(f *Func) {
	if f.Checks == 0 {
		return
	}
	var a asking
	seen := map[*ssa.Phi]bool{}
	for ret := range effects.Returns(t.u.Func) {
		for _, r := range ret.Results {
			if isBool(r.Type()) {
				a.add(t.askedIn(ret.Block(), seen))
				a.add(t.askedBool(r, seen))
			}
		}
	}
	f.Equates = a.equal &^ a.state & f.Checks
}

// An asking is how parameters are looked at: compared with each other for equality, or in
// another way.
type asking struct{ equal, state Origin }

func (a *asking) add(b asking) { a.equal, a.state = a.equal|b.equal, a.state|b.state }

// askedIn is how the conditions under which a block is reached look at parameters.
func (t *tracker) askedIn(b *ssa.BasicBlock, seen map[*ssa.Phi]bool) asking {
	var a asking
	for _, cond := range t.conditionsOf(b) {
		a.add(t.askedBool(cond.value, seen))
	}
	return a
}

// askedBool is how a condition looks at parameters. Of the joined ones those count that
// were not seen before.
func (t *tracker) askedBool(v ssa.Value, seen map[*ssa.Phi]bool) asking {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.askedBool(v.X, seen)
		}
	case *ssa.Phi:
		return t.askedJoined(v, seen)
	case *ssa.Call:
		return t.askedCall(v)
	case *ssa.BinOp:
		return t.askedBinOp(v)
	}
	return asking{state: t.val[v] & params}
}

// askedJoined adds what the branches depend on that are joined: a && b.
func (t *tracker) askedJoined(v *ssa.Phi, seen map[*ssa.Phi]bool) asking {
	var a asking
	if seen[v] {
		return a
	}
	seen[v] = true
	for i, e := range v.Edges {
		if _, constant := e.(*ssa.Const); !constant {
			a.add(t.askedBool(e, seen))
		}
		pred := v.Block().Preds[i]
		a.add(t.askedIn(pred, seen))
		if branch, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If); ok {
			a.add(t.askedBool(branch.Cond, seen))
		}
	}
	return a
}

func (t *tracker) askedBinOp(v *ssa.BinOp) asking {
	x, y := v.X, v.Y
	if _, constant := x.(*ssa.Const); constant {
		x, y = y, x
	}
	of := (t.val[x] | t.val[y]) & params
	equal := v.Op == token.EQL || v.Op == token.NEQ
	if _, constant := y.(*ssa.Const); constant && equal {
		if isNil(y) {
			return asking{} // whether there is something at all
		}
		if call, ok := x.(*ssa.Call); ok {
			return t.askedCall(call) // cmp.Diff(a, b) == "", len(changes(a, b)) == 0
		}
	} else if equal && t.apart(x, y) {
		return asking{equal: of}
	}
	return asking{state: of}
}

// apart reports whether two values are parts of parameters as they are, and not both of the
// same one. What is looked up by a parameter, or worked out from it, is not what it says.
func (t *tracker) apart(x, y ssa.Value) bool {
	if !asItIs(x, 0) || !asItIs(y, 0) {
		return false
	}
	a, b := t.whole(withoutInterface(x))&params, t.whole(withoutInterface(y))&params
	return a != 0 && b != 0 && (a != b || a&(a-1) != 0)
}

// asItIs reports whether a value is a parameter or a part of one, by fields and their
// getters alone, or all of that as it is encoded.
func asItIs(v ssa.Value, depth int) bool {
	if depth > 8 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Alloc:
		return true
	case *ssa.FieldAddr:
		return asItIs(v.X, depth+1)
	case *ssa.Field:
		return asItIs(v.X, depth+1)
	case *ssa.UnOp:
		return v.Op == token.MUL && asItIs(v.X, depth+1)
	case *ssa.Convert:
		return asItIs(v.X, depth+1)
	case *ssa.ChangeType:
		return asItIs(v.X, depth+1)
	case *ssa.MakeInterface:
		return asItIs(v.X, depth+1)
	case *ssa.Call:
		return v.Call.Signature().Recv() != nil && len(v.Call.Args) == 1 && asItIs(v.Call.Args[0], depth+1)
	case *ssa.Extract: // its bytes: json.Marshal(row)
		call, ok := v.Tuple.(*ssa.Call)
		if !ok || v.Index != 0 || len(call.Call.Args) != 1 {
			return false
		}
		fn := call.Call.StaticCallee()
		return fn != nil && strings.HasPrefix(fn.Name(), "Marshal") && asItIs(call.Call.Args[0], depth+1)
	}
	return false
}

// askedCall is how a call looks at the parameters that it is given: as the callee says, or
// by its name, where it is a library's that compares two values with each other.
func (t *tracker) askedCall(v *ssa.Call) asking {
	s := t.site(v)
	if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
		if of, ok := v.Call.Args[0].(*ssa.Call); ok {
			return t.askedCall(of)
		}
	}
	args := t.argOrigins(s)
	of := (union(args) | t.val[v]) & params
	if s.Callee == nil {
		return asking{state: of}
	}
	if f := t.funcOf(s); f != nil && f.Checks != 0 {
		return asking{equal: bind(f.Equates, args) & params, state: bind(f.Checks&^f.Equates, args) & params}
	}
	if len(s.Args) >= 2 && comparesWhole.MatchString(s.Callee.Name()) && t.apart(s.Args[0], s.Args[1]) {
		return asking{equal: of}
	}
	return asking{state: of}
}

// comparesWhole recognises the functions that say whether two values are equal, or in what
// they differ.
var comparesWhole = regexp.MustCompile(`^(Diff|Equals?|DeepEqual|EqualFold|EqualFunc|EqualValues|ObjectsAreEqual)$`)

// equatesOther reports whether all that a function looks at of what it is given is whether
// the row among it equals something of a message.
func (t *tracker) equatesOther(f *Func, s effects.Site, row int) bool {
	if f.Checks&^f.Equates != 0 {
		return false
	}
	for i, a := range s.Args {
		if i != row && f.Equates&param(i) != 0 && t.whole(withoutInterface(a))&(fromMsg|params) != 0 {
			return true
		}
	}
	return false
}
