package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A validator checks what a decoded document says, as far as the file alone can
// tell. An empty text was reported when it was decoded, or is optional.
type validator struct {
	*reporter
	doc *Document
}

func validate(r *reporter, doc *Document, root *yaml.Node) {
	v := validator{r, doc}
	v.version(root)
	for name, service := range doc.sortedServices {
		v.service(name, service)
	}
	v.shared()
	v.symbols()
	v.fieldNames()
	v.packageTwice()
	v.tableTwice()
	v.errs = append(v.errs, unknownTables(doc, newTables(doc, nil), v.file, false)...)
	checkRules(r, doc.Rules)
	for _, p := range doc.Exclude {
		if _, err := parseFileGlob(p.Text); err != nil && !p.IsZero() {
			v.errorf(p.Pos, "exclude", "%v", err)
		}
	}
}

func (v validator) version(root *yaml.Node) {
	for key, value := range pairs(root) {
		value = resolve(value)
		if key.Value == "version" && value.ShortTag() == "!!int" && v.doc.Version != 1 {
			v.errorf(posOf(value), "version", "must be 1, the only version that there is, not %s", value.Value)
			return
		}
	}
}

func (v validator) service(name string, s *Service) {
	path := join("services", name)
	if !isServiceName(name) {
		v.errorf(s.Name.Pos, "services", "%q is no name of a service: use letters, digits, - and _", name)
	}
	if len(s.Packages) == 0 && len(s.API) == 0 && s.claimsNothing() && !v.reported(path) {
		v.errorf(s.Name.Pos, path, "has no packages, owns nothing and is reached by nothing; say which packages belong to it")
	}
	v.packages(path+".packages", s.Packages)
	v.packages(path+".api", s.API)
	v.reach(path+".reach", s.Reach)
	v.owns(path+".owns", s.Owns)
	v.copies(path, name, s)
	for _, call := range s.Calls {
		v.serviceExists(path+".calls", call, call.Text)
	}
	v.grants(path, name, s)
}

// ServiceNamePattern is what the name of a service looks like. A dot would end
// it where it stands before a table, as in accounts.users. isServiceName says
// the same without the price of a regular expression.
const ServiceNamePattern = `^[A-Za-z0-9_][A-Za-z0-9_-]*$`

