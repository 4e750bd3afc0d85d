package golangci

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
)

const plain = "version: 1\nservices:\n  orders:\n    packages: [./orders/...]\n"

// TestName shows that the engine's name, which golangci-lint's cache looks at,
// changes with the config, and changes back.
func TestName(t *testing.T) {
	dir := project(t)
	first := engine(t)
	write(t, filepath.Join(dir, "boundaries.yaml"), plain+"rules: {remotetx: off}\n")
	if engine(t) == first {
		t.Error("the same name with another config")
	}
	write(t, filepath.Join(dir, "boundaries.yaml"), plain)
	if engine(t) != first {
		t.Error("another name with the same config")
	}
}

// engine returns the name of the analyzer that stands last.
func engine(t *testing.T) string {
	t.Helper()
	p, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Error("load mode", p.GetLoadMode())
	}
	list, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if err := analysis.Validate(list); err != nil {
		t.Error(err)
	}
	return list[len(list)-1].Name
}

// TestSettings tells where a config is looked for, and what is refused.
func TestSettings(t *testing.T) {
	dir := project(t)
	write(t, filepath.Join(dir, "policy.yaml"), plain)
	t.Chdir(filepath.Join(dir, "orders"))
	for name, test := range map[string]struct {
		settings any
		err      string
	}{
		"none":             {nil, ""},
		"upwards":          {map[string]any{"config": "policy.yaml"}, ""},
		"absolute":         {map[string]any{"config": filepath.Join(dir, "policy.yaml")}, ""},
		"rules":            {map[string]any{"rules": map[string]any{"remotetx": false}}, ""},
		"no such file":     {map[string]any{"config": "nowhere.yaml"}, "nowhere.yaml"},
		"an unknown key":   {map[string]any{"confg": "policy.yaml"}, `unknown key "confg"`},
		"an unknown rule":  {map[string]any{"rules": map[string]any{"remotedx": "on"}}, `unknown rule "remotedx"`},
		"no map":           {"policy.yaml", "must be a map"},
		"two configs":      {map[string]any{"config": "orders/boundaries.yaml"}, "a second config above"},
		"a broken setting": {map[string]any{"rules": map[string]any{"remotetx": 7}}, "must be on, off"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "two configs" {
				second := filepath.Join(dir, "orders", "boundaries.yaml")
				write(t, second, plain)
				defer os.Remove(second)
			}
			_, err := New(test.settings)
			if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

// project makes a small project and goes there.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "orders"), 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.mod"), "module example.com/shop\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "orders", "orders.go"), "package orders\n")
	write(t, filepath.Join(dir, "boundaries.yaml"), plain)
	t.Chdir(dir)
	t.Setenv("BOUNDARYLINT_CONFIG", "")
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
