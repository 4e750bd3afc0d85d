package effects

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// Some builders take a query's parts as the arguments of one call:
// psql.Select(sm.With("x").As(…), sm.From("x")), models.NewQuery(qm.With("x AS (…)"), qm.From("x")).

// isMod reports whether a function makes such a part.
func isMod(c *call) bool {
	if c.callee == nil || c.callee.Pkg() == nil {
		return false
	}
	path := catalog.Canonical(pkgPath(c.callee.Pkg()))
	return strings.HasPrefix(path, "github.com/stephenafamo/bob/dialect/") || strings.HasSuffix(path, "/sqlboiler/queries/qm") ||
		strings.HasPrefix(path, "github.com/gocraft/dbr")
}

// meansCTE reports whether the table that a part names is one that the query
// defines, or one around it. Where the parts are put together in ways that are
// not followed, any definition in the function will do: a finding would be a
// guess.
func (r *recorder) meansCTE(c *call, table []text) bool {
	v, ok := c.instr.(*ssa.Call)
	if !ok || !isMod(c) {
		return false
	}
	w := &modWalk{f: &frame{e: r.p.evaluator(r.g)}, seen: map[ssa.Value]bool{}}
	w.up(v, "")
	if w.lost || len(w.queries) == 0 {
		return isCTE(w.anywhere(v.Parent()), table)
	}
	return isCTE(w.names, table)
}

// A modWalk goes from a part of a query to the calls that take it.
type modWalk struct {
	f       *frame
	seen    map[ssa.Value]bool
	queries []*ssa.Call
	names   []string
	lost    bool
}

// up follows a value to the calls that take it: a chain's next call takes it as
// its receiver, the others among their arguments. In the definition of the name
// that is its own, the name means a table.
func (w *modWalk) up(v ssa.Value, own string) {
	if w.seen[v] || v.Referrers() == nil {
		return
	}
	w.seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Slice, *ssa.IndexAddr, *ssa.UnOp:
			w.up(ref.(ssa.Value), own)
		case *ssa.FieldAddr, *ssa.Field:
			w.up(ref.(ssa.Value), own) // a chain's As is a method of what it embeds, or a field
		case *ssa.Store:
			w.stored(v, ref, own)
		case *ssa.Phi:
			w.lost = true
		case *ssa.Call:
			w.taken(v, ref, own)
		case *ssa.Return:
			w.lost = true
		}
	}
}

// stored: into a slice of parts, it goes where that goes.
func (w *modWalk) stored(v ssa.Value, s *ssa.Store, own string) {
	if s.Val != v {
		return
	}
	switch addr := s.Addr.(type) {
	case *ssa.IndexAddr:
		w.up(addr.X, own)
	case *ssa.Alloc:
		w.up(addr, own)
	default:
		w.lost = true
	}
}

func (w *modWalk) taken(v ssa.Value, c *ssa.Call, own string) {
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		w.lost = w.lost || b.Name() == "append"
		return
	}
	w.queries = append(w.queries, c)
	own = cmp.Or(w.definition(c, v), own)
	for _, a := range c.Call.Args {
		for _, part := range append(items(a), a) {
			if name := w.defines(part); name != "" && name != own {
				w.names = append(w.names, name)
			}
		}
	}
	w.up(c, own)
}

// definition is the name of the definition of which a call makes a query the
// body, With("x").As(q) or With("x", q): in there, the name means the table.
func (w *modWalk) definition(c *ssa.Call, query ssa.Value) string {
	recv := receiver(c)
	if recv == nil || recv == query {
		return ""
	}
	if callee, _ := calleeOf(c); callee != nil && callee.Name() == "As" {
		return w.defines(recv)
	}
	return w.withCall(c)
}

// defines is the name that a part defines, or "".
func (w *modWalk) defines(v ssa.Value) string {
	for range 8 {
		if v == nil {
			return ""
		}
		v = typed(v)
		if load, ok := v.(*ssa.UnOp); ok {
			v = load.X
		}
		if cell, ok := v.(*ssa.Alloc); ok {
			stored := w.f.e.g.stores()[cell]
			if len(stored) != 1 {
				return ""
			}
			v = stored[0]
			continue
		}
		c, ok := v.(*ssa.Call)
		if !ok {
			return ""
		}
		if name := w.withCall(c); name != "" {
			return name
		}
		v = receiver(c)
	}
	return ""
}

// withCall is the name that a call of With defines, or "".
func (w *modWalk) withCall(c *ssa.Call) string {
	callee, args := calleeOf(c)
	if callee == nil || callee.Name() != "With" && callee.Name() != "WithRecursive" {
		return ""
	}
	for _, a := range args {
		if s := stringOf(a); s != nil {
			words := strings.Fields(bareName(w.f.texts(s)[0].String()))
			if len(words) > 0 {
				return strings.Trim(words[0], "\"`")
			}
		}
	}
	return ""
}

// anywhere are the names that a function defines in any of its queries.
func (w *modWalk) anywhere(fn *ssa.Function) []string {
	var names []string
	for c := range Each[*ssa.Call](fn) {
		if name := w.withCall(c); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
