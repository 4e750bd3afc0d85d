package depwait

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
)

// again is what a fix is for.
const again = ", so that the message comes again"

// fix shows how a parent is made sure of, in the terms of the write's place.
func fix(w *flows.Write, p parent, read *flows.Read) string {
	switch read.Fault {
	case flows.Dropped:
		return cmp.Or(read.Shown, "return its error, or one of your own where the row is missing: if err != nil { return err }") + again
	case flows.Swallowed:
		return "return the error where the row is missing" + again
	case flows.Acked:
		return "acknowledge only after the row is written, and hand the message back where the parent is missing"
	case flows.Sometimes:
		return "look for it whatever the message says, and return an error where it is missing" + again
	case flows.Endless:
		return "bound the wait, by a number of tries (for range 10 { … }) or by the context, and return an error after that"
	}
	return lookup(w, p) + again + "; or wait for it with a bound"
}

// lookup shows how the parent is read first.
func lookup(w *flows.Write, p parent) string {
	for _, set := range w.Text.Sets {
		if w.Text.Query != "" && w.Here() && strings.EqualFold(set.Column, p.column) {
			return fmt.Sprintf("if err := "+w.Text.Query+"; err != nil { return err } before", p.table, set.Value)
		}
	}
	given := "the " + p.column
	if i := slices.IndexFunc(w.Keys, func(field string) bool { return key(field) == key(p.column) }); i >= 0 && w.Var != "" {
		given = w.Named(w.Keys[i])
	}
	return fmt.Sprintf("SELECT … FROM %s WHERE id = $1 first, with %s for $1, and return an error if the row is not there", p.table, given)
}
