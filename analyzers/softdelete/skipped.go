package softdelete

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
)

// skipped finds where a consumer passes over what tells of a deletion, though it
// keeps the copy up to date otherwise.
func skipped(res *flows.Result, c *flows.Consumer) []rule.Finding {
	var findings []rule.Finding
	for _, s := range c.Skips {
		for _, w := range c.Writes {
			if due(res.Config, c, &s, &w) && !toldElsewhere(res, c, &s, &w) {
				findings = append(findings, passedOver(c, &s, &w))
				break
			}
		}
	}
	return findings
}

// due reports whether a write keeps a copy up to date that a skip leaves behind.
func due(cfg *config.Config, c *flows.Consumer, s *flows.Skip, w *flows.Write) bool {
	if w.Table == "" || w.Delete || w.Insert || w.KeyValue || !w.FromMessage() || !c.Settled(w) || !copied(cfg, c.Place.Service, w) {
		return false
	}
	if s.Kind {
		return ownerKeeps(cfg, c.Place.Service, w) != "" && ofEntity(cfg, c, s.Field, w) && !slices.Contains(w.Branches, s.Turn)
	}
	return slices.Contains(w.Branches, s.Turn^1)
}

// ofEntity reports whether a kind of message may be about what a table copies: it
// names the entity, or none.
func ofEntity(cfg *config.Config, c *flows.Consumer, kind string, w *flows.Write) bool {
	name := entityOf(kind)
	if name == "" {
		return true
	}
	tables := []string{w.Table}
	for _, cp := range cfg.CopiesOf(c.Place.Service, config.Table{Schema: w.Schema, Name: w.Table}) {
		_, source := cp.Source()
		tables = append(tables, source.Name)
	}
	return slices.ContainsFunc(tables, func(table string) bool {
		table = strings.ReplaceAll(strings.ToLower(table), "_", "")
		return strings.Contains(table, name) || strings.Contains(table, strings.TrimSuffix(name, "y")+"ie")
	})
}

var deletionWord = regexp.MustCompile(`(?i)[.:/_-]?(soft[_-]?)?(delete|remove|archive)d?([.:/_-]?(event|v[0-9]+))*$`)

// entityOf is the entity that a kind of message names: user of
// "accounts.user.deleted", of "UserDeleted".
func entityOf(kind string) string {
	name := deletionWord.ReplaceAllString(kind, "")
	name = strings.ToLower(name[strings.LastIndexAny(name, ".:/")+1:])
	return strings.TrimSuffix(strings.NewReplacer("_", "", "-", "").Replace(name), "s")
}

// toldElsewhere reports whether the deletion may come to the row another way: by
// a write that the skip does not keep from it, in this consumer or another of the
// service.
func toldElsewhere(res *flows.Result, c *flows.Consumer, s *flows.Skip, w *flows.Write) bool {
	for _, other := range res.Consumers {
		if other.Place.Service != c.Place.Service {
			continue
		}
		own := other.Name == c.Name && other.Place.File == c.Place.File && other.Place.Line == c.Place.Line
		for _, o := range other.Writes {
			if !strings.EqualFold(o.Table, w.Table) || own && slices.Contains(o.Branches, s.Turn^1) {
				continue
			}
			if o.Delete || slices.ContainsFunc(o.Columns, func(column string) bool { return deletion(res.Config, column) }) || own && !s.Kind && tells(res.Config, &o) {
				return true
			}
		}
	}
	return false
}

// deletion recognises a column that says that the row is deleted, and little else.
func deletion(cfg *config.Config, column string) bool {
	column = strings.ToLower(column)
	return cfg.IsField(config.Deleted, column) || strings.Contains(column, "delet") || strings.Contains(column, "remov") || strings.Contains(column, "archiv")
}

func passedOver(c *flows.Consumer, s *flows.Skip, w *flows.Write) rule.Finding {
	what := "messages with " + s.Field
	if s.Kind {
		what = fmt.Sprintf("messages of kind %q", s.Field)
	}
	f := rule.Finding{
		Place: s.Place, Confidence: w.Conf,
		Message: fmt.Sprintf("consumer %s passes over %s, so that what is deleted stays alive in %s", c.NameAt(s.Place), what, w.Table),
		Proof:   append([]flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}, s.Steps...),
		Fix:     fmt.Sprintf("keep the flag in the row of %s in place of returning: UPDATE %[1]s SET is_deleted = true … WHERE …, with the same check of the order, and leave out deleted rows when reading", w.Table),
	}
	f.Place.Touched = w.Table
	return f
}
