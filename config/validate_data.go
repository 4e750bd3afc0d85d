package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (v validator) copies(path, name string, s *Service) {
	seen := map[string]bool{}
	for i, c := range s.Copies {
		at := fmt.Sprintf("%s.copies[%d]", path, i)
		if _, err := parseTable(c.Table.Text, false); err != nil && !c.Table.IsZero() {
			v.errorf(c.Table.Pos, at+".table", "%v", err)
		}
		v.foreign(at+".of", name, c.Of, false)
		for column, parent := range c.References {
			if _, err := parseTable(parent.Text, false); err != nil && !parent.IsZero() {
				v.errorf(parent.Pos, join(at+".references", column), "%v", err)
			}
		}
		v.columns(at+".synced_at", c.SyncedAt)
		v.columns(at+".columns", c.Columns)
		if key := strings.ToLower(c.Table.Text + " " + c.Of.Text); !c.Table.IsZero() && !c.Of.IsZero() {
			if seen[key] {
				v.errorf(c.Pos, at, "%q is named as a copy of %q twice", c.Table.Text, c.Of.Text)
			}
			seen[key] = true
		}
	}
}

func (v validator) columns(path string, columns []Pattern) {
	for _, p := range columns {
		if strings.ContainsFunc(p.Text, isSpace) || strings.ContainsAny(p.Text, "*,()\"'`") {
			v.errorf(p.Pos, path, "%q is no name of a column", p.Text)
		}
	}
}

func (v validator) grants(path, name string, s *Service) {
	for i, g := range s.Grants {
		v.foreign(fmt.Sprintf("%s.grants[%d].table", path, i), name, g.Table, true)
	}
}

// foreign checks the name of another service's table.
func (v validator) foreign(path, self string, p Pattern, globs bool) {
	if p.IsZero() {
		return
	}
	service, _, err := parseForeignTable(p.Text, globs)
	switch {
	case service != "" && !v.serviceExists(path, p, service):
	case err != nil:
		v.errorf(p.Pos, path, "%v", err)
	case service == self:
		v.errorf(p.Pos, path, "%q is the service's own; name another service's table", p.Text)
	}
}

// packageTwice reports one pattern that stands for two services, or for a
// service and shared.
func (v validator) packageTwice() {
	claims := newPackageClaims(v.doc)
	slices.SortStableFunc(claims, func(a, b packageClaim) int { return comparePos(a.place.Pos, b.place.Pos) })
	first := map[string]packageClaim{}
	for _, c := range claims {
		text := strings.TrimSuffix(c.pattern.text, "/")
		before, twice := first[text]
		switch {
		case !twice:
			first[text] = c
		case before.service != c.service:
			v.errorf(c.place.Pos, ownerName(c.service)+".packages", "%q is in %s.packages, too (line %d); a package belongs to one",
				c.pattern.text, ownerName(before.service), before.place.Line)
		}
	}
}

// A namedTable is a table or glob that the config claims for a service.
type namedTable struct {
	place   Pattern
	list    string
	service string // "" for shared.tables
	key     string // the same for two names of one table
}

// tableTwice reports a table that two services of one database own.
func (v validator) tableTwice() {
	named := v.namedTables()
	slices.SortStableFunc(named, func(a, b namedTable) int { return comparePos(a.place.Pos, b.place.Pos) })
	first := map[string]namedTable{}
	for _, n := range named {
		before, twice := first[n.key]
		switch {
		case !twice:
			first[n.key] = n
		case before.service != n.service:
			v.errorf(n.place.Pos, n.list, "table %q is in %s, too (line %d), and both are in database %q; a table has one owner",
				n.place.Text, before.list, before.place.Line, v.doc.Services[n.service].database())
		}
	}
	v.ownedAndShared(named)
}

