package e2e

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
)

// TestFormats holds all formats to the same findings.
func TestFormats(t *testing.T) {
	a := newAgreement(t)
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
		"orders/app/app.go:22:16 directcall", "orders/app/app.go:22:16 remotetx", "orders/app/app.go:35:12 remotetx",
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

// validSARIF holds SARIF to its schema.
func validSARIF(t *testing.T, out []byte) *sarif.Report {
	t.Helper()
	res, err := gojsonschema.Validate(gojsonschema.NewStringLoader(sarifSchema(t)), gojsonschema.NewBytesLoader(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range res.Errors() {
		t.Errorf("not valid: %s", e)
	}
	r, err := sarif.FromBytes(out, sarif.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sarifSchema is SARIF's schema, which go-sarif keeps in a constant of its own:
// it only offers to validate what it has written itself.
func sarifSchema(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && len(lit.Value) > len(text) {
			text = lit.Value
		}
		return true
	})
	text, err = strconv.Unquote(text)
	if err != nil || !strings.Contains(text, "sarif-schema-2.1.0.json") {
		t.Fatalf("no schema: %v", err)
	}
	return text
}

// TestSARIFErrors shows that SARIF tells of a run that failed, and is valid
// without findings.
func TestSARIFErrors(t *testing.T) {
	a := newAgreement(t)
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
