package flows

import (
	"cmp"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// Words are what a fix takes from the code at a finding's place, to be in its
// terms. They are taken down in the package of the place and go up with the
// summary: a finding has the same text, whichever package proves it.
type Words struct {
	// Row is the variable that is written, and Field the field of it that keeps the
	// order; "" where that is not known.
	Row, Field string
	// Keys are the fields of the message that may be keys of other rows.
	Keys []string
	// Turned is the branch that guards the write with its comparison turned round,
	// Timed with the message's time in the place of the present, and Passing with the
	// mark of a repair let pass.
	Turned, Timed, Passing string
}

// A Text is the statement of a write, where it is a literal that is not too long.
type Text struct {
	SQL     string
	Message string // that is handled where it stands
	// Sets are the columns that it gives a value.
	Sets []source.Set
	// Query is Go code that reads one row by the same handle: %s stands for the
	// table, and then for the key.
	Query string
}

// speak adds to what is known of a place the words for it.
func (t *tracker) speak(about *About, p summary.Place, guard, check Guard) {
	if about.Message == "" {
		return
	}
	about.Row, about.Field = t.code.Row(p, about.Message, func(name string) bool {
		return name == guard.Field || guard.Field == "" && t.cfg.IsField(config.SyncedAt, name)
	})
	about.Keys = t.code.Keys(p, about.Message)
	switch {
	case guard.Kind == Reversed && guard.Code:
		if c := t.code.Comparison(guard.Step); c != nil {
			about.Turned = c.Shown(c.Turned())
		}
	case guard.Kind == Clock && guard.Code && guard.Sure:
		if c := t.code.Comparison(guard.Step); c != nil {
			field, _ := about.OrderFor(guard.Field)
			about.Timed = c.Shown(c.Timed(about.Message, field))
		}
	}
	if flag := cmp.Or(about.Force, t.messageOf().Force); flag != "" && check.Kind == Ordered {
		if c := t.code.Comparison(check.Step); c != nil {
			about.Passing = c.Shown(c.Forced(flag))
		}
	}
}

// text is the statement at a step, if it may matter to a fix further up: that of a
// message with an order.
func (t *tracker) text(at Step, about *About) Text {
	if about.Message == "" || about.Orderless {
		return Text{}
	}
	return textAt(t.code, at, about)
}

func textAt(code *source.Code, at Step, about *About) Text {
	st := code.Statement(at)
	if st == nil {
		return Text{}
	}
	return Text{SQL: st.Text(), Message: about.Message, Sets: st.Sets(about.Message), Query: st.Query()}
}

// moved is what is known of a place further up at which a finding stands now.
func (k *taking) moved(about About, from, to summary.Place, guard, check Guard) About {
	if from.File != to.File || from.Line != to.Line || from.Col != to.Col {
		k.speak(&about, to, guard, check)
	}
	return about
}

// addWords adds to the package's own entries what nobody else needs to know.
func (a *analysis) addWords(list []Entry) {
	for i := range list {
		e := &list[i]
		for j := range e.Writes {
			if w := &e.Writes[j]; w.Text.SQL == "" {
				w.Text = textAt(a.code, lastStep(w.Steps), &w.About)
			}
		}
		for j := range e.Raises {
			e.Raises[j].Code = a.code.Call(e.Raises[j].Place)
		}
	}
}

// dropped shows a call whose result is dropped without that.
func (t *tracker) dropped(instr ssa.CallInstruction) string {
	if drop := t.code.Drop(t.view.Step(t.view.CallPos(instr), "")); drop != nil {
		return drop.String()
	}
	return ""
}
