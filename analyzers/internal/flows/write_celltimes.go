package flows

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Cassandra keeps with each value when it was written, and the newest wins whatever comes last.
// A statement may say itself when that was: INSERT … USING TIMESTAMP ?, query.WithTimestamp(at).
// If it is the message that says it, no older one overwrites anything.

// cellTimeGuard is the guard that the time is by which a statement of Cassandra's is kept.
func (t *tracker) cellTimeGuard(w *Write, s effects.Site, text string) Guard {
	if s.Callee == nil || s.Callee.Pkg() == nil || !ofCassandra.MatchString(effects.PkgPath(s.Callee.Pkg())) || w.Delete {
		return Guard{}
	}
	o := t.cellTime(s, text)
	if o&(fromMsg|params) == 0 {
		return Guard{}
	}
	return Guard{Kind: Ordered, Msg: o, Stored: fromStored, Sure: true, Step: lastStep(w.Steps)}
}

var (
	ofCassandra = regexp.MustCompile(`gocql|/cassandra`)
	cellTimeIn  = regexp.MustCompile(`(?i)\bUSING\s+(?:TTL\s+\S+\s+AND\s+)?TIMESTAMP\s+(\?|:\w+)`)
	// cellTimeEnd is what effects' fromCQL makes of it where it stands before all else.
	cellTimeEnd = regexp.MustCompile(`\bAND writetime < \?$`)
)

// cellTime is where the time comes from by which a statement is kept; 0: the server sets it.
func (t *tracker) cellTime(s effects.Site, text string) Origin {
	if v := t.stampedWith(s); v != nil {
		return t.whole(v)
	}
	values := t.statementArgs(s)
	at := cellTimeIn.FindStringSubmatchIndex(text)
	switch {
	case at != nil && text[at[2]] == '?':
		if n := strings.Count(text[:at[2]], "?"); n < len(values) {
			return values[n]
		}
		return union(values)
	case at != nil:
		return t.valuesOf(s) // by name, from a struct or a map
	case cellTimeEnd.MatchString(text) && len(values) > 0:
		return values[len(values)-1]
	}
	return 0
}

// cellTimeLast are the values that a statement is given, where the time comes first by which it
// is kept: as the text is known, it comes last.
func (t *tracker) cellTimeLast(values [][]ssa.Value, s effects.Site) [][]ssa.Value {
	st := t.onlyStatement(s)
	if st == nil || len(values) == 0 || !cellTimeEnd.MatchString(statementText(*st)) {
		return values
	}
	return append(slices.Clone(values[1:]), values[0])
}

// stampedWith is the time that a query, or the batch that it is put into, is given beside its
// text; nil: none.
func (t *tracker) stampedWith(s effects.Site) ssa.Value {
	calls, _ := t.chainOf(s)
	for _, c := range calls {
		if v := timestampOf(c.Instr); v != nil {
			return v
		}
	}
	handles := []ssa.Value{s.Instr.Value()}
	if batch := first(s.Args); batch != nil {
		handles = append(handles, batch)
	}
	for i := 0; i < len(handles) && i < maxChain; i++ {
		if handles[i] == nil || handles[i].Referrers() == nil {
			continue
		}
		for _, ref := range *handles[i].Referrers() {
			call, ok := ref.(*ssa.Call)
			if !ok || first(call.Call.Args) != handles[i] || slices.Contains(handles, ssa.Value(call)) {
				continue
			}
			if v := timestampOf(call); v != nil {
				return v
			}
			if i != 1 { // a session runs other queries as well
				handles = append(handles, call)
			}
		}
	}
	return nil
}

// timestampOf is the time that a call sets for what is written; nil: none.
func timestampOf(call ssa.CallInstruction) ssa.Value {
	f := calleeOf(call)
	if f == nil || f.Name() != "WithTimestamp" || len(call.Common().Args) != 2 {
		return nil
	}
	return call.Common().Args[1]
}
