package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/config"
)

// ParseRules reads the value of -rules.
func ParseRules(text string) ([]string, error) {
	var rules []string
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if !knownRule(name) {
			return nil, fmt.Errorf("unknown rule %q; the rules are %s", name, strings.Join(ruleNames(), ", "))
		}
		rules = append(rules, name)
	}
	return rules, nil
}

func knownRule(name string) bool { return slices.Contains(ruleNames(), name) }

func ruleNames() []string {
	var names []string
	for _, rule := range config.Rules() {
		names = append(names, rule.Name)
	}
	return names
}
