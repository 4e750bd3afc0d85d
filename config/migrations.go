package config

import (
	"path/filepath"
	"slices"
)

// A MigrationDir is a directory of SQL files that the config names.
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
}

// SetMigrations tells the config which tables the migrations create; it
// replaces what it was told before. Questions may be asked at the same time.
func (c *Config) SetMigrations(tables []MigratedTable) {
	c.tables.Store(newTables(c.Document, slices.Clone(tables)))
}

// Migrations returns the tables that SetMigrations was told.
func (c *Config) Migrations() []MigratedTable { return slices.Clone(c.tables.Load().migrated) }
