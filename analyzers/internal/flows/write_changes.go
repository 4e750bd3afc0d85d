package flows

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// readChange takes from what a library's call says about a write what a statement
// would say.
func (t *tracker) readChange(w *Write, c *summary.Change) {
	if c == nil {
		return
	}
	w.Insert = w.Insert || c.InsertOnly
	w.Whole = false
	if !c.Partial {
		for _, column := range c.Columns {
			if column == "*" {
				w.Columns = nil
				break
			}
			w.Columns = append(w.Columns, column)
		}
	}
	covered := map[string]bool{}
	for _, cond := range c.Conditions {
		w.Refuses = w.Refuses || !c.Partial && t.comparesOrder(sqltext.Comparison(cond))
		g := t.condition(sqltext.Comparison(cond), w)
		if cond.Guards == "" {
			w.Guard = better(w.Guard, g)
		} else if g.Kind == Ordered || g.Kind == State || cond.Op == "GREATEST" {
			covered[strings.ToLower(cond.Guards)] = true
		}
	}
	if len(covered) == 0 || len(w.Columns) == 0 {
		return
	}
	for _, column := range w.Columns {
		if !covered[strings.ToLower(column)] {
			return
		}
	}
	w.Guard = better(w.Guard, Guard{Kind: Ordered})
}
