package effects

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// failure tells how a call's failure is dropped, "" where it is not. An error
// that is only logged counts as handled: to go on without the answer is a
// decision. What runs in a goroutine or deferred is left alone.
func (o *outgoing) failure(g *group, c *call, kind string) string {
	value, ok := c.instr.(*ssa.Call)
	if !ok || runsApart(value.Parent()) {
		return ""
	}
	list := results(value)
	if !fails(list) {
		return ""
	}
	if len(list) == 1 {
		if o.fate(g, value) == lost {
			return summary.ErrorDropped
		}
		return ""
	}
	var answer *ssa.Extract
	for _, ref := range *value.Referrers() {
		switch ex, ok := ref.(*ssa.Extract); {
		case !ok: // return f()
			return ""
		case ex.Index == 0:
			answer = ex
		}
	}
	handled := o.fate(g, value) != lost
	if kind != string(catalog.HTTP) || !pointsTo(list[0], "net/http", "Response") {
		if handled {
			return ""
		}
		return summary.ErrorDropped
	}
	read := answer != nil && readsStatus(answer)
	switch {
	case read:
		return ""
	case handled:
		return summary.StatusUnread
	}
	return summary.ErrorDropped
}

// fails reports whether results end with an error.
func fails(results []types.Type) bool {
	return len(results) > 0 && isErrorType(results[len(results)-1])
}

// A fate is what becomes of the error of a call.
type fate int

const (
	regarded fate = iota // somebody looks at it, or may
	lost
	handedOn // to the function's caller, as it is
)

// fate tells what becomes of a call's error. That of a literal is handed to whoever
// runs it, and the breaker that does may give its own to nobody.
func (o *outgoing) fate(g *group, call *ssa.Call) fate {
	err := errorOf(call)
	switch {
	case err == nil || !used(err):
		return lost
	case !onlyReturned(err):
		return regarded
	case call.Parent() == g.fn:
		return handedOn
	}
	if runner := o.runnerOf(g, call.Parent()); runner != nil {
		return o.fate(g, runner)
	}
	return regarded
}

// errorOf is the error of a call that has one, or nil where nobody takes it.
func errorOf(call *ssa.Call) ssa.Value {
	list := results(call)
	if len(list) == 1 {
		return call
	}
	for _, ref := range *call.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Return: // return f()
			return call
		case *ssa.Extract:
			if ref.Index == len(list)-1 {
				return ref
			}
		}
	}
	return nil
}

// onlyReturned reports whether nothing is done with a value but to return it.
func onlyReturned(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref.(type) {
		case *ssa.DebugRef, *ssa.Return:
		default:
			return false
		}
	}
	return true
}

// runnerOf is the one call that runs a literal behind a breaker and gives back its
// error, or nil. A fallback that it is given too would make up for the error.
func (o *outgoing) runnerOf(g *group, fn *ssa.Function) *ssa.Call {
	var runner *ssa.Call
	for _, c := range o.sortedCalls(g) {
		if !hands(c, fn) {
			continue
		}
		call, ok := c.instr.(*ssa.Call)
		if !ok || runner != nil || !fails(results(call)) || !o.givesBack(g, c, fn) {
			return nil
		}
		runner = call
	}
	return runner
}

// givesBack reports whether a call gives back the error of the literal that it runs, and
// does nothing else with it: a library's breaker, or a function of the project's own
// whose body was seen.
func (o *outgoing) givesBack(g *group, c *call, fn *ssa.Function) bool {
	if c.callee == nil {
		return false
	}
	if !o.p.firstPartyPath(pkgPathOfFunc(c.callee)) {
		funcs := 0
		for _, a := range c.args {
			if _, ok := a.Type().Underlying().(*types.Signature); ok && !isNil(a) {
				funcs++
			}
		}
		return funcs == 1 && o.runGuard(g, c).Breaker == summary.Yes
	}
	sum := o.p.summaryOf(c.callee)
	return sum != nil && sum.Out != nil && slices.ContainsFunc(sum.Out.Guards, func(guarded summary.Guarded) bool {
		return guarded.HandsOn && guarded.Index < len(c.args) && literalOf(c.args[guarded.Index]) == fn
	})
}

