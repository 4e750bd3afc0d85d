package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
)

// ParseRules reads the value of -rules.
func ParseRules(text string) ([]string, error) {
	var rules []string
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if !slices.Contains(analyzers.RuleNames(), name) {
			return nil, fmt.Errorf("unknown rule %q; the rules are %s", name, strings.Join(analyzers.RuleNames(), ", "))
		}
		rules = append(rules, name)
	}
	return rules, nil
}

// knownRule reports whether a config may name a rule.
func knownRule(name string) bool {
	return slices.ContainsFunc(config.Rules(), func(r config.RuleInfo) bool { return r.Name == name })
}
