package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/boundarylint/boundarylint/report"
)

// defaultConfidence is the least confidence of a finding that is shown.
const defaultConfidence = 80

// ruleIgnore is the rule about ignore comments.
const ruleIgnore = "ignore"

// merge brings the packages' units, and those of SQL files, together into the
// report.
func (r *run) merge(packages, files []report.Unit) {
	units := slices.Concat(packages, files)
	var all []report.Finding
	for _, u := range units {
		all = append(all, u.Findings...)
		r.res.Errors = append(r.res.Errors, u.Errors...)
		r.res.Summary.Coverage.Add(u.Coverage)
	}
	r.res.Summary.Coverage.Consumers = report.CountConsumers(packages)
	// One driver has a unit for a package of test code alone, the other has
	// none. What counts is what was covered.
	seen := r.res.Summary.Coverage.Packages
	r.res.Summary.Packages = seen.Service + seen.Shared + seen.None
	all = report.Merge(all)
	all = report.Merge(append(all, r.unsubscribed(packages)...))
	if len(r.res.Errors) == 0 { // or what needs a comment may be in what was not analyzed
		all = report.Merge(append(all, r.idleIgnores(units, all)...))
	}
	// What is not shown now is not fixed for all that: the whole is compared.
	if fixed := r.base.Apply(all); len(r.res.Errors) == 0 {
		r.res.Summary.Fixed = fixed
	}
	r.res.Findings = slices.DeleteFunc(all, func(f report.Finding) bool { return !r.shows(&f) })
}

// shows reports whether a finding is to be in the report.
func (r *run) shows(f *report.Finding) bool {
	return r.wanted(f.Rule) && f.Confidence >= r.minimum(f.Rule) && !r.cfg.Excluded(f.File) && r.shown.matches(f.File)
}

// wanted reports whether a rule is on. A flag beats the config.
func (r *run) wanted(rule string) bool {
	if len(r.Rules) > 0 {
		return slices.Contains(r.Rules, rule)
	}
	return r.cfg.Rule(rule).On
}

func (r *run) minimum(rule string) int {
	if r.MinConfidence != nil {
		return *r.MinConfidence
	}
	return r.cfg.Rule(rule).MinConfidence(defaultConfidence)
}

// idleIgnores finds the ignore comments that excuse nothing. A unit cannot tell:
// what a comment excuses may only be found in a package further up.
func (r *run) idleIgnores(units []report.Unit, found []report.Finding) []report.Finding {
	type place struct {
		rule, file string
		line       int
	}
	used := make(map[place]bool)
	for _, f := range found {
		if f.Suppressed != nil && f.Suppressed.By == report.ByIgnore {
			used[place{f.Rule, f.File, f.Line}] = true
		}
	}
	var idle []report.Finding
	for _, u := range units {
		nth := make(map[string]int)
		for _, ig := range u.Ignores {
			// One without reason, or for no rule, is the unit's to report; one
			// for a rule that is off may be needed again.
			excuses := used[place{ig.Rule, ig.File, ig.Line}] || used[place{ig.Rule, ig.File, ig.Line + 1}]
			if excuses || ig.Reason == "" || !r.runs(ig.Rule) {
				continue
			}
			idle = append(idle, r.idleIgnore(u.Package, ig, nth[ig.Rule]))
			nth[ig.Rule]++
		}
	}
	return idle
}

func (r *run) idleIgnore(pkg string, ig report.Ignore, nth int) report.Finding {
	return report.Finding{
		Rule: ruleIgnore, Service: r.cfg.ServiceOf(pkg), Package: pkg,
		File: ig.File, Line: ig.Line, Column: ig.Column,
		Message:     fmt.Sprintf("nothing to ignore here: %s finds nothing on this line or the next", ig.Rule),
		Confidence:  100,
		Fix:         "remove the comment",
		Fingerprint: report.Fingerprint(ruleIgnore, pkg, "", ig.Rule, nth),
		Touched:     ig.Rule,
		Edits:       r.removal(ig),
	}
}

// removal removes a comment that excuses nothing.
func (r *run) removal(ig report.Ignore) []report.Edit {
	src, err := os.ReadFile(filepath.Join(r.res.Paths.base, filepath.FromSlash(ig.File)))
	if err != nil {
		return nil
	}
	start, end, ok := ig.Span(src)
	if !ok {
		return nil
	}
	return []report.Edit{{File: ig.File, Start: start, End: end}}
}

// runs reports whether a rule exists and is on in the config.
func (r *run) runs(rule string) bool {
	return knownRule(rule) && r.cfg.Rule(rule).On
}
