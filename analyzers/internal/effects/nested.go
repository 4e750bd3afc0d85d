package effects

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A poolUse is a connection that a call takes from a pool.
type poolUse struct {
	pool   handle
	unless int // argument that, given, keeps it from doing so; -1: none
	conf   int
	steps  []summary.Step
}

// maxPools bounds the pools of one summary.
const maxPools = 16

// maybeTxConf: a *gorm.DB may be a transaction itself, and then its own
// transactions are savepoints on the same connection.
const maybeTxConf = 90

// pools judges the connections that the group's calls take: a second one of a
// pool whose transaction is open is a finding; all are told to the callers.
func (r *recorder) pools() {
	for _, e := range r.events {
		for _, u := range r.poolUses(e.call) {
			if r.final && !r.p.generatedAt(e.call) {
				r.nest(e, u)
			}
			r.keepPool(e, u)
		}
	}
}

// poolUses are the connections that a call takes.
func (r *recorder) poolUses(c *call) []poolUse {
	if c.callee == nil || c.callee.Pkg() == nil {
		return nil
	}
	at := r.p.callPos(c.instr)
	if v := r.p.poolArg(c); v != nil {
		h, ok := r.p.handle(r.g, v)
		if !ok {
			return nil
		}
		conf := 100
		if r.p.txKindOf(v.Type()) == maybeTx {
			conf = maybeTxConf
		}
		return []poolUse{{h, -1, conf, []summary.Step{r.p.step(at, displayName(c.callee)+" takes a connection")}}}
	}
	if c.sum == nil {
		return nil
	}
	var uses []poolUse
	step := r.p.step(at, "calls "+displayName(c.callee))
	for _, u := range c.sum.Pools {
		if u.Unless >= 0 && u.Unless < len(c.args) && !isNil(c.args[u.Unless]) {
			continue
		}
		if h, ok := r.p.composed(r.g, c.args, &u.Pool); ok {
			uses = append(uses, poolUse{h, -1, u.Conf, summary.Prepend(step, u.Steps)})
		}
	}
	return uses
}

// poolArg is the handle that a call takes a connection by, or nil: its receiver,
// or what a library's function is given to query with. A parameter of an
// interface that is queried may be such a handle: the callers know.
func (p *program) poolArg(c *call) ssa.Value {
	if c.shift() == 0 || len(c.args) == 0 {
		if c.has(catalog.SQL) == nil && c.has(catalog.Scope) == nil {
			return nil
		}
		i := slices.IndexFunc(c.args, func(a ssa.Value) bool { return p.isPool(unwrapped(a).Type()) })
		if i < 0 {
			return nil
		}
		return c.args[i]
	}
	recv := c.args[0]
	switch {
	case c.invoke:
		if queryName(c.callee.Name()) {
			return recv
		}
	case p.isPool(recv.Type()) && p.takesConn(recv, c.callee.Name()):
		return recv
	}
	return nil
}

// takesConn tells by its name whether a pool's method takes a connection.
func (p *program) takesConn(pool ssa.Value, name string) bool {
	if p.txKindOf(pool.Type()) == maybeTx {
		return slices.Contains(gormFinishers, name)
	}
	if name == "Conn" {
		return true
	}
	name = strings.TrimPrefix(name, "Must")
	return slices.ContainsFunc(connMethods, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// connMethods are how the names begin of the methods that use a connection.
// What only builds a query uses none yet.
var connMethods = []string{
	"Query", "Exec", "Begin", "Ping", "Prepare", "Select", "Get", "Named", "SendBatch", "CopyFrom", "Acquire", "RunInTx",
}

var gormFinishers = []string{
	"Create", "CreateInBatches", "Save", "First", "Take", "Last", "Find", "FindInBatches", "FirstOrInit", "FirstOrCreate",
	"Update", "Updates", "UpdateColumn", "UpdateColumns", "Delete", "Count", "Row", "Rows", "Scan", "Pluck", "Exec",
	"Begin", "Transaction", "Connection",
}

// nest notes a finding where a transaction of the same pool is open.
func (r *recorder) nest(e event, u poolUse) {
	for _, reg := range r.f.regions {
		if e.open&reg.bit == 0 || reg.pool == nil || reg.need != nil || reg.panicked || !r.p.samePool(*reg.pool, u.pool) || r.f.opens[e.call.instr] == reg {
			continue
		}
		place := r.p.place(r.g, r.p.callPos(e.call.instr))
		callee := displayName(e.call.callee)
		place.Touched = callee
		r.p.nested = append(r.p.nested, NestedConn{
			Place: place, Callee: callee, TxText: reg.text, Begin: reg.begin,
			Conf: summary.Mul(reg.conf, u.conf), Proof: slices.Concat(reg.steps, u.steps),
		})
		return
	}
}

// keepPool tells the callers of a connection. A helper that uses the
// transaction that it is given, or that it finds in a context, and the pool
// only where there is none, takes a second connection of nobody.
func (r *recorder) keepPool(e event, u poolUse) {
	if !r.fl.ran[e.at] || r.startsUp() {
		return
	}
	out := r.p.exported(r.g, &u.pool)
	if out == nil {
		return
	}
	use := summary.PoolUse{Pool: *out, Unless: -1, Conf: u.conf, Steps: u.steps}
	for _, reg := range r.f.regions {
		switch {
		case reg.shadow || reg.panicked || e.open&reg.bit != 0:
		case reg.found:
			return
		case reg.param > 0 && r.f.entry&reg.bit != 0:
			use.Unless = reg.param - 1
		}
	}
	same := func(old summary.PoolUse) bool { return old.Pool == use.Pool && old.Unless == use.Unless }
	if len(r.sum.Pools) < maxPools && !slices.ContainsFunc(r.sum.Pools, same) {
		r.sum.Pools = append(r.sum.Pools, use)
	}
}

func comparePools(a, b summary.PoolUse) int {
	return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Global, b.Global), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Unless, b.Unless))
}

// poolOf is the pool that a begin takes its connection from, or nil.
func (f *regionFinder) poolOf(c *call) *handle {
	if c.has(catalog.Begin) != nil && f.p.isPool(c.args[0].Type()) {
		if h, ok := f.p.handle(f.g, c.args[0]); ok {
			return &h
		}
	}
	if c.sum == nil || c.sum.Begins == nil {
		return nil
	}
	return f.composed(c, c.sum.Begins.Pool)
}

// poolOfRun is the pool whose transaction a call runs a function in, or nil.
func (f *regionFinder) poolOfRun(c *call, r run) *handle {
	if c.has(catalog.Scope) == nil {
		return f.composed(c, r.pool)
	}
	for _, a := range c.args {
		if !f.p.isPool(unwrapped(a).Type()) {
			continue
		}
		if h, ok := f.p.handle(f.g, a); ok {
			return &h
		}
	}
	return nil
}

func (f *regionFinder) composed(c *call, pool *summary.Pool) *handle {
	if pool == nil {
		return nil
	}
	h, ok := f.p.composed(f.g, c.args, pool)
	if !ok {
		return nil
	}
	return &h
}

// numberedNested are the findings in the order of their places, one a place.
func (p *program) numberedNested() []NestedConn {
	slices.SortStableFunc(p.nested, func(a, b NestedConn) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col), cmp.Compare(b.Conf, a.Conf))
	})
	p.nested = slices.CompactFunc(p.nested, func(a, b NestedConn) bool { return placeKey(a.Place) == placeKey(b.Place) })
	for i := range p.nested {
		p.nested[i].Place = p.number(p.nested[i].Place, "nestedconn", p.nested[i].Place.Touched)
	}
	return p.nested
}
