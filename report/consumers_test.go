package report_test

import (
	"slices"
	"testing"

	"github.com/boundarylint/boundarylint/report"
)

// A consumer counts once, with all that the units saw of it, in whichever order
// they come.
func TestCountConsumers(t *testing.T) {
	below := report.Unit{Consumers: []report.MetConsumer{{Place: "a.go:1", Name: "A", Open: true}, {Place: "b.go:2", Name: "B", Open: true}}}
	above := report.Unit{Consumers: []report.MetConsumer{{Place: "a.go:1", Name: "A", Writes: true}, {Place: "a.go:1", Name: "A2"}}}
	for _, units := range [][]report.Unit{{below, above}, {above, below}, {below, above, below}} {
		c := report.CountConsumers(units)
		if c.Found != 3 || c.Writing != 1 || !slices.Equal(c.Open, []string{"b.go:2"}) {
			t.Errorf("got %+v", c)
		}
	}
	if c := report.CountConsumers(nil); c.Found != 0 || c.Open != nil {
		t.Errorf("of nothing, got %+v", c)
	}
}
