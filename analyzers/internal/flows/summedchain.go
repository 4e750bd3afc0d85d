package flows

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// What a chain of calls sets may be sums as well, column by column:
// tx.Stock.UpdateOne(row).SetOnHand(row.OnHand - n), db.Model(row).Update("on_hand", row.OnHand - n).

// maxChain bounds the calls of a chain that are gone back through.
const maxChain = 12

// readChain takes from a chain of calls what it sets.
func (t *tracker) readChain(w *Write, s effects.Site) {
	w.Set = t.setInChain(s)
	w.Harmless = w.Harmless || sqltext.Verb(w.Verb) == sqltext.Update && t.sumsInChain(w.Table, s)
}

// sumsInChain reports whether all that a chain of calls sets are columns which are given
// what they held, with something added to that or taken from it. Beside them it may set the
// present time.
func (t *tracker) sumsInChain(table string, s effects.Site) bool {
	some := false
	for range maxChain {
		if s.Callee == nil {
			return false
		}
		if name := s.Callee.Name(); !findsRows.MatchString(name) && !setsUpChain.MatchString(name) && !runsChain(s) {
			for _, given := range t.givenColumns(s) {
				switch {
				case given.value == nil:
					return false
				case onlyNow(t.whole(given.value)):
				case !t.sumsUp(given.value, Column{given.column, table}):
					return false
				default:
					some = true
				}
			}
		}
		before, ok := first(s.Args).(*ssa.Call)
		if !ok {
			return some
		}
		s = t.site(before)
	}
	return false
}

// runsChain reports whether a call of a chain is given nothing to set.
func runsChain(s effects.Site) bool {
	return !slices.ContainsFunc(s.Args[min(s.Shift, len(s.Args)):], func(v ssa.Value) bool { return !isContext(v.Type()) })
}

// A givenColumn is a column and what a call gives it; the value is nil where that is not
// known.
type givenColumn struct {
	column string
	value  ssa.Value
}

// givenColumns are the columns that one call of a chain sets: by its name, by a text beside
// the value, by the keys of a map.
func (t *tracker) givenColumns(s effects.Site) []givenColumn {
	args := slices.DeleteFunc(slices.Clone(s.Args[min(s.Shift, len(s.Args)):]), func(v ssa.Value) bool { return isContext(v.Type()) })
	unknown := []givenColumn{{}}
	switch len(args) {
	case 1:
		if name := s.Callee.Name(); name == "UpdateOne" || name == "UpdateOneID" {
			return nil // ent's: which row
		}
		if column, ok := strings.CutPrefix(s.Callee.Name(), "Set"); ok && column != "" {
			return []givenColumn{{column, withoutInterface(args[0])}}
		}
		made, ok := unconverted(args[0]).(*ssa.MakeMap)
		if !ok {
			return unknown
		}
		var list []givenColumn
		for _, ref := range *made.Referrers() {
			if put, ok := ref.(*ssa.MapUpdate); ok {
				list = append(list, givenColumn{constantText(withoutInterface(put.Key)), withoutInterface(put.Value)})
			}
		}
		return list
	case 2:
		if column := constantText(withoutInterface(args[0])); column != "" {
			return []givenColumn{{column, withoutInterface(args[1])}}
		}
	}
	return unknown
}
