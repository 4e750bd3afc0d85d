package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// statementHeeds is the flag, as far as a statement may decide by it: it is given
// for a placeholder of the condition, or by a builder's call. What only fills a
// column decides nothing.
func (t *tracker) statementHeeds(s effects.Site, touch *effects.Touch) Origin {
	const mask = fromForce | params
	if len(touch.Statements) == 0 {
		return t.whole(s.Args[0]) & fromForce // what the builder was told before
	}
	var o Origin
	for _, st := range touch.Statements {
		text := statementText(st)
		elems := variadic(s)
		for i, v := range elems {
			if flagLike(v.Type()) && !onlyColumn(text, i) {
				o |= t.askedSide(v)
			} else if !flagLike(v.Type()) && alternative.MatchString(text) {
				o |= t.whole(v) & mask // named, or in a struct
			}
		}
		if len(elems) == 0 && alternative.MatchString(text) {
			for _, v := range s.Args {
				o |= t.whole(v) & mask
			}
		}
	}
	return o
}

// statementText is a statement's text, with a hole for each part that is not
// known.
func statementText(st effects.Statement) string {
	var b strings.Builder
	for _, p := range st.Parts {
		if p.Text == "" {
			b.WriteRune(sqltext.Hole)
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

var (
	alternative = regexp.MustCompile(`(?i)\b(or|case|iif|if|greatest|coalesce)\b|` + string(sqltext.Hole))
	chosen      = regexp.MustCompile(`(?i)\b(case|iif|if|greatest|coalesce)\b`)
	where       = regexp.MustCompile(`(?i)\b(where|when)\b`)
	anyNumbered = regexp.MustCompile(`[$:@]p?\d+\b`)
	question    = regexp.MustCompile(`\?`)
)

// onlyColumn reports whether the value for a placeholder, counted from 0, goes
// into a column and nowhere else.
func onlyColumn(text string, i int) bool {
	if text == "" || strings.ContainsRune(text, sqltext.Hole) || chosen.MatchString(text) {
		return false
	}
	end := len(text)
	if all := where.FindAllStringIndex(text, -1); len(all) > 0 {
		end = all[0][0]
	}
	if anyNumbered.MatchString(text) {
		for _, at := range anyNumbered.FindAllStringIndex(text, -1) {
			if n, err := strconv.Atoi(strings.TrimLeft(text[at[0]:at[1]], "$:@p")); err == nil && n == i+1 && at[0] > end {
				return false
			}
		}
		return true
	}
	all := question.FindAllStringIndex(text, -1)
	return i < len(all) && all[i][0] < end
}

// comparesOrder reports whether a statement by itself leaves the row as it is if
// what is stored is not older.
func (a *analysis) comparesOrder(c sqltext.Comparison) bool {
	return c.Guards == "" && a.takesNewer(c)
}

// takesNewer reports whether a condition holds only where what is stored is older.
func (a *analysis) takesNewer(c sqltext.Comparison) bool {
	return (c.Op == "<" || c.Op == "<=") && a.conditionKind(c) == Ordered
}

// withoutChoices is a statement without the parentheses in which there are alternatives, or
// another query, or what must not hold: the conditions that are left all have to hold, unless
// there are alternatives outside of parentheses.
func withoutChoices(text string) string {
	for group.MatchString(text) {
		text = group.ReplaceAllStringFunc(text, func(g string) string {
			m := group.FindStringSubmatch(g)
			if m[1] != "" || alternatives.MatchString(m[2]) {
				return "?"
			}
			return " " + m[2] + " "
		})
	}
	return text
}

var (
	group        = regexp.MustCompile(`(?i)(\bnot\s*)?\(([^()]*)\)`)
	alternatives = regexp.MustCompile(`(?i)\b(or|select)\b`)
)

// unset finds the columns that have to be empty.
var unset = regexp.MustCompile(`(?i)\b(\w+)["` + "`" + `]?\s+is\s+null\b`)

// writtenOnce reports whether an UPDATE gives a value to a column that must not have one:
// the first message sets it, and no later one overwrites that.
func writtenOnce(st *sqltext.Statement, text string) bool {
	if st.Target == nil || st.Target.Verb != sqltext.Update {
		return false
	}
	if text = withoutChoices(text); eitherOr.MatchString(text) {
		return false
	}
	if turnsFlag(st, text) {
		return true
	}
	return slices.ContainsFunc(unset.FindAllStringSubmatch(text, -1), func(m []string) bool {
		return slices.ContainsFunc(st.Assigned, func(a sqltext.Assignment) bool {
			return strings.EqualFold(a.Column, m[1]) && !strings.EqualFold(a.Value, "null")
		})
	})
}

// turnsFlag reports whether an UPDATE sets a flag that must not be so yet: SET retired = true
// WHERE id = $1 AND NOT retired.
func turnsFlag(st *sqltext.Statement, text string) bool {
	at := where.FindStringIndex(text)
	if at == nil {
		return false
	}
	return slices.ContainsFunc(conjunction.Split(text[at[1]:], -1), func(part string) bool {
		m := flagAsked.FindStringSubmatch(part)
		if m == nil {
			return false
		}
		due := ((m[1] != "") == (m[3] != "")) == !strings.EqualFold(m[4], "false")
		return slices.ContainsFunc(st.Assigned, func(a sqltext.Assignment) bool {
			return strings.EqualFold(a.Column, m[2]) && strings.EqualFold(a.Value, strconv.FormatBool(!due))
		})
	})
}

var (
	conjunction = regexp.MustCompile(`(?i)\band\b`)
	// flagAsked is a column that is asked for by itself, with what makes no of a yes.
	flagAsked = regexp.MustCompile(`(?i)^\s*(not\s+)?(?:\w+\.)?["` + "`" + `]?(\w+)["` + "`" + `]?(?:\s+is\s+(not\s+)?(true|false))?\s*(?:;|\breturning\b.*)?\s*$`)
)

// keepsOwn reports whether an assignment leaves what a column holds as it is, and gives it a
// value only where it has none: COALESCE(seen_at, $2), DynamoDB's if_not_exists(seen_at, :at).
func keepsOwn(a sqltext.Assignment) bool {
	m := ownOrElse.FindStringSubmatch(a.Value)
	return m != nil && strings.EqualFold(m[2], a.Column) && !strings.EqualFold(m[1], "excluded.") && !strings.EqualFold(m[1], "new.")
}

var ownOrElse = regexp.MustCompile(`(?i)^(?:coalesce|ifnull|nvl|if_not_exists)\((\w+\.)?["` + "`" + `]?(\w+)["` + "`" + `]?,[^()]*\)$`)
