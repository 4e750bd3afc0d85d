// Package foreigndb reports a service that uses another service's tables.
package foreigndb

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
)

//go:embed doc.md
var doc string

// Rule is the rule foreigndb.
func Rule() rule.Rule { return rule.Rule{Name: "foreigndb", Doc: doc, Find: find} }

func find(_ *analysis.Pass, res *effects.Result) []rule.Finding {
	var findings []rule.Finding
	for _, use := range res.Accesses {
		expired, granted := grant(res, use)
		if granted {
			continue
		}
		findings = append(findings, finding(res, use, expired))
	}
	for _, h := range res.Handles {
		findings = append(findings, rule.Finding{
			Place: h.Place, Confidence: 100, Proof: h.Proof,
			Message: handleMessage(h),
			Fix:     allowed(res.Config, h.Place.Service, h.Owner),
		})
	}
	return findings
}

// grant reports whether the config lets the service make the access, and the
// grant that did so once.
func grant(res *effects.Result, use effects.TableUse) (expired *config.Grant, granted bool) {
	g, old := res.Config.Granted(use.Place.Service, use.Owner.Service, use.Owner.Table, use.Access.Write, res.Now)
	if g == nil {
		return nil, false
	}
	if old {
		return g, false
	}
	return nil, true
}

func finding(res *effects.Result, use effects.TableUse, expired *config.Grant) rule.Finding {
	verb := "reads"
	if use.Access.Write {
		verb = "writes"
	}
	f := rule.Finding{
		Place: use.Place, Confidence: use.Access.Conf, Proof: use.Access.Steps,
		Message: message(use.Place.Service, verb, use.Owner, expired),
		Fix:     fix(res.Config, use.Place.Service, use.Owner, use.Access.Write),
	}
	if use.Owner.Guess && use.Access.In == "" {
		f.Fix += claim(use.Place.Service)
	}
	return f
}

func handleMessage(h effects.HandleUse) string {
	service := h.Place.Service
	if h.Env == "" {
		return fmt.Sprintf("%s gets hold of the database of service %s", service, h.Owner)
	}
	return fmt.Sprintf("%s opens the database of service %s, by %s", service, h.Owner, h.Env)
}

// message says what a service does with another's table.
func message(service, verb string, owner config.Ownership, expired *config.Grant) string {
	text := fmt.Sprintf("%s %s table %s of service %s", service, verb, owner.Table, owner.Service)
	if expired != nil {
		text += fmt.Sprintf("; the grant for it ended on %s", expired.Until)
	}
	return text
}

// claim is the other way where the name of a table alone speaks for its owner.
func claim(service string) string {
	return fmt.Sprintf("; if the table is %s's own, name it under its tables", service)
}
