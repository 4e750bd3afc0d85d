package flows

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What looks a row up tells that it is missing by an error of the project's own, and who
// calls that may tell this one from others: it answers success to ErrNoParent and hands the
// rest back, or the other way round. So a read bears the error by which it fails, and an
// answer says what becomes of those that are asked for.

// Of errors that bear no name it is known that they are none of those that do; of what is
// not followed, nothing is.
const (
	anonymous  = "!"
	untraced   = "?"
	maxAsked   = 8
	namedStart = "\n"
)

// Named are the faults of some errors, and of all others that are known: that of the
// anonymous. It is text, for answers are compared.
type Named string

func (n Named) with(symbol string, f Fault) Named {
	return n + Named(namedStart+symbol+"="+string(f))
}

// of is the fault of an error; where nobody asks for any, that of all.
func (n Named) of(symbol string, all Fault) Fault {
	if n == "" || symbol == "" {
		return all
	}
	for _, s := range []string{symbol, anonymous} {
		for line := range strings.SplitSeq(string(n), namedStart) {
			if f, ok := strings.CutPrefix(line, s+"="); ok {
				return Fault(f)
			}
		}
	}
	return all
}

// symbols are the errors that are asked for.
func (n Named) symbols() []string {
	var list []string
	for line := range strings.SplitSeq(string(n), namedStart) {
		if s, _, ok := strings.Cut(line, "="); ok {
			list = append(list, s)
		}
	}
	return list
}

// aboveNamed is what becomes of the errors by name on their way through two answers.
func (a Answer) aboveNamed(outer Answer) Named {
	var out Named
	symbols := append(a.Named.symbols(), outer.Named.symbols()...)
	slices.Sort(symbols)
	for _, s := range slices.Compact(symbols) {
		out = out.with(s, worse(a.Named.of(s, a.Fault), outer.Named.of(a.turned(s), outer.Fault)))
	}
	return out
}

// turned is the error that another one becomes.
func (a Answer) turned(symbol string) string {
	switch a.Becomes {
	case "":
		return symbol
	case untraced:
		return ""
	}
	return a.Becomes
}

// aboveBecomes is what an error becomes on its way through two answers.
func (a Answer) aboveBecomes(outer Answer) string {
	if outer.Becomes != "" {
		return outer.Becomes
	}
	return a.Becomes
}

// anonymous is a read by a library, whose error is none of the project's.
func (r Read) anonymous() Read {
	r.Fails = anonymous
	return r
}

// named says what becomes of a call's errors where some are told from others.
func (t *tracker) named(instr ssa.CallInstruction) Named {
	call := instr.Value()
	if call == nil || call.Referrers() == nil {
		return ""
	}
	var asked []string
	for _, r := range results(call) {
		if isError(r.Type()) {
			asked = append(asked, t.askedOf(r)...)
		}
	}
	settler, tells := t.settler(call)
	if settler != nil {
		asked = append(asked, settler.askedOf(tells)...)
	}
	if len(asked) == 0 || len(asked) > maxAsked {
		return ""
	}
	var out Named
	slices.Sort(asked)
	for _, symbol := range append(slices.Compact(asked), anonymous) {
		p := course{t: t, call: call, seen: map[*ssa.BasicBlock]bool{}, named: symbol}
		b := call.Block()
		f := p.from(b, slices.Index(b.Instrs, ssa.Instruction(call))+1, false).orNone()
		if settler != nil {
			f = settler.settledAs(tells, symbol)
		}
		if f != Swallowed && f != Acked {
			f = None
		}
		out = out.with(symbol, f)
	}
	return out
}

// askedOf are the project's errors that an error is compared with.
func (t *tracker) askedOf(err ssa.Value) []string {
	var list []string
	for _, v := range carriersOf(err) {
		if v.Referrers() == nil {
			continue
		}
		for _, ref := range *v.Referrers() {
			if cond, ok := ref.(ssa.Value); ok {
				if s, _ := t.asksFor(cond, v); s != "" && s != untraced {
					list = append(list, s)
				}
			}
		}
	}
	return list
}

// carriersOf are an error, and what else it is in.
func carriersOf(err ssa.Value) []ssa.Value {
	list := joined(err)
	for _, v := range slices.Clone(list) {
		if v.Referrers() == nil {
			continue
		}
		for _, ref := range *v.Referrers() {
			st, ok := ref.(*ssa.Store)
			if !ok || st.Val != v {
				continue
			}
			if cell, ok := st.Addr.(*ssa.Alloc); ok {
				for _, use := range *cell.Referrers() {
					if load, ok := use.(*ssa.UnOp); ok && load.Op == token.MUL && readsStore(cell, st, load) {
						list = append(list, load)
					}
				}
			}
		}
	}
	return list
}

