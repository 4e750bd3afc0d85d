// Package depwait reports message consumers that write a row before what it
// refers to has arrived.
package depwait

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

//go:embed doc.md
var doc string

// Rule is the rule depwait.
func Rule() rule.Rule { return rule.Rule{Name: "depwait", Doc: doc, FindFlow: find} }

func find(pass *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	code := source.Of(pass, res.Result)
	for _, c := range res.Consumers {
		findings = append(findings, judge(res.Config, code, c)...)
	}
	for _, l := range res.Later {
		findings = append(findings, later(res.Config, code, &l)...)
	}
	for _, c := range res.Losing {
		findings = append(findings, judgeLosing(res.Config, code, c)...)
	}
	return rule.OnePerPlace(findings)
}

// judge judges all writes of a consumer.
func judge(cfg *config.Config, code *source.Code, c flows.Consumer) []rule.Finding {
	var findings []rule.Finding
	c.Brought = ofOthers(&c)
	for _, w := range c.Writes {
		findings = append(findings, check(cfg, code, &c, &w)...)
		findings = append(findings, forgotten(cfg, &c, &w)...)
	}
	return findings
}

// judgeLosing judges all writes of a consumer that is subscribed to a server which loses what
// fails, or called by one who does.
func judgeLosing(cfg *config.Config, _ *source.Code, c flows.Consumer) []rule.Finding {
	var findings []rule.Finding
	c.Brought = ofOthers(&c)
	for _, w := range c.Writes {
		findings = append(findings, losing(cfg, &c, &w)...)
		findings = append(findings, forgotten(cfg, &c, &w)...)
	}
	return findings
}

// later judges a consumer that other packages have judged, where more is known of what
// messages fill: what those found is not said again.
func later(cfg *config.Config, code *source.Code, l *flows.Later) []rule.Finding {
	judge := judge
	if l.Loses {
		judge = judgeLosing
	}
	var said []rule.Finding
	for _, before := range l.Before {
		c := l.Consumer
		c.Fillings = before
		said = append(said, judge(cfg, code, c)...)
	}
	return slices.DeleteFunc(judge(cfg, code, l.Consumer), func(f rule.Finding) bool {
		return slices.ContainsFunc(said, func(o rule.Finding) bool { return rule.SamePlace(&f, &o) })
	})
}

// losing judges a write of a consumer whose failures are lost: the parent is looked for, but
// that leads nowhere.
func losing(cfg *config.Config, c *flows.Consumer, w *flows.Write) []rule.Finding {
	if !judged(c, w) {
		return nil
	}
	var findings []rule.Finding
	for _, p := range parents(cfg, c, w) {
		if read, due := unestablished(c, w, p); due && lost(&read) {
			findings = append(findings, finding(c, w, p, &read))
		}
	}
	return findings
}

// judged reports whether enough is known of a write to judge it.
func judged(c *flows.Consumer, w *flows.Write) bool {
	if !c.WaitsKnown(w) {
		return false // what an unknown implementation does may be the wait
	}
	if w.Elements.None {
		return false // no row is written
	}
	if c.TellsKeys.Hold(w.Branches) {
		return false // the message is handed back when the key fails
	}
	return !w.Delete && !w.KeyValue && w.Name() != "" && w.FromMessage() && !w.Asked()
}

// check judges a write by each table that its row refers to.
func check(cfg *config.Config, code *source.Code, c *flows.Consumer, w *flows.Write) []rule.Finding {
	if !judged(c, w) {
		return nil
	}
	var findings []rule.Finding
	for _, p := range parents(cfg, c, w) {
		if read, due := unestablished(c, w, p); due {
			f := finding(c, w, p, &read)
			if drop := code.Drop(read.Step); read.Fault == flows.Dropped && drop != nil {
				f.Edits = drop.Edits(w.Place)
			}
			findings = append(findings, f)
		}
	}
	return findings
}

// A parent is a table that a written row refers to.
type parent struct {
	table  string
	column string
	conf   int // percent that it is what the column refers to
	// required says that the column cannot be empty.
	required bool
}

// namedConf is the confidence in a reference that only the column's name tells.
const namedConf = 85

