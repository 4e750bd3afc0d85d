package config

import "time"

// Granted returns the grant that lets a service use another's table, and
// whether it has expired: one in force is preferred to one that has. A grant
// to write lets read too. t is named as Owner names it.
func (c *Config) Granted(service, owner string, t Table, write bool, now time.Time) (g *Grant, expired bool) {
	for _, grant := range c.grantsFor(service, owner, t) {
		if write && grant.Access != AccessWrite {
			continue
		}
		if !grant.Until.Passed(now) {
			return grant, false
		}
		if g == nil {
			g, expired = grant, true
		}
	}
	return g, expired
}

// bestGrant returns a grant whatever its access: one in force, for writing if
// there is one.
func (c *Config) bestGrant(service, owner string, t Table) *Grant {
	now := c.now()
	write, expired := c.Granted(service, owner, t, true, now)
	if write != nil && !expired {
		return write
	}
	read, _ := c.Granted(service, owner, t, false, now)
	return read
}

// grantsFor returns the grants of a service for a table of another, in order.
func (c *Config) grantsFor(service, owner string, t Table) []*Grant {
	from, to := c.Services[service], c.Services[owner]
	if from == nil || to == nil {
		return nil
	}
	name := to.canonical(t.lower())
	var list []*Grant
	for i := range from.Grants {
		grantor, pattern := from.Grants[i].Target()
		pattern = to.canonical(pattern.lower())
		if grantor == owner && pattern.Schema == name.Schema && matchTable(pattern.Name, name.Name) {
			list = append(list, &from.Grants[i])
		}
	}
	return list
}

// ExpiredGrants returns the grants that no longer hold, in the order of the
// services' names.
func (c *Config) ExpiredGrants() []*Grant {
	now := c.now()
	var list []*Grant
	for _, service := range c.sortedServices {
		for i := range service.Grants {
			if service.Grants[i].Until.Passed(now) {
				list = append(list, &service.Grants[i])
			}
		}
	}
	return list
}

func (c *Config) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}
