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

// mentions reports whether a topic is of one of the entities, by its name: users,
// accounts.user.changed.
func mentions(topic string, entities []string) bool {
	words := strings.FieldsFunc(strings.ToLower(pieces.ReplaceAllString(topic, "$1 $2")), func(r rune) bool { return r == ' ' })
	for i, word := range words {
		if slices.Contains(entities, singular(word)) {
			return true
		}
		if i > 0 && slices.Contains(entities, words[i-1]+singular(word)) {
			return true
		}
	}
	return false
}
