package effects

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A query may name what a WITH of its own defines. Builders take the two in any
// order, so the definitions are looked for before the tables.

// withTexts finds the names that the text of a WITH defines.
var (
	withText = regexp.MustCompile(`(?is)^\s*WITH\s`)
	withName = regexp.MustCompile("(?i)[\"`]?(\\w+)[\"`]?\\s*(?:\\([^()]*\\)\\s*)?\\bAS\\s+(?:NOT\\s+)?(?:MATERIALIZED\\s*)?\\(")
)

// withNames are the names that a text defines which begins with WITH. One that
// stays open is the beginning of a definition, whose query follows: that one
// does not see the name.
func withNames(s string) (names []string, open bool) {
	if !withText.MatchString(s) {
		return nil, false
	}
	for _, m := range withName.FindAllStringSubmatch(s, -1) {
		names = append(names, m[1])
	}
	return names, strings.Count(s, "(") > strings.Count(s, ")")
}

// withPrefix is a WITH that defines names, so that the fragment that follows
// means those.
func withPrefix(names []string) []text {
	if len(names) == 0 {
		return []text{nil}
	}
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = quoteName(name) + " AS (SELECT 1)"
	}
	return constTexts("WITH " + strings.Join(parts, ", ") + " ")
}

// scopes tells for each of a chain's links which names its subqueries see, and
// leaves those of the query itself in q.ctes. A definition sees those before it,
// and itself if it is recursive.
func (q *built) scopes(chain []link) [][]string {
	seen := make([][]string, len(chain))
	defines := make([]bool, len(chain))
	for i, l := range chain {
		names := l.defined()
		if len(names) == 0 {
			continue
		}
		seen[i], defines[i] = q.ctes, true
		q.ctes = slices.Concat(q.ctes, names)
		if l.name == "WithRecursive" {
			seen[i] = q.ctes
		}
	}
	for i := range chain {
		if !defines[i] {
			seen[i] = q.ctes
		}
	}
	return seen
}

// defined are the names that a link defines for its query.
func (l link) defined() []string {
	if l.frame == nil {
		return nil
	}
	switch l.name {
	case "With", "WithRecursive":
		if t, ok := l.text(0); ok {
			return []string{bareName(t[0].String())}
		}
		var names []string
		for _, v := range l.values(0) {
			names = append(names, l.definedBy(v, 0)...)
		}
		return names
	case "Prefix":
		if t, ok := l.text(0); ok {
			if names, open := withNames(t[0].String()); !open {
				return names
			}
		}
	case "PrefixExpr":
		return l.prefixed(l.arg(0))
	}
	return nil
}

// definedBy are the names that a builder of definitions defines, which
// go-sqlbuilder has.
func (l link) definedBy(v ssa.Value, depth int) []string {
	if v == nil || !isBuilder(v.Type()) || depth > maxNesting {
		return nil
	}
	var names []string
	for _, inner := range l.chainsOf(v) {
		if t, ok := inner.text(0); ok && inner.namesCTE() {
			names = append(names, bareName(t[0].String()))
		}
		if inner.name == "With" || inner.name == "WithRecursive" {
			for _, v := range inner.values(0) {
				names = append(names, inner.definedBy(v, depth+1)...)
			}
		}
	}
	return names
}

// chainsOf are the calls that made a builder.
func (l link) chainsOf(v ssa.Value) []link {
	c := newChainer(isBuilder, builderLib(v.Type()) == sqlbuilder)
	return slices.Concat(c.of(v, l.frame, 0)...)
}

// namesCTE reports whether a link says how go-sqlbuilder's query is called in
// the WITH that it becomes part of.
func (l link) namesCTE() bool {
	switch l.name {
	case "CTETable", "CTEQuery":
		return true
	case "Table":
		n := named(l.call.Value().Type())
		return n != nil && n.Obj().Name() == "CTEQueryBuilder"
	}
	return false
}

// prefixed are the names that squirrel's PrefixExpr defines: by an Expr, or by a
// query that begins as a definition and ends with its parenthesis.
func (l link) prefixed(v ssa.Value) []string {
	if v == nil {
		return nil
	}
	v = typed(v)
	if isBuilder(v.Type()) && isQuery(v.Type()) {
		var names []string
		for _, inner := range l.chainsOf(v) {
			if t, ok := inner.text(0); ok && inner.name == "Prefix" {
				found, _ := withNames(t[0].String())
				names = append(names, found...)
			}
		}
		return names
	}
	c, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	callee, args := calleeOf(c)
	if callee == nil || callee.Name() != "Expr" || len(args) == 0 || stringOf(args[0]) == nil {
		return nil
	}
	names, _ := withNames(l.texts(stringOf(args[0]))[0].String())
	return names
}

// prefix reads the queries of the WITH that a text is.
func (q *built) prefix(l link) {
	if t, ok := l.text(0); ok {
		if names, open := withNames(t[0].String()); len(names) > 0 && !open {
			q.nested = append(q.nested, joined(t, constTexts(" SELECT 1")))
		}
	}
}

// bareName is the name of a definition that may list its columns.
func bareName(s string) string {
	name, _, _ := strings.Cut(s, "(")
	return strings.Trim(strings.TrimSpace(name), "\"`")
}

// isCTE reports whether a table's text, with or without an alias, names one of
// the definitions.
func isCTE(ctes []string, t []text) bool {
	if len(ctes) == 0 || len(t) != 1 {
		return false
	}
	words := strings.Fields(t[0].String())
	if len(words) == 0 {
		return false
	}
	name := strings.Trim(words[0], "\"`")
	return slices.ContainsFunc(ctes, func(cte string) bool { return strings.EqualFold(cte, name) })
}
