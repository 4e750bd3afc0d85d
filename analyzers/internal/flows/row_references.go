package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
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

// addReference notes a reference, where it may turn out to be one that was read.
func (g *Given) addReference(column string, from Origin) {
	if isKeyName(column) && from&(params|fromStored) != 0 && len(g.References) < maxReferences {
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

// readFrom is where a key comes from: from nowhere else but a row, where it is as it was read
// there.
func (t *tracker) readFrom(v ssa.Value) Origin {
	if t.asRead(v) {
		return fromStored
	}
	return t.whole(v)
}

// asRead reports whether a value is a field of a struct that was read, as it was there, or
// refers to one.
func (t *tracker) asRead(v ssa.Value) bool {
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
	if !ok || !isKeyName(st.Field(field).Name()) {
		return false
	}
	g := t.givenValue(row, 0)
	return g.AsRead && !slices.Contains(g.Keys, columnOf(st, field))
}

// noteReferences adds the references among the fields that a struct is given.
func (t *tracker) noteReferences(g *Given, v ssa.Value) {
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
				g.addReference(columnOf(st, fa.Field), t.readFrom(s.Val))
			}
		}
	}
}

// insertedReferences adds those among the columns of an INSERT, by the values that it is
// given.
func (g *Given) insertedReferences(text string, values []Origin) {
	for column, i := range insertedValues(text, len(values)) {
		g.addReference(strings.ToLower(column), values[i])
	}
	slices.SortFunc(g.References, func(a, b Reference) int { return strings.Compare(a.Column, b.Column) })
}