func isServiceName(name string) bool {
	isWord := func(r rune) bool {
		return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return strings.IndexFunc(name, isWord) == 0 &&
		!strings.ContainsFunc(name, func(r rune) bool { return !isWord(r) && r != '-' })
}

func (s *Service) claimsNothing() bool {
	return len(s.Reach.Hosts)+len(s.Reach.Env)+len(s.Reach.GRPC)+
		len(s.Owns.Migrations)+len(s.Owns.Tables)+len(s.Owns.Models)+len(s.Owns.Env) == 0
}

func (v validator) packages(path string, patterns []Pattern) {
	for _, p := range patterns {
		if p.IsZero() {
			continue
		}
		if _, err := ParsePackagePattern(p.Text); err != nil {
			v.errorf(p.Pos, path, "%v", err)
		}
	}
}

func (v validator) reach(path string, r Reach) {
	for _, host := range r.Hosts {
		if name, port := splitPort(host.Text); name == "" && port != "" || strings.ContainsAny(name, "/:@ ") || strings.Trim(port, "0123456789") != "" {
			v.errorf(host.Pos, path+".hosts", "%q: write the host name alone, or with a port, without scheme or path", host.Text)
		}
	}
	v.envNames(path+".env", r.Env)
	for _, name := range r.GRPC {
		if strings.ContainsAny(name.Text, "/ *") {
			v.errorf(name.Pos, path+".grpc", "%q: write the full name of the service, as in accounts.v1.Accounts", name.Text)
		}
	}
}

func (v validator) envNames(path string, names []Pattern) {
	for _, name := range names {
		if strings.ContainsAny(name.Text, "$={} ") {
			v.errorf(name.Pos, path, "%q: write the name of the variable alone", name.Text)
		}
	}
}

func (v validator) owns(path string, o Owns) {
	for key, p := range map[string]Pattern{"database": o.Database, "schema": o.Schema} {
		if strings.ContainsFunc(p.Text, isSpace) || strings.ContainsAny(p.Text, "*/.") {
			v.errorf(p.Pos, path+"."+key, "%q is no name of a %s", p.Text, key)
		}
	}
	v.dirs(path+".migrations", o.Migrations)
	v.tables(path+".tables", o.Tables)
	v.envNames(path+".env", o.Env)
	for _, p := range o.Models {
		v.model(path+".models", p)
	}
}

func (v validator) model(path string, p Pattern) {
	if p.IsZero() {
		return
	}
	s, err := ParseSymbolPattern(RoleModel, p)
	switch {
	case s.Negated:
		v.errorf(p.Pos, path, "%q: there are no built-in models for a ! to take away", p.Text)
	case err != nil:
		v.errorf(p.Pos, path, "%v", err)
	}
}

// dirs checks directories, which are relative to the config whether or not they
// begin with ./.
func (v validator) dirs(path string, dirs []Pattern) {
	for _, p := range dirs {
		switch {
		case strings.Contains(p.Text, `\`):
			v.errorf(p.Pos, path, "%q: use forward slashes", p.Text)
		case strings.HasPrefix(p.Text, "/"):
			v.errorf(p.Pos, path, "%q is an absolute path; write it relative to this file, as in ./dir", p.Text)
		case strings.ContainsAny(p.Text, "*?") || strings.Contains(p.Text, "..."):
			v.errorf(p.Pos, path, "%q: name one directory; wildcards are not allowed here", p.Text)
		}
	}
}

func (v validator) tables(path string, tables []Pattern) {
	for _, p := range tables {
		if p.IsZero() {
			continue
		}
		if _, err := parseTable(p.Text, true); err != nil {
			v.errorf(p.Pos, path, "%v", err)
		}
	}
}

func (v validator) serviceExists(path string, p Pattern, name string) bool {
	if p.IsZero() || v.doc.Services[name] != nil {
		return true
	}
	known := slices.Sorted(maps.Keys(v.doc.Services))
	v.errorf(p.Pos, path, "there is no service %q%s; services: %s", name, didYouMean(name, known), anyOf(known))
	return false
}

func (v validator) shared() {
	s := v.doc.Shared
	v.packages("shared.packages", s.Packages)
	v.packages("shared.messages", s.Messages)
	v.dirs("shared.migrations", s.Migrations)
	v.tables("shared.tables", s.Tables)
}

func (v validator) symbols() {
	for i, c := range v.doc.Consumers {
		v.oneOf(c.Pos, fmt.Sprintf("consumers[%d]", i), "subscribe", c.Subscribe, "handler", c.Handler)
	}
	for i, p := range v.doc.Producers {
		v.oneOf(p.Pos, fmt.Sprintf("producers[%d]", i), "filter", p.Filter, "publish", p.Publish)
	}
	for role, p := range v.doc.rolePatterns {
		if p.IsZero() {
			continue
		}
		if _, err := ParseSymbolPattern(role, p); err != nil {
			v.errorf(p.Pos, role.String(), "%v", err)
		}
	}
}

func (v validator) oneOf(pos Pos, path, a string, first Pattern, b string, second Pattern) {
	if first.IsZero() == second.IsZero() && !v.reported(path) {
		v.errorf(pos, path, "needs one of the keys %s and %s, and only one", a, b)
	}
}

// reported reports whether something in the value at path was wrong, so that
// what is missing from it may only be missing for that.
func (v validator) reported(path string) bool {
	return slices.ContainsFunc(v.errs, func(e *Error) bool {
		rest, ok := strings.CutPrefix(e.Message, path)
		return ok && (rest[0] == ':' || rest[0] == '.' || rest[0] == '[')
	})
}

func (v validator) fieldNames() {
	f := v.doc.Fields
	for key, names := range map[string][]Pattern{
		"message_time": f.MessageTime, "synced_at": f.SyncedAt, "force_sync": f.ForceSync, "deleted": f.Deleted,
	} {
		for _, p := range names {
			if strings.ContainsAny(strings.TrimPrefix(p.Text, "!"), ". */!") {
				v.errorf(p.Pos, "fields."+key, "%q: write the name of the field alone", p.Text)
			}
		}
	}
}
