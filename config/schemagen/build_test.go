package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"gopkg.in/yaml.v3"

	"github.com/boundarylint/boundarylint/config"
)

func TestSchema(t *testing.T) {
	example, err := os.ReadFile("../testdata/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const service = "version: 1\nservices: {a: {packages: [./a], "
	for _, tc := range []struct {
		name, yaml string
		ok         bool
	}{
		{"example", string(example), true},
		{"least", "version: 1", true},
		{"list of columns", service + "copies: [{table: u, of: b.u, synced_at: [a, b]}]}, b: {packages: [./b]}}", true},
		{"rules", "version: 1\nrules: {remotetx: true, syncecho: 'off', directcall: {require: [timeout], third_party: true}}", true},
		{"no version", "services: {}", false},
		{"version 2", "version: 2", false},
		{"unknown key", "version: 1\nservises: {}", false},
		{"unknown key of a service", service + "own: {}}}", false},
		{"unknown key of shared", "version: 1\nshared: {package: []}", false},
		{"text for a list", "version: 1\nexclude: x", false},
		{"null", "version: 1\nservices: {a: null}", false},
		{"null list", "version: 1\nexclude: null", false},
		{"copy without of", service + "copies: [{table: u}]}}", false},
		{"access", service + "grants: [{table: b.u, access: all, reason: r}]}}", false},
		{"name of a service", "version: 1\nservices: {a.b: {packages: [./a]}}", false},
		{"unknown rule", "version: 1\nrules: {nosuch: on}", false},
		{"switch", "version: 1\nrules: {remotetx: never}", false},
		{"unknown option", "version: 1\nrules: {remotetx: {third_party: true}}", false},
		{"confidence", "version: 1\nrules: {remotetx: {min_confidence: 101}}", false},
		{"both keys", "version: 1\nconsumers: [{subscribe: ./a.B, handler: ./a.B}]", false},
		{"empty text", "version: 1\nexclude: ['']", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := validate(t, tc.yaml)
			if (err == nil) != tc.ok {
				t.Errorf("schema: %v", err)
			}
			if _, err := config.Parse([]byte(tc.yaml), "x"); tc.ok && err != nil || !tc.ok && err == nil {
				t.Errorf("the decoder disagrees: %v", err)
			}
		})
	}
}

// validate holds a YAML text against the schema as it is printed.
func validate(t *testing.T, text string) error {
	t.Helper()
	data, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved.Validate(asJSON(t, text))
}

// asJSON reads YAML as an editor does: a date is a text.
func asJSON(t *testing.T, text string) any {
	t.Helper()
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(text), &node); err != nil {
		t.Fatal(err)
	}
	dateAsText(&node)
	var value any
	if err := node.Decode(&value); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func dateAsText(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		dateAsText(c)
	}
}

func TestSchemaIsComplete(t *testing.T) {
	data, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"$schema": "https://json-schema.org/draft/2020-12/schema"`, `"nestedconn"`, `"synced_at"`, `"description"`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in\n%s", want, data)
		}
	}
	if strings.Contains(string(data), "null") {
		t.Errorf("null is no value of the config:\n%s", data)
	}
	if again, _ := schema(); string(again) != string(data) {
		t.Error("the schema is not the same each time")
	}
}

// The command prints what is committed.
func TestCommitted(t *testing.T) {
	want, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../schema/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("schema.json is not what the types say: go run . > ../schema/schema.json")
	}
}
