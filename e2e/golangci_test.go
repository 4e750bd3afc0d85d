package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"
)

// customGolangci is the module that 'golangci-lint custom' would make.
const customGolangci = "testdata/golangci"

// golangciLint is the real golangci-lint with the plugin, built once. From nothing
// that takes minutes; go's cache keeps it.
var golangciLint = sync.OnceValues(func() (string, error) {
	bin := filepath.Join(temporary, "custom-gcl")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", bin, ".")
	cmd.Dir, cmd.Env = customGolangci, append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building golangci-lint: %w\n%s", err, out)
	}
	return bin, nil
})

func buildGolangci(t *testing.T) string {
	t.Helper()
	bin, err := golangciLint()
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

// lint runs golangci-lint and returns its findings as the command prints them:
// without the linter's name, which golangci-lint puts behind each.
func (a *agreement) lint() string {
	out, _ := a.runLint() // fails where there are findings
	return strings.ReplaceAll(out, " (boundarylint)\n", "\n")
}

func (a *agreement) runLint(args ...string) (string, error) {
	args = append([]string{"run", "--output.text.print-issued-lines=false", "--output.text.colors=false"}, args...)
	cmd := exec.Command(a.golangci, append(args, "./...")...)
	cmd.Dir = a.dir
	cmd.Env = append(a.env(), "GOLANGCI_LINT_CACHE="+a.lintCache)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestGolangci is what the drivers' agreement leaves open: golangci-lint's own
// comments, the plugin's settings, and mistakes in them.
func TestGolangci(t *testing.T) {
	if testing.Short() {
		t.Skip("builds golangci-lint")
	}
	a := newAgreement(t)
	a.golangci = buildGolangci(t)
	a.lints("as it is", 4, " (boundarylint)")

	const call = "client.Known(id); err != nil {"
	a.replace("orders/app/app.go", call, call+" //nolint:boundarylint // tried")
	a.lints("nolint", 2, " (boundarylint)")
	a.replace("orders/app/app.go", " //nolint:boundarylint // tried", "")

	const module = "{type: module"
	a.replace(".golangci.yml", module, module+", settings: {rules: {remotetx: off}}")
	a.lints("rules", 2, " (boundarylint)")
	a.lints("rules", 1, ": foreigndb: ")
	a.replace(".golangci.yml", "{rules: {remotetx: off}}", "{rulse: on, rules: {remotetx: {confidence: 1}}}")
	// golangci-lint prints an error that ends it twice.
	a.lints("mistakes in the settings", 2, `unknown key "rulse"`)
	a.lints("mistakes in the settings", 2, `unknown option "confidence"`)

	a.replace(".golangci.yml", "{rulse: on, rules: {remotetx: {confidence: 1}}}", "{config: services.yaml}")
	a.lints("no such config", 2, "services.yaml")
	a.write("services.yaml", "version: 1\nservices: {orders: {packages: [./orders/...]}}\n")
	a.remove("boundaries.yaml")
	a.lints("another config", 2, " (boundarylint)")
	a.write("services.yaml", "version: 1\nservises: {}\n")
	a.lints("mistakes in the config", 2, `services.yaml:2:1: unknown key "servises"`)
}

// TestGolangciFixes holds golangci-lint's fixes to the command's.
func TestGolangciFixes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds golangci-lint")
	}
	lint, command := newAgreement(t), newAgreement(t)
	archive, err := txtar.ParseFile(filepath.Join("testdata", "fixcode.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	lint.golangci = buildGolangci(t)
	for _, a := range []*agreement{lint, command} {
		settings := read(t, filepath.Join(a.dir, ".golangci.yml"))
		a.dir = t.TempDir()
		if err := txtar.Write(archive, a.dir); err != nil {
			t.Fatal(err)
		}
		a.write(".golangci.yml", settings)
	}
	command.command(t, "-fix")
	out, _ := lint.runLint("--fix") // fails for what is left
	for _, name := range []string{"orders/consumer/consumer.go", "orders/cmd/main.go"} {
		got, want := read(t, filepath.Join(lint.dir, name)), read(t, filepath.Join(command.dir, name))
		if got != want {
			t.Errorf("%s:\n%s\n%s", name, diff.Diff("command", []byte(want), "golangci-lint", []byte(got)), out)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// lints runs golangci-lint and counts a text in what it says.
func (a *agreement) lints(step string, n int, want string) {
	a.t.Helper()
	out, err := a.runLint()
	if got := strings.Count(out, want); got != n || err == nil {
		a.t.Errorf("%s: %q is there %d times, want %d; %v\n%s", step, want, got, n, err, out)
	}
}
