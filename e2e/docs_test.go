package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

// TestRulesDoc holds docs/rules.md to what the command explains. With UPDATE set
// in the environment, it is written anew.
func TestRulesDoc(t *testing.T) {
	const name = "../docs/rules.md"
	var want bytes.Buffer
	fmt.Fprint(&want, "# The rules\n\nThis is what `boundarylint explain` says of each rule.\n")
	for _, rule := range builtRules(t) {
		fmt.Fprintf(&want, "\n## %s\n\n%s\n", rule, explain(t, rule))
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, want.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("UPDATE=1 go test -run TestRulesDoc would write it anew:\n%s", diff.Diff("docs/rules.md", got, "explained", want.Bytes()))
	}
}

// explain is what the command says of a rule, with the title, its first line, as
// a sentence.
func explain(t *testing.T, rule string) string {
	t.Helper()
	title, rest, _ := strings.Cut(strings.TrimSpace(output(t, "explain", rule)), "\n")
	return "Reports" + strings.TrimPrefix(title, "report") + ".\n" + rest
}

// builtRules lists the rules that the command explains.
func builtRules(t *testing.T) []string {
	t.Helper()
	var rules []string
	for line := range strings.Lines(output(t, "explain")) {
		rules = append(rules, strings.Fields(line)[0])
	}
	return rules
}

func output(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(binary, args...).Output()
	if err != nil {
		t.Fatalf("boundarylint %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}

// TestReadmeOutput holds the findings that the README shows to those that there
// are.
func TestReadmeOutput(t *testing.T) {
	golden := readFile(t, filepath.Join("testdata", "shop.golden"))
	shown := blocks(readFile(t, "../README.md"))
	if len(shown) == 0 {
		t.Error("the README shows no findings")
	}
	for _, block := range shown {
		if !strings.Contains(golden, block) {
			t.Errorf("not the command's output:\n%s", block)
		}
	}
}

// TestReadmeRules holds the README to saying which rules there are.
func TestReadmeRules(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| `(\\w+)` \\|.*\\| (.*) \\|$")
	var there []string
	for _, m := range row.FindAllStringSubmatch(readFile(t, "../README.md"), -1) {
		if m[2] != "not yet" {
			there = append(there, m[1])
		}
	}
	built := builtRules(t)
	slices.Sort(there)
	slices.Sort(built)
	if !slices.Equal(there, built) {
		t.Errorf("the README says that there are %q; there are %q", there, built)
	}
}

// TestReadmeConfig checks the config in the README in a tree as it describes.
func TestReadmeConfig(t *testing.T) {
	_, text, _ := strings.Cut(readFile(t, "../README.md"), "```yaml\nversion: 1\n")
	text, _, _ = strings.Cut("version: 1\n"+text, "```")
	if n := strings.Count(text, "\n"); n > 10 {
		t.Errorf("the config has %d lines", n)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":                               "module example.com/shop\n",
		"boundaries.yaml":                      text,
		"pkg/pkg.go":                           "package pkg\n",
		"services/accounts/client/client.go":   "package client\n",
		"services/accounts/migrations/001.sql": "CREATE TABLE users (id int);\n",
		"services/orders/orders.go":            "package orders\n",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(binary, "config", "check", "-C", dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestCustomGCL holds the recipe of the plugin, where it stands and where it is
// shown, to the golangci-lint that it is tested with.
func TestCustomGCL(t *testing.T) {
	mod := readFile(t, filepath.Join(customGolangci, "go.mod"))
	m := regexp.MustCompile(`golangci-lint/v2 (v\S+)`).FindStringSubmatch(mod)
	if m == nil {
		t.Fatal("no golangci-lint in go.mod")
	}
	recipe := "version: " + m[1] + "\nname: custom-gcl\nplugins:\n  - module: github.com/boundarylint/boundarylint\n" +
		"    import: github.com/boundarylint/boundarylint/golangci\n    version: main "
	for _, name := range []string{"../.custom-gcl.yml", "../docs/drivers.md"} {
		if !strings.Contains(readFile(t, name), recipe) {
			t.Errorf("%s does not have\n%s", name, recipe)
		}
	}
}
