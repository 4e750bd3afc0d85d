package effects

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// spread follows a region's transaction forward to every value of the group
// that is it or holds it: through variables, captured ones too, through
// conversions and calls. It does not look at paths; flow.go does.
func (f *regionFinder) spread(r *region) {
	var work []ssa.Value
	push := func(v ssa.Value) { work = append(work, v) }
	for v := range r.values {
		push(v)
	}
	for v := range r.carriers {
		push(v)
	}
	s := &spreader{f: f, r: r, push: push}
	for _, fn := range f.g.funcs { // what is loaded from cells known from the start
		s.loads(fn)
	}
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if refs := v.Referrers(); refs != nil {
			for _, ref := range *refs {
				s.follow(v, ref)
			}
		}
	}
}

type spreader struct {
	f    *regionFinder
	r    *region
	push func(ssa.Value)
}

func (s *spreader) value(v ssa.Value) {
	if !s.r.values[v] {
		s.r.values[v] = true
		s.push(v)
	}
}

func (s *spreader) carrier(v ssa.Value) {
	if !s.r.values[v] && !s.r.carriers[v] {
		s.r.carriers[v] = true
		s.push(v)
	}
}

// same passes on what v is: the transaction, or a carrier of it.
func (s *spreader) same(v, to ssa.Value) {
	if s.r.values[v] {
		s.value(to)
	} else {
		s.carrier(to)
	}
}

func (s *spreader) follow(v ssa.Value, ref ssa.Instruction) {
	switch i := ref.(type) {
	case *ssa.Phi:
		s.same(v, i)
	case *ssa.ChangeType:
		s.same(v, i)
	case *ssa.ChangeInterface:
		s.same(v, i)
	case *ssa.MakeInterface:
		s.same(v, i)
	case *ssa.Convert:
		s.same(v, i)
	case *ssa.TypeAssert:
		s.same(v, i)
	case *ssa.Extract:
		if carries(i.Type()) {
			s.same(v, i)
		}
	case *ssa.Store:
		if i.Val == v {
			s.store(v, i.Addr)
		}
	case *ssa.UnOp:
		if i.Op == token.MUL && carries(i.Type()) {
			s.carrier(i) // *v, where v points to a struct that holds it
		}
	case *ssa.FieldAddr:
		s.fieldOf(i) // of what holds it, or of what wraps and embeds it
	case *ssa.Field:
		if s.f.p.txKindOf(i.Type()) != notTx {
			s.value(i)
		}
	case *ssa.Call:
		s.call(v, i)
	}
}

// fieldOf: of a struct that holds the transaction, the field of a
// transaction's type is it: the *sql.Tx that an *sqlx.Tx embeds, too.
func (s *spreader) fieldOf(addr *ssa.FieldAddr) {
	if addr.Referrers() == nil {
		return
	}
	for _, ref := range *addr.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL && s.f.p.txKindOf(load.Type()) != notTx {
			s.value(load)
		}
	}
}

// store makes a variable hold what is stored in it.
func (s *spreader) store(v, addr ssa.Value) {
	cell := s.f.g.cell(addr)
	if s.r.cells[cell] {
		return
	}
	if s.r.values[v] {
		s.r.cells[cell] = true
	}
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		s.carrier(fa.X)
		if load, ok := fa.X.(*ssa.UnOp); ok && load.Op == token.MUL {
			s.cellLoads(s.f.g.cell(load.X), s.carrier)
		}
	}
	to := s.value
	if !s.r.values[v] {
		to = s.carrier
	}
	s.cellLoads(cell, to)
}

// cellLoads passes every load of a variable on.
func (s *spreader) cellLoads(cell any, to func(ssa.Value)) {
	for u := range Each[*ssa.UnOp](s.f.g.funcs...) {
		if u.Op == token.MUL && s.f.g.cell(u.X) == cell && carries(u.Type()) {
			to(u)
		}
	}
}

func (s *spreader) loads(fn *ssa.Function) {
	for u := range Each[*ssa.UnOp](fn) {
		if u.Op == token.MUL && s.r.cells[s.f.g.cell(u.X)] {
			s.value(u)
		}
	}
}

// call: what is made from a transaction holds it: a context, a repository, a
// *gorm.DB with another clause.
func (s *spreader) call(v ssa.Value, c *ssa.Call) {
	if c.Call.Value == v && !c.Call.IsInvoke() {
		return
	}
	if o := s.f.opens[c]; o != nil && o.opened {
		return // a nested transaction is a region of its own
	}
	res := results(c)
	if len(res) != 1 {
		for _, ref := range *c.Referrers() {
			if ex, ok := ref.(*ssa.Extract); ok && carries(ex.Type()) {
				s.made(v, ex)
			}
		}
		return
	}
	if carries(res[0]) {
		s.made(v, c)
	}
}

