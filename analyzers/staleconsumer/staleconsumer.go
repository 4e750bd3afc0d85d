// Package staleconsumer reports message consumers that write without respecting
// the order of messages.
package staleconsumer

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

// Rule is the rule staleconsumer.
func Rule() rule.Rule { return rule.Rule{Name: "staleconsumer", Doc: doc, FindFlow: find} }

func find(pass *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	code, own := source.Of(pass, res.Result), books{taskBoards(res.Consumers), pictures(res.Consumers)}
	for _, c := range res.Consumers {
		for _, w := range c.Writes {
			if fault := judge(res.Config, &c, &w, own); fault != none {
				findings = append(findings, finding(&fixer{res.Config, &c, &w, fault}, code))
			}
		}
	}
	return rule.OnePerPlace(findings)
}

// A fault is what is wrong with a write.
type fault int

const (
	none      fault = iota
	unguarded       // nothing compares the order
	reversed        // the older wins
	clock           // compared with the present time
	forgets         // the message's time is not stored
	storesNow       // the present time is stored in its place
	race            // compared and written apart, without a lock
)

// judge says what is wrong with a write, or nothing.
func judge(cfg *config.Config, c *flows.Consumer, w *flows.Write, own books) fault {
	switch {
	case w.Insert, w.Delete, w.Harmless, w.Passes():
		return none // nothing is overwritten, or in any order the same
	case !w.FromMessage() || w.Asked() || w.Anew() || w.ReadAnew():
		return none // not the message's data; or what the owner, or the service's own tables, said just now
	case own.ledger(c, w), c.OfWork(w):
		return none
	case w.Forced():
		return none // a repair, which has to pass
	}
	found := ordered(cfg, c, w)
	if found == unguarded && (!due(cfg, c.Place.Service, w) || positions(w)) {
		return none // whoever compares, and does it wrong, says by that that order matters
	}
	return found
}

// positions reports whether a write keeps no more than how far the consumer has got.
func positions(w *flows.Write) bool {
	return len(w.Columns) > 0 && !slices.ContainsFunc(w.Columns, func(c string) bool { return !position.MatchString(c) })
}

var position = regexp.MustCompile(`(?i)^(last_?|kafka_?|stream_?|message_?|consumer_?)*(offset|position|cursor|checkpoint)$`)

// ordered says what is wrong with how a write heeds the order, or nothing.
func ordered(cfg *config.Config, c *flows.Consumer, w *flows.Write) fault {
	switch w.Guard.Kind {
	case flows.State:
		if c.InState(w) {
			return none // the row's own state decides what may follow
		}
	case flows.Ordered:
		if w.Guard.Msg != 0 && w.GuardedByNow() && !keepsOrder(cfg, w.Guard.Field) {
			break // whether something has begun, or is over
		}
		return weak(c, w)
	case flows.Reversed:
		return reversed
	case flows.Clock:
		return clock
	}
	if w.Guard.Beside {
		return none
	}
	return unguarded
}

// keepsOrder reports whether a field or a column may hold the order of messages by its name.
func keepsOrder(cfg *config.Config, field string) bool {
	return cfg.IsField(config.SyncedAt, field) || cfg.IsField(config.MessageTime, field)
}

// weak looks at a write that does heed the order.
func weak(c *flows.Consumer, w *flows.Write) fault {
	switch {
	case w.Guard.Msg != 0 && w.GuardedByNow():
		return clock
	case w.ForgetsOrder() && !c.KeepsOrderBeside(w):
		return forgets
	case w.StoresNow():
		return storesNow
	case w.Swaps:
		return none // whoever comes in between has the statement find nothing to change
	case w.Guard.Code && c.Settled(w) && !w.Locked && !c.Locks.Hold(w.Branches) && readsRow(c, w):
		return race
	}
	return none
}

// readsRow reports whether a consumer reads the rows whose order it compares: those
// that it writes, or others that keep their order.
func readsRow(c *flows.Consumer, w *flows.Write) bool {
	table := cmp.Or(w.Guard.Table, w.Table)
	if w.KeyValue {
		table = flows.InRedis(w.Table)
	}
	return slices.ContainsFunc(c.Reads, func(r flows.Read) bool {
		return !r.Changing && strings.EqualFold(r.Table, table) && !r.Around && !r.Branches.Excludes(w.Branches)
	})
}

