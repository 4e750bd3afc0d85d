// Package copywrite reports local copies of other services' entities that are
// written outside of consumers and sync jobs.
package copywrite

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
)

//go:embed doc.md
var doc string

// Rule is the rule copywrite.
func Rule() rule.Rule { return rule.Rule{Name: "copywrite", Doc: doc, FindFlow: find} }

func find(_ *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	for _, r := range res.Requests {
		for _, w := range r.Writes {
			if c := copied(res.Config, r.Place.Service, &w); c != nil {
				findings = append(findings, finding(res.Config, &r, &w, c))
			}
		}
	}
	return rule.OnePerPlace(findings)
}

// copied is the copy that a request must not write, or nil.
func copied(cfg *config.Config, service string, w *flows.Write) *config.Copy {
	if w.Table == "" || w.FromRemote() || w.Guard.Kind == flows.Ordered && !w.FromNow() || message(w.Message) {
		// What the owner answered just now belongs in the copy. Whoever compares
		// orders, or decodes an event, is handed messages over HTTP; but not one who
		// makes up the time that is compared.
		return nil
	}
	table := config.Table{Schema: w.Schema, Name: w.Table}
	if !cfg.Owner(service, table).Copy {
		return nil
	}
	copies := cfg.CopiesOf(service, table)
	for _, c := range copies {
		if !writes(w, c) {
			return nil // a column of its own, or of another source
		}
	}
	if len(copies) == 0 {
		return nil
	}
	return copies[0]
}

// message recognises the types by which messages come in.
func message(name string) bool {
	return slices.ContainsFunc([]string{"Event", "Message", "Envelope", "Notification", "Webhook"}, func(part string) bool { return strings.Contains(name, part) })
}

// writes reports whether a write changes columns that are copied. Where only
// some are and the write does not tell its own, nothing is claimed.
func writes(w *flows.Write, c *config.Copy) bool {
	if len(c.Columns) == 0 || w.Delete {
		return true
	}
	return slices.ContainsFunc(slices.Concat(w.Columns, w.Told.Names), func(column string) bool {
		is := func(p config.Pattern) bool { return strings.EqualFold(p.Text, column) }
		return slices.ContainsFunc(c.Columns, is) || slices.ContainsFunc(c.SyncedAt, is)
	})
}

func finding(cfg *config.Config, r *flows.Request, w *flows.Write, c *config.Copy) rule.Finding {
	name := r.Name
	if w.Place.Package != r.Place.Package {
		name = cmp.Or(w.Place.Function, name)
	}
	f := rule.Finding{
		Place: w.Place, Confidence: w.Conf,
		Message: fmt.Sprintf("%s %s %s, the copy of %s, outside of consumers and sync jobs", name, verb(w), w.Table, c.Of.Text),
		Proof:   append([]flows.Step{{File: r.Place.File, Line: r.Place.Line, Col: r.Place.Col, Note: r.Name + " " + cmp.Or(r.Job, "handles requests")}}, w.Steps...),
		Fix:     fix(cfg, c),
	}
	f.Place.Touched = w.Table
	return f
}

func verb(w *flows.Write) string {
	switch {
	case w.Delete:
		return "deletes from"
	case w.Insert:
		return "inserts into"
	}
	return "writes"
}

func fix(cfg *config.Config, c *config.Copy) string {
	owner, _ := c.Source()
	by := "through its API"
	if s := cfg.Services[owner]; s != nil && len(s.API) > 0 {
		by = "through " + s.API[0].Text
	}
	return fmt.Sprintf("have %s change it, %s, and let its events fill the copy; keep what is the service's own in a table or column of its own (`columns` names those that are copied)", owner, by)
}
