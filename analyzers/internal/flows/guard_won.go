package flows

import (
	"go/constant"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A statement may move a row on only from where it has not been moved on yet, and say
// whether it did:
//
//	UPDATE jobs SET state = 'done' WHERE image_id = $1 AND state NOT IN ('done', 'failed')
//
// What is then written about the same thing, images.SetState(ctx, id, Done), comes from the
// one message that got there. The row has to be found by nothing but what the other write is
// given: that a message's own row was moved on says nothing of the next message.

// A Win is a result that tells of such a statement: it is true, not zero, or no error only
// where the row was moved on.
type Win struct {
	Result int
	Keys   []int // the parameters by which the row is found
}

// A Won is a method of an interface that may tell so, and has before a call is made.
type Won struct {
	Method summary.Method
	Result int
	Same   []int // of its arguments, the receiver first, those that the call is given too
}

// maxWins bounds what a summary says of them.
const maxWins = 4

// wonBefore reports whether an instruction is only reached where a row was moved on that is
// found by what the instruction is given.
func (t *tracker) wonBefore(instr ssa.Instruction) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	given := t.valuesGiven(t.site(call))
	return slices.ContainsFunc(t.holding(instr.Block()), func(c condition) bool {
		keys := t.wonBy(c)
		return len(keys) > 0 && !slices.ContainsFunc(keys, func(k ssa.Value) bool { return !isAmong(k, given) })
	})
}

// wonBehind are the methods of interfaces that may tell so of what a call is given.
func (t *tracker) wonBehind(instr ssa.CallInstruction) []Won {
	given := t.valuesGiven(t.site(instr))
	var list []Won
	for _, c := range t.holding(instr.Block()) {
		told := saysYes(c)
		if told == nil {
			continue
		}
		call, i := resultAt(told)
		if call == nil || ssa.Instruction(call) == instr {
			continue
		}
		asked := t.site(call)
		if asked.Method == nil || len(list) == maxWins {
			continue
		}
		won := Won{Method: *asked.Method, Result: i}
		for i, a := range asked.Args {
			if i > 0 && !isContext(a.Type()) && isAmong(plainKey(a), given) {
				won.Same = append(won.Same, i)
			}
		}
		if len(won.Same) > 0 {
			list = append(list, won)
		}
	}
	return list
}

// valuesGiven are the values that a call is given, one by one.
func (t *tracker) valuesGiven(s effects.Site) []ssa.Value {
	var list []ssa.Value
	for _, v := range slices.Concat(s.Args, variadic(s)) {
		if v != nil && !isContext(v.Type()) {
			list = append(list, plainKey(v))
		}
	}
	return list
}

func plainKey(v ssa.Value) ssa.Value { return unconverted(withoutInterface(v)) }

func isAmong(key ssa.Value, values []ssa.Value) bool {
	if _, fixed := key.(*ssa.Const); fixed {
		return false
	}
	return slices.ContainsFunc(values, func(v ssa.Value) bool { return sameKey(key, v) })
}

// saysYes is the value of which a condition holds where it is true, not zero, or no error;
// nil if it is none such.
func saysYes(c condition) ssa.Value {
	switch v := c.value.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return saysYes(condition{v.X, !c.want, c.at})
		}
	case *ssa.BinOp:
		if none, ok := unlessNone(v); ok {
			if c.want != none {
				return v.X
			}
			return nil
		}
		x := v.X
		if isNil(x) {
			x = v.Y
		}
		if isError(x.Type()) && (isNil(v.X) || isNil(v.Y)) && c.want == (v.Op == token.EQL) {
			return x
		}
		return nil
	}
	if !c.want || !isBool(c.value.Type()) {
		return nil
	}
	return c.value
}

// resultAt is the call whose result a value is, and which of its results.
func resultAt(v ssa.Value) (*ssa.Call, int) {
	switch v := unconverted(v).(type) {
	case *ssa.Extract:
		call, _ := v.Tuple.(*ssa.Call)
		return call, v.Index
	case *ssa.Call:
		return v, 0
	}
	return nil, 0
}

// wonBy are the values by which a row is found that was moved on where a condition holds.
func (t *tracker) wonBy(c condition) []ssa.Value {
	told := saysYes(c)
	if told == nil {
		return nil
	}
	return t.wonIf(told)
}

// wonIf are the values by which a row is found that was moved on where a value is true, not
// zero, or no error.
func (t *tracker) wonIf(told ssa.Value) []ssa.Value {
	if run := t.countedOf(told); run != nil && isNumber(told.Type()) {
		return t.movedOn(run)
	}
	if isError(told.Type()) {
		if run := t.rowScanned(told); run != nil && t.givesRowBack(run) {
			return t.movedOn(run)
		}
	}
	call, i := resultAt(told)
	if call == nil {
		return nil
	}
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return nil
	}
	for _, win := range f.Wins {
		if win.Result == i {
			return argsAt(s, win.Keys)
		}
	}
	return nil
}

// argsAt are some of a call's arguments; nil where one is missing.
func argsAt(s effects.Site, at []int) []ssa.Value {
	var list []ssa.Value
	for _, i := range at {
		if i >= len(s.Args) {
			return nil
		}
		list = append(list, plainKey(s.Args[i]))
	}
	return list
}

// givesRowBack reports whether a call runs a statement that gives back what it has changed.
func (t *tracker) givesRowBack(run *ssa.Call) bool {
	st := t.onlyStatement(t.site(run))
	return st != nil && returning.MatchString(statementText(*st))
}

