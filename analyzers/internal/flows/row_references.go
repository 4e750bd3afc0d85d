package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a row refers to is often what another row refers to, which was read because of the
// message: the patron of the loan that came back. Such a reference is as good as it was when
// the other row was written; there is nothing to wait for, but for that row.

// A Reference is a column that holds another row's key, by its name, and where that comes
// from.
type Reference struct {
	Column string
	From   Origin
}

// maxReferences bounds those that are told of one struct or statement.
const maxReferences = 6

// noteReference adds a reference, where it is one that was read, or may turn out to be by
// what the unit is given.
func (t *tracker) noteReference(g *Given, column string, v ssa.Value, depth int) {
	if !isKeyName(column) || len(g.References) >= maxReferences {
		return
	}
	from := t.whole(v)
	if t.asRead(v, depth) {
		from = fromStored
	} else if from.looked() {
		return // the key of what was looked up, which has to be there
	}
	if from&(params|fromStored) != 0 {
		g.References = append(g.References, Reference{column, from})
	}
}

// bindReferences is what is known of a struct's references, once it is known what the
// parameters are: what each is given, and where it comes from.
func (g Given) bindReferences(args []Given, resolve func(Origin) Origin) Given {
	var list []Reference
	for _, r := range g.References {
		var told Origin
		for i, a := range args {
			if from, ok := a.reference(r); ok && r.From&param(i) != 0 {
				r.From, told = r.From&^(param(i)|keyBits), told|from // by which key it was taken, does not matter
			}
		}
		if r.From = resolve(r.From) | told; r.From&(params|fromStored) != 0 {
			list = append(list, r)
		}
	}
	g.References = list
	return g
}

// reference is where the key comes from that a struct which is handed in holds by a
// reference's name, as far as more than the struct's own origin is known.
func (g Given) reference(r Reference) (Origin, bool) {
	for _, own := range g.References {
		if own.named(r.Column) {
			return own.From, true
		}
	}
	return fromStored, g.AsRead && !slices.ContainsFunc(g.Keys, r.named)
}

func (r Reference) named(column string) bool { return columnKey(r.Column) == columnKey(column) }

// RefersAsRead reports whether a column is given a reference that was read from another row:
// it is none that the message brings.
func (w *Write) RefersAsRead(column string) bool {
	found := false
	for _, r := range slices.Concat(w.Given.References, w.Handed.References) {
		if !r.named(column) {
			continue
		}
		if !r.stored() {
			return false
		}
		found = true
	}
	return found
}

// stored reports whether a reference is one that was read, by whatever key of the message but
// one of its own name: that would be the same.
func (r Reference) stored() bool {
	own := Origin(0).asKey(r.Column)
	return r.From&fromStored != 0 && r.From&(content|fromRemote|own) == 0
}

// asRead reports whether a value is what a struct that was read refers to, as it was there,
// rather than the struct's own key. That struct may have been given a reference in turn, its
// own too: stored.ParentID = stored.ParentID.
func (t *tracker) asRead(v ssa.Value, depth int) bool {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	var row ssa.Value
	field := 0
	switch x := v.(type) {
	case *ssa.FieldAddr:
		row, field = x.X, x.Field
	case *ssa.Field:
		row, field = x.X, x.Field
	default:
		return false
	}
	st, ok := deref(row.Type()).Underlying().(*types.Struct)
	if !ok || !refersElsewhere(row.Type(), st.Field(field).Name()) {
		return false
	}
	g, column := t.givenValue(row, depth+2), columnOf(st, field)
	return g.AsRead && (!slices.Contains(g.Keys, column) || g.givenAsRead(column))
}

// givenAsRead reports whether all that a struct is given as a reference was read elsewhere.
func (g Given) givenAsRead(column string) bool {
	found := false
	for _, r := range g.References {
		if r.Column == column {
			if r.From != fromStored {
				return false
			}
			found = true
		}
	}
	return found
}

// noteReferences adds the references among the fields that a struct is given.
func (t *tracker) noteReferences(g *Given, v ssa.Value, depth int) {
	st, ok := deref(v.Type()).Underlying().(*types.Struct)
	if !ok || v.Referrers() == nil {
		return
	}
	for _, ref := range *v.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !isKeyName(st.Field(fa.Field).Name()) {
			continue
		}
		for _, ref := range *fa.Referrers() {
			if s, ok := ref.(*ssa.Store); ok && s.Addr == fa {
				t.noteReference(g, columnOf(st, fa.Field), s.Val, depth)
			}
		}
	}
}

// insertedReferences adds those among the columns of an INSERT, by the values that the
// statement is given.
func (t *tracker) insertedReferences(g *Given, text string, s effects.Site) {
	given := t.givenValues(s)
	for column, i := range insertedValues(text, len(given)) {
		if len(given[i]) == 1 {
			t.noteReference(g, column, given[i][0], 0)
		}
	}
	slices.SortFunc(g.References, func(a, b Reference) int { return strings.Compare(a.Column, b.Column) })
}

// refersElsewhere reports whether a field of a struct is a key, and not its own: that is
// called ID, or after the struct.
func refersElsewhere(of types.Type, field string) bool {
	n := effects.Named(of)
	return isKeyName(field) && isKey(field) && (n == nil || !strings.EqualFold(ReferredBy(field), n.Obj().Name()))
}

// ReferredBy is what a key refers to, as its name tells.
func ReferredBy(key string) string {
	return strings.TrimSuffix(strings.TrimSuffix(columnKey(key), "uuid"), "id")
}
