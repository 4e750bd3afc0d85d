package flows

import (
	"regexp"
	"slices"
	"strings"
)

// INSERT INTO inspections (id, vehicle_id, carrier_id) SELECT $1, v.id, v.carrier_id FROM
// vehicles v WHERE v.id = $2: what a row refers to that is there already, was there before it.

// takenColumns are those that an INSERT takes out of rows of other tables, each with the
// table.
func takenColumns(text string) []Column {
	m := insertedSelect.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	columns, items := strings.Split(m[1], ","), splitOutside(m[2])
	if len(columns) != len(items) {
		return nil
	}
	var list []Column
	for i, item := range items {
		v := plainColumn.FindStringSubmatch(strings.TrimSpace(item))
		if v == nil {
			continue
		}
		if table := tableOf(v[1], m[3]); table != "" {
			list = append(list, Column{Name: columnName(columns[i]), Table: table})
		}
	}
	return list
}

// tableOf is the table that has a name in what stands behind FROM, or "".
func tableOf(alias, from string) string {
	for _, m := range fromTable.FindAllStringSubmatch("FROM "+from, -1) {
		table := m[1][strings.LastIndexByte(m[1], '.')+1:]
		if strings.EqualFold(alias, m[2]) || strings.EqualFold(alias, table) {
			return table
		}
	}
	return ""
}

// CopiedFrom is the table of whose rows the statement takes the value of a column, or "".
func (w *Write) CopiedFrom(column string) string {
	i := slices.IndexFunc(w.Copied, func(c Column) bool { return strings.EqualFold(c.Name, column) })
	if i < 0 {
		return ""
	}
	return w.Copied[i].Table
}

var (
	insertedSelect = regexp.MustCompile(`(?is)\bINTO\s+\S+(?:\s+AS\s+\w+)?\s*\(([^()]*)\)\s*SELECT\s+(.*?)\s+FROM\s+(.*)`)
	// Columns are told by the table's name: one without may as well be a word of the language.
	plainColumn = regexp.MustCompile(`(?i)^(\w+)\.[a-z_]\w*(?:\s+AS\s+\w+)?$`)
	fromTable   = regexp.MustCompile(`(?i)(?:\bFROM|\bJOIN|,)\s+([\w.]+)(?:\s+(?:AS\s+)?(\w+))?`)
)
