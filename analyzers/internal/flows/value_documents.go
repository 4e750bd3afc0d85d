package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A store that a project wraps around a document store's driver is handed the filter and
// the update, mostly behind an interface. Whether what it writes is guarded, they say.

// A Doc is what an argument says as a filter or an update.
type Doc struct {
	Param      int  // it is this parameter of the caller's, counted from 1; 0: it is none
	Asks, Sets bool // all is known of it as a filter; as an update
	Conditions []sqltext.Comparison
	Columns    []string
	Idle       bool // nothing of a message is among the columns that it sets
}

// docs are the documents among a call's arguments; nil if there are none.
func (t *tracker) docs(args []ssa.Value) []Doc {
	var list []Doc
	for i, a := range args {
		d := t.docOf(a)
		if d.Param == 0 && !d.Asks && !d.Sets {
			continue
		}
		if list == nil {
			list = make([]Doc, len(args))
		}
		list[i] = d
	}
	return list
}

func (t *tracker) docOf(v ssa.Value) Doc {
	d := t.view.Document(t.u, v)
	doc := Doc{Param: d.Param, Asks: d.Asks, Sets: d.Sets, Conditions: d.Conditions, Idle: true}
	for _, a := range d.Columns {
		doc.Columns = append(doc.Columns, a.Column)
		doc.Idle = doc.Idle && (presentTime(a.Value) || t.bookkeeping(a.Column, false))
	}
	return doc
}

// leaveOpen has a write's callers say what it asks for, where they know.
func (w *Write) leaveOpen(st *effects.Statement) {
	w.Asks, w.Sets = st.Asks, st.Sets
	w.Guard = better(w.Guard, Guard{Kind: State, Open: w.Asks+w.Sets > 0})
}

// settleDocs takes from the documents that a call hands to what writes what those say.
func (w *Write) settleDocs(a *analysis, doc func(param int) Doc) {
	if !w.Guard.Open {
		return
	}
	asks, sets := w.Asks, w.Sets
	w.Guard.Open, w.Asks, w.Sets = false, 0, 0
	var conditions []sqltext.Comparison
	if asks > 0 {
		d := doc(asks - 1)
		if !d.Asks && d.Param == 0 {
			return
		}
		w.Asks, conditions = d.Param, d.Conditions
	}
	if sets > 0 {
		d := doc(sets - 1)
		if !d.Sets && d.Param == 0 {
			return
		}
		if w.Sets = d.Param; d.Sets {
			w.Columns, w.Harmless = d.Columns, w.Harmless || d.Idle
			if slices.Contains(w.Columns, "*") {
				w.Columns = nil
			}
		}
	}
	g := Guard{}
	for _, c := range conditions {
		g = better(g, a.condition(c, w))
		w.Refuses = w.Refuses || a.comparesOrder(c)
	}
	if w.Asks+w.Sets > 0 {
		g = better(g, Guard{Kind: State, Open: true})
	}
	w.Guard = g
}

// doc is what the argument says that is a parameter of the callee.
func (k *taking) doc(param int) Doc {
	if param >= len(k.site.Args) {
		return Doc{}
	}
	return k.docOf(k.site.Args[param])
}

// doc is what the call's argument says that is a parameter of the implementation, whose
// receiver is the first.
func (c *Call) doc(param int) Doc {
	if param < 1 || param > len(c.Docs) {
		return Doc{}
	}
	return c.Docs[param-1]
}

// boundDocs are a callee's arguments that are documents, once it is known what its own
// parameters are.
func boundDocs(list []Doc, doc func(param int) Doc) []Doc {
	list = slices.Clone(list)
	for i, d := range list {
		if d.Param > 0 {
			list[i] = doc(d.Param - 1)
		}
	}
	return list
}
