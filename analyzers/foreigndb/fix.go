package foreigndb

import (
	"fmt"
	"strings"

	"github.com/boundarylint/boundarylint/config"
)

// fix names the allowed way to what a service does with another's table.
func fix(cfg *config.Config, service string, owner config.Ownership, write bool) string {
	if write {
		return "have " + owner.Service + " change it" + through(cfg, owner.Service)
	}
	if own := copyOf(cfg, service, owner); own != "" {
		return fmt.Sprintf("read %s, the copy of it that %s keeps", own, service)
	}
	return allowed(cfg, service, owner.Service)
}

// allowed are the two ways to another service's data, without those that the
// config shuts.
func allowed(cfg *config.Config, service, owner string) string {
	events := "keep a copy that its entity events fill"
	if messages := cfg.Shared.Messages; len(messages) > 0 {
		events = fmt.Sprintf("keep a copy that its entity events (%s) fill", messages[0].Text)
	}
	if !cfg.MayCall(service, owner) {
		return fmt.Sprintf("%s; the calls of %s leave %s out", strings.Replace(events, "its entity events", "entity events of "+owner, 1), service, owner)
	}
	if way := through(cfg, owner); way != "" {
		return fmt.Sprintf("ask %s%s, or %s", owner, strings.TrimPrefix(way, ","), events)
	}
	return fmt.Sprintf("ask %s through its API, or %s", owner, events)
}

// through names the owner's api, where the config has it.
func through(cfg *config.Config, owner string) string {
	if s := cfg.Services[owner]; s != nil && len(s.API) > 0 {
		return ", through " + s.API[0].Text
	}
	return ""
}

// copyOf is the service's own copy of a table, or "".
func copyOf(cfg *config.Config, service string, owner config.Ownership) string {
	s := cfg.Services[service]
	if s == nil {
		return ""
	}
	for i := range s.Copies {
		source, table := s.Copies[i].Source()
		if source == owner.Service && strings.EqualFold(table.Name, owner.Table.Name) && (table.Schema == "" || owner.Table.Schema == "" || strings.EqualFold(table.Schema, owner.Table.Schema)) {
			return s.Copies[i].Table.Text
		}
	}
	return ""
}
