package flows

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Whether events are raised, the project often asks of a context by a function of its own:
//
//	func replicating(ctx context.Context) bool { on, _ := ctx.Value(mode{}).(bool); return on }
//
// What such a function answers of a context that says nothing can be worked out: there,
// each value that is asked for is missing.

// plainAnswer is what a function that gives a boolean answers of a context that says
// nothing: isTrue, isFalse, or 0 where that is not known.
func (t *tracker) plainAnswer() Known {
	fn := t.u.Func
	results := fn.Signature.Results()
	if results.Len() != 1 || !isBool(results.At(0).Type()) || len(fn.Blocks) == 0 ||
		!slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return isContext(p.Type()) }) {
		return 0
	}
	var from *ssa.BasicBlock
	asked := false
	for b, n := fn.Blocks[0], 0; n < maxPlainBlocks; n++ {
		asked = asked || slices.ContainsFunc(b.Instrs, t.asksContext)
		var next *ssa.BasicBlock
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			if !asked {
				return 0
			}
			return t.plainly(last.Results[0], b, from, 0)
		case *ssa.Jump:
			next = b.Succs[0]
		case *ssa.If:
			switch t.plainly(last.Cond, b, from, 0) {
			case isTrue:
				next = b.Succs[0]
			case isFalse:
				next = b.Succs[1]
			}
		}
		if next == nil {
			return 0
		}
		b, from = next, b
	}
	return 0
}

// maxPlainBlocks bounds the blocks that are gone through.
const maxPlainBlocks = 12

// asksContext reports whether an instruction asks a context for a value, or has it asked.
func (t *tracker) asksContext(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	return ok && (t.fromContext(call) != nil || t.answerOf(call) != 0)
}

// answerOf is what a call of such a function answers.
func (t *tracker) answerOf(call *ssa.Call) Known {
	if f := t.funcOf(t.site(call)); f != nil {
		return f.Plain
	}
	return 0
}

// plainly is what a boolean is in a block that was come to from another, where no context
// says anything; 0 where that is not known.
func (t *tracker) plainly(v ssa.Value, at, from *ssa.BasicBlock, depth int) Known {
	if depth > 6 {
		return 0
	}
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value != nil && v.Value.Kind() == constant.Bool {
			return truth(constant.BoolVal(v.Value))
		}
	case *ssa.UnOp:
		if k := t.plainly(v.X, at, from, depth+1); v.Op == token.NOT && k != 0 {
			return truth(k == isFalse)
		}
	case *ssa.BinOp:
		if x := v.X; isNil(v.Y) && t.missingValue(x) && (v.Op == token.EQL || v.Op == token.NEQ) {
			return truth(v.Op == token.EQL)
		}
	case *ssa.Phi:
		if i := slices.Index(at.Preds, from); v.Block() == at && i >= 0 {
			return t.plainly(v.Edges[i], from, nil, depth+1)
		}
	case *ssa.Extract:
		if t.missingValue(v) || t.fromContext(v.Tuple) != nil {
			return isFalse // the value is missing, and of a boolean the zero
		}
	case *ssa.Call:
		return t.answerOf(v)
	}
	return 0
}

func truth(yes bool) Known {
	if yes {
		return isTrue
	}
	return isFalse
}

// missingValue reports whether a value is what a context was asked for.
func (t *tracker) missingValue(v ssa.Value) bool {
	if e, ok := v.(*ssa.Extract); ok && e.Index == 0 {
		v = e.Tuple
	}
	return t.fromContext(v) != nil
}

// plainGate is what it asks for that such a function answers as is wanted; false, where
// the function is none.
func (t *tracker) plainGate(s effects.Site, want bool) (Gate, bool) {
	f := t.funcOf(s)
	if f == nil || f.Plain == 0 {
		return Gate{}, false
	}
	i := slices.IndexFunc(s.Args, func(v ssa.Value) bool { return isContext(v.Type()) })
	if i < 0 || f.Plain != truth(want) {
		return closed, true
	}
	return t.contextGate(s.Args[i], false), true
}
