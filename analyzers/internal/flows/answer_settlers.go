package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Who receives messages may leave it to a function what becomes of each, and give it the
// error of the handler: w.settle(d, w.handle(ctx, d)).

// settler is the function of the package that is told of a call's failure and settles a
// message, by the tracker of it, and the parameter that tells; nil if there is none.
func (t *tracker) settler(call *ssa.Call) (*tracker, *ssa.Parameter) {
	for _, r := range results(call) {
		if !isError(r.Type()) || r.Referrers() == nil {
			continue
		}
		for _, ref := range *r.Referrers() {
			told, ok := ref.(*ssa.Call)
			if !ok || told.Call.IsInvoke() {
				continue
			}
			fn := told.Call.StaticCallee()
			if fn == nil || len(fn.Blocks) == 0 {
				continue
			}
			i := slices.Index(told.Call.Args, r)
			unit := t.view.Index(fn)
			if unit < 0 || i < 0 || i >= len(fn.Params) || t.units[unit].Func != fn {
				continue
			}
			if s := t.trackerOf(unit); s.settlesMessages() {
				return s, fn.Params[i]
			}
		}
	}
	return nil, nil
}

// settlesMessages reports whether the unit acknowledges messages, or hands them back.
func (t *tracker) settlesMessages() bool {
	for ci := range effects.Calls(t.u.Func) {
		if s := t.site(ci); t.acks(s) || t.nacks(s) {
			return true
		}
	}
	return false
}

// settledElsewhere is what becomes of a message where a call's error is left to such a
// function.
func (t *tracker) settledElsewhere(call *ssa.Call) Fault {
	s, tells := t.settler(call)
	if s == nil {
		return None
	}
	fault := Dropped
	ways := failures(tells)
	for _, w := range ways {
		p := course{t: s, given: tells, seen: map[*ssa.BasicBlock]bool{w.from: true}, turn: w}
		fault = milder(fault, p.block(w.to, w.from, false).orNone())
	}
	if len(ways) == 0 {
		fault = s.settledAs(tells, anonymous)
	}
	if fault != Acked {
		return None
	}
	return fault
}

// settledAs is what the unit has become of a message where it is told of an error by name.
func (t *tracker) settledAs(tells *ssa.Parameter, symbol string) Fault {
	p := course{t: t, given: tells, seen: map[*ssa.BasicBlock]bool{}, named: symbol}
	return p.from(t.u.Func.Blocks[0], 0, false).orNone()
}
