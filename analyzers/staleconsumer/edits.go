package staleconsumer

import (
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/config"
)

// sure is the fix by edits; none where it is not certain what is right.
func (f *fixer) sure() (string, []analysis.TextEdit) {
	switch f.fault {
	case unguarded, race:
		return f.guarded()
	case reversed:
		if f.w.Guard.Code {
			return f.turned()
		}
		return f.turnedStatement()
	case clock:
		return f.timed()
	}
	return "", nil
}

// guarded adds the guard to the statement, where it gives a column the message's
// own order already. A message that may have to pass in spite of it needs more.
func (f *fixer) guarded() (string, []analysis.TextEdit) {
	if f.w.Force != "" || f.c.Force != "" || len(f.c.Heeds) > 0 {
		return "", nil
	}
	st := f.statement()
	if st == nil || !st.ResultUnused() {
		return "", nil
	}
	edit, ok := st.Guard(f.ordering(st))
	if !ok {
		return "", nil
	}
	return st.With(edit), st.Edits(edit)
}

// statement is the one that writes, if it stands where the finding does: what
// stands in a helper may be right for its other callers.
func (f *fixer) statement() *source.Statement {
	if len(f.w.Steps) == 0 {
		return nil
	}
	last, p := f.w.Steps[len(f.w.Steps)-1], f.w.Place
	if last.File != p.File || last.Line != p.Line || last.Col != p.Col {
		return nil
	}
	return f.code.Statement(last)
}

// ordering is the column of those that a statement sets which is given the
// message's order; "" where none is, or which one counts is not certain. The time
// at which the entity was created is none: it stays the same.
func (f *fixer) ordering(st *source.Statement) string {
	var known, others []string
	for column, field := range st.Given(f.w.Message) {
		switch {
		case field.Path != f.w.Order && field.Path != f.w.Time && !f.cfg.IsField(config.MessageTime, field.Path):
		case f.cfg.IsField(config.SyncedAt, column):
			known = append(known, column)
		case creation(column) || creation(field.Path):
		case f.cfg.IsField(config.MessageTime, column):
			others = append(others, column)
		}
	}
	switch {
	case len(known) == 1:
		return known[0]
	case len(known) == 0 && len(others) == 1:
		return others[0]
	}
	return ""
}

func creation(name string) bool { return strings.Contains(strings.ToLower(name), "creat") }

// turned turns the comparison in code round, if it is of the message with the row
// and nothing else hangs on it.
func (f *fixer) turned() (string, []analysis.TextEdit) {
	cmp := f.comparison()
	if cmp == nil || cmp.Message(f.w.Message) == nil {
		return "", nil
	}
	edits := cmp.Turned()
	text := cmp.With(edits)
	if text == "" {
		text = f.words()
	}
	return text, edits
}

// turnedStatement turns the comparison in the statement round.
func (f *fixer) turnedStatement() (string, []analysis.TextEdit) {
	st := f.statement()
	if st == nil {
		return "", nil
	}
	edit, ok := st.Turn(f.w.Guard.Field)
	if !ok {
		return "", nil
	}
	return st.With(edit), st.Edits(edit)
}

// timed compares with the message's time instead of the present one.
func (f *fixer) timed() (string, []analysis.TextEdit) {
	cmp := f.comparison()
	if cmp == nil || !cmp.KeepsTime() {
		return "", nil
	}
	field, _ := f.w.OrderFor(f.kept())
	edits := cmp.Timed(f.w.Message, field)
	text := ""
	if edits != nil {
		text = cmp.With(edits)
	}
	if text == "" {
		text = f.words()
	}
	return text, edits
}

// comparison is the one that guards the write, in the same function. Where the
// other way leads to another write that it guards rightly, it is none: what is
// wrong is not the comparison.
func (f *fixer) comparison() *source.Comparison {
	at := f.w.Guard.Step
	for _, o := range f.c.Writes {
		if o.Guard.Step == at && o.Guard.Kind != f.w.Guard.Kind {
			return nil
		}
	}
	if !f.code.SameFunction(f.w.Place, at) {
		return nil
	}
	return f.code.Comparison(at)
}
