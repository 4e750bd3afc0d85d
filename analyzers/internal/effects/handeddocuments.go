package effects

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A store that a project wraps around its driver is given the filter and the update:
//
//	func (s *Store) Update(ctx context.Context, collection string, filter, update any) error
//
// What has to hold, and what is written, its callers know, behind an interface often.

// handedDocument is the parameter of the function that a document is, counted from 1; 0 if
// it is none.
func (f *frame) handedDocument(v ssa.Value) int {
	p, ok := f.e.g.content(typed(v)).(*ssa.Parameter)
	if !ok || f.up != nil || p.Parent() != f.e.g.fn {
		return 0
	}
	return 1 + slices.Index(p.Parent().Params, p)
}

// leaveToCallers has the callers say what is not known, where that is all of it.
func (q *mongoQuery) leaveToCallers() {
	switch {
	case q.asks+q.sets == 0:
	case q.opaque:
		q.asks, q.sets = 0, 0
	default:
		q.opaque = true
	}
}

// A Document is what a value says that is handed to a store as a filter or an update.
type Document struct {
	// Conditions are those that it asks for as a filter; Asks says that they are all.
	Conditions []sqltext.Comparison
	Asks       bool
	// Columns are those that it sets as an update, and to what; Sets says that it does
	// nothing else.
	Columns []sqltext.Assignment
	Sets    bool
	// Param is the parameter that it is, counted from 1; 0: it is none.
	Param int
}

// Document reads a value of a unit as a document: nothing, if it is none.
func (v *View) Document(u *Unit, val ssa.Value) (d Document) {
	val = typed(val)
	if !isDocument(pointee(val.Type())) {
		if _, param := val.(*ssa.Parameter); !param {
			return d
		}
	}
	in := &frame{e: v.p.evaluator(u.group)}
	d.Param = in.handedDocument(val)
	filter := mongoQuery{frame: in, statement: statement{documents: true, verb: sqltext.Update, table: constTexts("x")}}
	filter.filter(val)
	d.Asks = !filter.opaque && filter.asks == 0
	update := mongoQuery{frame: in, statement: statement{documents: true, verb: sqltext.Update, table: constTexts("x")}}
	update.update(val)
	d.Sets = !update.opaque && update.sets == 0 && len(update.set) > 0 && setsOnly(in, val)
	for _, q := range []*mongoQuery{&filter, &update} {
		texts := q.texts()
		if len(texts) != 1 {
			return Document{Param: d.Param}
		}
		if st := sqltext.Parse(texts[0].String()); len(st) == 1 && q == &filter {
			d.Conditions = st[0].Conditions
		} else if len(st) == 1 {
			d.Columns = st[0].Assigned
		}
	}
	return d
}

// setsOnly reports whether an update has no operators but those that give fields a value.
func setsOnly(f *frame, v ssa.Value) bool {
	pairs, ok := f.document(v)
	return ok && len(pairs) > 0 && !slices.ContainsFunc(pairs, func(p pair) bool {
		return p.key != "$set" && p.key != "$setOnInsert" && p.key != "$unset" && p.key != "$currentDate"
	})
}