// parents are the tables that a write's row refers to and that messages fill.
func parents(cfg *config.Config, c *flows.Consumer, w *flows.Write) []parent {
	var list []parent
	told := map[string]bool{} // columns of which more than the name tells
	for _, r := range cfg.References(c.Place.Service, config.Table{Schema: w.Schema, Name: w.Name()}) {
		for _, column := range r.Columns {
			told[key(column)] = true
		}
		if r.Deferred || len(r.Columns) == 0 || strings.EqualFold(r.Table.Name, w.Name()) || !filled(cfg, c, r.Table.Name) {
			continue
		}
		if sets(w, r.Columns[0]) {
			list = append(list, parent{r.Table.Name, r.Columns[0], 100, r.Required})
		}
	}
	list = append(list, associated(cfg, c, w, told)...)
	for _, column := range keys(w) {
		if told[key(column)] {
			continue
		}
		if table := namedParent(cfg, c, w, column); table != "" {
			list = append(list, parent{table, column, namedConf, false})
		}
	}
	list = append(list, lookedFor(cfg, c, w, told)...)
	list = append(list, tied(cfg, c, w)...)
	return slices.DeleteFunc(list, func(p parent) bool {
		// What a message refers to that the service sends itself was there when it was sent.
		return !p.required && notHanded(w, p.column) || w.RefersAsRead(p.column) || ofStored(w, p) || bringsAlong(w, p.column) || c.Prepared(w, p.table)
	})
}

// ofStored reports whether the statement takes the key out of a row that is there and refers
// to the same: that was seen to when the row was written. Of a row of the parent itself, the
// statement says that it is there only if somebody asks what it did.
func ofStored(w *flows.Write, p parent) bool {
	from := w.CopiedFrom(p.column)
	return from != "" && !strings.EqualFold(from, p.table)
}

// lookedFor are the parents of a row of which it is not known what it is given, that the
// consumer looks for before it inserts it: why else would it.
func lookedFor(cfg *config.Config, c *flows.Consumer, w *flows.Write, told map[string]bool) []parent {
	if g := w.Given; w.Model == "" || w.Verb == "update" || g.Known || g.All || g.AsRead || len(g.Keys) > 0 {
		return nil
	}
	var list []parent
	for _, column := range columns(w) {
		if told[key(column)] {
			continue
		}
		table := namedParent(cfg, c, w, column)
		looked := func(r flows.Read) bool {
			return !r.Changing && strings.EqualFold(r.Name(), table) && lost(&r) && !r.Branches.Excludes(w.Branches)
		}
		if table != "" && slices.ContainsFunc(c.Reads, looked) {
			list = append(list, parent{table, column, namedConf, false})
		}
	}
	return list
}

// tied are the parents of which the consumer ties one to a row that it has read, or made, by
// a table of pairs that goes with the model: it looks for that, and loses the message where it
// is missing. Of a row that is saved just so, it is not known that there is a new pair.
func tied(cfg *config.Config, c *flows.Consumer, w *flows.Write) []parent {
	var list []parent
	for field, table := range w.Refers.Many() {
		if w.Given.Known && len(w.Given.Keys) > 0 && !has(w.Given.Keys, field) || strings.EqualFold(table, w.Name()) || !filled(cfg, c, table) || leavesOut(w, field) {
			continue
		}
		looked := func(r flows.Read) bool {
			return !r.Changing && strings.EqualFold(r.Name(), table) && lost(&r) && r.ByMessage() && !r.Branches.Excludes(w.Branches)
		}
		if slices.ContainsFunc(c.Reads, looked) {
			list = append(list, parent{table, field, namedConf, false})
		}
	}
	return list
}

// lost reports whether the message does not come again where a read does not find its row.
func lost(r *flows.Read) bool { return !r.Any && settledWithout(r) }

func settledWithout(r *flows.Read) bool { return r.Fault == flows.Swallowed || r.Fault == flows.Acked }

// associated are the parents that the associations of a write's model tell, of columns of
// which nothing else does.
func associated(cfg *config.Config, c *flows.Consumer, w *flows.Write, told map[string]bool) []parent {
	var list []parent
	for column, table := range w.Refers.All() {
		if told[key(column)] {
			continue
		}
		told[key(column)] = true
		if !strings.EqualFold(table, w.Name()) && filled(cfg, c, table) && sets(w, column) {
			list = append(list, parent{table, column, 100, false})
		}
	}
	return list
}

// notHanded reports whether the row is made of a struct that the consumer fills in part,
// or has read and changes in part, and not with this key.
func notHanded(w *flows.Write, column string) bool {
	h := w.Handed
	if !h.Known && !h.AsRead || h.All || len(h.Keys) == 0 {
		return false
	}
	same, entity := 0, flows.ReferredBy(column)
	for _, k := range h.Keys {
		if strings.Contains(key(k), entity) {
			return false
		}
		if has(columns(w), k) {
			same++
		}
	}
	return 2*same > len(h.Keys)
}

