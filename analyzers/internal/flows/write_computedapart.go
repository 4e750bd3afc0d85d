package flows

import (
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A message may be no more than the occasion to compute something anew: it says about
// whom, the code looks up what there is by now, and writes that. Whichever message has
// it computed last, what is written is what is stored.

// noteSingle notes the parameter that is all which a statement sets.
func (t *tracker) noteSingle(w *Write, st *sqltext.Statement, values []ssa.Value) {
	var only *sqltext.Assignment
	for i, a := range st.Assigned {
		switch {
		case a.Relative, recomputed(a.Value), presentTime(a.Value), keepsBooks(a.Column):
		case only != nil || a.Column == "*":
			return
		default:
			only = &st.Assigned[i]
		}
	}
	if only == nil {
		return
	}
	if v := givenAt(only.Value, st, values); v != nil {
		v = unwrappedArray(v)
		known := t.knownArg(v, 0)
		if known == notKnown && t.lookedUp(v, values) {
			known = looked
		}
		w.Single = 1
		w.setTo([]Known{known})
		w.Only.Name, w.only = only.Column, v
	}
}

// givenAt is the value that stands for a placeholder, where it can be told.
func givenAt(text string, st *sqltext.Statement, values []ssa.Value) ssa.Value {
	n := 0
	if m := numbered.FindStringSubmatch(text); m != nil {
		n, _ = strconv.Atoi(m[1])
	} else if text == "?" && st.Target.Verb == sqltext.Update && len(st.Assigned) == 1 {
		n = 1
	}
	if n < 1 || n > len(values) {
		return nil
	}
	return values[n-1]
}

// unwrappedArray is what a driver is told to take for an array: pq.Array(ids).
func unwrappedArray(v ssa.Value) ssa.Value {
	v = withoutInterface(v)
	if call, ok := v.(*ssa.Call); ok && len(call.Call.Args) == 1 {
		if f := calleeOf(call); f != nil && f.Name() == "Array" {
			return withoutInterface(call.Call.Args[0])
		}
	}
	return v
}

// setTo settles what a column is set to, once more is known of what is handed on.
func (w *Write) setTo(known []Known) {
	i := w.Single - 1
	if w.Single = 0; i < 0 || i >= len(known) {
		return
	}
	switch k := known[i]; {
	case k >= 0:
		w.Single = int(k) + 1
	case k == looked:
		w.Harmless = true
	}
}

// lookedUp reports whether a value is what a look-up gave for a key, and no row of which
// something else may have been changed since: a number, a text, a list of such. The key
// has to be handed on beside it, for the row that is written to be the same: what a
// message's own data was looked up by, the number of a name, is as old as that.
func (t *tracker) lookedUp(v ssa.Value, beside []ssa.Value) bool {
	if e, ok := v.(*ssa.Extract); ok && e.Index == 0 {
		v = e.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok || !plainValue(firstOf(call.Type())) {
		return false
	}
	s := t.site(call)
	if s.Callee == nil || s.Callee.Signature().Recv() == nil || works.MatchString(s.Callee.Name()) {
		return false
	}
	switch f := t.funcOf(s); {
	case s.Method != nil:
		if !lookUpName.MatchString(s.Callee.Name()) || t.isMessage(s.Callee.Signature().Recv().Type()) {
			return false
		}
	case f == nil || len(f.Writes) > 0 || len(f.Reads)+len(f.Calls) == 0 || f.Result&fromStored == 0:
		return false
	}
	return t.byKey(s) && t.whole(v)&fromDetail == 0 && slices.ContainsFunc(s.Args[s.Shift:], func(key ssa.Value) bool {
		return carries(key.Type()) && slices.ContainsFunc(beside, func(b ssa.Value) bool { return sameValue(withoutInterface(b), key) })
	})
}

// sameValue reports whether two values are the same, or are read from the same field.
func sameValue(a, b ssa.Value) bool {
	return a == b || fieldName(a, 0) != "" && fieldName(a, 0) == fieldName(b, 0) && types.Identical(a.Type(), b.Type())
}

// lookUpName recognises the methods that look something up, rather than keep it in mind.
var lookUpName = regexp.MustCompile(`^(Get|Find|List|Count|Load|Fetch|Query|Read|Select|Sum|Total|Max|Min|Latest|Last|All)([A-Z_]|$)`)

// loadsInto recognises the methods of interfaces that load something into what they are
// given, and give nothing else back: store.Load(ctx, aggregate).
func loadsInto(s effects.Site) bool {
	if s.Method == nil || !loadName.MatchString(s.Callee.Name()) {
		return false
	}
	results := s.Callee.Signature().Results()
	return results.Len() == 1 && isError(results.At(0).Type())
}

var loadName = regexp.MustCompile(`^(Load|Fetch|Hydrate|Rehydrate|Restore|Find|First)([A-Z_]|$)`)

// plainValue recognises numbers, texts, times, and lists of such.
func plainValue(ty types.Type) bool {
	if ty == nil {
		return false
	}
	if isTime(ty) {
		return true
	}
	switch u := ty.Underlying().(type) {
	case *types.Basic:
		return u.Info()&(types.IsNumeric|types.IsString|types.IsBoolean) != 0
	case *types.Slice:
		return plainValue(u.Elem())
	}
	return false
}

// Anew reports whether what is written is computed anew from what is stored, because of
// a message that says so: a function that recalculates, by its name, and has nothing of
// the message but keys.
func (w *Write) Anew() bool {
	if w.From&fromDetail != 0 || w.From&(fromStored|fromRemote) == 0 {
		return false
	}
	return w.by(anew)
}

// by reports whether a function of such a name is called on the way to the write.
func (w *Write) by(names *regexp.Regexp) bool {
	return slices.ContainsFunc(w.Steps, func(s Step) bool {
		called, ok := strings.CutPrefix(s.Note, "calls ")
		name, _, _ := strings.Cut(called, ",")
		return ok && names.MatchString(name[strings.LastIndexByte(name, '.')+1:])
	})
}

// anew recognises the names of functions that compute something over again.
var anew = regexp.MustCompile(`(?i)^(recalc|recompute|recount|rebuild|recreate|reindex|reproject|reevaluate|regenerate|reload|refresh)`)
