package effects

import (
	"slices"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// exit notes what the function leaves behind: transactions that it ended, and
// one that it began and gives to its caller.
func (r *recorder) exit() {
	if len(r.exits) == 0 {
		return
	}
	var open bits
	for _, e := range r.exits {
		open |= e.open
	}
	for _, reg := range r.f.regions {
		if reg.param > 0 && open&reg.bit == 0 && !slices.Contains(r.sum.Ends, reg.param-1) {
			r.sum.Ends = append(r.sum.Ends, reg.param-1)
		}
		if reg.opened && reg.need == nil && open&reg.bit != 0 {
			r.begins(reg)
		}
	}
}

// begins notes that a transaction leaves the function open, in a result or in a
// parameter. One that is merely forgotten on some path does not.
func (r *recorder) begins(reg *region) {
	b := &summary.Begins{Steps: reg.steps, Pool: r.p.exported(r.g, reg.pool)}
	for _, e := range r.exits {
		if e.open&reg.bit == 0 {
			continue
		}
		for i, v := range e.ret.Results {
			if (reg.values[v] || reg.carriers[v]) && carries(v.Type()) && !slices.Contains(b.Results, i) {
				b.Results = append(b.Results, i)
			}
		}
	}
	for i, param := range r.g.fn.Params {
		if (reg.carriers[param] || reg.textual && reg.values[param]) && !isContext(param.Type()) {
			b.Params = append(b.Params, i)
		}
	}
	if len(b.Results)+len(b.Params) == 0 || r.sum.Begins != nil {
		return
	}
	slices.Sort(b.Results)
	r.sum.Begins = b
}
