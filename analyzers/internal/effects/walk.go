package effects

import (
	"iter"

	"golang.org/x/tools/go/ssa"
)

// Instructions yields the instructions of some functions, block by block.
func Instructions(fns ...*ssa.Function) iter.Seq[ssa.Instruction] {
	return func(yield func(ssa.Instruction) bool) {
		for _, f := range fns {
			for _, b := range f.Blocks {
				for _, i := range b.Instrs {
					if !yield(i) {
						return
					}
				}
			}
		}
	}
}

// Each yields the instructions of one kind, in the order of [Instructions].
func Each[T ssa.Instruction](fns ...*ssa.Function) iter.Seq[T] {
	return func(yield func(T) bool) {
		for instr := range Instructions(fns...) {
			if i, ok := instr.(T); ok && !yield(i) {
				return
			}
		}
	}
}

// Calls yields what calls: calls proper, and those that are deferred or spawned.
func Calls(fns ...*ssa.Function) iter.Seq[ssa.CallInstruction] {
	return Each[ssa.CallInstruction](fns...)
}

// Returns yields a function's returns. Each ends a block. That after a panic, which there is
// in whatever defers something, is none that somebody wrote.
func Returns(f *ssa.Function) iter.Seq[*ssa.Return] {
	return func(yield func(*ssa.Return) bool) {
		for _, b := range f.Blocks {
			if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && b != f.Recover && !yield(ret) {
				return
			}
		}
	}
}

// Unwrapped is a value without the conversions to an interface or to a named type.
func Unwrapped(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		default:
			return v
		}
	}
}
