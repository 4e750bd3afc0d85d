package analyzers

import (
	"encoding/json"
	"fmt"

	"github.com/boundarylint/boundarylint/analyzers/directcall"
	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// recordOutgoing notes what the package knows of calls to other services.
func recordOutgoing(res *effects.Result, unit *report.Unit) error {
	part := res.OutgoingPart
	if part == nil || part.Empty() {
		return nil
	}
	data, err := json.Marshal(part)
	unit.Outgoing = data
	return err
}

// OutgoingFindings returns the findings on calls to other services that no main
// package reaches. Only who sees all units can tell.
func OutgoingFindings(cfg *config.Config, units []report.Unit) ([]report.Finding, error) {
	var parts []effects.OutgoingPart
	for _, u := range units {
		if len(u.Outgoing) == 0 {
			continue
		}
		var part effects.OutgoingPart
		if err := json.Unmarshal(u.Outgoing, &part); err != nil {
			return nil, fmt.Errorf("what was recorded of %s: %w", u.Package, err)
		}
		parts = append(parts, part)
	}
	return directcall.InRest(cfg, parts), nil
}
