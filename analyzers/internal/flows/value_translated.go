package flows

import (
	"regexp"
	"strings"
)

// A column may hold the key of what the code knows by a name:
//
//	UPDATE orders SET status_id = (SELECT id FROM order_statuses WHERE name = $2) WHERE id = $1
//
// Such a query reads nothing anew: what a name stands for does not change, so that it is
// the name which is written. Where the query asks for more, or for another row by its key,
// its answer is as new as the statement.

// lookup is a value that is the key of the one row which has a name. Of what a value is made
// is written without blanks.
var lookup = regexp.MustCompile(`(?i)^\(select(?:\w+\.)?"?(?:id|[a-z]\w*_id|uuid)"?from([\w."]+?)where(?:\w+\.)?"?(\w+)"?=(?:lower\()?(?:\?|[$@:]p?\d+|'[^']*')(?:::(?:text|citext|varchar))?\)?(?:limit1)?\)$`)

// naming recognises the columns by which a row is called, rather than what becomes of it.
var naming = regexp.MustCompile(`(?i)^(\w+_)?(name|code|slug|label|title|symbol|alias|value|sku|abbreviation|iso\w*)$`)

// translates reports whether a value is a look-up of what a name stands for.
func translates(value string) bool {
	m := lookup.FindStringSubmatch(strings.Join(strings.Fields(value), ""))
	if m == nil {
		return false
	}
	table := strings.ToLower(m[1])
	return naming.MatchString(m[2]) || strings.Contains(table, strings.ToLower(m[2])) // statuses.status
}