func (s *spreader) made(v, to ssa.Value) {
	if s.r.values[v] && s.f.p.txKindOf(to.Type()) != notTx {
		s.value(to)
		return
	}
	s.carrier(to)
}

// endedBy reports whether a call ends the region's transaction.
func (r *region) endedBy(g *group, c *call) bool {
	if c.callee == nil {
		return r.endedByValue(c)
	}
	if len(c.args) == 0 {
		return false
	}
	if c.textual.ends && r.holdsConn(c.textual.conn) {
		return true
	}
	if recv := c.args[0]; c.shift() == 1 && (r.values[recv] || r.carriers[recv]) {
		if c.has(catalog.End) != nil || endsByName(c) {
			return true
		}
	}
	if c.sum != nil {
		for _, i := range c.sum.Ends {
			if i < len(c.args) && r.heldBy(g, c.args[i]) {
				return true
			}
		}
	}
	return false
}

// heldBy reports whether a value is the transaction, or holds it: what was made
// from it, or the struct in which it was found.
func (r *region) heldBy(g *group, v ssa.Value) bool {
	return r.values[v] || r.carriers[v] || r.holder != nil && g.base(v) == r.holder
}

// endedByValue: a begin that gives functions back beside the transaction gives
// those that end it.
func (r *region) endedByValue(c *call) bool {
	v := c.instr.Common().Value
	sig, ok := v.Type().Underlying().(*types.Signature)
	return ok && (endLike(sig) || endsByError(sig)) && (r.values[v] || r.carriers[v])
}

// endsByError is the signature of a function that commits or rolls back by how the
// work went: done(err), done(&err).
func endsByError(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		t := p.Type()
		if ptr, ok := t.(*types.Pointer); ok {
			t = ptr.Elem()
		}
		if !isErrorType(t) && !isContext(t) {
			return false
		}
	}
	return sig.Results().Len() == 0 || sig.Results().Len() == 1 && isErrorType(sig.Results().At(0).Type())
}

// endsByName: whatever the type, Commit and Rollback end a transaction.
func endsByName(c *call) bool {
	if c.callee == nil || c.shift() == 0 || !endLike(c.callee.Signature()) {
		return false
	}
	return commitName(c.callee.Name()) || rollbackName(c.callee.Name())
}

// shadows tracks the parameters that hold a transaction which the function
// ends, without being one by their type: to callers, the call ends it.
func (f *regionFinder) shadows() {
	for ci := range Calls(f.g.funcs...) {
		c := f.g.calls[ci]
		if c.callee == nil || len(c.args) == 0 {
			continue
		}
		if c.has(catalog.End) != nil || endsByName(c) {
			f.shadow(c.args[0])
		}
		if c.textual.ends {
			f.shadow(c.textual.conn)
		}
		if c.sum != nil {
			for _, i := range c.sum.Ends {
				if i < len(c.args) {
					f.shadow(c.args[i])
				}
			}
		}
	}
}

// shadow opens a shadow region for the parameter from which v was taken.
func (f *regionFinder) shadow(v ssa.Value) {
	param := f.holder(v, 0)
	if param == nil || param.Parent() != f.g.fn {
		return
	}
	index := 1 + slices.Index(f.g.fn.Params, param)
	for _, r := range f.regions {
		if r.param == index {
			return
		}
	}
	r := f.add(&region{conf: 100, origin: param, shadow: true, param: index})
	if r == nil {
		return
	}
	f.entry |= r.bit
	if f.p.txKindOf(param.Type()) != notTx {
		r.values[param] = true
	} else {
		r.carriers[param] = true
	}
	f.spread(r)
}

// holder walks back from a transaction to the parameter that held it.
func (f *regionFinder) holder(v ssa.Value, depth int) *ssa.Parameter {
	if depth > 12 {
		return nil
	}
	next := func(v ssa.Value) *ssa.Parameter { return f.holder(v, depth+1) }
	switch v := v.(type) {
	case *ssa.Parameter:
		return v
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return next(fa.X)
		}
		for _, stored := range f.g.stores()[f.g.cell(v.X)] {
			if p := next(stored); p != nil {
				return p
			}
		}
	case *ssa.Extract:
		return next(v.Tuple)
	case *ssa.TypeAssert:
		return next(v.X)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.ChangeInterface:
		return next(v.X)
	case *ssa.Field:
		return next(v.X)
	case *ssa.Call:
		return f.getter(v, depth)
	}
	return nil
}

// getter: a transaction that is taken out of a context, or out of the struct
// whose method is called.
func (f *regionFinder) getter(v *ssa.Call, depth int) *ssa.Parameter {
	c := f.g.calls[v]
	if c == nil || c.has(catalog.Begin) != nil || f.opens[v] != nil && f.opens[v].opened {
		return nil
	}
	for _, a := range c.args {
		if carries(a.Type()) {
			if p := f.holder(a, depth+1); p != nil {
				return p
			}
		}
	}
	return nil
}
