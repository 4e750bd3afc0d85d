package config

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// A MigrationDir is a directory of migrations that the config names.
type MigrationDir struct {
	Service string // "" for the central ones of shared.migrations
	Dir     string // absolute
	Pos     Pos    // where the config names it
}

// MigrationDirs returns the directories of migrations, in the order of the
// services' names, the central ones last.
func (c *Config) MigrationDirs() []MigrationDir {
	var dirs []MigrationDir
	add := func(service string, patterns []Pattern) {
		for _, p := range patterns {
			if !p.IsZero() {
				dirs = append(dirs, MigrationDir{service, filepath.Join(c.Root(), filepath.FromSlash(p.Text)), p.Pos})
			}
		}
	}
	for name, service := range c.sortedServices {
		add(name, service.Owns.Migrations)
	}
	add("", c.Shared.Migrations)
	return dirs
}

// A MigratedTable is a table or view that a migration creates.
type MigratedTable struct {
	Service string // "" for central migrations: the table is known, but not owned
	Table   Table
	File    string // slash path relative to the config, with the line of the CREATE
	Line    int
	View    bool
	Code    bool // Go code creates it, of which not all may be understood
	Found   bool // in a place that the config does not name: what it says comes first
	Columns []string
	// Blank are the columns that have nothing in them by default: '', or zero.
	Blank []string
	// Keys are those of which each alone tells a row.
	Keys []string
	// References are the table's foreign keys.
	References []Reference
}

// A Reference is a foreign key: the columns that hold it, and the table that it
// names.
type Reference struct {
	Columns  []string
	Table    Table
	Deferred bool // checked when the transaction ends, unless code says otherwise
	Required bool // none of the columns may be empty
}

// References returns what a table of a service refers to: as its copies say, and
// as the migrations do.
func (c *Config) References(service string, table Table) []Reference {
	var list []Reference
	for _, cp := range c.CopiesOf(service, table) {
		for _, column := range slices.Sorted(maps.Keys(cp.References)) {
			if parent, err := parseTable(cp.References[column].Text, false); err == nil {
				list = append(list, Reference{Columns: []string{column}, Table: parent})
			}
		}
	}
	name := table.lower()
	for _, m := range c.ownership().migrated {
		own := m.Table.lower()
		if own.Name == name.Name && (own.Schema == name.Schema || own.Schema == "" || name.Schema == "") && (m.Service == service || m.Service == "") {
			list = append(list, m.References...)
		}
	}
	return list
}

// HasColumn reports whether the migrations give a table of a service a column.
func (c *Config) HasColumn(service string, table Table, column string) bool {
	return c.anyMigrated(service, table, func(m MigratedTable) bool {
		return slices.ContainsFunc(m.Columns, func(c string) bool { return strings.EqualFold(c, column) })
	})
}

// IsKey reports whether by the migrations a column alone tells the rows of a table of a
// service.
func (c *Config) IsKey(service string, table Table, column string) bool {
	return c.anyMigrated(service, table, func(m MigratedTable) bool {
		return slices.ContainsFunc(m.Keys, func(c string) bool { return strings.EqualFold(c, column) })
	})
}

// IsBlank reports whether by the migrations a column of a table of a service has nothing in
// it by default, though it is not NULL: what it refers to, if anything, is left open.
func (c *Config) IsBlank(service string, table Table, column string) bool {
	return c.anyMigrated(service, table, func(m MigratedTable) bool {
		return slices.ContainsFunc(m.Blank, func(c string) bool { return strings.EqualFold(c, column) })
	})
}

// anyMigrated reports whether something is so of a table of a service as migrations create
// it.
func (c *Config) anyMigrated(service string, table Table, is func(MigratedTable) bool) bool {
	name := table.lower()
	return slices.ContainsFunc(c.ownership().migrated, func(m MigratedTable) bool {
		own := m.Table.lower()
		return own.Name == name.Name && (own.Schema == name.Schema || own.Schema == "" || name.Schema == "") && (m.Service == service || m.Service == "") && is(m)
	})
}

// DeletionColumn returns the column by which a service keeps the deleted rows of
// a table of its own, as the migrations say; "" if none is known.
func (c *Config) DeletionColumn(service string, table Table) string {
	name := table.lower()
	for _, m := range c.ownership().migrated {
		own := m.Table.lower()
		if own.Name != name.Name || own.Schema != name.Schema && own.Schema != "" && name.Schema != "" || m.Service != service && m.Service != "" {
			continue
		}
		if i := slices.IndexFunc(m.Columns, func(column string) bool { return c.IsField(Deleted, column) }); i >= 0 {
			return m.Columns[i]
		}
	}
	return ""
}

// SetMigrations tells the config which tables the migrations create; it
// replaces what it was told before. Questions may be asked at the same time.
func (c *Config) SetMigrations(tables []MigratedTable) {
	c.tables.Store(newTables(c.Document, slices.Clone(tables)))
}

// FindMigrations is SetMigrations for tables that it costs something to find:
// find is called once, when the first question about a table is asked. Most
// packages of a run ask none.
func (c *Config) FindMigrations(find func() []MigratedTable) { c.find = find }

// ownership is what answers whose a table is.
func (c *Config) ownership() *tables {
	c.finds.Do(func() {
		if c.find != nil {
			c.SetMigrations(c.find())
		}
	})
	return c.tables.Load()
}

// Migrations returns the tables that migrations create.
func (c *Config) Migrations() []MigratedTable { return slices.Clone(c.ownership().migrated) }

// Undeclared returns the services, sorted, of which the config does not say
// what they own: it has neither migrations nor tables nor models of theirs. An
// empty list says something: that there are none.
func (c *Config) Undeclared() []string {
	var names []string
	for name, s := range c.sortedServices {
		if s.Owns.Migrations == nil && s.Owns.Tables == nil && s.Owns.Models == nil {
			names = append(names, name)
		}
	}
	return names
}

// ServiceOfDir returns the service that a directory belongs to, whether or not
// it holds a package; "" for none.
func (c *Config) ServiceOfDir(relDir string) string {
	return belongs(c.packages, relDir, c.ImportPath(relDir)).service
}