func (v validator) namedTables() []namedTable {
	var named []namedTable
	index := newTables(v.doc, nil)
	for name, s := range v.doc.sortedServices {
		add := func(list string, p Pattern) {
			table, err := parseTable(p.Text, true)
			if err != nil || p.IsZero() {
				return
			}
			table = table.lower()
			c := claim{service: name, table: s.canonical(table)}
			schema := table.Schema
			if schema == "" || isConventional(schema) || schema == s.database() {
				schema = index.schemaOf(c)
			}
			// Not the canonical name: that of a schema which is called as its service
			// has none, so that all services' "name.*" would be one.
			key := s.database() + "|" + schema + "|" + c.table.Name
			named = append(named, namedTable{p, list, name, key})
		}
		for _, p := range s.Owns.Tables {
			add(join("services", name)+".owns.tables", p)
		}
		for _, c := range s.Copies {
			add(join("services", name)+".copies", c.Table)
		}
	}
	return named
}

// ownedAndShared reports a table that is anybody's and somebody's.
func (v validator) ownedAndShared(named []namedTable) {
	for _, p := range v.doc.Shared.Tables {
		for _, n := range named {
			if !p.IsZero() && strings.EqualFold(p.Text, n.place.Text) {
				v.errorf(p.Pos, "shared.tables", "table %q is in %s, too (line %d); it is either one service's or anybody's",
					p.Text, n.list, n.place.Line)
				break
			}
		}
	}
}

// CheckTables reports tables named in copies and grants that their owner does
// not own. It is for callers that have told the migrations by SetMigrations;
// Load reports those for which no migrations need to be read.
func (c *Config) CheckTables() Errors {
	return unknownTables(c.Document, c.ownership(), c.file, true).sorted()
}

func unknownTables(doc *Document, t *tables, file string, migrated bool) Errors {
	r := reporter{file: file}
	for name, s := range doc.sortedServices {
		for i := range s.Copies {
			if owner, table := s.Copies[i].Source(); owner != name {
				t.unknown(&r, fmt.Sprintf("%s.copies[%d].of", join("services", name), i), s.Copies[i].Of, owner, table, migrated)
			}
		}
		for i := range s.Grants {
			if owner, table := s.Grants[i].Target(); owner != name {
				t.unknown(&r, fmt.Sprintf("%s.grants[%d].table", join("services", name), i), s.Grants[i].Table, owner, table, migrated)
			}
		}
	}
	return r.errs
}

// unknown reports a table that its owner has not, where all that the owner has
// is known: nothing is said of an owner that names no tables, that has models,
// whose tables' names are in the code, or whose migrations were not read or are
// code themselves.
func (t *tables) unknown(r *reporter, path string, p Pattern, owner string, table Table, migrated bool) {
	s := t.doc.Services[owner]
	if s == nil || table.Name == "" || len(s.Owns.Models) > 0 || strings.Contains(table.Name, "*") {
		return
	}
	if !migrated && len(s.Owns.Migrations) > 0 {
		return
	}
	names := t.namesOf(owner)
	if len(names) == 0 || t.fromCode(owner) || len(ofService(t.matchingIn(s, table.lower()), owner)) > 0 {
		return
	}
	r.errorf(p.Pos, path, "%s owns no table %q%s; add it to services.%s.owns.tables, or correct the name",
		owner, table, didYouMean(table.String(), names), owner)
}

// matchingIn returns the claims on a table as its owner names it: without a
// schema it is in the owner's default one.
func (t *tables) matchingIn(s *Service, table Table) []claim {
	want := s.canonical(table).Schema
	return slices.DeleteFunc(t.matching(table), func(c claim) bool { return c.table.Schema != want })
}

// fromCode reports whether Go code creates tables of a service.
func (t *tables) fromCode(service string) bool {
	return slices.ContainsFunc(t.migrated, func(m MigratedTable) bool { return m.Code && m.Service == service })
}

// namesOf returns what a service owns, sorted.
func (t *tables) namesOf(service string) []string {
	names := map[string]bool{}
	for _, claims := range t.exact {
		for _, c := range ofService(claims, service) {
			names[c.table.String()] = true
		}
	}
	for _, c := range ofService(t.globs, service) {
		names[c.table.String()] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func comparePos(a, b Pos) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