// due reports whether order matters for a table of which nothing compares it: where a service
// says which of its tables are copies, for those alone.
func due(cfg *config.Config, service string, w *flows.Write) bool {
	s := cfg.Services[service]
	if s == nil || len(s.Copies) == 0 {
		return true
	}
	if w.Table == "" {
		return onlyCopies(s) // or it cannot be told whether it is one of them
	}
	return cfg.Owner(service, config.Table{Schema: w.Schema, Name: w.Table}).Copy
}

// onlyCopies reports whether all that a service owns are copies: then a table of which
// the name is not known is one as well.
func onlyCopies(s *config.Service) bool {
	if len(s.Owns.Migrations)+len(s.Owns.Models) > 0 || len(s.Owns.Tables) == 0 {
		return false
	}
	return !slices.ContainsFunc(s.Owns.Tables, func(own config.Pattern) bool {
		return !slices.ContainsFunc(s.Copies, func(c config.Copy) bool { return strings.EqualFold(c.Table.Text, own.Text) })
	})
}

// books tell what the consumers of a package write into by all of them: the services that
// keep a board of tasks, and the snapshots that are pictures of entities.
type books struct{ boards, pictures []string }

// ledger recognises tables that keep the service's own books on messages and
// work, by the names that everybody gives them; where a table's name is not known,
// by that of the type that writes it: SagaStore. Tasks and jobs may as well be what
// the service is about: a row that tells the message's time tells of somebody else's,
// and so does a board's, or one that changes a job as a message says. So may snapshots,
// which others take of their entities.
func (b books) ledger(c *flows.Consumer, w *flows.Write) bool {
	table := strings.ToLower(cmp.Or(w.Table, w.Store))
	for _, part := range []string{"outbox", "inbox", "event_store", "eventstore", "saga", "processed", "idempoten", "dead_letter", "deadletter", "dedup", "checkpoint", "offset", "_log", "audit", "history"} {
		if strings.Contains(table, part) {
			return true
		}
	}
	switch table {
	case "events":
		return !takesPlace(w)
	case "logs":
		return true
	case "jobs":
		return !w.TellsTime() && !w.Reports()
	case "tasks":
		return !w.TellsTime() && !slices.Contains(b.boards, c.Place.Service) && !slices.ContainsFunc(c.Writes, assignsTask)
	}
	return strings.Contains(table, "snapshot") && (keptWhole(w) || !slices.Contains(b.pictures, pictured(c, w)))
}

// takesPlace reports whether events are what a service is about, concerts say, rather than
// what has happened: column by column it is told more of them than what was done about it.
func takesPlace(w *flows.Write) bool {
	about := slices.DeleteFunc(slices.Clone(columnsOf(w)), func(column string) bool { return ofHappening.MatchString(strings.ToLower(column)) })
	return len(about) > 2 && picture(w)
}

// ofHappening recognises what is told of anything that has happened.
var ofHappening = regexp.MustCompile(`id$|_at$|status|state|process|publish|handled|attempt|retr|error|result|type|kind|source|topic|seq|version|time|payload|data|body`)

// pictures are the snapshots that some consumer writes as the picture of an entity: then
// others change that.
func pictures(consumers []flows.Consumer) []string {
	var list []string
	for _, c := range consumers {
		for _, w := range c.Writes {
			if picture(&w) {
				list = append(list, pictured(&c, &w))
			}
		}
	}
	return list
}

func pictured(c *flows.Consumer, w *flows.Write) string {
	return c.Place.Service + " " + strings.ToLower(cmp.Or(w.Table, w.Store))
}

// picture reports whether a snapshot is a picture of an entity, column by column. That of
// an aggregate is kept in one piece, beside the version it has reached, and what is known
// of a moment or a day is kept for that moment. A picture may have a version as well: then
// it has to show more.
func picture(w *flows.Write) bool {
	if keptWhole(w) {
		return false
	}
	told, due := 0, 2
	for _, column := range columnsOf(w) {
		switch lower := strings.ToLower(column); {
		case reached.MatchString(lower):
			due = 3
		case lower != "id" && !strings.HasSuffix(lower, "id") && !strings.HasSuffix(lower, "_at"):
			told++
		}
	}
	return told >= due
}

