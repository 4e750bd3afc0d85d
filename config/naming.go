package config

import "sync"

// A Naming is how the code of a service has gorm make a table's name of a type's.
type Naming struct {
	Service  string // "" for code of no service, which services share
	Prefix   string
	Singular bool
	// Unknown: the names are made in a way that the code does not tell.
	Unknown bool
}

// namings are found when they are first asked for.
type namings struct {
	find func() []Naming
	once sync.Once
	list []Naming
}

// FindNamings tells the config how to find the namings of its services: find is
// called once, when first asked.
func (c *Config) FindNamings(find func() []Naming) { c.named.find = find }

// Namings returns all that were found, in the order of the services' names.
func (c *Config) Namings() []Naming {
	c.named.once.Do(func() {
		if c.named.find != nil {
			c.named.list = c.named.find()
		}
	})
	return c.named.list
}

// NamingOf returns the naming of a service: its own, or else the one of the code
// that services share. The zero one is gorm's default.
func (c *Config) NamingOf(service string) Naming {
	var shared Naming
	for _, n := range c.Namings() {
		switch n.Service {
		case service:
			return n
		case "":
			shared = n
		}
	}
	return shared
}
