package config

import (
	"slices"
	"strings"
)

// A packageClaim is a pattern by which packages belong to a service, or to none
// (shared).
type packageClaim struct {
	service string // "" for shared.packages
	pattern PackagePattern
	place   Pattern
}

func newPackageClaims(doc *Document) []packageClaim {
	var claims []packageClaim
	add := func(service string, patterns []Pattern) {
		for _, p := range patterns {
			if parsed, err := parsePackagePattern(p); err == nil {
				claims = append(claims, packageClaim{service, parsed, p})
			}
		}
	}
	for name, service := range doc.sortedServices {
		add(name, service.Packages)
	}
	add("", doc.Shared.Packages)
	return claims
}

// A belonging is whose a package is.
type belonging struct {
	service string
	known   bool // in a service or shared
	rivals  []packageClaim
}

// belongs finds the longest pattern that names a package. Equally long ones of
// different services are rivals, which Check reports; until then the service
// first by name has it.
func belongs(claims []packageClaim, dir, importPath string) belonging {
	var best []packageClaim
	var closest closeness
	for _, c := range claims {
		subject, ok := c.pattern.subject(dir, importPath)
		if !ok || !c.pattern.matches(subject) {
			continue
		}
		fit := c.pattern.closeness(subject)
		if order := fit.compare(closest); len(best) == 0 || order < 0 {
			best, closest = []packageClaim{c}, fit
		} else if order == 0 {
			best = append(best, c)
		}
	}
	if len(best) == 0 {
		return belonging{}
	}
	return belonging{service: best[0].service, known: true, rivals: best}
}

// belonging answers from the layout's cache: the engine asks for each callee.
func (c *Config) belonging(importPath string) belonging {
	l := c.layout.Load()
	if b, ok := l.belongings.Load(importPath); ok {
		return b.(belonging)
	}
	dir, _ := l.dir(importPath)
	b := belongs(c.packages, dir, importPath)
	l.belongings.Store(importPath, b)
	return b
}

// ServiceOf returns the service that a package belongs to, by the longest
// pattern; "" for shared packages and for those of no service.
func (c *Config) ServiceOf(importPath string) string { return c.belonging(importPath).service }

// IsShared reports whether a package is shared: of no service, by the config's
// word.
func (c *Config) IsShared(importPath string) bool {
	b := c.belonging(importPath)
	return b.known && b.service == ""
}

// IsAPI reports whether a package is one that other services may import from a
// service.
func (c *Config) IsAPI(service, importPath string) bool {
	dir, _ := c.Dir(importPath)
	return matchesAny(c.api[service], dir, importPath)
}

// APIOf returns the service whose api a package is, "" if it is none's. A
// generated client may be one although it lies outside the service's packages.
func (c *Config) APIOf(importPath string) string {
	if own := c.ServiceOf(importPath); own != "" && c.IsAPI(own, importPath) {
		return own
	}
	for name := range c.sortedServices {
		if c.IsAPI(name, importPath) {
			return name
		}
	}
	return ""
}

// IsMessages reports whether message types may be defined in a package; any may
// where shared.messages names none.
func (c *Config) IsMessages(importPath string) bool {
	dir, _ := c.Dir(importPath)
	return len(c.Shared.Messages) == 0 || matchesAny(c.messages, dir, importPath)
}

// IsFirstParty reports whether a package is the project's own: the config names
// it, or it is in a module that lies below the config, or around it.
func (c *Config) IsFirstParty(importPath string) bool {
	if c.belonging(importPath).known || c.APIOf(importPath) != "" {
		return true
	}
	m := c.layout.Load().module(importPath)
	return m != nil && (m.inside || m.around)
}

// MayCall reports whether a service may call another synchronously. Without
// calls it may call any; code of no service may, and every service itself.
func (c *Config) MayCall(from, to string) bool {
	service := c.Services[from]
	if service == nil || service.Calls == nil || to == "" || from == to {
		return true
	}
	return slices.ContainsFunc(service.Calls, func(p Pattern) bool { return p.Text == to })
}

func matchesAny(patterns []PackagePattern, dir, importPath string) bool {
	return slices.ContainsFunc(patterns, func(p PackagePattern) bool { return p.Match(dir, importPath) })
}

// packageBases returns the directories, relative to the config, in which the
// config expects packages: the part of each pattern above its first wildcard,
// and whether there is one.
func (c *Config) packageBases() map[string]bool {
	bases := map[string]bool{}
	add := func(p PackagePattern) {
		if dir, wild := p.base(); p.relative {
			bases[dir] = bases[dir] || wild
		}
	}
	for _, claim := range c.packages {
		add(claim.pattern)
	}
	for _, p := range c.messages {
		add(p)
	}
	for _, patterns := range c.api {
		for _, p := range patterns {
			add(p)
		}
	}
	for _, list := range c.roles {
		for _, s := range list {
			if dir, ok := s.base(); ok {
				bases[dir] = bases[dir] || strings.Contains(s.symbol, "*")
			}
		}
	}
	return bases
}
