package report

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
)

// UnitVersion is the version of Unit's JSON form. A unit that another version
// of the tool recorded is never merged.
const UnitVersion = 1

// A Unit is what the analysis of one package recorded. The command merges the
// units of all packages, whichever driver ran them.
type Unit struct {
	Version  int       `json:"version"`
	Package  string    `json:"package"`
	Findings []Finding `json:"findings,omitempty"`
	Coverage Coverage  `json:"coverage"`
	Errors   []Error   `json:"errors,omitempty"`
	Wiring   *Wiring   `json:"wiring,omitempty"`
	// Consumers are those that the package settles something of.
	Consumers []MetConsumer `json:"consumers,omitempty"`
	Ignores   []Ignore      `json:"ignores,omitempty"`
	Imports   []string      `json:"imports,omitempty"` // packages imported that the config names by import path
	Symbols   []string      `json:"symbols,omitempty"` // the config's patterns of symbols that name something here
	// Outgoing is what the package knows of calls to other services, in a form
	// that is the analyzers' own.
	Outgoing json.RawMessage `json:"outgoing,omitempty"`
}

// An Error is something that kept the tool from doing its work.
type Error struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// An Ignore is an ignore comment in the code.
type Ignore struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Coverage says how much of the code the analysis saw, and what it could not.
type Coverage struct {
	Packages  PackageCount `json:"packages"`
	SQL       SQLCount     `json:"sql"`
	Consumers Consumers    `json:"consumers"` // counted once the packages are brought together
	Unowned   []UnownedUse `json:"unowned_tables,omitempty"`
	Tables    []string     `json:"tables,omitempty"` // qualified names of the owned tables that the code was seen to touch
	Calls     CallCount    `json:"calls"`
	Unmatched []string     `json:"unmatched,omitempty"` // config patterns and owned tables that nothing in the code matches
	Notes     []string     `json:"notes,omitempty"`
}

// PackageCount counts first-party packages by whose they are.
type PackageCount struct {
	Service int `json:"in_service"`
	Shared  int `json:"shared"`
	None    int `json:"in_none"`
}

// SQLCount counts the SQL texts met, and lists the places of those that are
// not constant.
type SQLCount struct {
	Understood int      `json:"understood"`
	Opaque     int      `json:"not_constant"`
	Places     []string `json:"places,omitempty"` // "file:line" of the opaque ones
	// Told are the places of opaque texts which another package's wiring tells;
	// once the packages are brought together, they count as understood.
	Told []string `json:"told,omitempty"`
}

// settle counts the texts that the wiring tells.
func (c *SQLCount) settle() {
	told := slices.Compact(slices.Sorted(slices.Values(c.Told)))
	c.Told = nil
	for _, place := range told {
		if i := slices.Index(c.Places, place); i >= 0 && c.Opaque > 0 {
			c.Places = slices.Delete(c.Places, i, i+1)
			c.Opaque--
			c.Understood++
		} else {
			c.Told = append(c.Told, place)
		}
	}
}

// CallCount counts calls through function values that could not be followed.
type CallCount struct {
	Unresolved int `json:"unresolved"`
}

// An UnownedUse is a table that the code uses and nobody owns.
type UnownedUse struct {
	Table   string `json:"table"`
	Service string `json:"service"`
	Place   string `json:"place"` // first "file:line"
}

// Add adds what another unit saw.
func (c *Coverage) Add(o Coverage) {
	c.Packages.Service += o.Packages.Service
	c.Packages.Shared += o.Packages.Shared
	c.Packages.None += o.Packages.None
	c.SQL.Understood += o.SQL.Understood
	c.SQL.Opaque += o.SQL.Opaque
	c.SQL.Places = append(c.SQL.Places, o.SQL.Places...)
	c.SQL.Told = append(c.SQL.Told, o.SQL.Told...)
	c.Unowned = append(c.Unowned, o.Unowned...)
	c.Tables = append(c.Tables, o.Tables...)
	c.Calls.Unresolved += o.Calls.Unresolved
	c.Unmatched = append(c.Unmatched, o.Unmatched...)
	c.Notes = append(c.Notes, o.Notes...)
}

// Normalize sorts the lists and removes doubles, so that the same code gives
// the same bytes whatever order its packages were analyzed in.
func (c *Coverage) Normalize() {
	c.SQL.settle()
	for _, list := range []*[]string{&c.SQL.Places, &c.Tables, &c.Unmatched, &c.Notes} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	first := make(map[[2]string]UnownedUse)
	for _, u := range c.Unowned {
		key := [2]string{u.Table, u.Service}
		if old, ok := first[key]; !ok || u.Place < old.Place {
			first[key] = u
		}
	}
	c.Unowned = slices.SortedFunc(maps.Values(first), func(a, b UnownedUse) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Service, b.Service))
	})
}

// Percent is the share of SQL texts that were understood, in percent; 100
// where there were none.
func (c SQLCount) Percent() int {
	if c.Understood+c.Opaque == 0 {
		return 100
	}
	return 100 * c.Understood / (c.Understood + c.Opaque)
}
