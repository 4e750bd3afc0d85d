// Package nestedconn reports second connections of a pool that are taken while
// a transaction of it is open.
package nestedconn

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
)

//go:embed doc.md
var doc string

// Rule is the rule nestedconn.
func Rule() rule.Rule { return rule.Rule{Name: "nestedconn", Doc: doc, Find: find} }

func find(_ *analysis.Pass, res *effects.Result) []rule.Finding {
	var findings []rule.Finding
	for _, n := range res.NestedConns {
		findings = append(findings, rule.Finding{
			Place:      n.Place,
			Message:    fmt.Sprintf("%s takes a second connection from the pool while %s", n.Callee, n.TxText),
			Confidence: n.Conf,
			Proof:      n.Proof,
			Fix:        fmt.Sprintf("use the transaction itself, or do this before %s or after the commit", n.Begin),
		})
	}
	return findings
}
