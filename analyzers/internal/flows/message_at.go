package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// One function often handles messages of several types: it registers a closure for
// each, or decodes what a name tells it to. Which of them is handled at a place shows
// in what the call there is given, and in the closure in which it stands.

// maxBehind bounds how many values are looked at behind those that a call is given.
const maxBehind = 200

// messageAt is what is known of the message that is handled at an instruction.
func (t *tracker) messageAt(instr ssa.Instruction) About {
	about, handled := t.messageOf(), t.handled
	if len(handled) > 1 {
		handled = t.handledAt(instr)
		about = t.describe(handled)
	}
	if len(handled) == 1 && about.Order == "" && about.Likely == "" {
		t.besideAt(&about, instr, handled[0])
	}
	return about
}

// handledAt are those of the unit's message types that are handled at an instruction, as
// far as that tells them apart.
func (t *tracker) handledAt(instr ssa.Instruction) []*types.Named {
	if given := t.givenMessages(instr); len(given) == 1 {
		return given
	}
	for fn := instr.Parent(); fn != nil; fn = fn.Parent() {
		found := slices.DeleteFunc(slices.Clone(t.handled), func(n *types.Named) bool { return !slices.Contains(t.messagesIn(fn), n) })
		if len(found) > 0 {
			return found
		}
	}
	return t.handled
}

// besideAt adds the order of what comes with a message to what is known of it, where it
// has none of its own: that of its envelope, or of what a handler is given about it.
func (t *tracker) besideAt(about *About, instr ssa.Instruction, message *types.Named) {
	for fn := instr.Parent(); fn != nil; fn = fn.Parent() {
		given := t.paramTypes(fn)
		for _, n := range t.messagesIn(fn) {
			with := t.describe([]*types.Named{n})
			if n == message || !slices.Contains(given, n) && !sealed(n) || with.Order == "" && with.Likely == "" {
				continue
			}
			with.Message = about.Message
			*about = with
			return
		}
	}
}

// messagesIn are the types of data that one of the unit's functions decodes or is given.
func (t *tracker) messagesIn(fn *ssa.Function) []*types.Named {
	found, ok := t.messageTypes[fn]
	if !ok {
		found = t.paramTypes(fn)
		for _, n := range t.decodedTypes(fn) {
			if !slices.Contains(found, n) {
				found = append(found, n)
			}
		}
		t.messageTypes[fn] = found
	}
	return found
}

// givenMessages are those of the unit's message types of which a call is given a value, or
// something that was taken from one. An envelope is none, where what was in it is given too.
func (t *tracker) givenMessages(instr ssa.Instruction) []*types.Named {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return nil
	}
	var found []*types.Named
	todo, seen := slices.Clone(call.Common().Args), map[ssa.Value]bool{}
	for len(todo) > 0 && len(seen) < maxBehind {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if v == nil || seen[v] {
			continue
		}
		seen[v] = true
		if n := effects.Named(v.Type()); n != nil && slices.Contains(t.handled, n) {
			if !slices.Contains(found, n) {
				found = append(found, n)
			}
			continue
		}
		todo = append(todo, behind(v)...)
	}
	return orAll(found, func(n *types.Named) bool { return !sealed(n) })
}

// behind are the values that one is made of or taken from, in the same unit.
func behind(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.Alloc:
		return partsOf(v)
	case *ssa.Call:
		return v.Call.Args
	case ssa.Instruction:
		var list []ssa.Value
		for _, op := range v.Operands(nil) {
			list = append(list, *op)
		}
		return list
	}
	return nil
}

// partsOf are the values that are stored in a variable, or in a part of it.
func partsOf(addr ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				list = append(list, ref.Val)
			}
		case *ssa.FieldAddr:
			list = append(list, partsOf(ref)...)
		case *ssa.IndexAddr:
			list = append(list, partsOf(ref)...)
		}
	}
	return list
}
