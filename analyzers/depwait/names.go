package depwait

import (
	"regexp"
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
	if recordsEvents(w.Name()) {
		return "" // the id says whom the event is about; nothing joins the two
	}
	if cfg.IsBlank(c.Place.Service, config.Table{Schema: w.Schema, Name: w.Name()}, column) {
		return "" // a row may do without: no more than the name says that there is a parent
	}
	n := namer{cfg, c, w}
	for {
		if parent := n.entityTable(strings.Join(words, "")); parent != "" {
			if marked[suffix] && !n.has(parent, suffix) && !n.keyed(parent, column) {
				return "" // a code is a key only of what has one
			}
			return parent
		}
		if len(words) == 1 || !isRole(words[0]) {
			break
		}
		words = words[1:]
	}
	if words, id := published(words, suffix); id != "" {
		if parent := n.entityTable(strings.Join(words, "")); parent != "" && n.has(parent, id) {
			return parent
		}
	}
	return n.standIn(column, strings.Join(words, ""))
}

// recordsEvents recognises by its name a table to which is added what has happened, to be
// sent or as a record of it, or put aside what cannot be handled yet. Such a row stays true
// whatever becomes of what it is about.
func recordsEvents(table string) bool { return ofEvents.MatchString(dbname.Snake(table)) }

var ofEvents = regexp.MustCompile(`(^|_)(outbox(es)?|inbox(es)?|audits?|dlq|dead_?letters?|idempotency|dedup|pending|parked|parking|orphans?|orphaned|quarantined?|deferred|unresolved|staging)(_|$)|` +
	`(^|_)(processed|consumed|handled|published|outbound)_(event|message)s?$|(^|_)(event|message)_(log|store|journal)s?$`)

// published takes from the words of a column the one that says by which of its keys
// another row is told: user_public_id, public_user_id; and says what that key is called.
func published(words []string, suffix string) (rest []string, id string) {
	if last := len(words) - 1; last > 0 {
		for _, word := range []string{"public", "global", "external"} {
			switch word {
			case words[last]:
				return words[:last], word + "_" + suffix
			case words[0]:
				return words[1:], word + "_" + suffix
			}
		}
	}
	return nil, ""
}

// keyWords are the words of a column that holds a key, without the one that says so, which
// in some languages stands first: id_cliente.
func keyWords(column string) (words []string, suffix string) {
	words = strings.Split(dbname.Snake(column), "_")
	last := len(words) - 1
	if last > 0 && slices.Contains(keySuffixes, words[last]) {
		return words[:last], words[last]
	}
	if last > 0 && words[0] == "id" {
		return words[1:], "id"
	}
	if entity, ok := strings.CutSuffix(words[last], "id"); ok { // storeid
		words[last] = entity
		return words, "id"
	}
	return nil, ""
}

// keySuffixes are what columns end with that hold the key of another row.
var keySuffixes = []string{"id", "uuid", "guid", "ref", "code", "key", "sku", "number"}

// marked are those that stand at the end of other columns as well: they are keys only of
// what has such a column itself.
var marked = map[string]bool{"code": true, "key": true, "sku": true, "number": true}

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

// A namer looks for the table that a column of a write's row refers to.
type namer struct {
	cfg *config.Config
	c   *flows.Consumer
	w   *flows.Write
}

// entityTable is the one table filled by messages that holds an entity, beside that of
// the write; "" where there is none, or several.
func (n namer) entityTable(entity string) string {
	if len(entity) < 3 {
		return ""
	}
	return n.only(func(table string) bool { return n.holds(table, entity) })
}

// holds reports whether a table holds an entity, by its name or that of what it is a copy of.
func (n namer) holds(table, entity string) bool {
	return slices.ContainsFunc([]string{
		table, withoutPrefix(table, n.w.Name()), withoutSuffix(table, n.w.Name()), n.withoutService(table), n.source(table),
	}, func(name string) bool { return entityOf(name) == entity })
}

// only is the one table filled by messages of which something is so, beside that of the
// write; "" where there is none, or several.
func (n namer) only(is func(table string) bool) string {
	found := ""
	for _, table := range candidates(n.cfg, n.c) {
		if strings.EqualFold(table, n.w.Name()) || !is(table) {
			continue
		}
		if found != "" {
			return "" // either of them
		}
		found = table
	}
	return found
}

// has reports whether the migrations give a table a column.
func (n namer) has(table, column string) bool {
	return n.cfg.HasColumn(n.c.Place.Service, config.Table{Name: table}, column)
}

// keyed reports whether by the migrations a column alone tells the rows of a table.
func (n namer) keyed(table, column string) bool {
	return n.cfg.IsKey(n.c.Place.Service, config.Table{Name: table}, column)
}

// source is the table that a copy is of, by the config; "" if it does not say.
func (n namer) source(table string) string {
	for _, cp := range n.cfg.CopiesOf(n.c.Place.Service, config.Table{Name: table}) {
		if _, of := cp.Source(); of.Name != "" {
			return of.Name
		}
	}
	return ""
}

// withoutService is a table's name without the first word, where that is what the service
// is called: billing_users in billing.
func (n namer) withoutService(table string) string {
	prefix, rest, ok := strings.Cut(dbname.Snake(table), "_")
	if service := strings.ToLower(n.c.Place.Service); ok && (prefix == service || slices.Contains(strings.FieldsFunc(service, notLetter), prefix)) {
		return rest
	}
	return table
}

func notLetter(r rune) bool { return r < 'a' || r > 'z' }

// withoutPrefix is a table's name without the first word, where another table's
// begins with that too: chat_rooms beside chat_messages.
func withoutPrefix(table, beside string) string {
	prefix, rest, ok := strings.Cut(table, "_")
	if ok && strings.HasPrefix(strings.ToLower(beside), strings.ToLower(prefix)+"_") {
		return rest
	}
	return table
}

// withoutSuffix is a table's name without the last word, where another table's ends with
// that too: userViews beside taskViews.
func withoutSuffix(table, beside string) string {
	table, beside = dbname.Snake(table), dbname.Snake(beside)
	i, j := strings.LastIndexByte(table, '_'), strings.LastIndexByte(beside, '_')
	if i > 0 && j > 0 && table[i:] == beside[j:] {
		return table[:i]
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

// affixes say that a table is a copy of what is kept elsewhere, or what it is kept for.
var affixes = []string{
	"cache", "copy", "copies", "replica", "replicas", "snapshot", "projection", "view", "readmodel", "read_model", "cached", "local", "remote", "ref", "sync", "synced",
	"mirror", "mirrored", "replicated", "known", "info", "data", "common", "dim", "tbl",
}

// entityOf is the entity that a table holds, by its name: in the singular,
// without what says that it is a copy.
func entityOf(table string) string {
	table = strings.ToLower(dbname.Snake(table))
	for _, affix := range affixes {
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
