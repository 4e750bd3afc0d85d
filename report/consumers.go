package report

import (
	"cmp"
	"slices"
)

// Consumers counts the consumers of messages that were found, and lists those
// that were not seen whole.
type Consumers struct {
	Found   int `json:"found"`
	Writing int `json:"writing"` // those seen to write what their messages say
	// Open are the "file:line" of those that lead to calls of which no
	// implementation is known.
	Open []string `json:"open,omitempty"`
}

// A MetConsumer is what one unit saw of a consumer. Units further up may see
// more of it.
type MetConsumer struct {
	Place  string `json:"place"` // "file:line"
	Name   string `json:"name"`
	Writes bool   `json:"writes,omitempty"`
	Open   bool   `json:"open,omitempty"` // leads to calls of which no implementation is known
}

func compareMet(a, b MetConsumer) int {
	return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Name, b.Name))
}

// CountConsumers counts the consumers that the units met, each once. One is open
// where no unit saw all of it.
func CountConsumers(units []Unit) Consumers {
	var met []MetConsumer
	for _, u := range units {
		met = append(met, u.Consumers...)
	}
	slices.SortFunc(met, compareMet)
	var c Consumers
	for len(met) > 0 {
		n := slices.IndexFunc(met, func(m MetConsumer) bool { return compareMet(m, met[0]) != 0 })
		if n < 0 {
			n = len(met)
		}
		c.count(met[:n])
		met = met[n:]
	}
	c.Open = slices.Compact(c.Open)
	return c
}

// count counts one consumer, by all that units saw of it.
func (c *Consumers) count(seen []MetConsumer) {
	c.Found++
	if slices.ContainsFunc(seen, func(m MetConsumer) bool { return m.Writes }) {
		c.Writing++
	}
	if !slices.ContainsFunc(seen, func(m MetConsumer) bool { return !m.Open }) {
		c.Open = append(c.Open, seen[0].Place)
	}
}
