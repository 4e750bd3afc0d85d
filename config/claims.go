package config

import (
	"cmp"
	"slices"
	"strings"
)

// A claim is one reason why a table is a service's. The stronger reason wins: a
// table that the config names in full, over one that a migration creates, over
// one that a glob takes in, over one that was found in code of which the config
// does not speak.
type claim struct {
	service   string // "" in shared.tables
	database  string
	table     Table // lower case, canonical for the service; the name may be a glob
	strength  int
	copy      bool
	contested bool
}

const (
	byCode = iota + 1
	byGlob
	byMigration
	byName
)

// tables answers who owns a table. It never changes once made.
type tables struct {
	doc      *Document
	migrated []MigratedTable
	exact    map[string][]claim // by name
	globs    []claim
	central  map[string][]Table // by name: known from central migrations
}

func newTables(doc *Document, migrated []MigratedTable) *tables {
	t := &tables{doc: doc, migrated: migrated, exact: map[string][]claim{}, central: map[string][]Table{}}
	for _, service := range doc.sortedServices {
		for _, p := range service.Owns.Tables {
			t.claim(service, p, false)
		}
		for _, c := range service.Copies {
			t.claim(service, c.Table, true)
		}
	}
	for _, p := range doc.Shared.Tables {
		if table, err := parseTable(p.Text, true); err == nil && !p.IsZero() {
			t.add(claim{table: table.lower()})
		}
	}
	for _, m := range migrated {
		t.migration(m)
	}
	t.contest()
	return t
}

// claim adds what the config says that a service owns.
func (t *tables) claim(service *Service, p Pattern, copy bool) {
	if table, err := parseTable(p.Text, true); err == nil && !p.IsZero() {
		t.add(claim{
			service:  service.Name.Text,
			database: service.database(),
			table:    service.canonical(table.lower()),
			copy:     copy,
		})
	}
}

func (t *tables) add(c claim) {
	if strings.Contains(c.table.Name, "*") {
		c.strength = byGlob
		t.globs = append(t.globs, c)
		return
	}
	c.strength = cmp.Or(c.strength, byName)
	t.exact[c.table.Name] = append(t.exact[c.table.Name], c)
}

func (t *tables) migration(m MigratedTable) {
	table := m.Table.lower()
	service := t.doc.Services[m.Service]
	if service == nil {
		t.central[table.Name] = append(t.central[table.Name], table)
		return
	}
	c := claim{service: m.Service, database: service.database(), table: service.canonical(table), strength: byMigration}
	if m.Found {
		c.strength = byCode
	}
	if !slices.Contains(t.exact[table.Name], c) {
		t.exact[table.Name] = append(t.exact[table.Name], c)
	}
}

// contest marks the tables that two services' migrations of one database
// create. Only the config can say whose they are, by naming them.
func (t *tables) contest() {
	for _, claims := range t.exact {
		for i := range claims {
			claims[i].contested = slices.ContainsFunc(claims, func(other claim) bool {
				return t.rivals(claims[i], other)
			})
		}
	}
}

func (t *tables) rivals(a, b claim) bool {
	return a.strength == b.strength && (a.strength == byMigration || a.strength == byCode) &&
		a.service != b.service && a.database == b.database && t.schemaOf(a) == t.schemaOf(b)
}

// schemaOf returns the schema of a claim's table with the service's default
// filled in, so that two services' claims can be compared.
func (t *tables) schemaOf(c claim) string {
	if service := t.doc.Services[c.service]; service != nil && c.table.Schema == "" {
		return strings.ToLower(service.Owns.Schema.Text)
	}
	return c.table.Schema
}

// matching returns the claims on a table, whose name is in lower case.
func (t *tables) matching(table Table) []claim {
	var found []claim
	for _, c := range t.exact[table.Name] {
		if t.matches(c, table) {
			found = append(found, c)
		}
	}
	for _, c := range t.globs {
		if matchTable(c.table.Name, table.Name) && t.matches(c, table) {
			found = append(found, c)
		}
	}
	return found
}

// matches reports whether the schema of a name agrees with a claim; a name
// without schema agrees with all.
func (t *tables) matches(c claim, table Table) bool {
	service := t.doc.Services[c.service]
	switch {
	case table.Schema == "":
		return true
	case service != nil:
		return service.canonical(table).Schema == c.table.Schema
	}
	// What is anybody's is so in every schema, unless shared.tables names one.
	return c.table.Schema == "" || c.table.Schema == table.Schema
}

// known reports whether central migrations create a table.
func (t *tables) known(table Table) bool {
	return slices.ContainsFunc(t.central[table.Name], func(k Table) bool {
		return k.Schema == "" || table.Schema == "" || k.Schema == table.Schema
	})
}

// strongest returns the claims that no other among them beats.
func strongest(claims []claim) []claim {
	best := 0
	for _, c := range claims {
		best = max(best, c.strength)
	}
	return slices.DeleteFunc(slices.Clone(claims), func(c claim) bool { return c.strength < best })
}

// claimants returns the services of claims, sorted, each once.
func claimants(claims []claim) []string {
	var services []string
	for _, c := range claims {
		services = append(services, c.service)
	}
	slices.Sort(services)
	return slices.Compact(services)
}
