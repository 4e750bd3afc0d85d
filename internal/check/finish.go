package check

import (
	"slices"

	"github.com/boundarylint/boundarylint/report"
)

// finish brings the report into the form of the contract.
func (r *run) finish() {
	for i, e := range r.res.Errors {
		r.res.Errors[i].File = r.res.Paths.recorded(e.File)
	}
	slices.SortFunc(r.res.Errors, report.CompareErrors)
	r.res.Errors = slices.Compact(r.res.Errors)
	sum := &r.res.Summary
	sum.Coverage.Normalize()
	sum.Coverage.SQL.Told = nil
	for _, f := range r.res.Findings {
		if f.Suppressed == nil {
			sum.Findings++
		} else {
			sum.Suppressed++
		}
	}
}