// keptWhole reports whether a snapshot is kept in one piece, or for a moment.
func keptWhole(w *flows.Write) bool {
	return slices.ContainsFunc(columnsOf(w), func(column string) bool { return inOnePiece.MatchString(strings.ToLower(column)) })
}

// columnsOf are the columns that a write gives a value, or the fields of its model.
func columnsOf(w *flows.Write) []string {
	if len(w.Columns) == 0 {
		return w.Given.Keys
	}
	return w.Columns
}

var (
	inOnePiece = regexp.MustCompile(`aggregate|stream|position|offset|payload|snapshot|blob|^(data|body|state|content|json|date|day|hour|month|period|time|timestamp|as_of|taken_at|captured_at|recorded_at|measured_at)$`)
	reached    = regexp.MustCompile(`version|sequence|revision`)
)

// taskBoards are the services whose tasks messages bring, given to somebody or for so much,
// as one of their consumers writes.
func taskBoards(consumers []flows.Consumer) []string {
	var list []string
	for _, c := range consumers {
		if slices.ContainsFunc(c.Writes, func(w flows.Write) bool { return w.Insert && assignsTask(w) }) {
			list = append(list, c.Place.Service)
		}
	}
	return list
}

func assignsTask(w flows.Write) bool { return strings.EqualFold(w.Table, "tasks") && assigns(&w) }

// assigns reports whether a write says who is to do a task, or for how much: a board's
// tasks have that, not the service's own.
func assigns(w *flows.Write) bool {
	given := slices.Concat(w.Columns, w.Given.Keys, w.Handed.Keys)
	return slices.ContainsFunc(given, assignment.MatchString)
}

var assignment = regexp.MustCompile(`(?i)(assign|account|performer|title|price|cost|fee|reward|award|deadline|due_?date)`)

func finding(fix *fixer, code *source.Code) rule.Finding {
	c, w, fault := fix.c, fix.w, fix.fault
	f := rule.Finding{Place: w.Place, Confidence: w.Conf, Proof: proof(c, w)}
	f.Place.Touched = tableName(w)
	f.Message = "consumer " + c.NameAt(w.Place) + " " + says(w, fault)
	f.Fix, f.Edits = fix.text(), fix.edits(code)
	if fault == race && !w.KeyValue { // of which it is sure by now that its order matters
		f.Confidence = f.Confidence * 90 / 100
	}
	return f
}

func tableName(w *flows.Write) string { return cmp.Or(w.Table, "a table") }

// says is what is wrong with a write.
func says(w *flows.Write, fault fault) string {
	table, message := tableName(w), "message"
	if w.Message != "" {
		message += " of type " + w.Message
	}
	switch fault {
	case unguarded:
		if w.Orderless {
			return fmt.Sprintf("overwrites %s by a %s, which carries nothing to compare their order by", table, message)
		}
		return fmt.Sprintf("overwrites %s by a %s without comparing their order", table, message)
	case reversed:
		return fmt.Sprintf("writes %s only if the stored row is newer than the %s: the comparison is reversed", table, message)
	case clock:
		return fmt.Sprintf("compares the stored time of %s with the present time, not with that of the %s", table, message)
	case forgets:
		return fmt.Sprintf("compares %s of %s with the %s but does not store it, so the next comparison is with an old one", w.Guard.Field, table, message)
	case storesNow:
		return fmt.Sprintf("compares %s of %s with the %s but stores the present time in it, which is later than that of messages still on their way", w.Guard.Field, table, message)
	default:
		return fmt.Sprintf("compares the order of %s and writes it in separate statements, with no lock between: two messages%s may both pass", table, strings.TrimPrefix(message, "message"))
	}
}

func proof(c *flows.Consumer, w *flows.Write) []flows.Step {
	steps := []flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}
	if w.Guard.Kind != flows.Unguarded && w.Guard.Step.File != "" && !slices.Contains(w.Steps, w.Guard.Step) {
		steps = append(steps, w.Guard.Step)
	}
	return append(steps, w.Steps...)
}
