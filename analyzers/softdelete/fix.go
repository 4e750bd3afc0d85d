package softdelete

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/config"
)

// fix shows how the flag is kept in step, in the terms of the place.
func fix(w *flows.Write, field string) string {
	flag, column := w.Named(field), snake(field)
	switch {
	case w.Delete:
		return fmt.Sprintf("in place of the DELETE: UPDATE %s SET %s = $n WHERE …, with %s for $n", w.Table, column, flag)
	case w.Whole:
		return fmt.Sprintf("keep it in the row: %s.%s = %s", cmp.Or(w.Row, "row"), field, flag)
	case w.Verb == "upsert":
		return fmt.Sprintf("INSERT INTO %s (…, %s) VALUES (…, $n) … DO UPDATE SET …, %[2]s = EXCLUDED.%[2]s, with %[3]s for $n", w.Table, column, flag)
	}
	return fmt.Sprintf("UPDATE %s SET …, %s = $n, with %s for $n", w.Table, column, flag)
}

// removed shows what is done in place of removing the row.
func removed(cfg *config.Config, c *flows.Consumer, w *flows.Write, d *flows.Deletion) string {
	if d != nil {
		return fix(w, d.Field)
	}
	column := "deleted_at"
	for _, cp := range cfg.CopiesOf(c.Place.Service, config.Table{Schema: w.Schema, Name: w.Table}) {
		owner, source := cp.Source()
		column = cfg.DeletionColumn(owner, source)
	}
	return fmt.Sprintf("in place of the DELETE: UPDATE %s SET %s = … WHERE …, with the same check of the order as for other messages", w.Table, column)
}

// snake is a field's name as a column would have it.
func snake(field string) string {
	var b strings.Builder
	for i, r := range field {
		if unicode.IsUpper(r) && i > 0 && b.Len() > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