// bringsAlong reports whether a model is written together with what a key refers to: gorm
// inserts what an association's field holds before the row.
func bringsAlong(w *flows.Write, column string) bool {
	entity := flows.ReferredBy(column)
	return w.Model != "" && w.Given.Known && entity != key(column) && has(w.Given.Keys, entity)
}

// keys are the columns that a write gives a value. All columns of a model are
// written, also those that are left empty.
func keys(w *flows.Write) []string {
	if leavesUnsaid(w) {
		return nil
	}
	if w.Given.AsRead || w.Model != "" && len(w.Told.Names) == 0 && (!w.Given.All || w.Columns == nil) {
		var list []string
		for _, k := range w.Given.Keys {
			if !leavesOut(w, k) {
				list = append(list, asColumn(w, k))
			}
		}
		return list
	}
	return columns(w)
}

// asColumn is what the statement calls the column of a struct's field, if it names that.
func asColumn(w *flows.Write, field string) string {
	if i := slices.IndexFunc(w.Columns, func(c string) bool { return key(c) == key(field) }); i >= 0 {
		return w.Columns[i]
	}
	return field
}

// leavesUnsaid reports whether an update sets a document whole, of which nobody says what is
// in it: {$set: user}, where what is empty is left out.
func leavesUnsaid(w *flows.Write) bool {
	return w.Verb == "update" && slices.Contains(w.Columns, "_id") && !w.Given.Known && !w.Given.All
}

// leavesOut reports whether an update of a model names its columns, and not this one.
func leavesOut(w *flows.Write, column string) bool {
	return w.Verb == "update" && len(w.Columns) > 0 && !has(columns(w), column)
}

// columns are the columns that a write names, or is told by its caller. Those that the
// statement leaves empty refer to nothing.
func columns(w *flows.Write) []string {
	list := slices.Concat(w.Columns, w.Told.Names)
	return slices.DeleteFunc(list, func(c string) bool { return has(w.Emptied, c) })
}

// sets reports whether a write gives a column a value. One that is left empty
// refers to nothing, and one that an update does not name stays what it was.
func sets(w *flows.Write, column string) bool {
	if leavesOut(w, column) || leavesUnsaid(w) {
		return false
	}
	if w.Given.AsRead || w.Model != "" && (w.Given.Known && !w.Given.All || w.Given.All && w.Columns == nil) {
		return has(w.Given.Keys, column)
	}
	return has(columns(w), column)
}

// filled reports whether messages fill a table: it is a copy, or some consumer
// of the service writes it. What the service itself creates is there before.
func filled(cfg *config.Config, c *flows.Consumer, table string) bool {
	if s := cfg.Services[c.Place.Service]; s != nil && len(s.Copies) > 0 {
		return cfg.Owner(c.Place.Service, config.Table{Name: table}).Copy
	}
	return slices.ContainsFunc(c.Brought, func(f string) bool { return strings.EqualFold(f, table) })
}

// ofOthers are the tables to which messages bring rows that somebody else tells of. Those that
// are added because a command says so, the service makes itself: whoever sends the next one
// has seen them.
func ofOthers(c *flows.Consumer) []string {
	return slices.DeleteFunc(slices.Clone(c.Brought), func(table string) bool {
		commands, news := false, false
		for _, f := range c.Bringing {
			if strings.EqualFold(f.Table, table) {
				is := command.MatchString(f.Message)
				commands, news = commands || is, news || !is
			}
		}
		return commands && !news
	})
}

// command recognises by its type a message that asks for something to be done.
var command = regexp.MustCompile(`(?i)(^|\W)commands?\.|(command|cmd|request|args|arguments)(options|args|arguments|payload|message|v\d+)?$`)

// has reports whether a column is in a list, however its words are parted.
func has(list []string, column string) bool {
	return slices.ContainsFunc(list, func(c string) bool { return key(c) == key(column) })
}