// runsApart reports whether a function is a literal that is run by go or defer where
// it is written, or is within one: nobody waits for what becomes of it.
func runsApart(fn *ssa.Function) bool {
	for ; fn.Parent() != nil; fn = fn.Parent() {
		for _, made := range madeOf(fn) {
			if made.Referrers() == nil {
				continue
			}
			for _, ref := range *made.Referrers() {
				// What go and defer run gives back nothing.
				if ci, ok := ref.(ssa.CallInstruction); ok && ci.Value() == nil && ci.Common().Value == made {
					return true
				}
			}
		}
	}
	return false
}

// used reports whether anything is done with a value but to forget it.
func used(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Store:
			if ref.Addr == v || storeRead(ref) {
				return true
			}
		case *ssa.BinOp:
			if !decidesNothing(ref) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// storeRead reports whether the variable that a value is stored in is read at
// all, or may be elsewhere.
func storeRead(s *ssa.Store) bool {
	alloc, ok := s.Addr.(*ssa.Alloc)
	if !ok {
		return true
	}
	for _, ref := range *alloc.Referrers() {
		if ref != ssa.Instruction(s) {
			if _, ok := ref.(*ssa.Store); !ok {
				return true
			}
		}
	}
	return false
}

// readsStatus reports whether an HTTP response's status is looked at, or may be
// by somebody whom the response is given to.
func readsStatus(resp ssa.Value) bool {
	for _, ref := range *resp.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.FieldAddr:
			if name := nameOfField(ref); name == "StatusCode" || name == "Status" {
				return true
			}
		case *ssa.BinOp: // resp != nil
			if ref.Op != token.EQL && ref.Op != token.NEQ {
				return true
			}
		case *ssa.Store:
			if ref.Val == resp && storedStatus(ref) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// storedStatus follows a response through a variable that a function literal
// captures.
func storedStatus(s *ssa.Store) bool {
	alloc, ok := s.Addr.(*ssa.Alloc)
	if !ok {
		return true
	}
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store, *ssa.DebugRef:
		case *ssa.UnOp:
			if readsStatus(ref) {
				return true
			}
		case *ssa.MakeClosure:
			if closureReads(ref, alloc) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

func closureReads(mc *ssa.MakeClosure, v ssa.Value) bool {
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if b != v {
			continue
		}
		for _, ref := range *fn.FreeVars[i].Referrers() {
			load, ok := ref.(*ssa.UnOp)
			if !ok || readsStatus(load) {
				return true
			}
		}
	}
	return false
}

// returnsError reports whether a function returns the error of a call that it
// makes, itself or by a literal.
func (o *outgoing) returnsError(g *group, c *call) bool {
	res := g.fn.Signature.Results()
	if res.Len() == 0 || !isErrorType(res.At(res.Len()-1).Type()) {
		return false
	}
	value, ok := c.instr.(*ssa.Call)
	if !ok {
		return false
	}
	list := results(value)
	if len(list) == 0 || !isErrorType(list[len(list)-1]) {
		return false
	}
	if len(list) == 1 {
		return returned(value, 0)
	}
	for _, ref := range *value.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Return:
			return true
		case *ssa.Extract:
			if ref.Index == len(list)-1 && returned(ref, 0) {
				return true
			}
		}
	}
	return false
}

// maxReturnDepth bounds how often an error is wrapped on its way out.
const maxReturnDepth = 6

// returned follows an error to a return: through variables, and through what
// wraps it.
func returned(v ssa.Value, depth int) bool {
	if depth > maxReturnDepth || v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Return:
			return true
		case *ssa.Store:
			if load := loadsOf(ref.Addr); ref.Val == v && slices.ContainsFunc(load, func(l ssa.Value) bool { return returned(l, depth+1) }) {
				return true
			}
		case *ssa.Call:
			if len(results(ref)) > 0 && isErrorType(results(ref)[len(results(ref))-1]) && returned(ref, depth+1) {
				return true
			}
		case *ssa.Phi, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.Extract:
			if returned(ref.(ssa.Value), depth+1) {
				return true
			}
		}
	}
	return false
}

// loadsOf are the reads of a variable, or the slice of variadic arguments that
// an element belongs to.
func loadsOf(addr ssa.Value) []ssa.Value {
	var list []ssa.Value
	of := addr
	if ia, ok := addr.(*ssa.IndexAddr); ok {
		of = ia.X
	}
	if of.Referrers() == nil {
		return nil
	}
	for _, ref := range *of.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			list = append(list, ref)
		case *ssa.Slice:
			list = append(list, ref)
		}
	}
	return list
}
