package config

import (
	"slices"
	"strings"
)

// An Ownership says whose a table is, as seen by the service that uses it. At
// most one of Own, Shared, Contested, Ambiguous and Unowned holds; where none
// does, Service is another service, which owns the table.
type Ownership struct {
	Service string // the owner; "" where nobody can be named
	// Table is the table as the config would name it behind the owner's name:
	// without the schema where that is the owner's default.
	Table Table

	Own       bool // it is the accessor's own
	Copy      bool // its own, and a local copy of another service's entity
	Shared    bool // anybody's
	Contested bool // migrations of two services of one database create it: nothing is claimed
	Ambiguous bool // several others own one of that name: nothing is claimed
	Unowned   bool // nobody claims it
	Known     bool // central migrations create it, whoever owns it

	// Guess: the name alone, without schema, told that it is the one other
	// owner's. It may as well be the accessor's, which has not claimed it.
	Guess bool
	// Grant is the best grant that the accessor has for the table, "best" being
	// in force, then for writing. Granted answers for a kind of access.
	Grant *Grant
}

// Owner returns whose a table is that the accessor uses; accessor is "" for code
// of no service. A name without schema means the accessor's own table or copy if
// it has one of that name; otherwise the one other owner, where there is just
// one. Owners that share the accessor's database are asked before others.
func (c *Config) Owner(accessor string, table Table) Ownership {
	return c.ownerBy(c.ownership().matching(table.lower()), accessor, table)
}

// CollectionOwner is [Config.Owner] for a collection of a document store. What CREATE
// TABLE says speaks of tables: a collection of that name is another thing, in another
// store.
func (c *Config) CollectionOwner(accessor string, table Table) Ownership {
	claims := slices.DeleteFunc(c.ownership().matching(table.lower()), func(cl claim) bool {
		return cl.strength == byMigration || cl.strength == byCode
	})
	return c.ownerBy(claims, accessor, table)
}

// ownerBy decides by the claims on the table.
func (c *Config) ownerBy(claims []claim, accessor string, table Table) Ownership {
	t := c.ownership()
	name := table.lower()
	result := t.owner(accessor, name, claims)
	result.Known = t.known(name)
	result.Table = Table{Schema: table.Schema, Name: table.Name}
	if result.Service == "" {
		return result
	}
	result.Table = spelled(table, result.Table, t, claims, result.Service)
	if !result.Own {
		result.Grant = c.bestGrant(accessor, result.Service, result.Table)
	}
	return result
}

// spelled names a table as the config would behind the owner's name.
func spelled(table, otherwise Table, t *tables, claims []claim, owner string) Table {
	own := strongest(ofService(claims, owner))
	if len(own) == 0 {
		return otherwise
	}
	name := table.Name
	if table.Schema == "" {
		name = name[strings.LastIndexByte(name, '.')+1:]
	}
	return Table{Schema: own[0].table.Schema, Name: name}
}

// owner follows the contract's order: the accessor's own, what is anybody's,
// the other owners in its database, the owners elsewhere.
func (t *tables) owner(accessor string, table Table, claims []claim) Ownership {
	if len(claims) == 0 {
		return Ownership{Unowned: true}
	}
	here, elsewhere := t.split(accessor, claims)
	best := strongest(here)
	if own := t.unbeaten(ofService(here, accessor), here); len(own) > 0 && accessor != "" {
		if contested(own) {
			return Ownership{Contested: true}
		}
		isCopy := slices.ContainsFunc(ofService(here, accessor), func(c claim) bool { return c.copy })
		return Ownership{Service: accessor, Own: true, Copy: isCopy}
	}
	if isShared(claims) {
		return Ownership{Shared: true}
	}
	if len(best) > 0 {
		return t.other(accessor, table, best)
	}
	return t.other(accessor, table, strongest(elsewhere))
}

// unbeaten returns those of a service's claims that no stronger one beats.
// Services with schemas of their own may each have a table of the name, and
// then none beats another.
func (t *tables) unbeaten(own, all []claim) []claim {
	return slices.DeleteFunc(own, func(c claim) bool {
		return slices.ContainsFunc(all, func(other claim) bool {
			return other.strength > c.strength && (other.service == c.service || t.schemaOf(other) == t.schemaOf(c))
		})
	})
}

// split parts the claims in the accessor's database from those elsewhere; what
// is anybody's is in neither.
func (t *tables) split(accessor string, claims []claim) (here, elsewhere []claim) {
	service := t.doc.Services[accessor]
	for _, c := range claims {
		switch {
		case c.service == "":
		case service != nil && c.database == service.database():
			here = append(here, c)
		default:
			elsewhere = append(elsewhere, c)
		}
	}
	return here, elsewhere
}

// other decides among the claims of other services.
func (t *tables) other(accessor string, table Table, claims []claim) Ownership {
	owners := claimants(claims)
	switch {
	case contested(claims):
		return Ownership{Contested: true}
	case len(owners) > 1:
		return Ownership{Ambiguous: true}
	}
	return Ownership{Service: owners[0], Guess: t.isGuess(accessor, table, claims[0])}
}

// isGuess reports whether only the bare name speaks for a claim. In one and the
// same schema of one database a bare name is no guess.
func (t *tables) isGuess(accessor string, table Table, c claim) bool {
	if table.Schema != "" && !isConventional(table.Schema) {
		return false
	}
	service := t.doc.Services[accessor]
	sameSpace := service != nil && service.database() == c.database &&
		strings.ToLower(service.Owns.Schema.Text) == t.schemaOf(c)
	return !sameSpace
}

func ofService(claims []claim, service string) []claim {
	var list []claim
	for _, c := range claims {
		if c.service == service {
			list = append(list, c)
		}
	}
	return list
}

func contested(claims []claim) bool {
	return slices.ContainsFunc(claims, func(c claim) bool { return c.contested })
}

// isShared reports whether shared.tables has a claim that no service's beats.
func isShared(claims []claim) bool {
	return len(ofService(strongest(claims), "")) > 0
}

// CopiesOf returns the copies that a service keeps in a table of its own. There
// are several where more than one source fills the table.
func (c *Config) CopiesOf(service string, table Table) []*Copy {
	s := c.Services[service]
	if s == nil {
		return nil
	}
	name := table.lower()
	var list []*Copy
	for i := range s.Copies {
		own, err := parseTable(s.Copies[i].Table.Text, false)
		if err != nil {
			continue
		}
		claimed := s.canonical(own.lower())
		if claimed.Name == name.Name && (name.Schema == "" || claimed.Schema == s.canonical(name).Schema) {
			list = append(list, &s.Copies[i])
		}
	}
	return list
}
