package effects

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// The bulk indexers of esutil and opensearchutil are given one item after the other, which
// says what is to become of a document: indexer.Add(ctx, esutil.BulkIndexerItem{Action:
// "index", DocumentID: id, Body: body}). Workers of the indexer's own send them.

// elasticBulk handles an item that is added to a bulk indexer. It reports whether it was
// one.
func (r *recorder) elasticBulk(e event) bool {
	c := e.call
	if c.callee.Name() != "Add" || len(c.args) < 3 {
		return false
	}
	n := named(c.args[2].Type())
	if n == nil || n.Obj().Name() != "BulkIndexerItem" {
		return false
	}
	fields := r.g.literalFields(c.args[2])
	action, ok := constString(fields["Action"])
	verb, known := elasticVerb(action)
	if !ok || !known {
		return true // whoever made the item knows
	}
	if action == "index" && (ownID(fields["DocumentID"]) || rolling(fields["Index"])) {
		verb = sqltext.Insert // or into a log
	}
	versioned := fields["Version"] != nil || fields["VersionType"] != nil || fields["IfSeqNo"] != nil || action == "update" && r.speaksOfScript()
	if index := fields["Index"]; index != nil {
		r.indices(e, verb, index, versioned)
	} else {
		r.index(e, verb, []text{hole()}, versioned) // the indexer's own
	}
	return true
}

// rolling reports whether an index is one of many, which a function names for each
// document: those of a log, by the day or the month. What is written again there is the
// same entry.
func rolling(index ssa.Value) bool {
	call, ok := index.(*ssa.Call)
	if !ok {
		return false
	}
	given := call.Call.Args
	if call.Call.Signature().Recv() != nil && !call.Call.IsInvoke() {
		given = given[1:]
	}
	return slices.ContainsFunc(given, func(v ssa.Value) bool {
		_, constant := v.(*ssa.Const)
		return !constant
	})
}

// speaksOfScript reports whether the function makes a document's update of a script: what
// that compares is not known.
func (r *recorder) speaksOfScript() bool {
	for instr := range Instructions(r.g.funcs...) {
		for _, op := range instr.Operands(nil) {
			if *op == nil {
				continue
			}
			v := *op
			if mi, ok := v.(*ssa.MakeInterface); ok {
				v = mi.X
			}
			if s, ok := constString(v); ok && strings.Contains(s, "script") {
				return true
			}
		}
	}
	return false
}
