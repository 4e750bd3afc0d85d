package softdelete

import (
	"fmt"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
)

// forgotten is the column for the deletion that an upsert gives a row which is new, and
// leaves as it was in one that is there; "" where there is none, or another write of the
// consumer's sees to it.
func forgotten(cfg *config.Config, c *flows.Consumer, w *flows.Write) string {
	if w.Delete || w.Insert || len(w.Assigned) == 0 {
		return ""
	}
	i := slices.IndexFunc(w.Columns, func(column string) bool { return deletion(cfg, column) })
	if i < 0 || slices.ContainsFunc(c.Writes, func(o flows.Write) bool { return strings.EqualFold(o.Table, w.Table) && changesState(cfg, &o) }) {
		return ""
	}
	return w.Columns[i]
}

// changesState reports whether a write may tell that a row is deleted which is there.
func changesState(cfg *config.Config, w *flows.Write) bool {
	if len(w.Assigned) == 0 || w.Delete || w.Whole {
		return tells(cfg, w)
	}
	return slices.ContainsFunc(w.Assigned, func(column string) bool { return state(cfg, column) })
}

func leftOnConflict(c *flows.Consumer, w *flows.Write, column string) rule.Finding {
	return finding(c, w, fmt.Sprintf("set %s where the row is there, too", column),
		fmt.Sprintf("consumer %s writes %s into new rows of %s and leaves it as it was in those that are there: deleted rows stay as they were", c.NameAt(w.Place), column, w.Table))
}
