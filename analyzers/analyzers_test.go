package analyzers_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
)

// Two suites in one process share nothing, and each is valid by itself.
func TestSuiteIsValid(t *testing.T) {
	t.Parallel()
	load := func() (*config.Config, error) { return config.Default(".") }
	for range 2 {
		if err := analysis.Validate(analyzers.New(load, analyzers.Options{}).All()); err != nil {
			t.Fatal(err)
		}
	}
}

// The config is loaded at the first package that needs it: a vettool lists its
// analyzers before it has one.
func TestConfigIsLoadedLate(t *testing.T) {
	t.Parallel()
	analyzers.New(func() (*config.Config, error) {
		t.Error("loaded")
		return nil, nil
	}, analyzers.Options{})
}

// A config that cannot be loaded fails each first-party package.
func TestConfigError(t *testing.T) {
	t.Parallel()
	broken := errors.New("boundaries.yaml: broken")
	suite := analyzers.New(func() (*config.Config, error) { return nil, broken }, analyzers.Options{})
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule}, "../report")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze(suite.Rules, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for act := range graph.All() {
		if act.Err != nil && strings.Contains(act.Err.Error(), broken.Error()) {
			failed++
		}
	}
	if failed == 0 {
		t.Error("no package failed")
	}
}

func TestDocs(t *testing.T) {
	t.Parallel()
	load := func() (*config.Config, error) { return config.Default(".") }
	for _, r := range analyzers.New(load, analyzers.Options{}).Rules {
		summary, rest, _ := strings.Cut(r.Doc, "\n")
		if !strings.HasPrefix(summary, "report ") || strings.HasSuffix(summary, ".") {
			t.Errorf("%s: the doc begins %q, want a line \"report …\" without full stop", r.Name, summary)
		}
		for _, part := range []string{"Wrong", "Right"} {
			if !strings.Contains(rest, part) {
				t.Errorf("%s: the doc shows no %s code", r.Name, strings.ToLower(part))
			}
		}
	}
}

// A config may name the rules that there are, and no others.
func TestRulesAreTheConfigs(t *testing.T) {
	t.Parallel()
	var names []string
	for _, r := range config.Rules() {
		names = append(names, r.Name)
	}
	if got := analyzers.RuleNames(); !slices.Equal(got, names) {
		t.Errorf("the rules are %v, those of the config %v", got, names)
	}
}
