package staleconsumer

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/config"
)

// newColumn is what a fix calls the column that keeps the order, where none is
// known.
const newColumn = "last_message_at"

// fix shows the way out, in the terms of the place.
func fix(cfg *config.Config, c *flows.Consumer, w *flows.Write, fault fault) string {
	field := w.Guard.Field
	switch fault {
	case unguarded:
		return guardFix(cfg, c, w)
	case reversed:
		if w.Guard.Code {
			return fmt.Sprintf("turn the comparison round: return if !%s.After(stored.%s)", messageField(w), cmp.Or(field, goName(newColumn)))
		}
		return fmt.Sprintf("turn the comparison round: %s < $n, where $n is the message's %s", field, cmp.Or(w.Order, "time"))
	case clock:
		return fmt.Sprintf("compare %s with the message's %s", cmp.Or(field, "the stored time"), cmp.Or(w.Order, "time"))
	case forgets, storesNow:
		return fmt.Sprintf("set %s to the message's %s in the same write", field, cmp.Or(w.Order, "time"))
	}
	return "put the comparison into the statement's WHERE, or lock the row (SELECT … FOR UPDATE) in the same transaction"
}

// guardFix shows the guard that a write lacks, in the terms of its place.
func guardFix(cfg *config.Config, c *flows.Consumer, w *flows.Write) string {
	column, order := orderColumn(cfg, c.Place.Service, w), "the message's "+cmp.Or(w.Order, "time")
	if w.Orderless {
		return fmt.Sprintf("give %s a time or a version, store it with the row (%s), and write only if the stored one is older", w.Message, column)
	}
	switch {
	case w.KeyValue:
		return fmt.Sprintf("keep %s beside the value, and compare and set them in one script, or within WATCH and MULTI", order)
	case w.Whole || w.Table == "" || w.Columns == nil:
		return fmt.Sprintf("load the row with a lock, return if !%s.After(row.%s), and set row.%[2]s to it; or add Where(\"%s < ?\", %[1]s)", messageField(w), goName(column), column)
	case w.Verb == "upsert":
		return fmt.Sprintf("insert %s as %s, and end the statement with WHERE %s.%[2]s < EXCLUDED.%[2]s", order, column, w.Table)
	case w.Verb == "insert":
		return fmt.Sprintf("keep %s in %s: lock that row first, and leave everything as it is if the message is not newer", order, column)
	}
	return fmt.Sprintf("add to the statement SET %s = $n … AND %[1]s < $n, where $n is %s", column, order)
}

func messageField(w *flows.Write) string { return "msg." + cmp.Or(w.Order, "CreatedAt") }

// orderColumn is the column that keeps the order of a table's messages: as
// declared, or what the write sets that bears such a name.
func orderColumn(cfg *config.Config, service string, w *flows.Write) string {
	if s := cfg.Services[service]; s != nil {
		for _, copied := range s.Copies {
			if strings.EqualFold(copied.Table.Text, w.Table) && len(copied.SyncedAt) > 0 {
				return copied.SyncedAt[0].Text
			}
		}
	}
	for _, column := range w.Columns {
		if cfg.IsField(config.SyncedAt, column) {
			return column
		}
	}
	return newColumn
}

// goName is a column's name as Go would have it.
func goName(column string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(column, "_") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}
