package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/boundarylint/boundarylint/config"
)

// schema returns the JSON Schema (draft 2020-12) of boundaries.yaml.
func schema() ([]byte, error) {
	s, err := build()
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("config schema: %w", err)
	}
	return append(data, '\n'), nil
}

func build() (*jsonschema.Schema, error) {
	s, err := jsonschema.For[config.Document](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[config.Pattern]():    text(),
		reflect.TypeFor[config.OneOrMany]():  oneOrMany(),
		reflect.TypeFor[config.Access]():     {Type: "string", Enum: []any{string(config.AccessRead), string(config.AccessWrite)}},
		reflect.TypeFor[config.Date]():       {Type: "string", Format: "date", Pattern: `^\d{4}-\d{2}-\d{2}$`},
		reflect.TypeFor[config.RuleOption](): {},
	}})
	if err != nil {
		return nil, fmt.Errorf("config schema: %w", err)
	}
	withoutNull(s)
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = config.FileName
	s.Description = "Which services there are, what each one owns, and what they may share."
	s.Properties["version"].Const = jsonschema.Ptr[any](1)
	rules(s.Properties["rules"])
	entries(s)
	return s, nil
}

func text() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", MinLength: jsonschema.Ptr(1)}
}

func oneOrMany() *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{text(), {Type: "array", Items: text()}}}
}

// withoutNull takes back the null that Go's slices and pointers stand for: the
// decoder wants a key left out instead.
func withoutNull(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	s.Types = slices.DeleteFunc(s.Types, func(t string) bool { return t == "null" })
	if len(s.Types) == 1 {
		s.Type, s.Types = s.Types[0], nil
	}
	for _, p := range s.Properties {
		withoutNull(p)
	}
	withoutNull(s.Items)
	withoutNull(s.AdditionalProperties)
}

// rules lists the rules, each with its own options.
func rules(s *jsonschema.Schema) {
	s.Properties = map[string]*jsonschema.Schema{}
	s.AdditionalProperties = none()
	for _, rule := range config.Rules() {
		state := "on"
		if !rule.On {
			state = "off"
		}
		s.Properties[rule.Name] = &jsonschema.Schema{
			Description: fmt.Sprintf("on, off, or options, which switch it on; default: %s", state),
			AnyOf:       []*jsonschema.Schema{{Type: "boolean"}, {Enum: []any{"on", "off"}}, options(rule)},
		}
		s.PropertyOrder = append(s.PropertyOrder, rule.Name)
	}
}

func options(rule config.RuleInfo) *jsonschema.Schema {
	known := map[string]*jsonschema.Schema{
		"min_confidence": {
			Type: "integer", Minimum: jsonschema.Ptr(0.0), Maximum: jsonschema.Ptr(100.0),
			Description: "findings below this confidence are not shown",
		},
		"require": {
			Type: "array", Items: &jsonschema.Schema{Enum: anys(config.Requirements())},
			Description: "what a call to another service must have; default: all",
		},
		"third_party": {Type: "boolean", Description: "hold calls to third parties to the same"},
	}
	s := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: none()}
	for _, name := range rule.Options {
		s.Properties[name] = known[name]
	}
	s.PropertyOrder = rule.Options
	return s
}

// entries says that a consumer, and a producer, has one key of its two.
func entries(s *jsonschema.Schema) {
	for _, list := range []string{"consumers", "producers"} {
		entry := s.Properties[list].Items
		entry.MinProperties, entry.MaxProperties = jsonschema.Ptr(1), jsonschema.Ptr(1)
	}
	s.Properties["services"].PropertyNames = &jsonschema.Schema{Pattern: config.ServiceNamePattern}
}

// none is the schema that nothing satisfies.
func none() *jsonschema.Schema { return &jsonschema.Schema{Not: &jsonschema.Schema{}} }

func anys(list []string) []any {
	var out []any
	for _, s := range list {
		out = append(out, s)
	}
	return out
}