// readsStore reports whether what is read of a variable is what was put there.
func readsStore(cell *ssa.Alloc, st *ssa.Store, load *ssa.UnOp) bool {
	return before(st, load) && !slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool {
		other, ok := ref.(*ssa.Store)
		return ok && other != st && other.Addr == cell && before(st, other) && before(other, load)
	})
}

// asksFor is the project's error for which a condition asks about an error, and whether it
// holds where that is it.
func (t *tracker) asksFor(cond, err ssa.Value) (symbol string, holds bool) {
	switch c := cond.(type) {
	case *ssa.BinOp:
		if g := globalIn(c.Y); c.X == err && g != nil && (c.Op == token.EQL || c.Op == token.NEQ) {
			return t.errorSymbol(c.Y), c.Op == token.EQL
		}
	case *ssa.Call:
		fn := c.Call.StaticCallee()
		if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "errors" || len(c.Call.Args) != 2 || c.Call.Args[0] != err {
			return "", false
		}
		switch fn.Name() {
		case "Is":
			return t.errorSymbol(c.Call.Args[1]), true
		case "As":
			return t.errorType(withoutInterface(c.Call.Args[1])), true
		}
	}
	return "", false
}

// errorType is the name of the project's type that errors.As is given the address of.
func (t *tracker) errorType(target ssa.Value) string {
	n := effects.Named(deref(deref(target.Type())))
	if n == nil || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) {
		return ""
	}
	return symbolOf(n.Obj().Pkg(), n.Obj().Name())
}

// errorSymbol names an error of the project's: a variable, a value of a type, or what wraps
// one; it is anonymous where it is made on the spot, and untraced where that is not known.
func (t *tracker) errorSymbol(err ssa.Value) string {
	if mi, ok := err.(*ssa.MakeInterface); ok {
		if s := t.errorType(mi.X); s != "" {
			return s
		}
	}
	v := withoutInterface(err)
	if g := globalIn(v); g != nil {
		if g.Pkg != nil && t.firstParty(effects.PkgPath(g.Pkg.Pkg)) {
			return symbolOf(g.Pkg.Pkg, g.Name())
		}
		return untraced
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return untraced
	}
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Pkg == nil {
		return untraced
	}
	switch fn.Pkg.Pkg.Path() + "." + fn.Name() {
	case "errors.New":
		return anonymous
	case "fmt.Errorf":
		for _, a := range variadic(t.site(call)) {
			if inner := asError(a); inner != nil {
				return t.errorSymbol(inner)
			}
		}
		return anonymous
	}
	return untraced
}

// becomes is the error that the function returns where a call has told that something is
// missing; "" where it is the call's own.
func (t *tracker) becomes(instr ssa.CallInstruction) string {
	call := chained(instr.Value(), 0)
	if call == nil || call.Referrers() == nil {
		return ""
	}
	ways := t.missing(call)
	if len(ways) == 0 {
		ways = failing(call)
	}
	return t.becomesOn(ways, call)
}

// becomesOn is the error that the function returns on some ways from a call, likewise.
func (t *tracker) becomesOn(ways []way, call *ssa.Call) string {
	found := ""
	for ret := range effects.Returns(call.Parent()) {
		i := slices.IndexFunc(ret.Results, func(r ssa.Value) bool { return isError(r.Type()) })
		if i < 0 {
			continue
		}
		for _, given := range resultOn(ways, ret, i) {
			if isNil(given) {
				continue
			}
			s := t.errorSymbol(given)
			if s == untraced && ofCall(given, call) {
				s = ""
			}
			if found != "" && s != found {
				return untraced
			}
			found = s
		}
	}
	return found
}

// resultOn is what a function returns where control takes one of some ways and gets straight
// to the end: one value for each that it is made on.
func resultOn(ways []way, ret *ssa.Return, i int) []ssa.Value {
	given := ret.Results[i]
	if slices.ContainsFunc(ways, func(w way) bool { return len(w.to.Preds) == 1 && w.to.Dominates(ret.Block()) }) {
		return []ssa.Value{given}
	}
	phi, ok := given.(*ssa.Phi)
	if !ok || phi.Block() != ret.Block() {
		return nil
	}
	var list []ssa.Value
	for _, w := range ways {
		if len(w.to.Preds) != 1 || len(w.to.Succs) != 1 {
			continue
		}
		if k := slices.Index(ret.Block().Preds, w.to); k >= 0 {
			list = append(list, phi.Edges[k])
		}
	}
	return list
}

