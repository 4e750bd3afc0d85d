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
	columns := w.overwrites()
	if w.Guard.Table == "" && slices.ContainsFunc(columns, func(c string) bool { return mayHoldOrder(c) && !hasColumn(w.Now, c) }) {
		return false // a struct's field, whose column may have another name
	}
	return !hasColumn(columns, w.Guard.Field)
}

// overwrites are the columns that a write sets where the row is there already.
func (w *Write) overwrites() []string {
	if len(w.Assigned) > 0 {
		return w.Assigned
	}
	return w.Columns
}

// KeepsOrderBeside reports whether another write of the same handler keeps the order that
// decides on a write.
func (c *Consumer) KeepsOrderBeside(w *Write) bool {
	return slices.ContainsFunc(c.Writes, func(x Write) bool {
		return !x.Branches.Excludes(w.Branches) && (x.keepsOrderOf(w) || x.movesCursorOf(w))
	})
}

// keepsOrderOf reports whether a write stores what was compared before another: in a second
// statement about the same row; or in that of another table, on which the same comparison
// decides. The pictures of a product are as new as the product.
func (x *Write) keepsOrderOf(w *Write) bool {
	if x.Table == "" || hasColumn(x.Now, w.Guard.Field) {
		return false
	}
	if same := strings.EqualFold(x.Table, w.Table); same && x.Insert || !same && x.Guard.Step != w.Guard.Step {
		return false // a row that is there already keeps the order that it has
	}
	return hasColumn(x.overwrites(), w.Guard.Field)
}

// movesCursorOf reports whether a write keeps how far a stream was read, where code compares
// that before another write: m.Sequence <= cursor.Sequence, of which nothing but the field
// is known.
func (x *Write) movesCursorOf(w *Write) bool {
	return w.Guard.Code && w.Guard.Table == "" && x.Table != "" && !strings.EqualFold(x.Table, w.Table) && mustMatch(w.Guard.Field) &&
		slices.ContainsFunc(x.overwrites(), func(column string) bool {
			return hasColumn([]string{lastWord.ReplaceAllString(column, "")}, w.Guard.Field) && !hasColumn(x.Now, column)
		})
}

// lastWord stands before the column of what was handled last: last_sequence.
var lastWord = regexp.MustCompile(`(?i)^(last|latest|max|current|cur)_?(seen_?|processed_?|applied_?|handled_?)?`)

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
	return slices.ContainsFunc(list, func(c string) bool { return columnKey(c) == columnKey(field) })
}
