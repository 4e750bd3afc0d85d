package summary

import (
	"iter"
	"strings"
)

// Refers are the columns of a model that hold the keys of other tables' rows, each with
// that table. It is text, for what it is part of is compared.
type Refers string

// With adds a column and the table that it refers to.
func (r Refers) With(column, table string) Refers {
	return r + Refers(column+"="+table+"\n")
}

// many stands before the names of fields that hold many rows of a table.
const many = "*"

// WithMany adds a field and the table to whose rows a table of pairs ties those of the model.
func (r Refers) WithMany(field, table string) Refers { return r.With(many+field, table) }

// Many yields each field that holds many rows with their table.
func (r Refers) Many() iter.Seq2[string, string] { return r.lines(true) }

// All yields each column with the table that it refers to.
func (r Refers) All() iter.Seq2[string, string] { return r.lines(false) }

func (r Refers) lines(ofMany bool) iter.Seq2[string, string] {
	return func(yield func(name, table string) bool) {
		for line := range strings.Lines(string(r)) {
			name, table, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			name, isMany := strings.CutPrefix(name, many)
			if isMany == ofMany && !yield(name, table) {
				return
			}
		}
	}
}
