package forcesync

import (
	"cmp"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/config"
)

// A fixer shows how a marked message passes, in the terms of its place.
type fixer struct {
	cfg  *config.Config
	c    *flows.Consumer
	w    *flows.Write
	flag string
}

// text is how the mark passes.
func (f *fixer) text() string {
	if f.w.Refuses {
		return f.statement()
	}
	return "let the mark pass the check: " + cmp.Or(f.w.Passing, f.check())
}

// edits are those by which the check becomes what is shown. They are certain where
// code alone compares, in the consumer itself, and the message is at hand.
func (f *fixer) edits(code *source.Code) []analysis.TextEdit {
	if f.w.Refuses || f.w.Passing == "" || !code.SameFunction(f.w.Place, f.w.Check.Step) {
		return nil
	}
	compared := code.Comparison(f.w.Check.Step)
	if compared == nil {
		return nil
	}
	return compared.Forced(f.flag)
}

// check is a check in code that the mark passes.
func (f *fixer) check() string {
	field := cmp.Or(f.w.Check.Field, "LastMessageAt")
	older := fmt.Sprintf("!%s.After(row.%s)", f.w.At(field), field)
	if _, counts := f.w.OrderFor(field); counts {
		older = fmt.Sprintf("%s <= row.%s", f.w.At(field), field)
	}
	return fmt.Sprintf("if !%s && %s { %s }", f.w.Named(f.flag), older, f.w.Pass())
}

// statement is how the mark passes what a statement compares.
func (f *fixer) statement() string {
	w, column := f.w, f.column()
	mark, order := w.Named(f.flag), w.At(column)
	switch {
	case w.Whole || w.Model != "":
		return fmt.Sprintf("let the mark pass in the condition: Where(\"%s < ? OR ?\", %s, %s)", column, order, mark)
	case w.Verb == "upsert":
		return fmt.Sprintf("end the statement with WHERE %s.%s < EXCLUDED.%[2]s OR $n, with %s for $n", w.Table, column, mark)
	}
	return fmt.Sprintf("let the mark pass in the statement: … AND (%s < $m OR $n), with %s for $m and %s for $n", column, order, mark)
}

// column is the one that keeps the order of the table's messages.
func (f *fixer) column() string {
	if f.w.Guard.Field != "" {
		return f.w.Guard.Field
	}
	if i := slices.IndexFunc(f.w.Columns, func(c string) bool { return f.cfg.IsField(config.SyncedAt, c) }); i >= 0 {
		return f.w.Columns[i]
	}
	return "last_message_at"
}
