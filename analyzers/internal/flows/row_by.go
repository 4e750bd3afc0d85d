package flows

import (
	"go/types"
	"regexp"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a query asks for is told by what it is given, by the calls of its chain, and by
// functions that are handed the query to add to it: where the project keeps its conditions
// in such functions, they tell all that matters. What it reads into tells nothing: a row
// that is there once it was read says not that the message knew another row.

// rowsBy is where that comes from by which a query asks for rows.
func (t *tracker) rowsBy(s effects.Site, seen map[ssa.Value]bool) Origin {
	var o Origin
	into := t.destination(s)
	for i, a := range s.Args {
		switch {
		case i < s.Shift:
			o |= t.ofQuery(a, seen)
		case a == into:
			o |= t.putBefore(a)
		default:
			o |= t.whole(a) | t.callbackData(a)
		}
	}
	return o
}

// destination is the argument of a query that its rows are put into, or that names their
// model; nil: there is none.
func (t *tracker) destination(s effects.Site) ssa.Value {
	for i, a := range s.Args[min(s.Shift, len(s.Args)):] {
		if asksBy.MatchString(paramName(s, i)) {
			continue
		}
		v := withoutInterface(a)
		if _, pointer := v.Type().Underlying().(*types.Pointer); !pointer && !refers(v.Type()) || t.isHandle(v.Type()) && !types.IsInterface(v.Type()) {
			continue
		}
		if _, call := v.(*ssa.Call); !call && t.local(v) {
			return a
		}
	}
	return nil
}

// asksBy recognises the parameters of libraries that take what is asked for, of whatever type.
var asksBy = regexp.MustCompile(`(?i)filter|query|cond|where|key|pipeline`)

// paramName is what a callee calls its parameter.
func paramName(s effects.Site, i int) string {
	if s.Callee == nil || i >= s.Callee.Signature().Params().Len() {
		return ""
	}
	return s.Callee.Signature().Params().At(i).Name()
}

// putBefore is what the function itself puts into a variable that is read into: it may
// hold the key. What is stored there is so by the look-up, if nothing else was put in.
func (t *tracker) putBefore(v ssa.Value) Origin {
	v = withoutInterface(v)
	if _, param := v.(*ssa.Parameter); param {
		return 0 // who calls hands it over to be filled
	}
	o := t.whole(v) &^ fromStored
	if v.Referrers() == nil {
		return o
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == v {
				o |= t.whole(ref.Val)
			}
		case *ssa.FieldAddr:
			for _, st := range stores(ref) {
				o |= t.whole(st.Val)
			}
		}
	}
	return o
}

// ofQuery is what a query was told before.
func (t *tracker) ofQuery(v ssa.Value, seen map[ssa.Value]bool) Origin {
	if seen[v] || len(seen) > 24 {
		return 0
	}
	seen[v] = true
	o := t.addedTo(v)
	switch v := v.(type) {
	case *ssa.Call:
		s := t.site(v)
		if s.Callee == nil {
			for _, a := range s.Args {
				o |= t.ofQuery(a, seen)
			}
			return o | t.whole(v.Call.Value)
		}
		if !t.known(s) {
			return o | t.rowsBy(s, seen)
		}
	case *ssa.Phi:
		for _, e := range v.Edges {
			o |= t.ofQuery(e, seen)
		}
		return o
	}
	return o | t.whole(v)
}

// addedTo is what the functions are made of that are handed a query, and may add to it.
func (t *tracker) addedTo(query ssa.Value) Origin {
	if query.Referrers() == nil {
		return 0
	}
	var o Origin
	for _, ref := range *query.Referrers() {
		call, ok := ref.(*ssa.Call)
		if ok && t.site(call).Callee == nil && types.Identical(call.Type(), query.Type()) {
			o |= t.whole(call.Call.Value)
		}
	}
	return o
}
