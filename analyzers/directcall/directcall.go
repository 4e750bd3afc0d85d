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
	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

//go:embed doc.md
var doc string

const name = "directcall"

// Rule is the rule directcall.
func Rule() rule.Rule { return rule.Rule{Name: name, Doc: doc, Find: find} }

func find(pass *analysis.Pass, res *effects.Result) []rule.Finding {
	return judgeAll(res.Config, source.Of(pass, res), res.Outgoing)
}

// InRest returns the findings on the calls that no main package reaches, by what
// the packages recorded of them.
func InRest(cfg *config.Config, parts []effects.OutgoingPart) []report.Finding {
	var findings []report.Finding
	for _, f := range judgeAll(cfg, nil, effects.SettleRest(cfg, parts)) {
		findings = append(findings, Rule().Complete(f))
	}
	return findings
}

func judgeAll(cfg *config.Config, code *source.Code, calls []effects.Outgoing) []rule.Finding {
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
		f := rule.Finding{
			Place: c.Place, Confidence: c.Conf, Proof: c.Proof,
			Message: message(c, j.faults), Fix: strings.Join(j.fixes, "; "),
		}
		if j.timeout {
			f.Edits, f.Partly = timeouts(code, c), len(j.faults) > 1
		}
		findings = append(findings, f)
	}
	return findings
}

// A judgement is what is wrong with a call, and what to do about it.
type judgement struct {
	faults, fixes []string
	timeout       bool // is one that is missing
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
		j.timeout = true
	}
	if slices.Contains(require, "breaker") && c.Breaker == summary.No {
		j.add("without a circuit breaker", breakerFix(c))
	}
	if slices.Contains(require, "failure") {
		switch c.Failure {
		case summary.ErrorDropped:
			j.add("and drops its failure", fmt.Sprintf("handle the error, the service may be down: if err != nil { return fmt.Errorf(\"call %s: %%w\", err) }", whom(c)))
		case summary.StatusUnread:
			j.add("and never looks at the answer's status", "take a status of 400 and above for a failure: if resp.StatusCode >= 400 { return fmt.Errorf(\"call "+whom(c)+": %s\", resp.Status) }")
		}
	}
	return j
}

// timeoutFix says where this kind of call gets its timeout.
func timeoutFix(c effects.Outgoing) string {
	const bound = "ctx, cancel := context.WithTimeout(ctx, 2*time.Second); defer cancel()"
	switch {
	case c.ByProxy():
		return "give the proxy a transport that bounds the wait: proxy.Transport = &http.Transport{ResponseHeaderTimeout: 10 * time.Second}"
	case c.Kind == "http":
		return "make the client with a timeout, as in &http.Client{Timeout: 10 * time.Second}, or bound the request's context: " + bound
	}
	return "before the call: " + bound
}

// breakerFix says where this kind of call gets its breaker.
func breakerFix(c effects.Outgoing) string {
	if c.ByProxy() {
		return "put a circuit breaker into the proxy's Transport"
	}
	return "run it in a circuit breaker, as in breaker.Execute(func() …), or put one into the client's " + hook(c)
}

// timeouts gives the clients that a call is made with their timeout, where all of
// them are written down in the package under analysis.
func timeouts(code *source.Code, c effects.Outgoing) []analysis.TextEdit {
	var all []analysis.TextEdit
	for _, made := range c.Made {
		edits := code.Timeout(made)
		if edits == nil {
			return nil
		}
		for _, e := range edits {
			if !slices.ContainsFunc(all, func(o analysis.TextEdit) bool { return o.Pos == e.Pos }) {
				all = append(all, e) // an import takes but one
			}
		}
	}
	return all
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
	to := "another system"
	if len(c.Services) > 0 {
		to = "service " + whom(c)
	}
	return fmt.Sprintf("%s calls %s %s", c.Callee, to, list(faults))
}

// whom names the services that are called, or else what is called.
func whom(c effects.Outgoing) string {
	if len(c.Services) == 0 {
		return c.Callee
	}
	return strings.Join(c.Services, " or ")
}

// list joins the faults into one phrase.
func list(faults []string) string {
	return strings.Join(faults, ", ")
}
