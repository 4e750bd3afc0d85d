package flows

import (
	"cmp"

	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// Words are what a fix takes from the code at its place, to be in its terms. They
// are taken down by the package that makes the consumer known, whose code is at
// hand there, and go with it: a finding has the same text, whichever package
// proves it.
type Words struct {
	// Row is the variable that is written, and Field the field of it that keeps the
	// order; "" where that is not known.
	Row, Field string
	// SQL is the text of the statement, and Sets are the columns that it gives a
	// value, where it is a literal of this code.
	SQL  string
	Sets []source.Set
	// Query is Go code that reads one row by the same handle: %s stands for the
	// table, and then for the key.
	Query string
	// Turned is the branch that guards the write with its comparison turned round,
	// Timed with the message's time in the place of the present, and Passing with the
	// mark of a repair let pass.
	Turned, Timed, Passing string
}

// addWords adds to the entries what their code says.
func (a *analysis) addWords(list []Entry) {
	code := source.Of(a.pass, a.res)
	for i := range list {
		e := &list[i]
		for j := range e.Writes {
			w := &e.Writes[j]
			a.addPlaceWords(code, &w.About, w.Place, w.Guard, w.Check, e.Force)
			if st := code.Statement(lastStep(w.Steps)); st != nil {
				w.SQL, w.Sets, w.Query = st.Text(), st.Sets(w.Message), st.Query()
			}
		}
		for j := range e.Calls {
			c := &e.Calls[j]
			a.addPlaceWords(code, &c.About, c.Place, c.Guard, c.Guard.check(), e.Force)
		}
		for j := range e.Reads {
			r := &e.Reads[j]
			if drop := code.Drop(r.Step); r.Fault == Dropped && drop != nil {
				r.Shown = drop.String()
			}
		}
		for j := range e.Raises {
			e.Raises[j].Code = code.Call(e.Raises[j].Place)
		}
	}
}

// addPlaceWords adds what the code at a place says of the message, of the row and
// of the branch that guards the write.
func (a *analysis) addPlaceWords(code *source.Code, about *About, p summary.Place, guard, check Guard, force string) {
	if leave := code.Leave(p); leave != "" {
		about.Leave = leave
	}
	about.Row, about.Field = code.Row(p, about.Message, func(name string) bool {
		return name == guard.Field || guard.Field == "" && a.cfg.IsField(config.SyncedAt, name)
	})
	switch {
	case guard.Kind == Reversed && guard.Code:
		if c := code.Comparison(guard.Step); c != nil {
			about.Turned = c.Shown(c.Turned())
		}
	case guard.Kind == Clock && guard.Code:
		if c := code.Comparison(guard.Step); c != nil {
			field, _ := about.OrderFor(guard.Field)
			about.Timed = c.Shown(c.Timed(about.Message, field))
		}
	}
	if flag := cmp.Or(about.Force, force); flag != "" && check.Kind == Ordered {
		if c := code.Comparison(check.Step); c != nil {
			about.Passing = c.Shown(c.Forced(flag))
		}
	}
}
