package effects

import (
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A query may be written out in a part of another that is text: in a list of
// columns, an order, a value that is an expression.

var selects = regexp.MustCompile(`(?is)\bselect\b.+\bfrom\b`)

// subselects are the queries of which an expression is made that is text.
func subselects(expr []text) [][]text {
	found := slices.DeleteFunc(slices.Clone(expr), func(t text) bool { return !selects.MatchString(t.String()) })
	if len(found) == 0 {
		return nil
	}
	return [][]text{joined(constTexts("SELECT "), found)}
}

// expressions are the queries written out in a link's arguments: in those that are
// text, if such an argument is one, and in the expressions that the library makes
// of texts.
func (l link) expressions(plain bool) [][]text {
	if l.frame == nil {
		return nil
	}
	var out [][]text
	for _, v := range l.values(0) {
		if s := stringOf(v); s != nil && plain {
			out = append(out, subselects(l.texts(s))...)
			continue
		}
		out = append(out, l.expressionsIn(v, 0)...)
	}
	return out
}

// takesColumns reports whether a method's texts are columns or the like, which may
// be queries, and never values.
func takesColumns(name string) bool {
	switch name {
	case "Column", "Columns", "ColumnExpr", "Select", "SelectMore", "Distinct", "Having", "OrderBy", "OrderByClause", "Order", "OrderExpr", "Group", "GroupBy",
		"GroupExpr", "Pluck", "DistinctOn":
		return true
	}
	return false
}

// expressionsIn are the queries written out in what a library makes of a text:
// squirrel.Expr, goqu.L, gorm.Expr.
func (l link) expressionsIn(v ssa.Value, depth int) [][]text {
	if v == nil || depth > 3 {
		return nil
	}
	v = typed(v)
	var out [][]text
	if m, ok := l.frame.e.g.content(v).(*ssa.MakeMap); ok {
		for _, ref := range *m.Referrers() {
			if u, ok := ref.(*ssa.MapUpdate); ok {
				out = append(out, l.expressionsIn(u.Value, depth+1)...)
			}
		}
		return out
	}
	for _, item := range items(v) {
		out = append(out, l.expressionsIn(item, depth+1)...)
	}
	c, ok := v.(*ssa.Call)
	if !ok {
		return append(out, l.literalExpressions(v, depth)...)
	}
	callee, args := calleeOf(c)
	if callee == nil || callee.Pkg() == nil || l.frame.e.p.firstPartyPath(pkgPath(callee.Pkg())) {
		return out
	}
	for i, a := range args {
		if s := stringOf(a); s != nil {
			if i == 0 && callee.Signature().Recv() == nil {
				out = append(out, subselects(l.texts(s))...)
			}
			continue
		}
		out = append(out, l.expressionsIn(a, depth+1)...)
	}
	return out
}

// literalExpressions are the queries in gorm's clauses, which are structs: the SQL
// of an expression, and the tables that one names.
func (l link) literalExpressions(v ssa.Value, depth int) [][]text {
	n := named(v.Type())
	if n == nil || n.Obj().Pkg() == nil || !strings.HasSuffix(pkgPath(n.Obj().Pkg()), "gorm.io/gorm/clause") {
		return nil
	}
	var out [][]text
	fields := l.frame.literal(v)
	for _, f := range structFields(n) {
		part := fields[f.Name()]
		switch {
		case part == nil:
		case isString(f.Type()) && n.Obj().Name() == "Table" && f.Name() == "Name":
			out = append(out, joins([][]text{identifiers(l.texts(part))})...)
		case isString(f.Type()) && f.Name() == "SQL":
			out = append(out, subselects(l.texts(part))...)
		default:
			out = append(out, l.expressionsIn(part, depth)...)
		}
	}
	return out
}

// structFields are the fields of a struct, in their order.
func structFields(n *types.Named) []*types.Var {
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	return slices.Collect(s.Fields())
}

// expanded is a text of bun's or go-pg's with the names in it that are given as
// arguments: TableExpr("? AS u", bun.Ident("users")).
func (l link) expanded() ([]text, bool) {
	t, ok := l.text(0)
	if !ok || len(t) != 1 || !t[0].closed() || len(l.args) < 2 {
		return t, ok
	}
	rest := t[0].String()
	out := []text{nil}
	for _, v := range l.rest(1) {
		before, after, more := strings.Cut(rest, "?")
		if !more {
			break
		}
		out, rest = concat(out, constTexts(before)), after
		if isName(v) {
			out = concat(out, identifiers(l.texts(typed(v))))
		} else {
			out = concat(out, constTexts("?"))
		}
	}
	return concat(out, constTexts(rest)), true
}

// isName reports whether a value is a name that a library puts into a query as it
// is.
func isName(v ssa.Value) bool {
	if v == nil {
		return false
	}
	n := named(typed(v).Type())
	return n != nil && isString(n) && slices.Contains([]string{"Ident", "Safe", "Name"}, n.Obj().Name())
}
