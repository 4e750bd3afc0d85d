package config

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A RuleInfo says what a config may do with a rule.
type RuleInfo struct {
	Name    string
	On      bool     // whether it is on where the config is silent
	Options []string // the options that it takes
}

// Rules returns all rules, in the order of the documentation.
func Rules() []RuleInfo {
	off := []string{"softdelete", "unregistered", "nestedconn"}
	names := []string{
		"foreigndb", "foreignimport", "remotetx", "staleconsumer", "depwait",
		"copywrite", "sharedmsg", "softdelete", "forcesync", "syncecho",
		"directcall", "eventfilter", "unregistered", "nestedconn", "ignore",
	}
	rules := make([]RuleInfo, len(names))
	for i, name := range names {
		rules[i] = RuleInfo{Name: name, On: !slices.Contains(off, name), Options: []string{"min_confidence"}}
		if name == "directcall" {
			rules[i].Options = []string{"min_confidence", "require", "third_party"}
		}
	}
	return rules
}

// Requirements returns what directcall's require may list; all are its default.
func Requirements() []string { return []string{"timeout", "breaker", "failure"} }

func ruleNames() []string {
	var names []string
	for _, rule := range Rules() {
		names = append(names, rule.Name)
	}
	return names
}

func ruleInfo(name string) (RuleInfo, bool) {
	rules := Rules()
	i := slices.IndexFunc(rules, func(r RuleInfo) bool { return r.Name == name })
	if i < 0 {
		return RuleInfo{}, false
	}
	return rules[i], true
}

// A RuleOption is the value of one entry of rules.
type RuleOption struct {
	Pos        Pos  // of the rule's name
	On         bool // on, or options given
	Confidence *int // nil where min_confidence is absent
	Require    []Pattern
	ThirdParty *bool

	keys []Pattern // the options that stand there, to hold against the rule's
}

// ruleOptions are the options of all rules; which rule takes which is checked
// once its name is known.
type ruleOptions struct {
	MinConfidence *int      `json:"min_confidence,omitempty"`
	Require       []Pattern `json:"require,omitzero"`
	ThirdParty    *bool     `json:"third_party,omitempty"`
}

// MarshalJSON returns the value as the config may write it.
func (o RuleOption) MarshalJSON() ([]byte, error) {
	if !o.On || o.Confidence == nil && o.Require == nil && o.ThirdParty == nil {
		return json.Marshal(o.On)
	}
	return json.Marshal(ruleOptions{o.Confidence, o.Require, o.ThirdParty})
}

func (o *RuleOption) setKey(key Pattern) { o.Pos = key.Pos }

func (o *RuleOption) decodeNode(d *decoder, n *yaml.Node, path string) {
	switch {
	case n.Kind == yaml.MappingNode:
		o.On = true
		o.options(d, n, path)
	case n.Kind == yaml.ScalarNode && isSwitch(n):
		o.On = strings.EqualFold(n.Value, "on") || strings.EqualFold(n.Value, "true")
	default:
		d.errorf(posOf(n), path, "must be on, off, true, false or a map of options, not %s", kindName(n))
	}
}

// isSwitch reports whether n is a switch. on and off are texts in YAML 1.2.
func isSwitch(n *yaml.Node) bool {
	return n.ShortTag() == "!!bool" || n.ShortTag() == "!!str" && (strings.EqualFold(n.Value, "on") || strings.EqualFold(n.Value, "off"))
}

func (o *RuleOption) options(d *decoder, n *yaml.Node, path string) {
	var raw ruleOptions
	// An option that the rule does not take, known or not, is reported by
	// check, which knows the rule's own; so only known ones are decoded here.
	known := &yaml.Node{Kind: yaml.MappingNode, Line: n.Line, Column: n.Column}
	for key, value := range d.entries(n, path) {
		o.keys = append(o.keys, Pattern{key.Value, posOf(key)})
		if slices.Contains(keysOf(reflect.TypeFor[ruleOptions]()), key.Value) {
			known.Content = append(known.Content, key, value)
		}
	}
	d.value(known, reflect.ValueOf(&raw).Elem(), path)
	o.Confidence, o.Require, o.ThirdParty = raw.MinConfidence, raw.Require, raw.ThirdParty
	if c := raw.MinConfidence; c != nil && (*c < 0 || *c > 100) {
		d.errorf(o.posOf("min_confidence"), join(path, "min_confidence"), "must be from 0 to 100, not %d", *c)
	}
	for _, r := range raw.Require {
		if !r.IsZero() && !slices.Contains(Requirements(), r.Text) {
			d.errorf(r.Pos, join(path, "require"), "unknown requirement %q%s; allowed: %s",
				r.Text, didYouMean(r.Text, Requirements()), anyOf(Requirements()))
		}
	}
}

func (o *RuleOption) posOf(key string) Pos {
	for _, k := range o.keys {
		if k.Text == key {
			return k.Pos
		}
	}
	return o.Pos
}

// checkRules holds the entries of rules against the rules that there are.
func checkRules(r *reporter, rules map[string]RuleOption) {
	for name, option := range rules {
		info, ok := ruleInfo(name)
		if !ok {
			r.errorf(option.Pos, "rules", "unknown rule %q%s; allowed: %s",
				name, didYouMean(name, ruleNames()), anyOf(ruleNames()))
			continue
		}
		for _, key := range option.keys {
			if !slices.Contains(info.Options, key.Text) {
				r.errorf(key.Pos, "rules."+name, "unknown option %q%s; allowed: %s",
					key.Text, didYouMean(key.Text, info.Options), anyOf(info.Options))
			}
		}
	}
}

// A RuleSetting is what the config says of one rule.
type RuleSetting struct {
	Set        bool     // whether the config says anything
	On         bool     // what it says, or the rule's default
	Confidence *int     // min_confidence; nil where absent
	Require    []string // directcall's guards: the default where absent
	ThirdParty bool
}

// MinConfidence returns the rule's own minimum, or otherwise.
func (s RuleSetting) MinConfidence(otherwise int) int {
	if s.Confidence == nil {
		return otherwise
	}
	return *s.Confidence
}

// Rule returns the setting of a rule. Options without on or off switch it on.
func (c *Config) Rule(name string) RuleSetting {
	info, _ := ruleInfo(name)
	setting := RuleSetting{On: info.On}
	if name == "directcall" {
		setting.Require = Requirements()
	}
	option, ok := c.Document.Rules[name]
	if !ok {
		return setting
	}
	setting.Set, setting.On, setting.Confidence = true, option.On, option.Confidence
	if option.Require != nil {
		setting.Require = texts(option.Require)
	}
	setting.ThirdParty = option.ThirdParty != nil && *option.ThirdParty
	return setting
}

// SetRules lets other settings, those of a golangci-lint plugin, override the
// entries of the config, rule by rule. It must not run beside questions.
func (c *Config) SetRules(rules map[string]RuleOption) {
	merged := map[string]RuleOption{}
	maps.Copy(merged, c.Document.Rules)
	maps.Copy(merged, rules)
	c.Document.Rules = merged
}

func texts(patterns []Pattern) []string {
	list := make([]string, len(patterns))
	for i, p := range patterns {
		list[i] = p.Text
	}
	return list
}
