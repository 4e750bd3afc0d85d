package check

import (
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// unmatched tells of what the config names and the code does not have: patterns
// are errors, since a misspelt one would let pass what it should catch; tables
// are part of the coverage.
func (r *run) unmatched(units []report.Unit) error {
	cov := &r.res.Summary.Coverage
	for _, name := range r.cfg.UnusedTables(cov.Tables) {
		cov.Unmatched = append(cov.Unmatched, "table "+name)
	}
	for _, text := range r.cfg.ContestedTables() {
		cov.Notes = append(cov.Notes, "contested, and so nobody's: table "+text)
	}
	if len(r.res.Errors) > 0 {
		return nil // what could not be analyzed might have matched
	}
	var packages []string
	symbols := make(map[string]bool)
	for _, u := range units {
		packages = append(append(packages, u.Package), u.Imports...)
		for _, id := range u.Symbols {
			symbols[id] = true
		}
	}
	return r.cfg.Unmatched(packages, func(s config.SymbolPattern) bool { return symbols[s.ID()] }).Err()
}
