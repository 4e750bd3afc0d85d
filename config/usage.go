package config

import (
	"slices"
	"strings"
)

// NamesPackage reports whether a pattern by import path, of any list of
// packages, names a package.
func (c *Config) NamesPackage(importPath string) bool {
	names := func(p PackagePattern) bool { return !p.relative && p.Match("", importPath) }
	if slices.ContainsFunc(c.packages, func(claim packageClaim) bool { return names(claim.pattern) }) {
		return true
	}
	for _, patterns := range c.api {
		if slices.ContainsFunc(patterns, names) {
			return true
		}
	}
	return slices.ContainsFunc(c.messages, names)
}

// MayName reports whether a pattern can name symbols of a package. It is cheap
// beside going through those symbols.
func (c *Config) MayName(s SymbolPattern, importPath string) bool {
	if !s.relative {
		return s.inDir(importPath)
	}
	dir, ok := c.Dir(importPath)
	return ok && s.inDir(symbolDir(dir))
}

// ID tells a pattern from all others of a config.
func (s SymbolPattern) ID() string { return s.Role.String() + " " + s.Text }

// UnusedTables returns the tables that services own and that are not among
// those seen, as service.table or service.schema.table, globs as they are
// written, sorted. Those seen are named likewise, after Owner.
func (c *Config) UnusedTables(seen []string) []string {
	t := c.ownership()
	used := make(map[string][]Table) // by service
	for _, name := range seen {
		service, table, _ := strings.Cut(name, ".")
		used[service] = append(used[service], Table{Name: table}.lower())
	}
	var unused []string
	for claim := range t.owned {
		matches := func(seen Table) bool {
			return claim.table.Schema == seen.Schema && matchTable(claim.table.Name, seen.Name)
		}
		if !slices.ContainsFunc(used[claim.service], matches) {
			unused = append(unused, claim.service+"."+claim.table.String())
		}
	}
	slices.Sort(unused)
	return slices.Compact(unused)
}

// ContestedTables returns the tables that migrations of several services of one
// database create, so that they count as nobody's: "name, by one and other",
// sorted.
func (c *Config) ContestedTables() []string {
	var list []string
	for _, claims := range c.ownership().exact {
		var names []claim
		for _, claim := range strongest(claims) {
			if claim.contested {
				names = append(names, claim)
			}
		}
		if len(names) > 0 {
			list = append(list, names[0].table.String()+", by "+strings.Join(claimants(names), " and "))
		}
	}
	slices.Sort(list)
	return list
}

// owned yields the claims by which services own tables, without those that a
// stronger one beats.
func (t *tables) owned(yield func(claim) bool) {
	for _, claims := range t.exact {
		for _, c := range t.unbeaten(slices.Clone(claims), claims) {
			if c.service != "" && c.strength != byCode && !c.contested && !yield(c) {
				return
			}
		}
	}
	for _, c := range t.globs {
		if c.service != "" && !yield(c) {
			return
		}
	}
}
