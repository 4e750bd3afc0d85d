// Package softdelete reports consumers that do not keep a copy's deletion in
// step with that of a soft-deleted entity.
package softdelete

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
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
			if w.Table == "" || !w.FromMessage() || !copied(res.Config, c.Place.Service, &w) {
				continue
			}
			d := c.Deletion(w.Message)
			if w.Delete {
				if kept := keptBy(res.Config, &c, &w, d); kept != "" && removes(&c, &w) && !finds(res.Config, &c, &w) && !leaves(&c, &w, d) && (updates(&c, &w) || filledElsewhere(&c, &w)) {
					findings = append(findings, finding(&c, &w, removed(res.Config, &c, &w, d),
						fmt.Sprintf("consumer %s removes the row from %s, though the owner keeps it: %s", c.NameAt(w.Place), w.Table, kept)))
				}
				continue
			}
			if column := forgotten(res.Config, &c, &w); d != nil && column != "" && c.Settled(&w) {
				findings = append(findings, leftOnConflict(&c, &w, column))
			} else if d != nil && !d.Read && c.Settled(&w) && !handles(res.Config, &c, &w) {
				findings = append(findings, finding(&c, &w, fix(&w, d.Field),
					fmt.Sprintf("consumer %s writes %s and leaves %s of %s aside: deleted rows stay as they were", c.NameAt(w.Place), w.Table, d.Field, d.Message)))
			}
		}
		findings = append(findings, skipped(res, &c)...)
	}
	findings = append(findings, ignored(res)...)
	return rule.OnePerPlace(findings)
}

// removes reports whether a row is gone after a delete: an ORM may only mark it, and
// what is written anew after it has another key now.
func removes(c *flows.Consumer, w *flows.Write) bool {
	return !w.Whole && !w.Keeps && !slices.ContainsFunc(c.Writes, func(o flows.Write) bool {
		return strings.EqualFold(o.Table, w.Table) && !o.Delete && sqltext.Verb(o.Verb) != sqltext.Update && !o.Branches.Excludes(w.Branches) && o.After(w)
	})
}

// finds reports whether a table is there to find others by, as far as its name tells, and is
// not said to be a copy: what is deleted must not be found, and nothing refers to such rows.
func finds(cfg *config.Config, c *flows.Consumer, w *flows.Write) bool {
	if len(cfg.CopiesOf(c.Place.Service, config.Table{Schema: w.Schema, Name: w.Table})) > 0 {
		return false
	}
	return findsBy.MatchString(dbname.Snake(w.Table))
}

var findsBy = regexp.MustCompile(`(^|_)(index|indices|idx|search|lookups?|suggestions?|autocomplete)(_|$)`)

// leaves reports whether a row is removed since what it is of is no longer one of those that
// the copy holds, by another field than the one by which the message tells of deletion.
func leaves(c *flows.Consumer, w *flows.Write, d *flows.Deletion) bool {
	if d == nil {
		return false
	}
	state := false
	for _, o := range c.Writes {
		if o.Delete || !strings.EqualFold(o.Table, w.Table) || !w.Branches.Excludes(o.Branches) {
			continue
		}
		if !w.Branches.ByState(o.Branches) {
			return false
		}
		state = true
	}
	return state
}

// copied reports whether a table may be a copy: it is one, where the service
// names its copies.
func copied(cfg *config.Config, service string, w *flows.Write) bool {
	s := cfg.Services[service]
	return s == nil || len(s.Copies) == 0 || cfg.Owner(service, config.Table{Schema: w.Schema, Name: w.Table}).Copy
}

// forGood recognises messages by which an owner tells that it has removed what it
// had kept so far.
var forGood = regexp.MustCompile(`(?i)purg|eras|anonym|gdpr|expung|shred|wipe|harddelet`)

// keptBy is what tells that the owner keeps the rows that it deletes: a field of
// the message, or a column of its table; "" if nothing does.
func keptBy(cfg *config.Config, c *flows.Consumer, w *flows.Write, d *flows.Deletion) string {
	if d != nil {
		return d.Message + " has " + d.Field
	}
	if forGood.MatchString(w.Message) || forGood.MatchString(c.NameAt(w.Place)) {
		return ""
	}
	return ownerKeeps(cfg, c.Place.Service, w)
}

// ownerKeeps says by which column the owner of a copied table keeps deleted rows;
// "" where one of several sources is not known to.
func ownerKeeps(cfg *config.Config, service string, w *flows.Write) string {
	kept := ""
	for _, cp := range cfg.CopiesOf(service, config.Table{Schema: w.Schema, Name: w.Table}) {
		owner, source := cp.Source()
		column := cfg.DeletionColumn(owner, source)
		if column == "" {
			return ""
		}
		kept = cp.Of.Text + " has " + column
	}
	return kept
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

// handles reports whether some write of the table may keep the flag: a delete because of it,
// one of a row as a whole, one whose columns are not known, or that has a column
// for it.
func handles(cfg *config.Config, c *flows.Consumer, w *flows.Write) bool {
	if !updates(c, w) {
		return true
	}
	return slices.ContainsFunc(c.Writes, func(o flows.Write) bool {
		return strings.EqualFold(o.Table, w.Table) && tells(cfg, &o) && !(o.Delete && leaves(c, &o, c.Deletion(o.Message)))
	})
}

// tells reports whether a write may tell that the row is deleted.
func tells(cfg *config.Config, w *flows.Write) bool {
	return w.Delete || w.Whole || len(w.Columns) == 0 || slices.ContainsFunc(w.Columns, func(column string) bool { return state(cfg, column) })
}

// state recognises columns that may say that a row is no longer valid.
func state(cfg *config.Config, column string) bool {
	if cfg.IsField(config.Deleted, column) {
		return true
	}
	column = strings.ToLower(column)
	return slices.ContainsFunc([]string{"delet", "remov", "archiv", "activ", "status", "state", "enabled", "valid", "closed"}, func(part string) bool { return strings.Contains(column, part) })
}

func finding(c *flows.Consumer, w *flows.Write, fix, message string) rule.Finding {
	f := rule.Finding{
		Place: w.Place, Confidence: w.Conf, Message: message,
		Proof: append([]flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}, w.Steps...),
		Fix:   fix + ", and leave out deleted rows when reading",
	}
	f.Place.Touched = w.Table
	return f
}
