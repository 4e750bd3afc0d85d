package syncecho

import (
	"regexp"
	"slices"
	"strings"
)

// Messages and tables bear the name of their entity, in forms that are much alike
// everywhere: UserChanged, CustomerUpdatedEvent; users, local_users.

var (
	dressing = regexp.MustCompile(`(Event|Message|Msg|Payload|Data|Dto|DTO|Proto|Pb|Entity|Model|Row|Record|V[0-9]+)$`)
	verbs    = regexp.MustCompile(`(Created|Updated|Changed|Deleted|Upserted|Modified|Removed|Saved|Added|Inserted|Restored)$`)
	pieces   = regexp.MustCompile(`[^A-Za-z0-9]+|([a-z0-9])([A-Z])`)
	copied   = []string{"copy", "copies", "replica", "replicas", "local", "cache", "cached", "projection", "projections", "snapshot", "snapshots", "synced", "mirror", "external", "remote"}
)

// stem is the entity that the type of a message speaks of, by its name: user of
// contracts.UserChangedEvent.
func stem(name string) string {
	name = name[strings.LastIndexByte(name, '.')+1:]
	for range 3 {
		name = dressing.ReplaceAllString(name, "")
	}
	bare := verbs.ReplaceAllString(name, "")
	for range 2 {
		bare = dressing.ReplaceAllString(bare, "")
	}
	return singular(strings.ToLower(bare))
}

// within is the entity of which a type's package speaks, by its name: user of
// users.Changed.
func within(name string) string {
	pkg, _, _ := strings.Cut(name, ".")
	return singular(strings.ToLower(pkg))
}

// entity is what a table holds: user of local_users.
func entity(table string) string {
	var words []string
	for word := range strings.SplitSeq(strings.ToLower(table), "_") {
		if !slices.Contains(copied, word) {
			words = append(words, word)
		}
	}
	return singular(strings.Join(words, ""))
}

// singular is a noun without the ending that makes it several.
func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "people"):
		return strings.TrimSuffix(word, "people") + "person"
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "sses") || strings.HasSuffix(word, "xes") || strings.HasSuffix(word, "ches") || strings.HasSuffix(word, "shes"):
		return strings.TrimSuffix(word, "es")
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return strings.TrimSuffix(word, "s")
	}
	return word
}

// general recognises types that are for events of all kinds.
func general(kind string) bool {
	return slices.Contains([]string{"domain", "integration", "outbox", "envelope", "cloud", "change", "generic", "base", "audit"}, kind)
}

// tells reports whether a text that names an event says that one of the entities
// changed: customer.updated. What else happened to it, or to something of it, is
// another event.
func tells(text string, entities []string) bool {
	list := words(text)
	for i := range list {
		if names(list, i, entities) && i+1 < len(list) && changes(list[i+1]) {
			return true
		}
	}
	return false
}

func changes(word string) bool {
	return verbs.MatchString(strings.ToUpper(word[:1])+word[1:]) || word == "change" || word == "update" || word == "upsert"
}

// mentions reports whether a text names one of the entities: users,
// accounts.user.changed.
func mentions(text string, entities []string) bool {
	list := words(text)
	for i := range list {
		if names(list, i, entities) {
			return true
		}
	}
	return false
}

// names reports whether a word, or the two that end there, is one of the entities.
func names(list []string, i int, entities []string) bool {
	word := singular(list[i])
	return slices.Contains(entities, word) || i > 0 && slices.Contains(entities, list[i-1]+word)
}

// words are a text's, in lower case.
func words(text string) []string {
	return strings.Fields(strings.ToLower(pieces.ReplaceAllString(text, "$1 $2")))
}
