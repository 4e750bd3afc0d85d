package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Summaries are facts: the same code must give the same bytes, however it was gone
// through, and not too many of them.

// Bounds of a summary. Past them it says less.
const (
	maxWrites = 100
	maxCalls  = 120
	maxReads  = 40
)

// bound puts a summary in a fixed order and within its bounds.
func (f *Func) bound() {
	slices.SortStableFunc(f.Writes, func(a, b Write) int {
		return cmp.Or(cmp.Compare(a.key(), b.key()), cmp.Compare(len(a.Steps), len(b.Steps)), compareSteps(a.Steps, b.Steps))
	})
	f.Writes = slices.CompactFunc(f.Writes, func(a, b Write) bool { return a.key() == b.key() })
	f.Writes = f.Writes[:min(len(f.Writes), maxWrites)]
	slices.SortStableFunc(f.Calls, func(a, b Call) int {
		return cmp.Or(cmp.Compare(callKey(a), callKey(b)), cmp.Compare(len(a.Steps), len(b.Steps)), compareSteps(a.Steps, b.Steps))
	})
	f.Calls = slices.CompactFunc(f.Calls, func(a, b Call) bool { return callKey(a) == callKey(b) })
	f.boundCalls()
	slices.SortStableFunc(f.Raises, func(a, b Raised) int { return cmp.Or(cmp.Compare(a.key(), b.key()), compareSteps(a.Steps, b.Steps)) })
	f.Raises = slices.CompactFunc(f.Raises, func(a, b Raised) bool { return a.key() == b.key() })
	slices.SortFunc(f.Reads, func(a, b Read) int { return cmp.Compare(a.key(), b.key()) })
	f.Reads = f.Reads[:min(len(f.Reads), maxReads)]
	slices.SortStableFunc(f.Handlers, func(a, b Handler) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Method, b.Method))
	})
	slices.SortFunc(f.Hands, func(a, b Hand) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Method.String(), b.Method.String()), cmp.Compare(a.Arg, b.Arg))
	})
	slices.SortStableFunc(f.Applies, func(a, b Apply) int { return cmp.Compare(a.key(), b.key()) })
	slices.SortFunc(f.Entrusted, func(a, b Entrusted) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.To, b.To), cmp.Compare(a.Arg, b.Arg))
	})
	slices.SortFunc(f.Runs, compareRuns)
	slices.SortFunc(f.Serves, compareServes)
	slices.SortFunc(f.Keeps, func(a, b Keep) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Field.String(), b.Field.String()))
	})
}

// boundCalls leaves out what a function that dispatches to dozens of others has too
// much of: first what only looks up, or tells others.
func (f *Func) boundCalls() {
	aside := func(c Call) int {
		if hasAnyPrefix(c.Method.Name, "get", "find", "list", "count", "exists", "is", "has", "publish", "emit", "notify", "post", "log") {
			return 1
		}
		return 0
	}
	if len(f.Calls) <= maxCalls {
		return
	}
	slices.SortStableFunc(f.Calls, func(a, b Call) int { return cmp.Compare(aside(a), aside(b)) })
	f.Calls = f.Calls[:maxCalls]
	slices.SortStableFunc(f.Calls, func(a, b Call) int { return cmp.Compare(callKey(a), callKey(b)) })
}

func callKey(c Call) string {
	field := ""
	if c.Field != nil {
		field = c.Field.String()
	}
	return fmt.Sprintf("%s|%x|%s:%d:%d|%s|%v|%v|%s", c.Method, c.Args, c.Place.File, c.Place.Line, c.Place.Col, c.Guard.Kind, c.Known, c.Gate, field)
}

func compareSteps(a, b []summary.Step) int {
	return slices.CompareFunc(a, b, func(x, y summary.Step) int {
		return cmp.Or(strings.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Col, y.Col), strings.Compare(x.Note, y.Note))
	})
}