// ofCall reports whether an error is one that a call has returned, or wraps it.
func ofCall(err ssa.Value, call *ssa.Call) bool {
	for range 4 {
		if calledFor(err) == call {
			return true
		}
		wrap, ok := err.(*ssa.Call)
		if !ok || wrap.Call.StaticCallee() == nil || wrap.Call.StaticCallee().Name() != "Errorf" {
			return false
		}
		var inner ssa.Value
		for _, a := range members(wrap.Call.Args[len(wrap.Call.Args)-1]) {
			inner = cmp.Or(inner, asError(a))
		}
		if inner == nil {
			return false
		}
		err = inner
	}
	return false
}

// asError is the error that a function takes as any, or nil.
func asError(v ssa.Value) ssa.Value {
	if up, ok := v.(*ssa.ChangeInterface); ok {
		v = up.X
	}
	if mi, ok := v.(*ssa.MakeInterface); ok && types.Implements(mi.X.Type(), errorInterface) {
		return mi
	}
	if isError(v.Type()) {
		return v
	}
	return nil
}

var errorInterface = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

// follows reports whether control takes a turn where the error that is followed is known:
// not where it is asked for another one.
func (p *course) follows(from, to *ssa.BasicBlock) bool {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] == from.Succs[1] {
		return true
	}
	if p.asksWhetherStopped(branch.Cond) {
		return from.Succs[1] == to // that a row is missing is told by another error
	}
	if holds, known := p.in.decides(branch.Cond); known {
		return holds == (from.Succs[0] == to)
	}
	if p.named == "" {
		return true
	}
	holds, known := p.decided(branch.Cond)
	return !known || holds == (from.Succs[0] == to)
}

// asksWhetherStopped reports whether a condition holds only where the failure that is followed
// is that a context has ended.
func (p *course) asksWhetherStopped(cond ssa.Value) bool {
	is, ok := cond.(*ssa.Call)
	if !ok || p.call == nil && p.given == nil || len(is.Call.Args) != 2 || !saysStopped(is.Call.Args[1]) {
		return false
	}
	fn := is.Call.StaticCallee()
	if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "errors" || fn.Name() != "Is" {
		return false
	}
	return slices.ContainsFunc(p.errors(), func(r ssa.Value) bool { return slices.Contains(carriersOf(r), is.Call.Args[0]) })
}

// saysStopped recognises the error of a context that somebody has ended. That one has run out may
// just say that the row was waited for in vain.
func saysStopped(v ssa.Value) bool {
	g := globalIn(v)
	return g != nil && g.Name() == "Canceled" && g.Pkg != nil && g.Pkg.Pkg.Path() == "context"
}

// errors are the values by which the failure is told that is followed.
func (p *course) errors() []ssa.Value {
	if p.given != nil {
		return []ssa.Value{p.given}
	}
	return slices.DeleteFunc(results(p.call), func(v ssa.Value) bool { return !isError(v.Type()) })
}

// decided is what a condition comes to where a call has failed with the error that is
// followed, if that tells.
func (p *course) decided(cond ssa.Value) (holds, known bool) {
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		holds, known = p.decided(not.X)
		return !holds, known
	}
	if p.call != nil && slices.ContainsFunc(results(p.call), func(r ssa.Value) bool { return r == cond && isBool(r.Type()) }) {
		return false, true // beside an error, nothing is given
	}
	if c, ok := cond.(*ssa.BinOp); ok && p.call != nil && isNil(c.Y) && !isError(c.X.Type()) && slices.Contains(results(p.call), c.X) {
		return c.Op == token.EQL, true
	}
	for _, r := range p.errors() {
		for _, err := range carriersOf(r) {
			if c, ok := cond.(*ssa.BinOp); ok && (c.X == err && isNil(c.Y) || c.Y == err && isNil(c.X)) {
				return c.Op == token.NEQ, true
			}
			if s, when := p.t.asksFor(cond, err); s != "" && s != untraced {
				return (s == p.named) == when, true
			}
		}
	}
	return false, false
}
