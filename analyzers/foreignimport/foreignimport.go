// Package foreignimport reports imports of another service's packages.
package foreignimport

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
)

//go:embed doc.md
var doc string

// Rule is the rule foreignimport.
func Rule() rule.Rule { return rule.Rule{Name: "foreignimport", Doc: doc, Find: find} }

func find(_ *analysis.Pass, res *effects.Result) []rule.Finding {
	var findings []rule.Finding
	for _, imp := range res.Imports {
		owner := res.Config.ServiceOf(imp.Path)
		if res.Service == "" || owner == "" || owner == res.Service || res.Config.IsAPI(owner, imp.Path) {
			continue
		}
		findings = append(findings, rule.Finding{
			Place:      imp.Place,
			Message:    fmt.Sprintf("%s imports %s, a package of service %s that is not in its api", res.Service, imp.Path, owner),
			Confidence: 100,
			Fix:        fix(res, owner),
		})
	}
	return findings
}

func fix(res *effects.Result, owner string) string {
	if s := res.Config.Services[owner]; s != nil && len(s.API) > 0 {
		return fmt.Sprintf("import %s, or move what both need to a shared package", s.API[0].Text)
	}
	return "move what both need to a shared package, or name the package under the service's api"
}
