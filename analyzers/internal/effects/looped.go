package effects

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A builder may go round a loop, which adds to it: for _, name := range names { q =
// q.Preload(name) }. How often is not known, so that of what the loop adds only
// the tables count which it may bring in; a condition guards nothing there.

// withLooped adds to chains what a loop adds that leads back to a value.
func (c *chainer) withLooped(chains [][]link, head *ssa.Phi, f *frame) [][]link {
	w := looper{c: c, head: head, frame: f, seen: map[ssa.Value]bool{}}
	for _, edge := range head.Edges {
		w.back(edge)
	}
	if len(w.links) == 0 {
		return chains
	}
	out := make([][]link, len(chains))
	for i, chain := range chains {
		out[i] = slices.Concat(chain, w.links)
	}
	return out
}

// A looper goes back along the calls in a loop's body.
type looper struct {
	c     *chainer
	head  *ssa.Phi
	frame *frame
	seen  map[ssa.Value]bool
	links []link
}

// back reports whether a builder comes from the loop's head, and keeps the calls on
// the way that bring tables in.
func (w *looper) back(v ssa.Value) bool {
	if v == ssa.Value(w.head) {
		return true
	}
	if w.seen[v] {
		return false
	}
	w.seen[v] = true
	switch v := v.(type) {
	case *ssa.Phi:
		found := false
		for _, edge := range v.Edges {
			found = w.back(edge) || found
		}
		return found
	case *ssa.Call:
		recv := receiver(v)
		callee, args := calleeOf(v)
		if recv == nil || callee == nil || !w.c.builds(recv.Type()) || !w.back(recv) {
			return false
		}
		if bringsTable(callee.Name()) {
			w.links = append(w.links, link{name: callee.Name(), call: v, args: args[1:], frame: w.frame, maybe: true})
		}
		return true
	}
	return false
}

// bringsTable reports whether a builder's method adds a table to those that are
// there.
func bringsTable(name string) bool {
	return strings.Contains(name, "Join") || name == "Preload" || name == "Relation"
}
