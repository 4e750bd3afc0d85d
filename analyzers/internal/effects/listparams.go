package effects

import (
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What a function does with each entry of a list or a map that it is given, its
// callers tell: for _, name := range names { os.Getenv(name) }.

// namingEntry marks an entry of the list, or of the map, that a parameter is: the one
// whose index the text says, or any.
const namingEntry = "entry"

// listParam is the index of the function's parameter that a list is, where no call
// tells what it is given; else -1.
func (e *evaluator) listParam(v ssa.Value) int {
	param, ok := v.(*ssa.Parameter)
	if !ok || e.fn != nil {
		return -1
	}
	i := slices.Index(e.g.fn.Params, param)
	switch {
	case e.caller == nil:
		return i
	case i >= 0 && i < len(e.args): // handed on
		return e.caller.listParam(e.args[i])
	}
	return -1
}

// entryOf stands for an entry of the list that a parameter is.
func entryOf(param int, index ssa.Value) []text {
	part := summary.Part{Param: param, Naming: namingEntry}
	if k, ok := index.(*ssa.Const); ok {
		part.Text = strconv.FormatInt(k.Int64(), 10)
	}
	return []text{{part}}
}

// fillEntry evaluates an entry of the list or map that a call passes.
func (e *evaluator) fillEntry(part summary.Part, arg ssa.Value) []text {
	next := func(v ssa.Value) []text { return e.eval(v, maxTextDepth/2) }
	if param := e.listParam(arg); param >= 0 {
		part.Param = param
		return []text{{part}}
	}
	given := e.elementsOf(arg)
	if i, err := strconv.Atoi(part.Text); err == nil && i < len(given) {
		given = given[i : i+1]
	}
	found := anyOf(given, next)
	if len(found) == 1 && !found[0].known() {
		found = e.mapEntries(arg, mapKey{}, next)
	}
	if len(found) > maxTexts {
		return []text{hole()}
	}
	return found
}

// withoutIdle leaves out of texts the entries of lists that the callers need not
// tell: a statement whose tables are known without them, such as one that is given
// its columns, is judged where it is run.
func withoutIdle(texts []text) []text {
	out := slices.Clone(texts)
	for i, t := range out {
		entry := func(p summary.Part) bool { return p.Naming == namingEntry && !p.Env }
		if !slices.ContainsFunc(t, entry) {
			continue
		}
		bare := slices.Clone(t)
		for k, p := range bare {
			if entry(p) {
				bare[k] = hole()[0]
			}
		}
		if namesTables(bare) {
			out[i] = bare
		}
	}
	return out
}

// namesTables reports whether a text is SQL whose tables are all known.
func namesTables(t text) bool {
	named := false
	for _, st := range sqltext.Parse(t.String()) {
		for _, a := range st.Accesses {
			if a.Name == sqltext.Unknown {
				return false
			}
			named = true
		}
	}
	return named
}
