package analyzers

import (
	"fmt"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/report"
)

// recordConsumers notes the consumers that the package settles something of, for
// the coverage: one that is not found, or not followed, is one whose silence means
// nothing.
func recordConsumers(res *flows.Result, unit *report.Unit) {
	for _, c := range res.Consumers {
		unit.Consumers = append(unit.Consumers, report.MetConsumer{
			Place: fmt.Sprintf("%s:%d", c.Place.File, c.Place.Line), Name: c.Name,
			Writes: len(c.Writes) > 0, Open: len(c.Open) > 0,
		})
	}
}
