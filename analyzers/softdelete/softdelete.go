// Package softdelete reports consumers that do not keep a copy's deletion in
// step with that of a soft-deleted entity.
package softdelete

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode"

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
			case w.Delete && !w.Whole && (updates(&c, &w) || filledElsewhere(&c, &w)):
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

// filledElsewhere reports whether another consumer of the service keeps the table's
// rows up to date, and this one only removes some.
func filledElsewhere(c *flows.Consumer, w *flows.Write) bool {
	same := func(table string) bool { return strings.EqualFold(table, w.Table) }
	return slices.ContainsFunc(c.Filled, same) && !slices.ContainsFunc(c.Writes, func(o flows.Write) bool { return same(o.Table) && !o.Delete })
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
		Fix:   fix(w, d) + ", and leave out deleted rows when reading",
	}
	f.Place.Touched = w.Table
	return f
}

// fix shows how the flag is kept in step, in the terms of the place.
func fix(w *flows.Write, d *flows.Deletion) string {
	flag, column := w.Named(d.Field), snake(d.Field)
	switch {
	case w.Delete:
		return fmt.Sprintf("in place of the DELETE: UPDATE %s SET %s = $n WHERE …, with %s for $n", w.Table, column, flag)
	case w.Whole:
		return fmt.Sprintf("keep it in the row: %s.%s = %s", cmp.Or(w.Row, "row"), d.Field, flag)
	case w.Verb == "upsert":
		return fmt.Sprintf("INSERT INTO %s (…, %s) VALUES (…, $n) … DO UPDATE SET …, %[2]s = EXCLUDED.%[2]s, with %[3]s for $n", w.Table, column, flag)
	}
	return fmt.Sprintf("UPDATE %s SET …, %s = $n, with %s for $n", w.Table, column, flag)
}

// snake is a field's name as a column would have it.
func snake(field string) string {
	var b strings.Builder
	for i, r := range field {
		if unicode.IsUpper(r) && i > 0 && b.Len() > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
