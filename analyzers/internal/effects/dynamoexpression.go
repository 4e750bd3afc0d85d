package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// DynamoDB's SDKs have a builder for what an operation sets and what has to hold:
//
//	expression.NewBuilder().
//		WithUpdate(expression.Set(expression.Name("name"), expression.Value(name))).
//		WithCondition(expression.Name("version").LessThan(expression.Value(version))).
//		Build()
//
// Its parts are read into SQL, like those of other builders: a condition, or a list of
// assignments. A part that a function is given is left to its callers.

// expressionPart is the name of one of the builder's types, or "".
func expressionPart(t types.Type) string {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return ""
	}
	switch catalog.Canonical(pkgPath(n.Obj().Pkg())) {
	case "github.com/aws/aws-sdk-go-v2/feature/dynamodb/expression", "github.com/aws/aws-sdk-go/service/dynamodb/expression":
		return n.Obj().Name()
	}
	return ""
}

// isExpressionPart recognises the types of the parts that are read as text.
func isExpressionPart(t types.Type) bool {
	switch expressionPart(t) {
	case "ConditionBuilder", "UpdateBuilder", "NameBuilder", "SetValueBuilder":
		return true
	}
	return false
}

// builtExpression reads the method by which an operation's input is given what was
// built: expr.Condition(), expr.Update(). The second result reports whether it is one.
func (f *frame) builtExpression(v ssa.Value) (found []text, ok bool) {
	c, is := v.(*ssa.Call)
	if !is || receiver(c) == nil || expressionPart(receiver(c).Type()) != "Expression" {
		return nil, false
	}
	callee, _ := calleeOf(c)
	with := map[string]string{"Condition": "WithCondition", "Update": "WithUpdate"}[callee.Name()]
	chains := newChainer(func(t types.Type) bool {
		name := expressionPart(t)
		return name == "Builder" || name == "Expression"
	}, false).of(receiver(c), f, 0)
	for _, chain := range chains {
		part := []text{hole()}
		for _, l := range chain {
			if l.name == with && len(l.args) == 1 {
				part = l.texts(l.args[0])
			}
		}
		found = append(found, part...)
	}
	if len(found) == 0 || len(found) > maxTexts {
		return []text{hole()}, true
	}
	return found, true
}

// expressionCall reads one call of the builder's package.
func (e *evaluator) expressionCall(c *ssa.Call, next func(ssa.Value) []text) []text {
	callee, args := calleeOf(c)
	if callee == nil || callee.Pkg() == nil || !isExpressionPart(c.Type()) || expressionPart(c.Type()) == "" || callee.Pkg() != named(c.Type()).Obj().Pkg() {
		return nil
	}
	switch expressionPart(c.Type()) {
	case "NameBuilder":
		if strings.HasPrefix(callee.Name(), "Name") {
			return identifiers(next(args[0]))
		}
	case "SetValueBuilder":
		return computedOperand(callee.Name(), args, next)
	case "UpdateBuilder":
		return updateOf(callee.Name(), args, next)
	case "ConditionBuilder":
		return conditionOf(callee.Name(), args, next)
	}
	return []text{hole()}
}

// expressionOperand is a side of a comparison, or what an attribute is set to.
func expressionOperand(v ssa.Value, next func(ssa.Value) []text) []text {
	v = typed(v)
	if isExpressionPart(v.Type()) {
		return next(v)
	}
	if c, ok := v.(*ssa.Call); ok && expressionPart(c.Type()) == "ValueBuilder" && len(c.Call.Args) > 0 {
		return operand(c.Call.Args[0])
	}
	if expressionPart(v.Type()) == "SizeBuilder" {
		return []text{hole()}
	}
	return constTexts(blank)
}

// computedOperand reads what is made of two operands.
func computedOperand(name string, args []ssa.Value, next func(ssa.Value) []text) []text {
	if len(args) != 2 {
		return []text{hole()}
	}
	left, right := expressionOperand(args[0], next), expressionOperand(args[1], next)
	switch name {
	case "Plus":
		return joined(left, constTexts(" + "), right)
	case "Minus":
		return joined(left, constTexts(" - "), right)
	case "ListAppend":
		return joined(constTexts("list_append("), left, constTexts(", "), right, constTexts(")"))
	case "IfNotExists":
		return joined(constTexts("if_not_exists("), left, constTexts(", "), right, constTexts(")"))
	}
	return []text{hole()}
}

// updateOf reads a list of assignments: a function makes the first of them, and the
// method of the same name adds one.
func updateOf(name string, args []ssa.Value, next func(ssa.Value) []text) []text {
	var before []text
	if len(args) > 0 && expressionPart(args[0].Type()) == "UpdateBuilder" {
		before, args = next(args[0]), args[1:]
		if c, ok := typed(args[0]).(*ssa.Const); ok && c.Value == nil {
			before = nil
		}
	}
	if len(args) == 0 {
		return []text{hole()}
	}
	column := next(args[0])
	var set []text
	switch {
	case name == "Set" && len(args) == 2:
		set = joined(column, constTexts(" = "), expressionOperand(args[1], next))
	case name == "Remove":
		set = joined(column, constTexts(" = NULL"))
	case name == "Add" || name == "Delete":
		set = increased(column)
	default:
		set = []text{hole()}
	}
	if before == nil {
		return set
	}
	return joined(before, constTexts(", "), set)
}

// conditionOf reads a condition.
func conditionOf(name string, args []ssa.Value, next func(ssa.Value) []text) []text {
	switch name {
	case "And", "Or":
		var parts [][]text
		for _, v := range (link{args: args}).values(0) {
			parts = append(parts, joined(constTexts("("), next(v), constTexts(")")))
		}
		return joined(constTexts("("), list(parts, " "+strings.ToUpper(name)+" ", hole()), constTexts(")"))
	case "Not":
		return joined(constTexts("NOT ("), next(args[0]), constTexts(")"))
	case "AttributeNotExists":
		return joined(next(args[0]), constTexts(" IS NULL"))
	case "AttributeExists":
		return joined(next(args[0]), constTexts(" IS NOT NULL"))
	case "In":
		return joined(expressionOperand(args[0], next), constTexts(" IN ("+blank+")"))
	}
	op := comparisonOp(name)
	if op == "" || len(args) != 2 {
		return []text{hole()}
	}
	return joined(expressionOperand(args[0], next), constTexts(" "+op+" "), expressionOperand(args[1], next))
}