// movedOn are the values by which the row is found that the statement of a call moves on;
// nil if it is none such.
func (t *tracker) movedOn(run *ssa.Call) []ssa.Value {
	st, given := t.asksWhere(t.site(run))
	if st == nil || messageBooks.MatchString(st.Target.Name) || !movesOnce(st) {
		return nil
	}
	var keys []ssa.Value
	for i, v := range given {
		if c := st.Conditions[i]; v != nil && c.Op == "=" && c.Guards == "" && !hasColumn(st.SetColumns, c.Column) {
			keys = append(keys, plainKey(v))
		}
	}
	return keys
}

// movesOnce reports whether a statement changes a column that has to be as it is not any
// more afterwards.
func movesOnce(st *effects.Statement) bool {
	return writtenOnce(&st.Statement, statementText(*st)) || slices.ContainsFunc(st.Conditions, func(c sqltext.Comparison) bool {
		return c.Guards == "" && slices.ContainsFunc(st.Assigned, func(a sqltext.Assignment) bool {
			return strings.EqualFold(a.Column, c.Column) && outgrows(c, a.Value)
		})
	})
}

// outgrows reports whether what a column is set to no longer meets a condition on it.
func outgrows(c sqltext.Comparison, value string) bool {
	fixed := constantValue.MatchString(value)
	switch c.Op {
	case "=":
		return literal.MatchString(c.Other) && value != c.Other || movesOn(c, []sqltext.Assignment{{Column: c.Column, Value: value}})
	case "IN":
		return literal.MatchString(c.Other) && !(fixed && strings.Contains(c.Other, value))
	case "NOT IN":
		return literal.MatchString(c.Other) && fixed && strings.Contains(c.Other, value)
	case "IS":
		return !strings.EqualFold(value, "null")
	}
	return false
}

// noteWins notes which results tell that a row was moved on, by parameters.
func (t *tracker) noteWins(f *Func) {
	results := t.u.Func.Signature.Results()
	for i := range results.Len() {
		ty := results.At(i).Type()
		if !isBool(ty) && !isNumber(ty) && !isError(ty) || len(f.Wins) == maxWins {
			continue
		}
		if keys := t.winsBy(i); len(keys) > 0 {
			f.Wins = append(f.Wins, Win{i, keys})
		}
	}
}

// winsBy are the parameters by which the row is found that has been moved on wherever a
// result says so; nil if it does not.
func (t *tracker) winsBy(i int) []int {
	var keys []int
	for ret := range effects.Returns(t.u.Func) {
		r := ret.Results[i]
		if t.saysNo(r, ret.Block()) {
			continue
		}
		by := t.wonWith(r, ret.Block())
		if by == nil || keys != nil && !slices.Equal(keys, by) {
			return nil
		}
		keys = by
	}
	return keys
}

// wonWith are the parameters by which the row is found that has been moved on where a result
// that is returned in a block says so.
func (t *tracker) wonWith(r ssa.Value, b *ssa.BasicBlock) []int {
	told := t.wonIf
	if isBool(r.Type()) {
		told = func(v ssa.Value) []ssa.Value { return t.wonBy(condition{value: v, want: true}) }
	}
	if by := t.paramsAt(told(r)); by != nil {
		return by
	}
	for _, c := range t.holding(b) {
		if by := t.paramsAt(t.wonBy(c)); by != nil {
			return by
		}
	}
	return nil
}

// saysNo reports whether a result that is returned in a block is false, zero or an error.
func (t *tracker) saysNo(r ssa.Value, b *ssa.BasicBlock) bool {
	if c, ok := r.(*ssa.Const); ok && c.Value != nil {
		return c.Value.Kind() == constant.Bool && !constant.BoolVal(c.Value) || isZero(c)
	}
	if !isError(r.Type()) || isNil(r) {
		return false
	}
	return certain(r) || slices.ContainsFunc(t.conditionsOf(b), func(c condition) bool {
		v, ok := c.value.(*ssa.BinOp)
		return ok && (isError(v.X.Type()) && isNil(v.Y) || isError(v.Y.Type()) && isNil(v.X)) && c.want == (v.Op == token.NEQ)
	})
}

// paramsAt are the parameters that values are; nil if one is none, or there are none.
func (t *tracker) paramsAt(values []ssa.Value) []int {
	var list []int
	for _, v := range values {
		p, ok := v.(*ssa.Parameter)
		if !ok || p.Parent() != t.u.Func {
			return nil
		}
		list = append(list, slices.Index(t.u.Func.Params, p))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// wonGuard is the guard of a call that is only made where another method of an interface has
// moved the row on: all that implement it have to.
func (s *settler) wonGuard(c Call) Guard {
	for _, won := range c.Won {
		impls := s.implementations(Call{Method: won.Method})
		if len(impls) > 0 && !slices.ContainsFunc(impls, func(key string) bool { return !s.wins(s.conversions[key], won) }) {
			return Guard{Kind: State, Code: true, Step: lastStep(c.Steps)}
		}
	}
	return Guard{}
}

// wins reports whether an implementation of a method tells that it has moved a row on.
func (s *settler) wins(conv Conversion, won Won) bool {
	return slices.ContainsFunc(conv.Methods, func(m Method) bool {
		return m.Name == won.Method.Name && slices.ContainsFunc(m.Func.Wins, func(w Win) bool {
			return w.Result == won.Result && !slices.ContainsFunc(w.Keys, func(k int) bool { return !slices.Contains(won.Same, k) })
		})
	})
}
