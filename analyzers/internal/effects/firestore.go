package effects

import (
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// firestoreVerb is what a method of a collection, a document or a query does, or
// that of a transaction or a batch which is given one.
func firestoreVerb(name string) sqltext.Verb {
	switch name {
	case "Get", "GetAll", "Documents", "Snapshots", "DocumentRefs":
		return sqltext.Select
	case "Create", "Add":
		return sqltext.Insert
	case "Set":
		return sqltext.Upsert
	case "Update":
		return sqltext.Update
	case "Delete":
		return sqltext.Delete
	}
	return ""
}

// firestoreNarrows reports whether a method makes of a query another of the same
// collection.
func firestoreNarrows(name string) bool {
	switch name {
	case "Where", "WherePath", "WhereEntity", "OrderBy", "OrderByPath", "Limit", "LimitToLast", "Offset", "Select", "SelectPaths",
		"StartAt", "StartAfter", "EndAt", "EndBefore":
		return true
	}
	return false
}

// firestoreCall handles the methods that read and write documents.
func (r *recorder) firestoreCall(e event) {
	c := e.call
	verb := firestoreVerb(c.callee.Name())
	if c.invoke || c.shift() == 0 || verb == "" {
		return
	}
	var of ssa.Value
	for _, v := range c.args {
		if isStore(v.Type()) {
			of = v
			break
		}
	}
	if of == nil {
		return
	}
	if verb == sqltext.Upsert && firestoreNew(of) {
		verb = sqltext.Insert
	}
	// What is written, under which condition, is not read.
	r.statement(e, &statement{documents: true, verb: verb, table: quoted(collections(r.p.texts(r.g, of))), opaque: verb == sqltext.Update || verb == sqltext.Delete})
}

// firestoreNew reports whether a document is one that bears a key of its own making.
func firestoreNew(of ssa.Value) bool {
	call, ok := of.(*ssa.Call)
	if !ok {
		return false
	}
	callee, _ := calleeOf(call)
	return callee != nil && callee.Name() == "NewDoc"
}

// collections are the collections that paths lead to, through the documents in which they
// are: users/{id}/orders.
func collections(paths []text) []text {
	out := make([]text, len(paths))
	for i, path := range paths {
		out[i] = path
		if len(path) == 0 || !isText(path[len(path)-1]) {
			continue
		}
		last := path[len(path)-1]
		if cut := strings.LastIndexByte(last.Text, '/'); cut >= 0 && last.Text[cut+1:] != "" {
			out[i] = constText(last.Text[cut+1:])
		}
	}
	return out
}
