package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A query of gorm's may be begun elsewhere: by whoever calls, or by a helper of
// another package. Where that says the table, what the rows are read into is but a
// struct that has the right fields, and names no table.

// begunElsewhere reports whether a link stands for a query that has its table from
// out of sight.
func (q *gormQuery) begunElsewhere(l link) bool {
	switch c, ok := l.call.(*ssa.Call); {
	case l.name == givenBuilder:
		param, ok := l.args[0].(*ssa.Parameter)
		return ok && q.p.givenQuery(l.frame.e.g, param, nil)
	case l.name == "" && ok:
		obj := staticFunc(&c.Call)
		if obj == nil {
			return false
		}
		sum := q.p.summaryOf(obj)
		return sum != nil && sum.BeginsQuery
	}
	return false
}

// saysTable reports whether a chain of gorm's says by itself which table it is
// about, or is begun elsewhere by something that does.
func (p *program) saysTable(chain []link, active []*group) bool {
	return slices.ContainsFunc(chain, func(l link) bool {
		switch l.name {
		case "Table", "Model", "Raw":
			return true
		case givenBuilder:
			param, ok := l.args[0].(*ssa.Parameter)
			return ok && p.givenQuery(l.frame.e.g, param, active)
		}
		q := gormQuery{p: p}
		return l.name == "" && q.begunElsewhere(l)
	})
}

// givenQuery reports whether some call in the package hands a function a query that
// says its table.
func (p *program) givenQuery(g *group, param *ssa.Parameter, active []*group) bool {
	i := slices.Index(g.fn.Params, param)
	if g.obj == nil || i < 0 || slices.Contains(active, g) || len(active) > maxBegunDepth {
		return false
	}
	active = append(slices.Clone(active), g)
	return slices.ContainsFunc(p.gormCalls()[g.obj], func(c gormHandover) bool {
		if i >= len(c.call.Common().Args) {
			return false
		}
		return slices.ContainsFunc(p.chains(c.g, c.call.Common().Args[i], isGormDB, false), func(chain []link) bool {
			return p.saysTable(chain, active)
		})
	})
}

// maxBegunDepth bounds the callers gone up through.
const maxBegunDepth = 4

// A gormHandover is a call of a function of the package that is given a *gorm.DB.
type gormHandover struct {
	g    *group
	call ssa.CallInstruction
}

// gormCalls are those calls, by what they call.
func (p *program) gormCalls() map[*types.Func][]gormHandover {
	if p.handovers != nil {
		return p.handovers
	}
	p.handovers = map[*types.Func][]gormHandover{}
	for _, g := range p.groups {
		for call := range Calls(g.funcs...) {
			if !slices.ContainsFunc(call.Common().Args, func(v ssa.Value) bool { return isGormDB(v.Type()) }) {
				continue
			}
			if obj := staticFunc(call.Common()); obj != nil && p.byObj[obj.Origin()] != nil {
				p.handovers[obj.Origin()] = append(p.handovers[obj.Origin()], gormHandover{g, call})
			}
		}
	}
	return p.handovers
}

// beginsQuery reports whether the group's function gives back a query of gorm's that
// says its table.
func (p *program) beginsQuery(g *group) bool {
	i := 0
	for res := range g.fn.Signature.Results().Variables() {
		if isGormDB(res.Type()) {
			break
		}
		i++
	}
	if i == g.fn.Signature.Results().Len() {
		return false
	}
	for ret := range Returns(g.fn) {
		// What callers hand in is for them to judge.
		if slices.ContainsFunc(p.chains(g, ret.Results[i], isGormDB, false), func(chain []link) bool { return p.saysTable(chain, []*group{g}) }) {
			return true
		}
	}
	return false
}

// onlyHandle reports whether a function gives back a handle and is told nothing but
// where to look for it: FromContext(ctx, db). Whatever else it does, a condition that
// compares what is written is not among it.
func onlyHandle(call ssa.CallInstruction) bool {
	if call == nil {
		return false
	}
	sig := call.Common().Signature()
	for p := range sig.Params().Variables() {
		if !isContext(p.Type()) && !isGormDB(p.Type()) {
			return false
		}
	}
	return sig.Results().Len() == 1 && isGormDB(sig.Results().At(0).Type())
}
