package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

// shop is the example as its users have it.
const shop = "../examples/shop"

// TestShop holds both drivers to the example's golden output. With UPDATE set in
// the environment, the output is written anew.
func TestShop(t *testing.T) {
	golden := filepath.Join("testdata", "shop.golden")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, onShop(t, "./..."), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, driver := range []string{"vet", "process"} {
		t.Run(driver, func(t *testing.T) {
			if got := onShop(t, "-driver", driver, "./..."); !bytes.Equal(got, want) {
				t.Errorf("UPDATE=1 go test -run TestShop would write it anew:\n%s", diff.Diff("want", want, "got", got))
			}
		})
	}
}

// TestShopExpected holds the findings to the tables in EXPECTED.md: a row for
// each, and none more.
func TestShopExpected(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(shop, "EXPECTED.md"))
	if err != nil {
		t.Fatal(err)
	}
	var out struct{ Findings []row }
	if err := json.Unmarshal(onShop(t, "-format", "json", "./..."), &out); err != nil {
		t.Fatal(err)
	}
	want := rows(string(text), "What is to be found")
	if len(want) == 0 {
		t.Fatal("EXPECTED.md lists nothing to be found")
	}
	missing, extra := difference(want, out.Findings), difference(out.Findings, want)
	for _, r := range missing {
		t.Errorf("not found: %s", r)
	}
	for _, r := range extra {
		t.Errorf("found, but not in EXPECTED.md: %s", r)
	}
}

// onShop runs the command under test on the example. It has findings, so that
// the exit status must be 1. The network may be needed: the example imports
// libraries.
func onShop(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(binary, args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = shop, append(os.Environ(), "GOWORK=off", "BOUNDARYLINT_CONFIG="), &stderr
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		t.Fatalf("boundarylint %s: %v, want exit status 1\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

// A row is a finding as EXPECTED.md names it.
type row struct{ Rule, File, Function string }

func (r row) String() string { return r.Rule + " in " + r.File + ", function " + r.Function }

// rows reads the tables below a first-level heading.
func rows(text, heading string) []row {
	_, section, _ := strings.Cut("\n"+text, "\n# "+heading+"\n")
	section, _, _ = strings.Cut(section, "\n# ")
	var list []row
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 5 {
			continue
		}
		r := row{strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])}
		if r.Rule == "rule" || strings.HasPrefix(r.Rule, "---") {
			continue
		}
		if r.Function == "(none)" {
			r.Function = ""
		}
		list = append(list, r)
	}
	return list
}

// difference is what a has and b has not, doubles counted.
func difference(a, b []row) []row {
	rest := slices.Clone(b)
	var list []row
	for _, r := range a {
		if i := slices.Index(rest, r); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			list = append(list, r)
		}
	}
	return list
}
