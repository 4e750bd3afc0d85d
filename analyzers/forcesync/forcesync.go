// Package forcesync reports order checks that a message marked as a repair
// cannot pass.
package forcesync

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/config"
)

//go:embed doc.md
var doc string

// Rule is the rule forcesync.
func Rule() rule.Rule { return rule.Rule{Name: "forcesync", Doc: doc, FindFlow: find} }

func find(pass *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	code := source.Of(pass, res.Result)
	for _, c := range res.Consumers {
		for _, w := range c.Writes {
			if flag := cmp.Or(w.Force, c.Force); flag != "" && due(res.Config, c.Place.Service, &w) && refused(&c, &w) && !repairs(res.Consumers, &c, &w) {
				findings = append(findings, finding(&fixer{res.Config, &c, &w, flag}, code))
			}
		}
	}
	return rule.OnePerPlace(findings)
}

// due reports whether a write is one that a repair has to get through to: of a
// copy, where the service names its copies. What only adds rows or removes them
// has no order to be forced.
func due(cfg *config.Config, service string, w *flows.Write) bool {
	if !w.FromMessage() || w.Insert || w.Delete || w.Table == "" {
		return false
	}
	s := cfg.Services[service]
	return s == nil || len(s.Copies) == 0 || cfg.Owner(service, config.Table{Schema: w.Schema, Name: w.Table}).Copy
}

// refused reports whether an older message is turned away from a write, whatever
// its mark says. Where something else may write the row, or what the mark
// decides cannot be seen, nothing is claimed.
func refused(c *flows.Consumer, w *flows.Write) bool {
	inCode := checks(w)
	if !inCode && !w.Refuses || !c.MarkKnown(w) {
		return false
	}
	var turns []uint64
	for _, h := range c.Heeds {
		turns = append(turns, h.Turns...)
		if h.Misses(w.Branches) {
			continue // marked messages least of all get to it
		}
		if (inCode && !w.Refuses || !h.Reach) && !h.Branches.Excludes(w.Branches) {
			return false
		}
	}
	return !slices.ContainsFunc(c.Writes, func(o flows.Write) bool { return passes(w, &o, turns) })
}

// checks reports whether code compares the message's order with the stored one.
func checks(w *flows.Write) bool { return w.Check.Kind == flows.Ordered && w.ComparesMessage() }

// passes reports whether a repair may be done by another write of the table: one
// that nothing refuses, or that removes the row first. What only other kinds of
// messages get to does not count; the turns at which the mark decides do.
func passes(w, o *flows.Write, turns []uint64) bool {
	if !strings.EqualFold(o.Table, w.Table) && o.Table != "" || o.Insert || o.Branches.ExcludesBut(w.Branches, turns) {
		return false
	}
	return o.Delete || !checks(o) && !o.Refuses
}

// repairs reports whether a consumer of its own is there for repairs of the table: by
// its name, or because it is for marked messages alone, which this one leaves out.
func repairs(list []flows.Consumer, c *flows.Consumer, w *flows.Write) bool {
	leftOut := slices.ContainsFunc(c.Heeds, func(h flows.Heed) bool { return h.Misses(w.Branches) })
	return slices.ContainsFunc(list, func(other flows.Consumer) bool {
		return (forRepairs.MatchString(other.Name) || leftOut && forMarked(&other)) && slices.ContainsFunc(other.Writes, func(o flows.Write) bool {
			return strings.EqualFold(o.Table, w.Table) && !o.Insert && !o.Delete && !checks(&o) && !o.Refuses
		})
	})
}

// forMarked reports whether a consumer writes something for marked messages alone.
func forMarked(c *flows.Consumer) bool {
	return !slices.ContainsFunc(c.Writes, func(w flows.Write) bool { return !w.Forced() })
}

var forRepairs = regexp.MustCompile(`(?i)force|repair|resync|replay|rebuild|backfill`)

func finding(fix *fixer, code *source.Code) rule.Finding {
	c, w, flag, of := fix.c, fix.w, fix.flag, ""
	if w.Message != "" {
		of = " of type " + w.Message
	}
	f := rule.Finding{
		Place: w.Place, Confidence: w.Conf, Proof: proof(c, w),
		Message: fmt.Sprintf("consumer %s refuses older messages%s for %s, those marked %s too", c.NameAt(w.Place), of, w.Table, flag),
	}
	f.Fix, f.Edits = fix.text(), fix.edits(code)
	if at := w.Refusal; at != nil && !w.Refuses && at.Package == w.Place.Package {
		f.Place = *at // rather than at the write, which other messages get to
	}
	f.Place.Touched = w.Table
	return f
}

func proof(c *flows.Consumer, w *flows.Write) []flows.Step {
	steps := []flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}
	if checks(w) && w.Check.Step.File != "" {
		steps = append(steps, w.Check.Step)
	}
	steps = append(steps, w.Steps...)
	if w.Refuses {
		last := &steps[len(steps)-1]
		last.Note += ", which compares the order for itself"
	}
	return steps
}
