// Package remotetx reports calls that leave the process while a database
// transaction is open.
package remotetx

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
)

//go:embed doc.md
var doc string

// Rule is the rule remotetx.
func Rule() rule.Rule { return rule.Rule{Name: "remotetx", Doc: doc, Find: find} }

func find(_ *analysis.Pass, res *effects.Result) []rule.Finding {
	var findings []rule.Finding
	for _, r := range res.RemoteInTx {
		findings = append(findings, rule.Finding{
			Place:      r.Place,
			Message:    fmt.Sprintf("%s leaves the process while %s", r.Callee, r.TxText),
			Confidence: r.Conf,
			Proof:      r.Proof,
			Fix:        fmt.Sprintf("call before %s or after the commit, or write to an outbox table in this transaction", r.Begin),
		})
	}
	return findings
}
