// Package staleconsumer reports message consumers that write without respecting
// the order of messages.
package staleconsumer

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

// Rule is the rule staleconsumer.
func Rule() rule.Rule { return rule.Rule{Name: "staleconsumer", Doc: doc, FindFlow: find} }

func find(_ *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	for _, c := range res.Consumers {
		for _, w := range c.Writes {
			fault := judge(res.Config, &c, &w)
			if fault == "" {
				continue
			}
			findings = append(findings, finding(&c, &w, fault))
		}
	}
	return rule.OnePerPlace(findings)
}

// judge says what is wrong with a write, or nothing.
func judge(cfg *config.Config, c *flows.Consumer, w *flows.Write) string {
	switch {
	case w.Insert, w.Delete, w.Harmless:
		return "" // nothing is overwritten, or in any order the same
	case !w.FromMessage() || w.FromRemote():
		return "" // not the message's data; or what the owner said when it was asked just now
	case ledger(w.Table), !due(cfg, c.Place.Service, w):
		return ""
	}
	switch w.Guard.Kind {
	case flows.State:
		return "" // the row's own state decides what may follow
	case flows.Ordered:
		return weak(c, w)
	case flows.Reversed:
		return "reversed"
	case flows.Clock:
		return "clock"
	}
	return "unguarded"
}

// weak looks at a write that does heed the order.
func weak(c *flows.Consumer, w *flows.Write) string {
	switch {
	case w.Guard.Msg != 0 && w.GuardedByNow():
		return "clock"
	case w.ForgetsOrder():
		return "forgets"
	case w.StoresNow():
		return "stores now"
	case w.Guard.Code && c.Settled(w) && !c.Locks && readsRow(c, w):
		return "race"
	}
	return ""
}

func readsRow(c *flows.Consumer, w *flows.Write) bool {
	return slices.ContainsFunc(c.Reads, func(r flows.Read) bool {
		return strings.EqualFold(r.Table, w.Table) && !r.Branches.Excludes(w.Branches)
	})
}

// due reports whether order matters for a table: where a service says which of
// its tables are copies, for those alone.
func due(cfg *config.Config, service string, w *flows.Write) bool {
	s := cfg.Services[service]
	if s == nil || len(s.Copies) == 0 {
		return true
	}
	if w.Table == "" {
		return false // it cannot be told whether it is one of them
	}
	return cfg.Owner(service, config.Table{Schema: w.Schema, Name: w.Table}).Copy
}

// ledger recognises tables that keep the service's own books on messages and
// work, by the names that everybody gives them.
func ledger(table string) bool {
	table = strings.ToLower(table)
	for _, part := range []string{"outbox", "inbox", "event_store", "eventstore", "snapshot", "saga", "processed", "idempoten", "dead_letter", "deadletter", "dedup", "checkpoint", "offset", "_log", "audit", "history"} {
		if strings.Contains(table, part) {
			return true
		}
	}
	return table == "events" || table == "jobs" || table == "tasks" || table == "logs"
}

func finding(c *flows.Consumer, w *flows.Write, fault string) rule.Finding {
	table := w.Table
	if table == "" {
		table = "a table"
	}
	f := rule.Finding{Place: w.Place, Confidence: w.Conf, Proof: proof(c, w)}
	f.Place.Touched = table
	what := "consumer " + c.NameAt(w.Place)
	of := ""
	if w.Message != "" {
		of = " of type " + w.Message
	}
	switch fault {
	case "unguarded":
		f.Message = fmt.Sprintf("%s overwrites %s by a message%s without comparing their order", what, table, of)
		f.Fix = "write only if the stored message time is older: compare before, or in the statement (… WHERE last_message_at < $n), and store the message's time with the row"
		if w.Orderless {
			f.Message = fmt.Sprintf("%s overwrites %s by a message%s, which carries nothing to compare their order by", what, table, of)
			f.Fix = "give the message a time or a version, store it with the row, and write only if the stored one is older"
		}
	case "reversed":
		f.Message = fmt.Sprintf("%s writes %s only if the stored row is newer than the message%s: the comparison is reversed", what, table, of)
		f.Fix = "turn the comparison round: skip the message if the stored row is newer"
	case "clock":
		f.Message = fmt.Sprintf("%s compares the stored time of %s with the present time, not with that of the message%s", what, table, of)
		f.Fix = "compare with the time that the message carries"
	case "forgets":
		f.Message = fmt.Sprintf("%s compares %s of %s with the message%s but does not store it, so the next comparison is with an old one", what, w.Guard.Field, table, of)
		f.Fix = "set " + w.Guard.Field + " to the message's time in the same write"
	case "stores now":
		f.Message = fmt.Sprintf("%s compares %s of %s with the message%s but stores the present time in it, which is later than that of messages still on their way", what, w.Guard.Field, table, of)
		f.Fix = "set " + w.Guard.Field + " to the message's time"
	case "race":
		f.Message = fmt.Sprintf("%s compares the order of %s and writes it in separate statements, with no lock between: two messages may both pass", what, table)
		f.Fix = "put the comparison into the statement's WHERE, or lock the row (SELECT … FOR UPDATE) in the same transaction"
		f.Confidence = f.Confidence * 90 / 100
	}
	return f
}

func proof(c *flows.Consumer, w *flows.Write) []flows.Step {
	steps := []flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}
	if w.Guard.Kind != flows.Unguarded && w.Guard.Step.File != "" {
		steps = append(steps, w.Guard.Step)
	}
	return append(steps, w.Steps...)
}
