package flows

import (
	"regexp"
	"slices"
	"strings"
)

// Whether a write stores the order that decided on it.

// ForgetsOrder reports whether the stored order that decides is left as it was.
func (w *Write) ForgetsOrder() bool {
	if w.Forgets && !w.Guard.Code {
		return true
	}
	if w.Guard.Field == "" || len(w.Columns) == 0 || w.Guard.Table != "" && !strings.EqualFold(w.Guard.Table, w.Table) {
		return false
	}
	columns := w.Columns
	if len(w.Assigned) > 0 {
		columns = w.Assigned
	}
	if w.Guard.Table == "" && slices.ContainsFunc(columns, func(c string) bool { return mayHoldOrder(c) && !hasColumn(w.Now, c) }) {
		return false // a struct's field, whose column may have another name
	}
	return !hasColumn(columns, w.Guard.Field)
}

// KeepsOrderBeside reports whether the row of another table keeps the order that decides
// on a write: the same comparison decides on that too, which stores what was compared.
// The pictures of a product are as new as the product.
func (c *Consumer) KeepsOrderBeside(w *Write) bool {
	return slices.ContainsFunc(c.Writes, func(x Write) bool {
		return x.Table != "" && !strings.EqualFold(x.Table, w.Table) && x.Guard.Step == w.Guard.Step &&
			!x.Branches.Excludes(w.Branches) && hasColumn(x.Columns, w.Guard.Field)
	})
}

// mayHoldOrder recognises the columns that may hold the order of messages, rather than
// some time of the business.
func mayHoldOrder(column string) bool { return mustMatch(column) || orderColumn.MatchString(column) }

var orderColumn = regexp.MustCompile(`(?i)(sync|source|src|event|message|msg|updated|modified|changed|occurred|publish|emitted|as_?of)`)

// StoresNow reports whether the column that decides is given the present time,
// in the place of the message's.
func (w *Write) StoresNow() bool { return w.Guard.Field != "" && hasColumn(w.Now, w.Guard.Field) }

// TellsTime reports whether a column holds a time that the message brings, rather than
// that of the service's own work.
func (w *Write) TellsTime() bool {
	return !w.Orderless && !w.FromNow() && slices.ContainsFunc(w.Columns, func(c string) bool {
		return timeColumn(c) && !hasColumn(w.Now, c) && !keepsBooks(c)
	})
}

// hasColumn reports whether a field's column is in a list.
func hasColumn(list []string, field string) bool {
	key := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }
	return slices.ContainsFunc(list, func(c string) bool { return key(c) == key(field) })
}
