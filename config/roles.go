package config

// A Role is what a function does, as far as the config says it.
type Role int

// The roles of functions, and of types (RoleModel).
const (
	RoleSubscribe   Role = iota // a function argument of it handles messages
	RoleHandler                 // it handles messages, or every implementation of it does
	RoleFilter                  // it decides whether a change is published
	RolePublish                 // it publishes
	RoleSync                    // a full-sync or repair job
	RoleRemote                  // it leaves the process
	RoleLocal                   // it never counts as leaving the process
	RoleTransaction             // it runs its function argument in a transaction
	RoleWait                    // it waits for a condition
	RoleBreaker                 // it guards a call as a circuit breaker does
	RoleModel                   // a type that stands for a table
	roleCount
)

// String returns the key of the config that gives the role.
func (r Role) String() string {
	names := [...]string{
		"consumers.subscribe", "consumers.handler", "producers.filter", "producers.publish",
		"syncs", "remote", "local", "transactions", "waits", "breakers", "models",
	}
	if r < 0 || int(r) >= len(names) {
		return "unknown"
	}
	return names[r]
}

// A Verdict is the config's answer where it may also say nothing, so that a
// built-in default holds.
type Verdict int

// The verdicts.
const (
	Unknown Verdict = iota // the config does not say
	Yes                    // the config says so
	No                     // the config takes a default away, by a leading !
)

// rolePatterns yields each pattern of each role but RoleModel, as it is written.
func (doc *Document) rolePatterns(yield func(Role, Pattern) bool) {
	for _, consumer := range doc.Consumers {
		if !yield(RoleSubscribe, consumer.Subscribe) || !yield(RoleHandler, consumer.Handler) {
			return
		}
	}
	for _, producer := range doc.Producers {
		if !yield(RoleFilter, producer.Filter) || !yield(RolePublish, producer.Publish) {
			return
		}
	}
	lists := map[Role][]Pattern{
		RoleSync: doc.Syncs, RoleRemote: doc.Remote, RoleLocal: doc.Local,
		RoleTransaction: doc.Transactions, RoleWait: doc.Waits, RoleBreaker: doc.Breakers,
	}
	for role := RoleSync; role <= RoleBreaker; role++ {
		for _, p := range lists[role] {
			if !yield(role, p) {
				return
			}
		}
	}
}

// roleIndex holds the valid patterns of each role.
type roleIndex [roleCount][]SymbolPattern

func newRoleIndex(doc *Document) (index roleIndex) {
	for role, p := range doc.rolePatterns {
		if p.IsZero() {
			continue
		}
		if s, err := ParseSymbolPattern(role, p); err == nil {
			index[role] = append(index[role], s)
		}
	}
	return index
}

// HasRole reports whether the config names any symbol for the role.
func (c *Config) HasRole(role Role) bool { return len(c.roles[role]) > 0 }

// MatchSymbol says what the config has on a function (recv is empty) or method.
// recv and name may be written with a pointer or with type arguments. Where
// patterns disagree, the one with ! wins: it can carve an exception out of a
// broad one.
func (c *Config) MatchSymbol(role Role, pkgPath, recv, name string) Verdict {
	verdict := Unknown
	for _, s := range c.roles[role] {
		if !c.Matches(s, pkgPath, recv, name) {
			continue
		}
		if s.Negated {
			return No
		}
		verdict = Yes
	}
	return verdict
}

// SymbolPatterns returns the patterns of all roles, with those of models.
func (c *Config) SymbolPatterns() []SymbolPattern {
	var all []SymbolPattern
	for _, list := range c.roles {
		all = append(all, list...)
	}
	for _, m := range c.models {
		all = append(all, m.pattern)
	}
	return all
}

// Matches reports whether a pattern names a symbol, whatever its ! says.
func (c *Config) Matches(s SymbolPattern, pkgPath, recv, name string) bool {
	subject := pkgPath
	if s.relative {
		dir, ok := c.Dir(pkgPath)
		if !ok {
			return false
		}
		subject = symbolDir(dir)
	}
	return s.match(subject, bareName(recv), bareName(name))
}

// A model is a Go type that stands for a table of a service.
type model struct {
	service string
	pattern SymbolPattern
}

func newModels(doc *Document) []model {
	var models []model
	for name, service := range doc.sortedServices {
		for _, p := range service.Owns.Models {
			if p.IsZero() {
				continue
			}
			if s, err := ParseSymbolPattern(RoleModel, p); err == nil && !s.Negated {
				models = append(models, model{name, s})
			}
		}
	}
	return models
}

// ModelOwner returns the service that claims a Go type as a model of its data.
// A type that is claimed by several has no owner.
func (c *Config) ModelOwner(pkgPath, typeName string) (service string, ok bool) {
	for _, m := range c.models {
		if !c.Matches(m.pattern, pkgPath, "", typeName) {
			continue
		}
		if ok && service != m.service {
			return "", false
		}
		service, ok = m.service, true
	}
	return service, ok
}
