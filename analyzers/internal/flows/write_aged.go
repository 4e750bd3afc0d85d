package flows

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Rows that are old are cleared away whatever messages say:
//
//	DELETE FROM views WHERE seen_at < now() - interval '90 days'
//
// What is inserted beside that takes no other row's place.

// asksAge reports whether a statement asks for rows that are older than the present time,
// or than so long ago.
func (t *tracker) asksAge(st *effects.Statement, text string, values []ssa.Value) bool {
	if eitherOr.MatchString(text) {
		return false
	}
	given := placed(st.Conditions, text, values)
	for i, c := range st.Conditions {
		if (c.Op == "<" || c.Op == "<=") && (presentTime(c.Other) || given[i] != nil && onlyNow(t.whole(given[i]))) {
			return true
		}
	}
	return false
}

// clearsOld reports whether a write deletes what is old: the statement says so, or it is
// given the present time.
func (w *Write) clearsOld() bool { return w.Aged || w.From&fromNow != 0 }
