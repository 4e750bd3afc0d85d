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
	calls, whole := t.chainOf(s)
	for _, s := range calls {
		if s.Callee == nil {
			return false
		}
		for _, given := range t.givenColumns(s) {
			if given.value != nil && onlyNow(t.whole(given.value)) {
				continue
			}
			if given.value == nil || !t.sumsUp(given.value, Column{given.column, table}) {
				return false
			}
			some = true
		}
	}
	return some && whole
}

// A givenColumn is a column and what a call gives it; the value is nil where that is not
// known.
type givenColumn struct {
	column string
	value  ssa.Value
}

// givenColumns are the columns that one call of a chain sets, if it sets any: by its name, by
// a text beside the value, by the keys of a map.
func (t *tracker) givenColumns(s effects.Site) []givenColumn {
	if name := s.Callee.Name(); findsRows.MatchString(name) || setsUpChain.MatchString(name) {
		return nil
	}
	args := slices.DeleteFunc(slices.Clone(s.Args[min(s.Shift, len(s.Args)):]), func(v ssa.Value) bool { return isContext(v.Type()) })
	unknown := []givenColumn{{}}
	switch len(args) {
	case 0:
		return nil
	case 1:
		if name := s.Callee.Name(); name == "UpdateOne" || name == "UpdateOneID" {
			return nil // ent's: which row
		}
		if column, ok := strings.CutPrefix(s.Callee.Name(), "Set"); ok && column != "" {
			return []givenColumn{{column, withoutInterface(args[0])}}
		}
		if made, ok := unconverted(args[0]).(*ssa.MakeMap); ok {
			return mapColumns(made)
		}
	case 2:
		if column := constantText(withoutInterface(args[0])); column != "" {
			return []givenColumn{{column, withoutInterface(args[1])}}
		}
	}
	return unknown
}

// mapColumns are the columns that a map has values for which is made here, and one of which
// nothing is known where others may add to it.
func mapColumns(m *ssa.MakeMap) []givenColumn {
	var list []givenColumn
	for _, e := range entriesOf(m) {
		list = append(list, givenColumn{constantText(withoutInterface(e.key)), withoutInterface(e.value)})
	}
	for _, ref := range *m.Referrers() {
		switch ref.(type) {
		case *ssa.MapUpdate, *ssa.MakeInterface, *ssa.ChangeType, *ssa.DebugRef:
		default:
			list = append(list, givenColumn{})
		}
	}
	return list
}
