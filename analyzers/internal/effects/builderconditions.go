package effects

import (
	"strings"

	"golang.org/x/tools/go/ssa"
)

// The conditions of query builders, in the words of SQL. Each library has its own
// names for the same few operators.

func (q *built) conditions(l link) {
	if l.maybe {
		return
	}
	if q.lib == squirrel {
		q.where = append(q.where, withPresent(l.predicate(l.arg(0), 0), l.rest(1)))
		return
	}
	for _, v := range l.values(0) {
		q.where = append(q.where, l.predicate(v, 0))
	}
}

// predicate is a condition in the words of SQL.
func (l link) predicate(v ssa.Value, depth int) []text {
	if v == nil || depth > 6 {
		return []text{hole()}
	}
	l, v = l.made(v)
	if c, ok := v.(*ssa.Call); ok {
		if found := l.comparison(c, depth); found != nil {
			return found
		}
	}
	if s := stringOf(v); s != nil {
		return l.texts(s)
	}
	n := named(typed(v).Type())
	if n == nil {
		return []text{hole()}
	}
	if pairs, ok := l.frame.document(v); ok && len(pairs) > 0 {
		return l.pairs(n.Obj().Name(), pairs)
	}
	if n.Obj().Name() == "And" {
		var parts [][]text
		for _, item := range items(l.frame.e.g.content(typed(v))) {
			parts = append(parts, l.predicate(item, depth+1))
		}
		return list(parts, " AND ", hole())
	}
	return []text{hole()}
}

// pairs are conditions that are a map: squirrel.Lt{"synced_at": t}, or
// goqu.Ex{"synced_at": goqu.Op{"lt": t}}.
func (l link) pairs(kind string, pairs []pair) []text {
	var parts [][]text
	for _, p := range pairs {
		op := comparisonOp(kind)
		if kind == "Ex" {
			op = "="
			if inner, ok := p.frame.document(p.value); ok && len(inner) == 1 {
				op = comparisonOp(inner[0].key)
			}
		}
		if op == "" {
			parts = append(parts, []text{hole()})
			continue
		}
		parts = append(parts, joined(constTexts(quoteName(p.key)+" "+op+" "), comparedWith(p.key, p.value)))
	}
	return list(parts, " AND ", hole())
}

// comparisonOp is the operator that a library calls by a name, or "".
func comparisonOp(name string) string {
	switch strings.ToLower(name) {
	case "eq", "equal", "e", "eqnamed":
		return "="
	case "neq", "noteq", "ne", "notequal":
		return "<>"
	case "lt", "lessthan", "l", "ltnamed":
		return "<"
	case "lte", "ltoreq", "lessequalthan", "lessthanequal", "le", "lessthanorequal", "lteq":
		return "<="
	case "gt", "greaterthan", "g":
		return ">"
	case "gte", "gtoreq", "greaterequalthan", "greaterthanequal", "ge", "greaterthanorequal", "gteq":
		return ">="
	}
	return ""
}

// comparison is a condition that a call makes: goqu.C("synced_at").Lt(t),
// sb.LessThan("synced_at", t), qb.Lt("synced_at"), squirrel.Expr("…").
func (l link) comparison(c *ssa.Call, depth int) []text {
	callee, args := calleeOf(c)
	if callee == nil {
		return nil
	}
	switch callee.Name() {
	case "Expr", "L", "Lit":
		if s := stringOf(args[0]); s != nil {
			return withPresent(l.texts(s), elements(args[len(args)-1]))
		}
	case "And", "Ands":
		var parts [][]text
		for _, v := range items(args[len(args)-1]) {
			parts = append(parts, l.predicate(v, depth+1))
		}
		return list(parts, " AND ", hole())
	}
	op := comparisonOp(callee.Name())
	if op == "" {
		return nil
	}
	if callee.Signature().Recv() != nil {
		if inner, ok := typed(args[0]).(*ssa.Call); ok && len(inner.Call.Args) > 0 { // C("x").Lt
			if s := stringOf(inner.Call.Args[len(inner.Call.Args)-1]); s != nil {
				return joined(identifiers(l.texts(s)), constTexts(" "+op+" "), operand(args[len(args)-1]))
			}
			return []text{hole()}
		}
		args = args[1:]
	}
	if len(args) > 0 && stringOf(args[0]) != nil {
		value := constTexts(blank)
		if len(args) > 1 { // or it is named by its column: qb.Lt("synced_at")
			value = operand(args[len(args)-1])
		}
		return joined(identifiers(l.texts(stringOf(args[0]))), constTexts(" "+op+" "), value)
	}
	return []text{hole()}
}
