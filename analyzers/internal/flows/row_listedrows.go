package flows

import "golang.org/x/tools/go/ssa"

// Several rows are looked up and saved as one is: each of them may still be what it was,
// but for numbers that were added to it or taken from it.

// rowsOf is what is known of the rows of a list that an instruction hands on, all of them
// together.
func (t *tracker) rowsOf(v ssa.Value, at ssa.Instruction) Row {
	switch v.(type) {
	case *ssa.Parameter, *ssa.Extract, *ssa.Call:
	default:
		return Row{}
	}
	r := t.rowFrom(v)
	t.usedRows(&r, v, at)
	return r
}

// usedRows notes what the uses of a list say of the rows in it.
func (t *tracker) usedRows(r *Row, list ssa.Value, at ssa.Instruction) {
	for _, ref := range *list.Referrers() {
		switch x := ref.(type) {
		case *ssa.IndexAddr:
			t.usedEntry(r, x, at)
		case ssa.CallInstruction:
			call, _ := ref.(*ssa.Call)
			r.Changed = r.Changed || ref != at && !(call != nil && isLen(call)) && !t.spared(x, list)
		case *ssa.BinOp, *ssa.Return, *ssa.DebugRef:
		default:
			r.Changed = true
		}
	}
}

// usedEntry notes what the uses of one place in a list say of the row that is there.
func (t *tracker) usedEntry(r *Row, entry *ssa.IndexAddr, at ssa.Instruction) {
	for _, ref := range *entry.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == entry {
			r.Changed = true // another one is put there
		}
		load, ok := ref.(*ssa.UnOp)
		if !ok || !refers(load.Type()) {
			t.used(r, entry, ref, at, nil)
			continue
		}
		for _, use := range *load.Referrers() {
			t.used(r, load, use, at, nil)
		}
	}
}
