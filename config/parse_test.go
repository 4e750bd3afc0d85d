package config

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestParseExample(t *testing.T) {
	doc, err := Parse([]byte(exampleYAML), FileName)
	if err != nil {
		t.Fatal(err)
	}
	accounts, orders := doc.Services["accounts"], doc.Services["orders"]
	for _, tc := range []struct{ what, got, want string }{
		{"name", accounts.Name.Text, "accounts"},
		{"glob", accounts.Owns.Tables[2].Text, "audit_*"},
		{"one synced_at", orders.Copies[0].SyncedAt[0].Text, "last_message_sync_date"},
		{"reference", orders.Copies[0].References["company_id"].Text, "companies"},
		{"access", string(orders.Grants[0].Access), "read"},
		{"until", orders.Grants[0].Until.String(), "2027-03-31"},
		{"handler", doc.Consumers[1].Handler.Text, "./pkg/bus.Consumer.HandleLogic"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.what, tc.got, tc.want)
		}
	}
	if got, want := accounts.Packages[0].Pos, (Pos{5, 16}); got != want {
		t.Errorf("place of a pattern: got %v, want %v", got, want)
	}
	if accounts.Calls != nil || len(orders.Calls) != 1 {
		t.Errorf("calls: got %v and %v", accounts.Calls, orders.Calls)
	}
}

// What a document marshals to means what it was read from.
func TestMarshalRoundTrip(t *testing.T) {
	text := strings.Replace(exampleYAML, "calls: [accounts]", "calls: []", 1)
	doc, err := Parse([]byte(text), FileName)
	if err != nil {
		t.Fatal(err)
	}
	once, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(once, FileName)
	if err != nil {
		t.Fatalf("%v in\n%s", err, once)
	}
	twice, err := json.Marshal(again)
	if err != nil || string(once) != string(twice) {
		t.Errorf("%v: got\n%s\nwant\n%s", err, twice, once)
	}
	if again.Services["orders"].Calls == nil {
		t.Error("calls: [] became absent")
	}
}

func TestParseAnchors(t *testing.T) {
	doc, err := Parse([]byte(`version: 1
services:
  a: &a
    packages: [./a/...]
    calls: []
    owns: {tables: [x], env: &env [DB]}
  b:
    <<: *a
    packages: [./b/...]
    owns: {tables: [y], env: *env}
`), FileName)
	if err != nil {
		t.Fatal(err)
	}
	b := doc.Services["b"]
	if b.Packages[0].Text != "./b/..." || b.Calls == nil || b.Owns.Env[0].Text != "DB" || b.Name.Text != "b" {
		t.Errorf("got %+v", b)
	}
}

func TestDecodeSettings(t *testing.T) {
	got, err := DecodeSettings(map[string]any{
		"config": "b.yaml",
		"rules":  map[string]any{"remotetx": false, "directcall": map[string]any{"require": []any{"timeout"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Config != "b.yaml" || got.Rules["remotetx"].On || got.Rules["directcall"].Require[0].Text != "timeout" {
		t.Errorf("got %+v", got)
	}
	if _, err := DecodeSettings(nil); err != nil {
		t.Errorf("no settings: %v", err)
	}
	_, err = DecodeSettings(map[string]any{"confg": "x", "rules": map[string]any{"remote": "on"}})
	want := `settings: unknown key "confg" (did you mean "config"?); allowed: config, rules
rules: unknown rule "remote" (did you mean "remotetx"?); allowed: ` + strings.Join(ruleNames(), ", ")
	if lines(err, "") != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestRule(t *testing.T) {
	c := loadYAML(t, `version: 1
rules:
  forcesync: off
  syncecho: false
  nestedconn: {min_confidence: 60}
  directcall: {require: [timeout], third_party: true}
  remotetx: ON
`)
	sixty := 60
	all := Requirements()
	for name, want := range map[string]RuleSetting{
		"forcesync":   {Set: true},
		"syncecho":    {Set: true},
		"nestedconn":  {Set: true, On: true, Confidence: &sixty},
		"directcall":  {Set: true, On: true, Require: []string{"timeout"}, ThirdParty: true},
		"remotetx":    {Set: true, On: true},
		"foreigndb":   {On: true},
		"nosuchthing": {},
	} {
		if got := c.Rule(name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
	if got := c.Rule("nestedconn").MinConfidence(80); got != 60 {
		t.Errorf("confidence: got %d", got)
	}
	if got := loadYAML(t, "version: 1\n"); got.Rule("nestedconn").On || !reflect.DeepEqual(got.Rule("directcall").Require, all) {
		t.Errorf("defaults: got %+v", got.Rule("directcall"))
	}
	c.SetRules(map[string]RuleOption{"forcesync": {On: true}})
	if !c.Rule("forcesync").On || !c.Rule("nestedconn").On {
		t.Error("SetRules must override one rule and leave the others")
	}
}
