package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// What a column is given, in the words of SQL. A value is a placeholder; but what is
// made of the column's own value may be added in any order, so that has to be told
// apart, however a library says it.

// value is a value that is assigned: gorm.Expr("n + ?", 1), squirrel.Expr, goqu.L.
func (l link) value(v ssa.Value) []text {
	if v == nil {
		return constTexts(blank)
	}
	if c, ok := v.(*ssa.Const); ok && c.IsNil() {
		return constTexts("NULL")
	}
	if n := named(typed(v).Type()); n != nil && n.Obj().Name() == "Expr" && isStruct(n.Underlying()) {
		return l.expression(v) // gorm's clause, written out
	}
	c, ok := typed(v).(*ssa.Call)
	if !ok {
		return operand(v)
	}
	callee, args := calleeOf(c)
	if callee == nil || len(args) == 0 || callee.Signature().Recv() != nil || stringOf(args[0]) == nil {
		return operand(v)
	}
	switch callee.Name() {
	case "Expr", "L", "Lit", "Literal", "SafeQuery", "Raw":
		return l.texts(stringOf(args[0]))
	}
	return operand(v)
}

// textOr is the text that a call is given for a value, or a placeholder.
func (l link) textOr(i int) []text {
	if t, ok := l.text(i); ok {
		return t
	}
	return constTexts(blank)
}

// increased is the assignment by which a column gets more, or less, than it has.
func increased(column []text) []text {
	return joined(column, constTexts(" = "), column, constTexts(" + "+blank))
}

// changed is the assignment that a method of go-sqlbuilder's makes: ub.Incr("n"),
// ub.Assign("n", value).
func (l link) changed(by *types.Func, args []ssa.Value) []text {
	column := identifiers(l.texts(stringOf(args[1])))
	switch by.Name() {
	case "Incr", "Decr", "Add", "Sub", "Mul", "Div":
		return increased(column)
	}
	return joined(column, constTexts(" = "), l.value(args[len(args)-1]))
}

// given is what a pair of a document is given.
func (p pair) given() []text { return link{frame: p.frame}.value(p.value) }
