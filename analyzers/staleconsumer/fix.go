package staleconsumer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/config"
)

// newColumn is what a fix calls the column that keeps the order, where none is
// known.
const newColumn = "last_message_at"

// A fixer shows the way out of a finding, in the terms of its place.
type fixer struct {
	cfg   *config.Config
	c     *flows.Consumer
	w     *flows.Write
	fault fault
}

// text is the way out: the code at the place as it should be, or what is known of
// it. It takes nothing but what goes with the consumer, so that it is the same in
// each package that proves the finding.
func (f *fixer) text() string { return cmp.Or(f.shown(), f.words()) }

// words shows the way out, with the names that are known of the place.
func (f *fixer) words() string {
	w, stored, order := f.w, f.stored(), f.order()
	switch f.fault {
	case unguarded:
		return f.lacking()
	case reversed, clock:
		if w.Guard.Code {
			return fmt.Sprintf("let only the newer pass: if %s { %s }", f.older(stored), f.leave())
		}
		return fmt.Sprintf("let only the newer pass: … %s < $n, with %s for $n", w.Guard.Field, order)
	case forgets, storesNow:
		if w.Guard.Code && w.Whole {
			return fmt.Sprintf("%s = %s in the same write", stored, order)
		}
		return fmt.Sprintf("SET %s = $n in the same write, with %s for $n", f.column(), order)
	}
	if w.Dialect == "" {
		return f.filter() + ", or lock the row that is read in the same transaction"
	}
	return fmt.Sprintf("compare in the statement: … AND (%s IS NULL OR %[1]s < $n), with %s for $n; or lock the row that is read (SELECT … FOR UPDATE) in the same transaction", f.column(), order)
}

// filter is the condition for a library that takes no text.
func (f *fixer) filter() string {
	column, order := f.column(), f.order()
	if flag := cmp.Or(f.w.Force, f.c.Force); flag != "" {
		return fmt.Sprintf("write only what is older, by Where(\"%s < ? OR ?\", %s, %s) or, unless %[3]s, a filter {\"%[1]s\": {\"$lt\": %[2]s}}", column, order, f.w.Named(flag))
	}
	return fmt.Sprintf("write only what is older, by Where(\"%s < ?\", %s) or a filter {\"%[1]s\": {\"$lt\": %[2]s}}", column, order)
}

// lacking shows the guard that a write lacks.
func (f *fixer) lacking() string {
	w, column, order := f.w, f.column(), f.order()
	if w.Orderless {
		return fmt.Sprintf("give %s a time or a version, store it with the row (%s), and write only if the stored one is older", w.Message, column)
	}
	forced, given := "", "with "+order+" for $n"
	if flag := cmp.Or(w.Force, f.c.Force); flag != "" {
		forced, given = " OR $m", given+" and "+w.Named(flag)+" for $m"
	}
	has := f.setColumn() != ""
	switch {
	case w.Searched:
		return fmt.Sprintf("have the engine compare %s: version_type=external and version=… in the request, or what it has for that", order)
	case w.KeyValue:
		return fmt.Sprintf("keep %s beside the value, and compare and set them in one script, or within WATCH and MULTI", order)
	case w.Whole || w.Table == "" || w.Columns == nil:
		row := f.stored()
		return fmt.Sprintf("if %s { %s } before, with the row locked, and %s = %s with the rest; or Where(\"%s < ?\", %[4]s)", f.older(row), f.leave(), row, order, column)
	case w.Dialect == "":
		return fmt.Sprintf("%s, and set %s with the rest", f.filter(), column)
	case w.Dialect == flows.MySQL:
		return fmt.Sprintf("ON DUPLICATE KEY UPDATE %s = IF(%s < VALUES(%[2]s), VALUES(%[1]s), %[1]s), …, %[2]s = GREATEST(%[2]s, VALUES(%[2]s)) last, with %[3]s inserted as %[2]s", f.data(column), column, order)
	case w.Verb == "upsert" && has && forced == "":
		return fmt.Sprintf("INSERT … DO UPDATE SET … WHERE %s.%s < EXCLUDED.%[2]s", w.Table, column)
	case w.Verb == "upsert" && has:
		return fmt.Sprintf("INSERT … DO UPDATE SET … WHERE %s.%s < EXCLUDED.%[2]s OR $m, with %s for $m", w.Table, column, w.Named(cmp.Or(w.Force, f.c.Force)))
	case w.Verb == "upsert":
		return fmt.Sprintf("INSERT INTO %s (…, %s) VALUES (…, $n) … DO UPDATE SET …, %[2]s = EXCLUDED.%[2]s WHERE %[1]s.%[2]s < EXCLUDED.%[2]s%s, %s", w.Table, column, forced, given)
	case w.Verb == "insert":
		return fmt.Sprintf("keep %s in %s: lock that row first, and leave everything as it is if the message is not newer", order, column)
	case has:
		return fmt.Sprintf("UPDATE %s SET … WHERE … AND (%s IS NULL OR %[2]s < $n%s), %s", w.Table, column, forced, given)
	}
	return fmt.Sprintf("UPDATE %s SET …, %s = $n WHERE … AND (%[2]s IS NULL OR %[2]s < $n%s), %s", w.Table, column, forced, given)
}

// kept is the name under which the order is stored, in a row or in a table.
func (f *fixer) kept() string { return cmp.Or(f.w.Guard.Field, f.column()) }

// order is the message's order, as the place has it.
func (f *fixer) order() string { return f.w.At(f.kept()) }

// older is the condition under which the message is older than what is stored.
func (f *fixer) older(stored string) string {
	cond := fmt.Sprintf("!%s.After(%s)", f.order(), stored)
	if _, counts := f.w.OrderFor(f.kept()); counts {
		cond = fmt.Sprintf("%s <= %s", f.order(), stored)
	}
	if flag := cmp.Or(f.w.Force, f.c.Force); flag != "" {
		return "!" + f.w.Named(flag) + " && " + cond
	}
	return cond
}

// leave is the statement by which the message is passed over.
func (f *fixer) leave() string { return f.w.Pass() }

// stored is the field of the row that keeps the order, as the place names it.
func (f *fixer) stored() string {
	return cmp.Or(f.w.Row, "row") + "." + cmp.Or(f.w.Field, f.w.Guard.Field, goName(f.column()))
}

// column is the column that keeps the order of the table's messages: as declared,
// or what the write sets that bears such a name.
func (f *fixer) column() string {
	if s := f.cfg.Services[f.c.Place.Service]; s != nil {
		for _, copied := range s.Copies {
			if strings.EqualFold(copied.Table.Text, f.w.Table) && len(copied.SyncedAt) > 0 {
				return copied.SyncedAt[0].Text
			}
		}
	}
	for _, column := range f.w.Columns {
		if f.cfg.IsField(config.SyncedAt, column) {
			return column
		}
	}
	return newColumn
}

// setColumn is the column of those that are set which keeps the order; "" if none
// is known to.
func (f *fixer) setColumn() string {
	column := f.column()
	if slices.ContainsFunc(f.w.Columns, func(c string) bool { return strings.EqualFold(c, column) }) {
		return column
	}
	return ""
}

// data is the first column that a write sets beside the one that keeps the order
// and the keys.
func (f *fixer) data(order string) string {
	for _, column := range f.w.Columns {
		if lower := strings.ToLower(column); lower != "id" && !strings.HasSuffix(lower, "_id") && !strings.EqualFold(column, order) {
			return column
		}
	}
	return "col"
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
