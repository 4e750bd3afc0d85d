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

// All yields each column with the table that it refers to.
func (r Refers) All() iter.Seq2[string, string] {
	return func(yield func(column, table string) bool) {
		for line := range strings.Lines(string(r)) {
			if column, table, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "="); !yield(column, table) {
				return
			}
		}
	}
}
