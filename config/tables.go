package config

import (
	"fmt"
	"strings"
)

// A Table is the name of a table or collection. Names are compared without
// regard to case.
type Table struct {
	Schema string // "" where the name is not qualified
	Name   string
}

// String returns schema.name, or the name alone.
func (t Table) String() string {
	if t.Schema == "" {
		return t.Name
	}
	return t.Schema + "." + t.Name
}

// lower returns the name as it is compared. A name with a dot in it, as a
// collection may have, reads as a qualified one, which is how the config can
// write it.
func (t Table) lower() Table {
	if i := strings.LastIndexByte(t.Name, '.'); t.Schema == "" && i > 0 {
		t.Schema, t.Name = t.Name[:i], t.Name[i+1:]
	}
	return Table{strings.ToLower(t.Schema), strings.ToLower(t.Name)}
}

// parseTable reads name or schema.name; globs says whether * may stand in it.
func parseTable(text string, globs bool) (Table, error) {
	if err := checkTableText(text, globs); err != nil {
		return Table{}, err
	}
	schema, name, qualified := strings.Cut(text, ".")
	switch {
	case !qualified:
		return Table{Name: text}, nil
	case strings.Contains(name, "."):
		return Table{}, fmt.Errorf("%q has too many parts; write table or schema.table", text)
	case schema == "" || name == "":
		return Table{}, fmt.Errorf("%q has an empty part; write table or schema.table", text)
	}
	return Table{schema, name}, nil
}

// parseForeignTable reads service.table or service.schema.table.
func parseForeignTable(text string, globs bool) (service string, t Table, err error) {
	service, rest, ok := strings.Cut(text, ".")
	if !ok || service == "" || rest == "" {
		return "", Table{}, fmt.Errorf("%q names no service; write service.table or service.schema.table", text)
	}
	if strings.Count(rest, ".") > 1 {
		return "", Table{}, fmt.Errorf("%q has too many parts; write service.table or service.schema.table", text)
	}
	t, err = parseTable(rest, globs)
	if err != nil {
		err = fmt.Errorf("%q: %w", text, err)
	}
	return service, t, err
}

func checkTableText(text string, globs bool) error {
	switch {
	case strings.ContainsAny(text, "\"'`[]"):
		return fmt.Errorf("%q: write table names without SQL quotes", text)
	case strings.ContainsFunc(text, isSpace) || strings.ContainsAny(text, "/\\?{}();,"):
		return fmt.Errorf("%q is no table name; write table or schema.table, with * for any part of a name", text)
	case !globs && strings.Contains(text, "*"):
		return fmt.Errorf("%q: name one table; * is not allowed here", text)
	case strings.Contains(schemaPart(text), "*"):
		return fmt.Errorf("%q: * is allowed in the name of a table, not of a schema", text)
	}
	return nil
}

func schemaPart(text string) string {
	schema, _, ok := strings.Cut(text, ".")
	if !ok {
		return ""
	}
	return schema
}

// isConventional reports whether a schema is the one that a database uses where
// none is said, so that naming it says nothing.
func isConventional(schema string) bool { return schema == "public" || schema == "dbo" }

// database returns the name of the service's database: services that name the
// same one share it. By default a service has its own, which bears its name.
func (s *Service) database() string {
	if s.Owns.Database.IsZero() {
		return strings.ToLower(s.Name.Text)
	}
	return strings.ToLower(s.Owns.Database.Text)
}

// OthersDatabase reports whether a database is one that the config names, and not the
// service's own.
func (c *Config) OthersDatabase(service, database string) bool {
	if s := c.Services[service]; s != nil && s.database() == strings.ToLower(database) {
		return false
	}
	for _, s := range c.Services {
		if !s.Owns.Database.IsZero() && s.database() == strings.ToLower(database) {
			return true
		}
	}
	return false
}

// canonical takes a schema off a lower-case name where it is what the service
// means without one: its default schema; or, if it names none, public, dbo, and
// its database or service name (which is how MySQL reaches across databases).
func (s *Service) canonical(t Table) Table {
	own := strings.ToLower(s.Owns.Schema.Text)
	switch {
	case t.Schema == "":
	case own != "" && t.Schema == own:
		t.Schema = ""
	case own == "" && (isConventional(t.Schema) || t.Schema == s.database() || t.Schema == strings.ToLower(s.Name.Text)):
		t.Schema = ""
	}
	return t
}

// matchTable matches a lower-case name against a pattern.
func matchTable(pattern, name string) bool { return wildcard(pattern, name, "", nil) }

// Source returns the service and the table that a copy is of.
func (c *Copy) Source() (service string, t Table) {
	service, t, _ = parseForeignTable(c.Of.Text, false)
	return service, t
}

// Target returns the service and the table, or pattern of tables, that a grant
// is for.
func (g *Grant) Target() (service string, t Table) {
	service, t, _ = parseForeignTable(g.Table.Text, true)
	return service, t
}
