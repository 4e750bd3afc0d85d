package report_test

import (
	"slices"
	"testing"

	"github.com/boundarylint/boundarylint/report"
)

// A text that another package's wiring tells counts as understood once the
// units are brought together, in whichever order they come.
func TestToldTexts(t *testing.T) {
	used := report.Coverage{SQL: report.SQLCount{Understood: 1, Opaque: 2, Places: []string{"a.go:1", "a.go:2"}}}
	wiring := report.Coverage{SQL: report.SQLCount{Told: []string{"a.go:2", "a.go:2"}}}
	for _, units := range [][]report.Coverage{{used, wiring}, {wiring, used}, {used, wiring, wiring}} {
		var sum report.Coverage
		for _, u := range units {
			u.Normalize()
			sum.Add(u)
		}
		sum.Normalize()
		if sum.SQL.Understood != 2 || sum.SQL.Opaque != 1 || !slices.Equal(sum.SQL.Places, []string{"a.go:1"}) {
			t.Errorf("got %+v", sum.SQL)
		}
	}
}