func key(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// writtenSometimes is that the handler writes the parent itself, but for some messages only.
const writtenSometimes flows.Fault = "written sometimes"

// unestablished reports whether nothing made sure that the parent is there, and
// the read of it that comes to nothing, if there is one.
func unestablished(c *flows.Consumer, w *flows.Write, p parent) (read flows.Read, due bool) {
	if read, ok := lostOnAWay(c, w, p); ok {
		return read, true
	}
	var partly []flows.Branches // ways on which it is made sure of, beside others
	for _, other := range c.Writes {
		if !writesParent(&other, w, p) {
			continue
		}
		if !p.required || other.Branches.Always(w.Where(p.column)) {
			return flows.Read{}, false // written by the same handler
		}
		read.Fault, partly = writtenSometimes, append(partly, other.Branches)
	}
	for _, r := range c.Reads {
		switch {
		case r.Changing, r.Branches.Excludes(w.Branches):
		case r.Name() == "" && (r.Waited || len(r.Parts) > 0):
			if establishes(&r) {
				return flows.Read{}, false // may be the parent
			}
		case !strings.EqualFold(r.Name(), p.table):
		case !establishes(&r):
			read = r
		case p.required && !r.Branches.Always(w.Where(p.column)):
			// Where the key may be empty, it may be so in the messages that are left out.
			if partly = append(partly, r.Branches); read.Name() == "" {
				read = r
				read.Fault = flows.Sometimes
			}
		default:
			return flows.Read{}, false
		}
	}
	return read, !eitherWay(partly)
}

// lostOnAWay is a look-up of the parent after which the message is lost, on a way on which
// nothing else makes sure of it, where something does on others.
func lostOnAWay(c *flows.Consumer, w *flows.Write, p parent) (flows.Read, bool) {
	var sure []flows.Branches
	for i := range c.Writes {
		if writesParent(&c.Writes[i], w, p) {
			sure = append(sure, c.Writes[i].Branches)
		}
	}
	for i := range c.Reads {
		if r := &c.Reads[i]; !r.Changing && establishes(r) && (strings.EqualFold(r.Name(), p.table) || r.Name() == "") && !r.Branches.Excludes(w.Branches) {
			sure = append(sure, r.Branches)
		}
	}
	if len(sure) == 0 {
		return flows.Read{}, false
	}
	for _, r := range c.Reads {
		if r.Changing || !lost(&r) || !strings.EqualFold(r.Name(), p.table) || r.Branches.Excludes(w.Branches) {
			continue
		}
		if !slices.ContainsFunc(sure, func(b flows.Branches) bool { return !b.Excludes(r.Branches) }) {
			return r, true
		}
	}
	return flows.Read{}, false
}

// writesParent reports whether another write of the same handler brings the parent of
// a row. An update that nobody asks for what it changed may find none.
func writesParent(other, w *flows.Write, p parent) bool {
	return !other.Delete && !other.Missable && !other.Elements.None && !other.Branches.Excludes(w.Branches) && strings.EqualFold(other.Name(), p.table)
}

// eitherWay reports whether one of two things that establish the parent happens, whichever
// way the handler goes.
func eitherWay(partly []flows.Branches) bool {
	return slices.ContainsFunc(partly, func(a flows.Branches) bool {
		return slices.ContainsFunc(partly, func(b flows.Branches) bool { return a.Excludes(b) })
	})
}

// establishes reports whether nothing is written where a read does not find its row.
func establishes(r *flows.Read) bool {
	switch r.Fault {
	case flows.None, flows.Ended, flows.Silent, flows.Handled, flows.Rejected:
		return true
	}
	return r.Any && settledWithout(r)
}

func finding(c *flows.Consumer, w *flows.Write, p parent, read *flows.Read) rule.Finding {
	f := rule.Finding{Place: w.Place, Confidence: summary.Mul(w.Conf, p.conf), Fix: fix(w, p, read), Proof: proof(c, w, read)}
	f.Place.Touched = w.Name() + " " + p.table
	f.Message = fmt.Sprintf("%s writes %s, whose %s refers to %s, which other messages fill, %s", who(c, w), w.Name(), p.column, p.table, says(read.Fault))
	return f
}

// proof is the way from the consumer by the look-up, if there is one, to the write.
func proof(c *flows.Consumer, w *flows.Write, read *flows.Read) []flows.Step {
	steps := []flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}
	if read.Step.File != "" {
		steps = append(steps, read.Step)
	}
	return append(steps, w.Steps...)
}

// who is the consumer, and what message it writes by.
func who(c *flows.Consumer, w *flows.Write) string {
	name := "consumer " + c.NameAt(w.Place)
	if w.Message != "" {
		name += " of " + w.Message
	}
	return name
}

// says is what is wrong with the way in which a parent is looked for.
func says(fault flows.Fault) string {
	switch fault {
	case flows.Dropped:
		return "and drops the result of looking for it"
	case flows.Swallowed:
		return "but answers success where it is missing, so the message is lost"
	case flows.Acked:
		return "but acknowledges the message where it is missing, so it is lost"
	case flows.Sometimes:
		return "but looks for it in some messages only"
	case writtenSometimes:
		return "but writes that itself for some messages only"
	case flows.Endless:
		return "and waits for it without a bound"
	}
	return "without making sure that it is there"
}
