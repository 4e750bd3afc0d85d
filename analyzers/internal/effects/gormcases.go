package effects

import (
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// Where MySQL has no condition for what is done on a conflict, each column gets one of its own,
// and a helper writes them:
//
//	for _, c := range columns {
//		set[c] = gorm.Expr("CASE WHEN EXCLUDED.seq > docs.seq THEN EXCLUDED." + c + " ELSE docs." + c + " END")
//	}
//
// Which columns there are need not be known for that: the row is changed on this condition.

// onlyWhen is the one condition on which all entries of a map are given new values, and keep what
// they hold otherwise; nil: there is none.
func (l link) onlyWhen(v ssa.Value) []text {
	call, _ := typed(v).(*ssa.Call)
	if call != nil && staticFunc(&call.Call) != nil && staticFunc(&call.Call).Name() == "Assignments" && len(call.Call.Args) > 0 {
		v = call.Call.Args[0]
	}
	l, v = l.made(v)
	set, ok := v.(*ssa.MakeMap)
	if !ok || set.Referrers() == nil {
		return nil
	}
	when := ""
	for _, ref := range *set.Referrers() {
		put, ok := ref.(*ssa.MapUpdate)
		if !ok || put.Map != ssa.Value(set) {
			continue
		}
		for _, t := range l.value(put.Value) {
			condition := caseWhen(t)
			if condition == "" || when != "" && condition != when {
				return nil
			}
			when = condition
		}
	}
	if when == "" {
		return nil
	}
	return constTexts(when)
}

// caseWhen is the condition on which an expression is something else than what a column holds;
// "" if it is not known.
func caseWhen(t text) string {
	m := caseOf.FindStringSubmatch(t.String())
	if m == nil || strings.ContainsRune(m[1], sqltext.Hole) || strings.Contains(strings.ToUpper(m[1]), " OR ") || startsNew.MatchString(m[2]) {
		return ""
	}
	return m[1]
}

var (
	caseOf = regexp.MustCompile(`(?is)^\s*CASE\s+WHEN\s+(.+?)\s+THEN\s+.+?\s+ELSE\s+(\S+)\s+END\s*$`)
	// startsNew recognises what the row was to be inserted with, rather than what it holds.
	startsNew = regexp.MustCompile(`(?i)^(excluded|new)\b|^values\b`)
)
