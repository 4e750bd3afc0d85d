// Package eventfilter reports producers that publish every change.
package eventfilter

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
)

//go:embed doc.md
var doc string

// Rule is the rule eventfilter.
func Rule() rule.Rule { return rule.Rule{Name: "eventfilter", Doc: doc, FindFlow: find} }

func find(_ *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	for _, filter := range res.Filters {
		if filter.Place.Service == "" {
			continue // a default of shared code, for others to override
		}
		f := rule.Finding{
			Place: filter.Place, Confidence: 100, Proof: filter.Steps,
			Message: filter.Name + " decides what is published, and says yes to every change",
			Fix:     "compare the fields that others see, before and after, and publish only if one of them changed",
		}
		f.Place.Touched = filter.Name
		findings = append(findings, f)
	}
	return rule.OnePerPlace(findings)
}
