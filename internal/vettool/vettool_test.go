package vettool

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInvoked(t *testing.T) {
	for args, want := range map[string]bool{
		"":                                  false,
		"-V=full":                           true,
		"-flags":                            true,
		"/tmp/vet.cfg":                      true,
		"-json -record /tmp/vet.cfg":        true,
		"-tags x /tmp/vet.cfg":              true,
		"./...":                             false,
		"-v ./...":                          false,
		"check -config boundaries.yaml ./a": false,
	} {
		if got := Invoked(strings.Fields(args)); got != want {
			t.Errorf("Invoked(%q) = %t", args, got)
		}
	}
}

func TestFlags(t *testing.T) {
	args := []string{"-json", "-tests=false", "--tests", "-tags", "a,b", "-x=y", "unit.cfg"}
	if !boolFlag(args, "tests") || boolFlag(args, "fix") || boolFlag([]string{"-tests=0"}, "tests") {
		t.Error("boolFlag: the last one counts, and =false")
	}
	if got := stringFlag(args, "tags"); got != "a,b" {
		t.Errorf("-tags a,b: %q", got)
	}
	if got := stringFlag(args, "x"); got != "y" {
		t.Errorf("-x=y: %q", got)
	}
}

// TestSpeakUp tells which units report although only their facts were asked
// for.
func TestSpeakUp(t *testing.T) {
	plain, tested, tagged := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, filepath.Join(plain, "a.go"), "package a\n")
	write(t, filepath.Join(plain, "x_test.go"), "package a_test\n")
	write(t, filepath.Join(tested, "a.go"), "package a\n")
	write(t, filepath.Join(tested, "a_test.go"), "package a\n")
	write(t, filepath.Join(tagged, "a.go"), "package a\n")
	write(t, filepath.Join(tagged, "a_test.go"), "//go:build integration\n\npackage a\n")
	for _, test := range []struct {
		name, dir, id, version, args string
		only, want                   bool
	}{
		{"named", plain, "m/a", "", "", false, false},
		{"a dependency", plain, "m/a", "", "", true, true},
		{"with internal tests", tested, "m/a", "", "", true, false},
		{"with internal tests, for the command", tested, "m/a", "", "-record.emit", true, true},
		{"with tests under a tag", tagged, "m/a", "", "", true, true},
		{"with tests under a tag that is set", tagged, "m/a", "", "-tags=integration", true, false},
		{"a variant for another's test", plain, "m/a [m/b.test]", "", "-record.emit", true, false},
		{"fixing", plain, "m/a", "", "-fix", true, false},
		{"replaced by a directory", plain, "m/a", "v0.0.0", "", true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			unit := filepath.Join(t.TempDir(), "vet.cfg")
			data, err := json.Marshal(map[string]any{
				"ID": test.id, "Dir": test.dir, "GoFiles": []string{filepath.Join(test.dir, "a.go")},
				"ModulePath": "m", "ModuleVersion": test.version, "VetxOnly": test.only, "Unknown": "kept",
			})
			if err != nil {
				t.Fatal(err)
			}
			write(t, unit, string(data))
			got := speakUp(append(strings.Fields(test.args), unit), unit)
			if (got != unit) != test.want {
				t.Fatalf("changed: %t, want %t", got != unit, test.want)
			}
			if !test.want {
				return
			}
			changed, err := os.ReadFile(got)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(changed), `"VetxOnly":false`) || !strings.Contains(string(changed), `"Unknown":"kept"`) {
				t.Errorf("written: %s", changed)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
