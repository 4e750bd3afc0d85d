// Package syncecho reports writes of copies that raise events about the copied
// entity again.
package syncecho

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
)

//go:embed doc.md
var doc string

// Rule is the rule syncecho.
func Rule() rule.Rule { return rule.Rule{Name: "syncecho", Doc: doc, FindFlow: find} }

func find(_ *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	for _, c := range slices.Concat(res.Consumers, res.Syncs) {
		for _, r := range c.Raises {
			if w, of := echoed(res.Config, &c, &r); w != nil {
				findings = append(findings, finding(&c, w, &r, of))
			}
		}
	}
	return rule.OnePerPlace(findings)
}

// echoed is the write of a copy, and the copy, that a message tells of once more;
// nil if there is none.
func echoed(cfg *config.Config, c *flows.Consumer, r *flows.Raised) (*flows.Write, *config.Copy) {
	for i := range c.Writes {
		w := &c.Writes[i]
		if w.Table == "" || !w.FromMessage() || w.Branches.Excludes(r.Branches) {
			continue
		}
		table := config.Table{Schema: w.Schema, Name: w.Table}
		if !cfg.Owner(c.Place.Service, table).Copy {
			continue
		}
		for _, of := range cfg.CopiesOf(c.Place.Service, table) {
			if about(of, w, r) {
				return w, of
			}
		}
	}
	return nil, nil
}

// about reports whether a message is about the entity of a copy: of the type that
// came in, or by its name. What goes on unchanged to a topic of another name is
// handed on.
func about(of *config.Copy, w *flows.Write, r *flows.Raised) bool {
	_, source := of.Source()
	entities := []string{entity(of.Table.Text), entity(source.Name)}
	if w.Message != "" {
		entities = append(entities, stem(w.Message))
	}
	kind := stem(r.Type)
	if kind == "" && (r.Type == w.Message || slices.Contains(entities, within(r.Type))) {
		kind = entities[0] // users.Changed
	}
	if kind == "" || general(kind) {
		return tells(r.Label+" "+r.Topic, entities)
	} else if r.Type != w.Message && !slices.Contains(entities, kind) {
		return false
	}
	return !r.Same || r.Topic == "" || mentions(r.Topic, entities) // nowhere, if it is not known
}

func finding(c *flows.Consumer, w *flows.Write, r *flows.Raised, of *config.Copy) rule.Finding {
	who, job := c.NameAt(r.Place), "sync job "
	if !c.Sync {
		who, job = "consumer "+who, "consumer "
	}
	f := rule.Finding{
		Place: r.Place, Confidence: r.Conf * w.Conf / 100,
		Message: fmt.Sprintf("%s writes %s, the copy of %s, and raises %s about it", who, w.Table, of.Of.Text, r.Shown()),
		Proof:   append([]flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: job + c.Name}}, proof(w, r)...),
		Fix:     fix(of, w, r),
	}
	if !c.Sync && w.Message != "" {
		f.Message += ", on messages of type " + w.Message
	}
	f.Place.Touched = r.Shown()
	return f
}

// proof is how the copy is written, and how the message is published, from where
// the two part.
func proof(w *flows.Write, r *flows.Raised) []flows.Step {
	n := 0
	for n < len(w.Steps) && n < len(r.Steps) && w.Steps[n] == r.Steps[n] {
		n++
	}
	return slices.Concat(w.Steps, r.Steps[n:])
}

// fix shows how the copy is written in silence, in the terms of the place.
func fix(of *config.Copy, w *flows.Write, r *flows.Raised) string {
	owner, _ := of.Source()
	if how := r.Gate.Silencer(); how != "" && len(r.Steps) > 1 {
		return fmt.Sprintf("pass %s%s, so that %s is written and nothing raised: %s has told everybody", how, to(r), w.Table, owner)
	}
	if len(r.Steps) > 1 {
		return fmt.Sprintf("save %s without events here: give %s a flag or an option for it (publish bool, WithoutEvents(ctx)), or call one that only writes; %s has told everybody", w.Table, cmp.Or(r.Code, "the function"), owner)
	}
	return fmt.Sprintf("leave out %s: %s has told everybody who listens; what this service decides by itself deserves an event of another name", cmp.Or(r.Code, "the publish"), owner)
}

// to says to which call something is passed, where its code is known.
func to(r *flows.Raised) string {
	if r.Code == "" {
		return ""
	}
	return " to " + r.Code
}
