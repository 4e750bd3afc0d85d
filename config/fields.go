package config

import "strings"

// A FieldKind is what a field of a message or of a row carries.
type FieldKind int

// The kinds of fields.
const (
	MessageTime FieldKind = iota // when, or as which version, a message was made
	SyncedAt                     // the message time that is stored with a copy
	ForceSync                    // marks a message that must pass every order check
	Deleted                      // marks a deleted entity
	fieldKinds
)

// defaultFields returns the names that are known without a config.
func defaultFields(kind FieldKind) []string {
	switch kind {
	case MessageTime:
		return []string{
			"CreatedUtcDate", "CreatedAt", "CreatedOn", "OccurredAt", "OccurredOn", "EmittedAt", "PublishedAt", "SentAt",
			"UpdatedAt", "ModifiedAt", "EventTime", "Timestamp", "Version", "Revision", "Sequence", "SequenceNumber",
		}
	case SyncedAt:
		return []string{
			"LastMessageSyncDate", "LastMessageAt", "LastEventAt", "LastSyncDate", "LastSyncedAt", "SyncedAt",
			"SourceUpdatedAt", "SourceVersion",
		}
	case ForceSync:
		return []string{"IsForceSync", "ForceSync", "ForceResync", "ForceUpdate", "Force"}
	case Deleted:
		return []string{"IsDeleted", "Deleted", "DeletedAt", "DeletedOn", "DeletedUtcDate"}
	}
	return nil
}

// fieldNames holds the known names of each kind as fieldKey spells them.
type fieldNames [fieldKinds]map[string]bool

func newFieldNames(doc *Document) (names fieldNames) {
	added := [fieldKinds][]Pattern{doc.Fields.MessageTime, doc.Fields.SyncedAt, doc.Fields.ForceSync, doc.Fields.Deleted}
	for kind := range names {
		names[kind] = map[string]bool{}
		for _, name := range defaultFields(FieldKind(kind)) {
			names[kind][fieldKey(name)] = true
		}
		for _, p := range added[kind] {
			bare, negated := strings.CutPrefix(p.Text, "!")
			names[kind][fieldKey(bare)] = !negated
		}
	}
	for _, service := range doc.sortedServices {
		for _, c := range service.Copies {
			for _, p := range c.SyncedAt {
				names[SyncedAt][fieldKey(p.Text)] = true
			}
		}
	}
	return names
}

// fieldKey makes LastSyncDate, last_sync_date and lastSyncDate one.
func fieldKey(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// IsField reports whether a Go field or a column has a name that is known, by
// default or from the config, to carry kind. The way to write it, camel or
// snake case, does not matter.
func (c *Config) IsField(kind FieldKind, name string) bool {
	return kind >= 0 && kind < fieldKinds && c.fields[kind][fieldKey(name)]
}
