package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTool takes the command into a module as a tool, and gives it to go vet.
func TestTool(t *testing.T) {
	a := newAgreement(t)
	project, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	text := a.command(t, "-driver", "vet")
	for _, args := range [][]string{
		{"mod", "init", "-modfile=tools.mod", "example.com/shop/tools"},
		{"mod", "edit", "-modfile=tools.mod", "-replace=github.com/boundarylint/boundarylint=" + project},
		{"get", "-tool", "-modfile=tools.mod", "github.com/boundarylint/boundarylint/cmd/boundarylint"},
	} {
		if out, err := a.goCommand(args...); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	tool, err := a.goCommand("tool", "-modfile=tools.mod", "-n", "boundarylint")
	if err != nil {
		t.Fatalf("%v\n%s", err, tool)
	}
	out, err := a.goCommand("vet", "-vettool="+strings.TrimSpace(tool), "./...")
	if err == nil || strings.Join(blocks(out), "") != strings.Join(blocks(string(text)), "") {
		t.Errorf("%v\n%s", err, out)
	}
	// The module's own requirements have stayed as they were.
	if mod := readFile(t, filepath.Join(a.dir, "go.mod")); strings.Contains(mod, "require") {
		t.Errorf("go.mod:\n%s", mod)
	}
}

// goCommand runs the go command with the modules that have been downloaded
// already, since no proxy knows of the one under test.
func (a *agreement) goCommand(args ...string) (string, error) {
	mods, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		return "", err
	}
	proxy := "file://" + filepath.ToSlash(filepath.Join(strings.TrimSpace(string(mods)), "cache", "download"))
	cmd := exec.Command("go", args...)
	cmd.Dir = a.dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY="+proxy, "GOSUMDB=off",
		"BOUNDARYLINT_CONFIG=", "PWD="+a.dir)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
