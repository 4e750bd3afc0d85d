// Package analyzers lists boundarylint's rules and builds them for a config.
package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/copywrite"
	"github.com/boundarylint/boundarylint/analyzers/depwait"
	"github.com/boundarylint/boundarylint/analyzers/directcall"
	"github.com/boundarylint/boundarylint/analyzers/eventfilter"
	"github.com/boundarylint/boundarylint/analyzers/forcesync"
	"github.com/boundarylint/boundarylint/analyzers/foreigndb"
	"github.com/boundarylint/boundarylint/analyzers/foreignimport"
	"github.com/boundarylint/boundarylint/analyzers/ignore"
	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/nestedconn"
	"github.com/boundarylint/boundarylint/analyzers/remotetx"
	"github.com/boundarylint/boundarylint/analyzers/sharedmsg"
	"github.com/boundarylint/boundarylint/analyzers/softdelete"
	"github.com/boundarylint/boundarylint/analyzers/staleconsumer"
	"github.com/boundarylint/boundarylint/analyzers/syncecho"
	"github.com/boundarylint/boundarylint/analyzers/unregistered"
	"github.com/boundarylint/boundarylint/config"
)

// Rules lists the rules, in the order of the documentation.
func rules() []rule.Rule {
	return []rule.Rule{
		foreigndb.Rule(),
		foreignimport.Rule(),
		remotetx.Rule(),
		staleconsumer.Rule(),
		depwait.Rule(),
		copywrite.Rule(),
		sharedmsg.Rule(),
		softdelete.Rule(),
		forcesync.Rule(),
		syncecho.Rule(),
		directcall.Rule(),
		eventfilter.Rule(),
		unregistered.Rule(),
		nestedconn.Rule(),
		ignore.Rule(),
	}
}

// RuleNames lists the rules that there are, in the order of the documentation.
func RuleNames() []string {
	var names []string
	for _, r := range rules() {
		names = append(names, r.Name)
	}
	return names
}

// Options are what a driver, rather than the user's config, decides.
type Options struct {
	// PrefixRule puts the rule's name before each diagnostic's message, for
	// drivers that do not print it (go vet).
	PrefixRule bool
	// Tests has the engine see test code too.
	Tests bool
	// Key becomes part of the engine's name, for drivers that keep results
	// under the names of analyzers (golangci-lint).
	Key string
}

// A Suite is the set of analyzers built for one config.
type Suite struct {
	Rules []*analysis.Analyzer // one a rule, in the order of the documentation
	// Engines are what the rules require; they report nothing.
	Engines []*analysis.Analyzer
	Record  *analysis.Analyzer // hidden; its result is a *report.Unit
}

// All returns every analyzer of the suite.
func (s *Suite) All() []*analysis.Analyzer {
	return append(s.Rules[:len(s.Rules):len(s.Rules)], s.Record)
}

// New builds the suite. The config is loaded at the first use, since a vettool
// has to list its analyzers before it has parsed its flags.
func New(load func() (*config.Config, error), opts Options) *Suite {
	engine := rule.Engine{Effects: effects.New(load, opts.Tests)}
	engine.Flows = flows.New(engine.Effects)
	if opts.Key != "" {
		engine.Effects.Name += "_" + opts.Key
		engine.Flows.Name += "_" + opts.Key
	}
	s := &Suite{Engines: []*analysis.Analyzer{engine.Effects, engine.Flows}}
	for _, r := range rules() {
		s.Rules = append(s.Rules, r.Analyzer(engine, opts.PrefixRule))
	}
	s.Record = newRecord(engine, s.Rules)
	return s
}
