package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// TestFormats holds all formats to the same findings.
func TestFormats(t *testing.T) {
	a := newAgreement(t)
	a.cache = goCache
	a.write("orders/app/excuses.go", `package app

import "net/http"

func (c *Checkout) Refund() {
	tx, _ := c.DB.Begin()
	//boundarylint:ignore remotetx tried
	http.Get("http://pay")
	tx.Rollback()
}
`)
	a.write("orders/migrations/002.sql", "CREATE VIEW buyers AS SELECT * FROM users;\n")
	want := []string{
		"orders/app/app.go:22:19 remotetx", "orders/app/app.go:35:12 remotetx",
		"orders/migrations/002.sql:1:37 foreigndb", "orders/store/store.go:8:8 foreigndb",
	}
	const excused = "orders/app/excuses.go:8:2 remotetx, suppressed: tried"
	for format, read := range map[string]func(*testing.T, []byte) []string{
		"text": readText, "github": readGitHub, "json": readJSON, "sarif": readSARIF,
	} {
		t.Run(format, func(t *testing.T) {
			want := slices.Clone(want)
			if format == "json" || format == "sarif" {
				want = append(want, excused)
			}
			got := read(t, a.command(t, "-format", format))
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("findings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func readText(_ *testing.T, out []byte) []string {
	return matches(regexp.MustCompile(`(?m)^(\S+:\d+:\d+): (\w+): `), out, "%s %s")
}

func readGitHub(_ *testing.T, out []byte) []string {
	return matches(regexp.MustCompile(`(?m)^::error file=(.*),line=(.*),col=(.*),title=boundarylint (\w+)::`), out, "%s:%s:%s %s")
}

// matches formats the groups of each match.
func matches(re *regexp.Regexp, out []byte, format string) []string {
	var list []string
	for _, m := range re.FindAllSubmatch(out, -1) {
		var groups []any
		for _, g := range m[1:] {
			groups = append(groups, g)
		}
		list = append(list, fmt.Sprintf(format, groups...))
	}
	return list
}

func readJSON(t *testing.T, out []byte) []string {
	var r struct {
		Findings []struct {
			Rule, File   string
			Line, Column int
			Suppressed   *struct{ Reason string }
		}
	}
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range r.Findings {
		place := fmt.Sprintf("%s:%d:%d %s", f.File, f.Line, f.Column, f.Rule)
		if f.Suppressed != nil {
			place += ", suppressed: " + f.Suppressed.Reason
		}
		list = append(list, place)
	}
	return list
}

func readSARIF(t *testing.T, out []byte) []string {
	run := validSARIF(t, out).Runs[0]
	rules := make(map[string]bool)
	for _, r := range run.Tool.Driver.Rules {
		rules[*r.ID] = r.Help != nil && *r.Help.Text != ""
	}
	fingerprints := make(map[string]bool)
	var list []string
	for _, r := range run.Results {
		at := r.Locations[0].PhysicalLocation
		place := fmt.Sprintf("%s:%d:%d %s", *at.ArtifactLocation.URI, *at.Region.StartLine, *at.Region.StartColumn, *r.RuleID)
		for _, s := range r.Suppressions {
			place += ", suppressed: " + *s.Justification
		}
		list = append(list, place)
		if !rules[*r.RuleID] || len(r.CodeFlows) != 1 || len(r.CodeFlows[0].ThreadFlows[0].Locations) < 1 {
			t.Errorf("%s has no help, or no proof", place)
		}
		fingerprints[r.PartialFingerprints["primaryLocationLineHash"]] = true
	}
	if len(fingerprints) != len(list) {
		t.Errorf("%d fingerprints of %d findings", len(fingerprints), len(list))
	}
	return list
}

// validSARIF holds SARIF to its schema. Keys that the schema has not are refused
// by the decoder, which would drop them before the schema sees them.
func validSARIF(t *testing.T, out []byte) *sarif.Report {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(out))
	dec.DisallowUnknownFields()
	var r sarif.Report
	if err := dec.Decode(&r); err != nil {
		t.Fatal(err)
	}
	if err := r.Validate(); err != nil {
		t.Fatalf("not valid: %v\n%s", err, out)
	}
	return &r
}

// TestSARIFErrors shows that SARIF tells of a run that failed, and is valid
// without findings.
func TestSARIFErrors(t *testing.T) {
	a := newAgreement(t)
	a.cache = goCache
	a.write("boundaries.yaml", "version: 1\nservises: {}\n")
	run := validSARIF(t, a.fails(t, "-format", "sarif")).Runs[0]
	invocation := run.Invocations[0]
	if *invocation.ExecutionSuccessful || len(invocation.ToolExecutionNotifications) != 1 {
		t.Errorf("%+v", invocation)
	}
	if run.Results == nil {
		t.Error("no results, rather than none")
	}
}
