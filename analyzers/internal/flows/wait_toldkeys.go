package flows

import (
	"go/constant"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// To rely on a foreign key is not to wait, unless its failure is told from others and has
// the message come again. The code that looks at the error may be a helper's, which says
// no more than whether it is that one.

// noteTellsKeys notes that an instruction asks for the failure of a foreign key.
func (t *tracker) noteTellsKeys(f *Func, instr ssa.Instruction) {
	if v, ok := instr.(ssa.Value); tellsKeys(instr) && !(ok && t.losesTold(v)) {
		f.TellsKeys = f.TellsKeys.with(t.branchesOf(instr))
	}
}

// takeTellsKeys takes over that a callee asks for it.
func (k *taking) takeTellsKeys(f, callee *Func) {
	if len(callee.TellsKeys) == 0 || k.losesYes(k.site.Instr.Value()) {
		return
	}
	f.TellsKeys = f.TellsKeys.withAll(callee.TellsKeys, k.branches)
}

// tellsKeys reports whether an instruction mentions the error by which a
// database says that a foreign key does not hold.
func tellsKeys(instr ssa.Instruction) bool {
	if call, ok := instr.(*ssa.Call); ok && asksForKeys(call) {
		return true
	}
	for _, op := range instr.Operands(nil) {
		switch v := (*op).(type) {
		case *ssa.Const:
			if v.Value == nil {
				continue
			}
			switch v.Value.Kind() {
			case constant.String:
				s := constant.StringVal(v.Value)
				if s == "23503" || strings.EqualFold(s, "foreign_key_violation") {
					return true
				}
			case constant.Int:
				if n, ok := constant.Int64Val(v.Value); ok && (n == 1452 || n == 1216 || n == 787) {
					return true
				}
			}
		case *ssa.Global:
			if strings.Contains(v.Name(), "ForeignKey") {
				return true
			}
		}
	}
	return false
}

// asksForKeys recognises the calls by which libraries tell that a constraint does not hold,
// and a look at the error's text.
func asksForKeys(call *ssa.Call) bool {
	fn := calleeOf(call)
	if fn == nil || fn.Pkg() == nil || !isBool(call.Type()) {
		return false
	}
	switch name := fn.Name(); {
	case fn.Pkg().Path() == "strings":
		return slices.ContainsFunc(call.Call.Args, func(v ssa.Value) bool {
			return strings.Contains(strings.ToLower(constantText(v)), "foreign key") || name == "HasPrefix" && constantText(v) == "23"
		})
	default:
		return strings.Contains(name, "ForeignKey") || name == "IsConstraintError" || name == "IntegrityViolation"
	}
}

// losesTold reports whether the failure of a foreign key is told from others just to have
// the message lost: where an instruction that mentions it decides, success is answered.
func (t *tracker) losesTold(v ssa.Value) bool {
	if cmp, ok := v.(*ssa.BinOp); ok {
		return cmp.Op == token.EQL && t.loseOn(turns(cmp, true), nil) || cmp.Op == token.NEQ && t.loseOn(turns(cmp, false), nil)
	}
	if call, ok := v.(*ssa.Call); ok && isBool(call.Type()) {
		return t.losesYes(call)
	}
	if v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		call, ok := ref.(*ssa.Call)
		if ok && call.Call.StaticCallee() != nil && call.Call.StaticCallee().Name() == "Is" && len(turns(call, true)) > 0 {
			return t.losesYes(call)
		}
	}
	return false
}

// losesYes reports whether the message is lost where a call says yes.
func (t *tracker) losesYes(call *ssa.Call) bool {
	return call != nil && isBool(call.Type()) && t.loseOn(turns(call, true), call)
}

// loseOn reports whether success is answered on some ways from a call, if it is one that
// leads there.
func (t *tracker) loseOn(ways []way, call *ssa.Call) bool {
	return len(ways) > 0 && lost(t.outcomes(ways, call))
}
