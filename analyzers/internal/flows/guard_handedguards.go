package flows

import (
	"golang.org/x/tools/go/ssa"
)

// A repository may have its caller decide whether the row is still what the caller has
// worked on, while it holds the lock:
//
//	if !stillCurrent(row.Text) {
//		return ErrSuperseded
//	}
//
// What such a function compares, its caller knows; that it is asked about what is stored
// is enough to tell that the row's state decides.

// asked is the operator of what a function answers that was handed in.
const asked = "asked"

// compareAsked is what a function that was handed in answers about what is stored.
func (t *tracker) compareAsked(v *ssa.Call) []Comparison {
	if !isBool(v.Type()) || !t.handedIn(v.Call.Value) {
		return nil
	}
	var of Origin
	for _, a := range v.Call.Args {
		of |= t.whole(a)
	}
	if of&fromStored == 0 {
		return nil
	}
	return []Comparison{{Left: of, Right: of, Op: asked}}
}

// handedIn reports whether a value is a parameter, or a variable of a function around
// that holds one.
func (t *tracker) handedIn(v ssa.Value) bool {
	for range 4 {
		switch x := v.(type) {
		case *ssa.Parameter:
			return true
		case *ssa.FreeVar:
			v = t.u.Binding(x)
		case *ssa.UnOp:
			v = x.X
		case *ssa.Alloc:
			given := stored(x)
			if len(given) != 1 {
				return false
			}
			v = given[0]
		default:
			return false
		}
	}
	return false
}
