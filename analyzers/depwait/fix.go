package depwait

import (
	"cmp"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/source"
)

// A fixer shows how a parent is made sure of, in the terms of the write's place.
type fixer struct {
	code *source.Code
	c    *flows.Consumer
	w    *flows.Write
	p    parent
}

// fix is the way out, and the edits that it comes to. They are certain where an
// error only has to be returned that was dropped.
func (f *fixer) fix(fault flows.Fault, step flows.Step) (string, []analysis.TextEdit) {
	switch fault {
	case flows.Dropped:
		if drop := f.code.Drop(step, f.w.Place); drop != nil {
			return drop.String() + ", so that the message comes again", drop.Edits()
		}
		return "return its error, or one of your own where the row is missing: if err != nil { return err }, so that the message comes again", nil
	case flows.Swallowed:
		return "return the error where the row is missing, so that the message comes again", nil
	case flows.Acked:
		return "acknowledge only after the row is written, and hand the message back where the parent is missing", nil
	case flows.Endless:
		return "bound the wait, by a number of tries (for range 10 { … }) or by the context, and return an error after that", nil
	}
	return f.lookup(), nil
}

// lookup shows how the parent is read first.
func (f *fixer) lookup() string {
	const then = ", so that the message comes again; or wait for it with a bound"
	if len(f.w.Steps) > 0 {
		if read := f.code.Lookup(f.w.Steps[len(f.w.Steps)-1], f.p.column, f.p.table); read != "" {
			return fmt.Sprintf("if err := %s; err != nil { return err } before%s", read, then)
		}
	}
	return fmt.Sprintf("SELECT … FROM %s WHERE id = %s first, and return an error if the row is not there%s", f.p.table, cmp.Or(f.given(), "the row's "+f.p.column), then)
}

// given is the field of the message from which the key comes, as far as its name
// tells.
func (f *fixer) given() string {
	if f.w.Var == "" || f.w.Whole {
		return ""
	}
	return "the " + f.p.column + " of " + f.w.Var
}
