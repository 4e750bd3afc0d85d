package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
)

// A Deletion is a type of message by which its owner says that the entity is
// deleted: by a flag or a time.
type Deletion struct {
	Message string // as findings name it
	Field   string
	// Read says that some code of the consumer's package reads the field, or
	// hands the message to code that may.
	Read bool
}

// Deletion is what a message of the consumer's says of deletion, or nil.
func (c *Consumer) Deletion(message string) *Deletion {
	i := slices.IndexFunc(c.Deletions, func(d Deletion) bool { return d.Message == message })
	if i < 0 || message == "" {
		return nil
	}
	return &c.Deletions[i]
}

// addDeletions tells each entry what its messages say of deletion.
func (a *analysis) addDeletions(list []Entry) {
	for i := range list {
		list[i].Deletions = append(list[i].Deletions, a.deletionsOf(list[i].Writes, list[i].Calls)...)
	}
}

// deletionsOf is what the messages say of deletion because of which something is
// written or called.
func (a *analysis) deletionsOf(writes []Write, calls []Call) []Deletion {
	var list []Deletion
	for _, d := range a.deletions() {
		if slices.ContainsFunc(writes, func(w Write) bool { return w.Message == d.Message }) ||
			slices.ContainsFunc(calls, func(c Call) bool { return c.Message == d.Message }) {
			list = append(list, d)
		}
	}
	return list
}

// deletions are those of the messages that the package decodes, or is given.
func (a *analysis) deletions() []Deletion {
	if a.knownDeletions != nil {
		return a.knownDeletions
	}
	known := []Deletion{}
	for _, t := range a.trackers {
		if t == nil || t.decoded == nil || t.decodedType == nil {
			continue
		}
		name := effects.ShortTypeName(t.decodedType)
		field := a.deletionField(t.decodedType)
		if field == "" || slices.ContainsFunc(known, func(d Deletion) bool { return d.Message == name }) {
			continue
		}
		known = append(known, Deletion{Message: name, Field: field, Read: a.mayRead(t.decodedType, field)})
	}
	a.knownDeletions = known
	return known
}

// deletionField is the field of a message that says that its subject was deleted, or "".
func (a *analysis) deletionField(n *types.Named) string {
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return ""
	}
	for f := range st.Fields() {
		if a.cfg.IsField(config.Deleted, f.Name()) {
			return f.Name()
		}
	}
	for f := range st.Fields() { // what all messages have in common
		if inner := effects.Named(f.Type()); f.Embedded() && inner != nil && inner != n {
			if field := a.deletionField(inner); field != "" {
				return field
			}
		}
	}
	return ""
}

// removedBy: a function that deletes, by its name, and gives the row a state
// instead of removing it, loses no more than one that removes it.
func (w *Write) removedBy(function string) {
	w.TakesAway = w.TakesAway || hasAnyPrefix(function, "delete", "remove", "destroy", "purge", "archive", "trash")
	w.Harmless = w.Harmless || w.Constant && w.TakesAway
}

// mayRead reports whether the package reads a field of a message, or does with
// the whole of the message what may.
func (a *analysis) mayRead(n *types.Named, field string) bool {
	for _, t := range a.trackers {
		for instr := range effects.Instructions(t.u.Funcs...) {
			if readsField(instr, n, field) || t.handsStruct(instr, n) {
				return true
			}
		}
	}
	return false
}

func readsField(instr ssa.Instruction, n *types.Named, field string) bool {
	is := func(x ssa.Value, i int) bool {
		return structField(x.Type(), i) == field && slices.Contains(holders(x), n)
	}
	switch v := instr.(type) {
	case *ssa.FieldAddr:
		return is(v.X, v.Field) && !onlySet(v)
	case *ssa.Field:
		return is(v.X, v.Field)
	case *ssa.ChangeType:
		return effects.Named(v.X.Type()) == n
	}
	return false
}

// onlySet reports whether a field is given a value, and nothing else is done with it.
func onlySet(v *ssa.FieldAddr) bool {
	return !slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		s, ok := ref.(*ssa.Store)
		return !ok || s.Addr != v
	})
}

// holders are the types of a struct, and of what it is embedded in.
func holders(v ssa.Value) []*types.Named {
	var list []*types.Named
	for range 4 {
		list = append(list, effects.Named(v.Type()))
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.Field:
			v = x.X
		case *ssa.UnOp:
			v = x.X
		default:
			return list
		}
	}
	return list
}

// handsStruct reports whether a call is given the whole message, other than to have
// it decoded, or to go on in this package.
func (t *tracker) handsStruct(instr ssa.Instruction, n *types.Named) bool {
	ci, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	s := t.site(ci)
	if s.Callee == nil || s.Callee.Pkg() == t.pass.Pkg && !s.Invoke {
		return false
	}
	if _, decodes := t.decodesInto(s); decodes {
		return false
	}
	return slices.ContainsFunc(s.Args, func(v ssa.Value) bool { return t.ownType(v) == n && !t.putTogether(v) })
}

// putTogether reports whether a struct is put together where it is, to be sent, rather than
// received.
func (t *tracker) putTogether(v ssa.Value) bool {
	alloc, ok := unloaded(v).(*ssa.Alloc)
	return ok && setInParts(alloc) && !t.decodedInto(alloc) && len(stored(alloc)) == 0
}
