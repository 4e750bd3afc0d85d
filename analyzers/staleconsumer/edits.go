package staleconsumer

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqledit"
	"github.com/boundarylint/boundarylint/config"
)

// shown is the code as it should be; "" where it is not at hand, or not certain.
func (f *fixer) shown() string {
	switch f.fault {
	case unguarded, race:
		return f.statementWith(f.guard)
	case reversed:
		if f.w.Guard.Code && f.alone() {
			return f.w.Turned
		}
		return f.statementWith(f.turn)
	case clock:
		return f.w.Timed
	}
	return ""
}

// edits are those by which the code becomes what is shown, where it is certain that
// they are right.
func (f *fixer) edits(code *source.Code) []analysis.TextEdit {
	switch {
	case f.shown() == "":
		return nil
	case f.fault == unguarded || f.fault == race:
		if st := f.statement(code); st != nil && st.ResultUnused() {
			return st.Edits(f.guard)
		}
	case f.fault == reversed && !f.w.Guard.Code:
		if st := f.statement(code); st != nil {
			return st.Edits(f.turn)
		}
	case f.fault == reversed:
		if c := f.comparison(code); c != nil && c.Message(f.w.Message) != nil {
			return c.Turned()
		}
	case f.fault == clock:
		if c := f.comparison(code); c != nil && c.KeepsTime() {
			field, _ := f.w.OrderFor(f.kept())
			return c.Timed(f.w.Message, field)
		}
	}
	return nil
}

// statementWith is the statement with an edit made, where its text is known.
func (f *fixer) statementWith(edit func(*sqledit.Statement) (sqledit.Edit, bool)) string {
	st, ok := sqledit.Read(f.w.Text.SQL)
	if !ok {
		return ""
	}
	e, ok := edit(st)
	if !ok {
		return ""
	}
	return e.Shown(f.w.Text.SQL)
}

// guard adds the guard to the statement, where it gives a column the message's own
// order already. A message that may have to pass in spite of it needs more.
func (f *fixer) guard(st *sqledit.Statement) (sqledit.Edit, bool) {
	if f.w.Force != "" || f.c.Force != "" || len(f.c.Heeds) > 0 {
		return sqledit.Edit{}, false
	}
	return st.Guard(f.ordering())
}

// turn turns the statement's comparison round.
func (f *fixer) turn(st *sqledit.Statement) (sqledit.Edit, bool) { return st.Turn(f.w.Guard.Field) }

// statement is the one that writes, if it stands where the finding does: what
// stands in a helper may be right for its other callers.
func (f *fixer) statement(code *source.Code) *source.Statement {
	if !f.w.Here() {
		return nil
	}
	return code.Statement(f.w.Steps[len(f.w.Steps)-1])
}

// ordering is the column of those that the statement sets which is given the
// message's order; "" where none is, or which one counts is not certain. The time
// at which the entity was created is none: it stays the same.
func (f *fixer) ordering() string {
	if f.w.Text.Message != f.w.Message {
		return "" // it is not the message that the statement is given, but what was made of it
	}
	var known, others []string
	orders := []string{f.w.Order, f.w.Likely, f.w.Time}
	for _, set := range f.w.Text.Sets {
		switch {
		case set.Field == "" || !slices.Contains(orders, set.Field) && !f.cfg.IsField(config.MessageTime, set.Field):
		case f.cfg.IsField(config.SyncedAt, set.Column):
			known = append(known, set.Column)
		case creation(set.Column) || creation(set.Field):
		case f.cfg.IsField(config.MessageTime, set.Column):
			others = append(others, set.Column)
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

// comparison is the one that guards the write, in the same function.
func (f *fixer) comparison(code *source.Code) *source.Comparison {
	if !f.alone() || !code.SameFunction(f.w.Place, f.w.Guard.Step) {
		return nil
	}
	return code.Comparison(f.w.Guard.Step)
}

// alone reports whether the comparison that guards the write is no other one's.
// Where the other way leads to a write that it guards rightly, it is not the
// comparison that is wrong.
func (f *fixer) alone() bool {
	return !slices.ContainsFunc(f.c.Writes, func(o flows.Write) bool {
		return o.Guard.Step == f.w.Guard.Step && o.Guard.Kind != f.w.Guard.Kind
	})
}
