// Package softdelete reports consumers that do not keep a copy's deletion in
// step with that of a soft-deleted entity.
package softdelete

import (
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

// Rule is the rule softdelete.
func Rule() rule.Rule { return rule.Rule{Name: "softdelete", Doc: doc, FindFlow: find} }

func find(_ *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	for _, c := range res.Consumers {
		for _, w := range c.Writes {
			d := c.Deletion(w.Message)
			if d == nil || w.Table == "" || !w.FromMessage() || !copied(res.Config, c.Place.Service, &w) {
				continue
			}
			switch {
			case w.Delete && !w.Whole && updates(&c, &w):
				findings = append(findings, finding(&c, &w, d,
					fmt.Sprintf("consumer %s removes the row from %s, though the owner keeps it: %s has %s", c.NameAt(w.Place), w.Table, d.Message, d.Field)))
			case !d.Read && c.Settled(&w) && !handles(res.Config, &c, &w):
				findings = append(findings, finding(&c, &w, d,
					fmt.Sprintf("consumer %s writes %s and leaves %s of %s aside: deleted rows stay as they were", c.NameAt(w.Place), w.Table, d.Field, d.Message)))
			}
		}
	}
	return rule.OnePerPlace(findings)
}

// copied reports whether a table may be a copy: it is one, where the service
// names its copies.
func copied(cfg *config.Config, service string, w *flows.Write) bool {
	s := cfg.Services[service]
	return s == nil || len(s.Copies) == 0 || cfg.Owner(service, config.Table{Schema: w.Schema, Name: w.Table}).Copy
}

// updates reports whether the consumer keeps the table's rows up to date, too. One
// that deletes and inserts replaces what is there.
func updates(c *flows.Consumer, w *flows.Write) bool {
	return slices.ContainsFunc(c.Writes, func(o flows.Write) bool {
		return strings.EqualFold(o.Table, w.Table) && !o.Delete && !o.Insert && o.Verb != "insert"
	})
}

// handles reports whether some write of the table may keep the flag: a delete,
// one of a row as a whole, one whose columns are not known, or that has a column
// for it.
func handles(cfg *config.Config, c *flows.Consumer, w *flows.Write) bool {
	if !updates(c, w) {
		return true
	}
	return slices.ContainsFunc(c.Writes, func(o flows.Write) bool {
		return strings.EqualFold(o.Table, w.Table) && (o.Delete || o.Whole || len(o.Columns) == 0 || slices.ContainsFunc(o.Columns, func(column string) bool { return state(cfg, column) }))
	})
}

// state recognises columns that may say that a row is no longer valid.
func state(cfg *config.Config, column string) bool {
	if cfg.IsField(config.Deleted, column) {
		return true
	}
	column = strings.ToLower(column)
	return slices.ContainsFunc([]string{"delet", "remov", "archiv", "activ", "status", "state", "enabled", "valid", "closed"}, func(part string) bool { return strings.Contains(column, part) })
}

func finding(c *flows.Consumer, w *flows.Write, d *flows.Deletion, message string) rule.Finding {
	f := rule.Finding{
		Place: w.Place, Confidence: w.Conf, Message: message,
		Proof: append([]flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}, w.Steps...),
		Fix:   fmt.Sprintf("keep %s in a column of %s, set with the rest of the row, and leave out deleted rows when reading", d.Field, w.Table),
	}
	f.Place.Touched = w.Table
	return f
}
