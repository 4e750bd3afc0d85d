// Package directcall reports calls to other services that lack a timeout, a
// circuit breaker, or any regard for their failure, and those that a service may
// not make.
package directcall

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

//go:embed doc.md
var doc string

const name = "directcall"

// Rule is the rule directcall.
func Rule() rule.Rule { return rule.Rule{Name: name, Doc: doc, Find: find} }

func find(_ *analysis.Pass, res *effects.Result) []rule.Finding {
	return judgeAll(res.Config, res.Outgoing)
}

// InRest returns the findings on the calls that no main package reaches, by what
// the packages recorded of them.
func InRest(cfg *config.Config, parts []effects.OutgoingPart) []report.Finding {
	var findings []report.Finding
	for _, f := range judgeAll(cfg, effects.SettleRest(cfg, parts)) {
		findings = append(findings, Rule().Complete(f))
	}
	return findings
}

func judgeAll(cfg *config.Config, calls []effects.Outgoing) []rule.Finding {
	setting := cfg.Rule(name)
	var findings []rule.Finding
	for _, c := range calls {
		if len(c.Services) == 0 && !setting.ThirdParty {
			continue
		}
		j := judge(cfg, c, setting.Require)
		if len(j.faults) == 0 {
			continue
		}
		findings = append(findings, rule.Finding{
			Place: c.Place, Confidence: c.Conf, Proof: c.Proof,
			Message: message(c, j.faults), Fix: strings.Join(j.fixes, "; "),
		})
	}
	return findings
}

// A judgement is what is wrong with a call, and what to do about it.
type judgement struct {
	faults, fixes []string
}

func (j *judgement) add(fault, fix string) {
	j.faults, j.fixes = append(j.faults, fault), append(j.fixes, fix)
}

func judge(cfg *config.Config, c effects.Outgoing, require []string) judgement {
	var j judgement
	for _, to := range c.Services {
		if !cfg.MayCall(c.Place.Service, to) {
			j.add(fmt.Sprintf("although %s is not in the calls of %s", to, c.Place.Service),
				fmt.Sprintf("keep a copy that %s's events fill, or list %s under calls of %s", to, to, c.Place.Service))
		}
	}
	if slices.Contains(require, "timeout") && c.Timeout == summary.No {
		j.add("without a timeout", timeoutFix(c))
	}
	if slices.Contains(require, "breaker") && c.Breaker == summary.No {
		j.add("without a circuit breaker", "run it in a circuit breaker, as in breaker.Execute(func() …), or put one into the client's "+hook(c))
	}
	if slices.Contains(require, "failure") {
		switch c.Failure {
		case summary.ErrorDropped:
			j.add("and drops its failure", "handle the error: the service may be down")
		case summary.StatusUnread:
			j.add("and never looks at the answer's status", "take a status of 400 and above for a failure: if resp.StatusCode >= 400 { … }")
		}
	}
	return j
}

// timeoutFix says where this kind of call gets its timeout.
func timeoutFix(c effects.Outgoing) string {
	const bound = "ctx, cancel := context.WithTimeout(ctx, 2*time.Second); defer cancel()"
	if c.Kind == "http" {
		return "make the client with a timeout, as in &http.Client{Timeout: 5 * time.Second}, or bound the request's context: " + bound
	}
	return "before the call: " + bound
}

// hook is where a client lets others into its calls.
func hook(c effects.Outgoing) string {
	if c.Kind == "http" {
		return "Transport"
	}
	return "interceptors"
}

// message says what is called, and what is wrong with it.
func message(c effects.Outgoing, faults []string) string {
	whom := "another system"
	if len(c.Services) > 0 {
		whom = "service " + strings.Join(c.Services, " or ")
	}
	return fmt.Sprintf("%s calls %s %s", c.Callee, whom, list(faults))
}

// list joins the faults into one phrase.
func list(faults []string) string {
	return strings.Join(faults, ", ")
}
