package depwait

import (
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
)

// A service may call the copy of what others own by a word of its own: the users of one are
// the customers, the workers or the accounts of another. That the word means the same is not
// enough, for users may well come beside customers: the table must also be keyed by what the
// column is called, or be filled by the messages of that entity.

// standIn is the one table filled by messages that holds an entity under another word.
func (n namer) standIn(column, entity string) string {
	if n.keyed(n.w.Name(), column) {
		return "" // it is the row's own key
	}
	if slices.ContainsFunc(candidates(n.cfg, n.c), func(table string) bool { return n.holds(table, entity) }) {
		return "" // several bear the word itself
	}
	return n.only(func(table string) bool {
		last := n.withoutService(table)
		if i := strings.LastIndexByte(last, '_'); i > 0 && !sharesPrefix(table, n.w.Name()) && last == table {
			return false // user_accounts may be one of several things that users have
		}
		last = last[strings.LastIndexByte(last, '_')+1:]
		return sameSort(entityOf(last), entity) && (n.keyed(table, column) || n.bringsEntity(table, entity))
	})
}

// sharesPrefix reports whether the names of two tables begin with the same word.
func sharesPrefix(table, beside string) bool { return withoutPrefix(table, beside) != table }

// bringsEntity reports whether messages of an entity add rows to a table.
func (n namer) bringsEntity(table, entity string) bool {
	return slices.ContainsFunc(n.c.Bringing, func(f flows.Filled) bool {
		return strings.EqualFold(f.Table, table) && messageEntity(f.Message) == entity
	})
}

// messageEntity is the entity of which a message says by its type's name that it has come
// into being or has changed: UserRegistered, user.CreatedEvent; "" where it does not.
func messageEntity(message string) string {
	pkg, name, qualified := strings.Cut(message, ".")
	if !qualified {
		name, pkg = message, ""
	}
	words := strings.Split(dbname.Snake(name), "_")
	words = slices.DeleteFunc(words, func(w string) bool { return envelope.MatchString(w) })
	if len(words) == 0 || !lifecycle[words[len(words)-1]] {
		return ""
	}
	if words = words[:len(words)-1]; len(words) == 0 {
		return key(pkg)
	}
	return strings.Join(words, "")
}

// envelope recognises the words that say no more than that something is a message, and which.
var envelope = regexp.MustCompile(`^(event|message|msg|payload|data|dto|body|v[0-9]+)$`)

// lifecycle are the words by which messages say that an entity has come into being, or how
// it is now.
var lifecycle = map[string]bool{
	"created": true, "registered": true, "added": true, "updated": true, "changed": true, "upserted": true, "synced": true, "snapshot": true,
	"imported": true, "replicated": true, "joined": true, "onboarded": true, "streamed": true, "stream": true, "state": true,
}

// sameSort reports whether two words are used for the same sort of entity.
func sameSort(a, b string) bool {
	return a == b || slices.ContainsFunc(sorts, func(sort []string) bool { return slices.Contains(sort, a) && slices.Contains(sort, b) })
}

// sorts are words of which one service takes this, and another that.
var sorts = [][]string{
	{
		"user", "account", "customer", "client", "member", "profile", "person", "people", "worker", "employee", "participant", "subscriber", "buyer", "seller",
		"driver", "rider", "passenger", "courier", "player", "student", "patient", "contact", "owner", "author", "assignee", "payer", "payee", "guest", "identity", "principal",
	},
	{"company", "organization", "organisation", "org", "tenant", "firm", "business", "workspace", "account"},
	{"product", "item", "article", "good"},
	{"store", "shop", "merchant", "vendor", "outlet", "branch", "supplier"},
}
