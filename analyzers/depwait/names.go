package depwait

import (
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/config"
)

// What a row refers to may be said by nothing but the name of a column: store_id, beside a
// table of stores that messages fill.

// namedParent is the one table filled by messages to which a column refers by
// its name: store_id to stores, or stores_cache; assigned_user_uuid to users.
func namedParent(cfg *config.Config, c *flows.Consumer, w *flows.Write, column string) string {
	words, suffix := keyWords(column)
	if len(words) == 0 || entityOf(w.Name()) == strings.Join(words, "") {
		return "" // policies.policy_id is the row's own key
	}
	for {
		if parent := entityTable(cfg, c, w, strings.Join(words, "")); parent != "" {
			if suffix == "code" && !cfg.HasColumn(c.Place.Service, config.Table{Name: parent}, suffix) {
				return "" // a code is a key only of what has one
			}
			return parent
		}
		if len(words) == 1 || !isRole(words[0]) {
			return ""
		}
		words = words[1:]
	}
}

// keyWords are the words of a column that holds a key, without the one that says so.
func keyWords(column string) (words []string, suffix string) {
	words = strings.Split(dbname.Snake(column), "_")
	last := len(words) - 1
	if last > 0 && slices.Contains(keySuffixes, words[last]) {
		return words[:last], words[last]
	}
	if entity, ok := strings.CutSuffix(words[last], "id"); ok { // storeid
		words[last] = entity
		return words, "id"
	}
	return nil, ""
}

// keySuffixes are what columns end with that hold the key of another row.
var keySuffixes = []string{"id", "uuid", "guid", "ref", "code"}

// isRole recognises the words that say which part the row plays that a key refers to:
// assigned_user_id, billing_address_id. Words such as external do not: what they stand
// before is kept elsewhere.
func isRole(word string) bool {
	return roles[word] || len(word) > 5 && strings.HasSuffix(word, "ed") && !kept[word]
}

var roles = map[string]bool{
	"owner": true, "parent": true, "primary": true, "secondary": true, "main": true, "default": true, "current": true, "previous": true,
	"new": true, "old": true, "from": true, "to": true, "by": true, "for": true, "sender": true, "recipient": true, "receiver": true, "author": true, "creator": true,
	"billing": true, "shipping": true, "delivery": true, "pickup": true, "home": true, "away": true, "first": true, "last": true,
	"origin": true, "destination": true, "departure": true, "arrival": true, "leading": true, "reporting": true, "requesting": true,
	"buyer": true, "seller": true, "local": true,
}

// kept are the participles that say that it is kept elsewhere.
var kept = map[string]bool{"imported": true, "federated": true, "mapped": true, "synced": true, "embedded": true, "related": true, "linked": true, "shared": true}

// entityTable is the one table filled by messages that holds an entity, beside that of a
// write; "" where there is none, or several.
func entityTable(cfg *config.Config, c *flows.Consumer, w *flows.Write, entity string) string {
	if len(entity) < 3 {
		return ""
	}
	found := ""
	for _, table := range candidates(cfg, c) {
		if strings.EqualFold(table, w.Name()) || entityOf(table) != entity && entityOf(withoutPrefix(table, w.Name())) != entity {
			continue
		}
		if found != "" {
			return "" // either of them
		}
		found = table
	}
	return found
}

// withoutPrefix is a table's name without the first word, where another table's
// begins with that too: chat_rooms beside chat_messages.
func withoutPrefix(table, beside string) string {
	prefix, rest, ok := strings.Cut(table, "_")
	if ok && strings.HasPrefix(strings.ToLower(beside), strings.ToLower(prefix)+"_") {
		return rest
	}
	return table
}

// candidates are the tables that messages fill.
func candidates(cfg *config.Config, c *flows.Consumer) []string {
	s := cfg.Services[c.Place.Service]
	if s == nil || len(s.Copies) == 0 {
		return c.Brought
	}
	var list []string
	for _, cp := range s.Copies {
		list = append(list, cp.Table.Text[strings.LastIndexByte(cp.Table.Text, '.')+1:])
	}
	return list
}

// entityOf is the entity that a table holds, by its name: in the singular,
// without what says that it is a copy.
func entityOf(table string) string {
	table = strings.ToLower(table)
	for _, affix := range []string{"cache", "copy", "copies", "replica", "replicas", "snapshot", "projection", "view", "readmodel", "read_model", "cached", "local", "remote", "ref", "sync", "synced"} {
		table = strings.TrimPrefix(strings.TrimSuffix(table, "_"+affix), affix+"_")
	}
	table = key(table)
	switch {
	case strings.HasSuffix(table, "ies"):
		return strings.TrimSuffix(table, "ies") + "y"
	case strings.HasSuffix(table, "sses"), strings.HasSuffix(table, "xes"), strings.HasSuffix(table, "ches"), strings.HasSuffix(table, "shes"):
		return strings.TrimSuffix(table, "es")
	case strings.HasSuffix(table, "ss"):
		return table
	}
	return strings.TrimSuffix(table, "s")
}
