package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// madeEntries are the constant strings in the struct that a variable is given by a
// constructor, for importers: var ActiveUsers = dbx.Define("active", `SELECT …`). A
// field that may hold one of several says nothing.
func (p *program) madeEntries(global *ssa.Global) []summary.Entry {
	made, ok := p.globals[global].(*ssa.Call)
	if !ok || !p.setAtStart(global) {
		return nil
	}
	s, ok := pointee(made.Type()).Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	e := p.evaluator(p.startOf(global))
	var list []summary.Entry
	for f := range s.Fields() {
		id := p.fieldID(made.Type(), f)
		if !isString(f.Type()) || isLocal(id) {
			continue
		}
		if found := e.content(made, id, 0); len(found) == 1 && found[0].closed() && len(list) < maxList {
			list = append(list, summary.Entry{Key: f.Name(), Value: found[0].String()})
		}
	}
	return list
}
