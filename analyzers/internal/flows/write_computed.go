package flows

import (
	"regexp"
	"strings"
)

// A statement may compute beside what it sets, in a common table expression or a
// derived table that is given no more than keys:
//
//	WITH n AS (SELECT count(*) AS total FROM lines WHERE order_id = $1)
//	UPDATE orders SET lines = n.total FROM n WHERE id = $1
//
// The same comes of it whichever message has it computed, and in whatever order.

var (
	qualified = regexp.MustCompile(`(?i)^(?:coalesce\()?(\w+)\.(\w+)(?:,[\w.']+\))?$`)
	// brings recognises what turns given values into rows.
	brings   = regexp.MustCompile(`(?i)\b(values\b|unnest\s*\(|jsonb?_(each|array_elements|populate|to_record)\w*\s*\(|string_to_(array|table)\s*\(|openjson\s*\()`)
	handedIn = regexp.MustCompile(`\?|\$\d+|@\w+|::?[a-z_]\w*`)
)

// computedBeside reports whether a column is set to what a part of the statement
// selects that its values do not go into.
func computedBeside(value, text string) bool {
	m := qualified.FindStringSubmatch(value)
	if m == nil {
		return false
	}
	body := derived(text, m[1])
	if body == "" || brings.MatchString(body) {
		return false
	}
	for _, at := range handedIn.FindAllStringIndex(body, -1) {
		if strings.HasPrefix(body[at[0]:], "::") {
			continue // a cast
		}
		by := compared.FindStringSubmatch(body[:at[0]])
		if by == nil || by[2] == "=" && columnName(by[1]) == strings.ToLower(m[2]) {
			return false // what is selected, or part of it, is what is given
		}
	}
	return true
}

// derived is the text of the query that a name in a statement stands for, or "".
func derived(text, name string) string {
	quoted := regexp.QuoteMeta(name)
	if at := regexp.MustCompile(`(?i)\b` + quoted + `\s*(?:\([^()]*\))?\s+as\s+(?:(?:not\s+)?materialized\s*)?\(`).FindStringIndex(text); at != nil {
		return inParentheses(text[at[1]:])
	}
	for _, at := range regexp.MustCompile(`(?i)\)\s*(?:as\s+)?`+quoted+`\b`).FindAllStringIndex(text, -1) {
		if body := upTo(text[:at[0]]); startsQuery.MatchString(body) {
			return body
		}
	}
	return ""
}

var startsQuery = regexp.MustCompile(`(?i)^\s*(select|with)\b`)

// inParentheses is a text up to the parenthesis that closes one before it.
func inParentheses(text string) string {
	open := 1
	for i, r := range text {
		switch r {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return text[:i]
			}
		}
	}
	return ""
}

// upTo is what stands in the parentheses that end after a text.
func upTo(text string) string {
	open := 1
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case ')':
			open++
		case '(':
			if open--; open == 0 {
				return text[i+1:]
			}
		}
	}
	return ""
}
