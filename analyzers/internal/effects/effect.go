package effects

import (
	"fmt"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// An effect is something that a call does, seen from the call.
type effect struct {
	chain *summary.Chain
	dyn   *summary.DynCall
	late  int // 1 + index of the argument whose transaction has ended by then; 0: none
}

// effects are the ways in which a call's callee leaves the process.
func (r *recorder) effects(c *call) []effect {
	at := r.p.callPos(c.instr)
	if c.field != nil {
		step := r.p.step(at, "calls "+methodShown(*c.field))
		return []effect{{dyn: &summary.DynCall{Method: *c.field, Conf: 100, Steps: []summary.Step{step}}}}
	}
	if c.callee == nil {
		return nil
	}
	if c.leaf != nil {
		step := r.p.step(at, c.leaf.name+" leaves the process")
		return []effect{{chain: &summary.Chain{Kind: c.leaf.kind, Leaf: c.leaf.name, Conf: c.leaf.conf, Steps: []summary.Step{step}}}}
	}
	if c.method != nil {
		step := r.p.step(at, "calls "+methodShown(*c.method))
		return []effect{{dyn: &summary.DynCall{Method: *c.method, Key: containerKey(r.g, c.args[0]), Conf: c.methodConf(), Steps: []summary.Step{step}}}}
	}
	return via(c.sum, r.p.step(at, "calls "+displayName(c.callee)), 100)
}

// askedConf is the confidence in an interface that a value of any type turned out to
// have: every type that happens to have the methods would do, and what the value is
// was lost on the way. Those that something makes the interface are still meant.
const askedConf = 80

// methodConf is the confidence in the interface of which a call calls a method.
func (c *call) methodConf() int {
	if !c.invoke || len(c.args) == 0 {
		return 100
	}
	v := c.args[0]
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	a, ok := v.(*ssa.TypeAssert)
	if !ok || !a.CommaOk { // what must have it was meant to
		return 100
	}
	if _, ok := a.X.(*ssa.Call); ok { // taken out of a container, where it was put to be that
		return 100
	}
	if any, ok := a.X.Type().Underlying().(*types.Interface); ok && any.NumMethods() == 0 {
		return askedConf
	}
	return 100
}

// via are a callee's effects as seen from a call.
func via(sum *summary.Func, step summary.Step, conf int) []effect {
	if sum == nil {
		return nil
	}
	var list []effect
	if sum.Remote != nil {
		c := sum.Remote.Via(step, conf)
		list = append(list, effect{chain: &c})
	}
	for _, d := range sum.Dyn {
		list = append(list, effect{dyn: &summary.DynCall{Method: d.Method, Key: d.Key, Conf: summary.Mul(d.Conf, conf), Steps: summary.Prepend(step, d.Steps)}})
	}
	if late := sum.Late; late != nil {
		for _, eff := range via(&summary.Func{Remote: late.Remote, Dyn: late.Dyn}, step, conf) {
			eff.late = 1 + late.Param
			list = append(list, eff)
		}
	}
	return list
}

// targetEffects are the effects of a declared function that a call runs.
func (r *recorder) targetEffects(c *call, t target) []effect {
	at := r.p.callPos(c.instr)
	if t.literal != nil {
		g := r.p.byFunc[t.literal]
		return via(g.literals[t.literal], r.p.step(at, "runs a function literal of "+g.name()), t.conf)
	}
	if t.method != nil {
		step := r.p.step(at, "runs "+methodShown(*t.method))
		return []effect{{dyn: &summary.DynCall{Method: *t.method, Conf: t.conf, Steps: []summary.Step{step}}}}
	}
	if l := r.p.leaf(t.obj, true); l != nil {
		step := r.p.step(at, l.name+" leaves the process")
		return []effect{{chain: &summary.Chain{Kind: l.kind, Leaf: l.name, Conf: summary.Mul(l.conf, t.conf), Steps: []summary.Step{step}}}}
	}
	return via(r.p.summaryOf(t.obj), r.p.step(at, "runs "+displayName(t.obj)), t.conf)
}

// calleeShown names what is called at the place.
func (r *recorder) calleeShown(c *call, eff effect) string {
	switch {
	case c.leaf != nil:
		return c.leaf.name
	case c.method != nil:
		return methodShown(*c.method)
	case c.field != nil:
		return methodShown(*c.field)
	case c.callee != nil:
		return displayName(c.callee)
	case eff.chain != nil:
		return eff.chain.Leaf
	}
	return "this call"
}

// methodShown is an interface's method as findings name it: by the last part
// of the package's path, and without type arguments.
func methodShown(m summary.Method) string {
	name, _, _ := strings.Cut(m.Iface, "[")
	name = name[strings.LastIndexByte(name, '/')+1:]
	return fmt.Sprintf("%s.%s", name, m.Name)
}
