// Package configshow writes a config as the tool understood it: with the
// defaults of what it leaves out.
package configshow

import (
	"encoding/json"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/boundarylint/boundarylint/config"
)

// defaultConfidence is what a rule asks for unless the config or a flag says
// otherwise.
const defaultConfidence = 80

// YAML returns the config with a setting for every rule. It can be read as a
// config again.
func YAML(cfg *config.Config) ([]byte, error) {
	doc := *cfg.Document
	doc.Rules = nil
	data, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	// JSON is YAML, and a node keeps the order of its keys.
	var node yaml.Node
	if err := yaml.Unmarshal(data, &node); err != nil {
		return nil, err
	}
	plain(&node)
	text, err := yaml.Marshal(&node)
	if err != nil {
		return nil, err
	}
	text = append(text, "rules:\n"...)
	for _, rule := range config.Rules() {
		text = append(text, ruleLine(rule, cfg.Rule(rule.Name))...)
	}
	return text, nil
}

func ruleLine(rule config.RuleInfo, s config.RuleSetting) string {
	if !s.On {
		return fmt.Sprintf("    %s: off\n", rule.Name)
	}
	options := fmt.Sprintf("min_confidence: %d", s.MinConfidence(defaultConfidence))
	for _, option := range rule.Options {
		switch option {
		case "require":
			list, _ := json.Marshal(s.Require)
			options += fmt.Sprintf(", require: %s", list)
		case "third_party":
			options += fmt.Sprintf(", third_party: %t", s.ThirdParty)
		}
	}
	return fmt.Sprintf("    %s: {%s}\n", rule.Name, options)
}

// plain has the YAML written as a human would, rather than as JSON.
func plain(n *yaml.Node) {
	n.Style = 0
	for _, child := range n.Content {
		plain(child)
	}
}
