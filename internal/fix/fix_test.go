package fix

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/boundarylint/boundarylint/report"
)

const source = "package p\n\nvar a, b = 1, 2\n"

func finding(edits ...report.Edit) report.Finding { return report.Finding{Edits: edits} }

func edit(start, end int, text string) report.Edit {
	return report.Edit{File: "p.go", Start: start, End: end, Text: text}
}

// TestNew tells which edits are made together, and what comes of them.
func TestNew(t *testing.T) {
	suppressed := finding(edit(15, 16, "x"))
	suppressed.Suppressed = &report.Suppression{By: report.ByBaseline}
	partly := finding(edit(15, 16, "c"))
	partly.Partly = true
	tests := []struct {
		name     string
		findings []report.Finding
		fixed    int
		want     string
	}{
		{"none", []report.Finding{finding()}, 0, ""},
		{"suppressed", []report.Finding{suppressed}, 0, ""},
		{"a part", []report.Finding{partly}, 0, "package p\n\nvar c, b = 1, 2\n"},
		{"two, not in order", []report.Finding{finding(edit(18, 19, "d")), finding(edit(15, 16, "c"))}, 2, "package p\n\nvar c, d = 1, 2\n"},
		{"the same twice", []report.Finding{finding(edit(15, 16, "c")), finding(edit(15, 16, "c"))}, 2, "package p\n\nvar c, b = 1, 2\n"},
		{"side by side", []report.Finding{finding(edit(15, 16, "c")), finding(edit(16, 19, ""))}, 2, "package p\n\nvar c = 1, 2\n"},
		{"at odds", []report.Finding{finding(edit(15, 19, "c")), finding(edit(18, 19, "d"))}, 1, "package p\n\nvar c = 1, 2\n"},
		{"all of a finding's or none", []report.Finding{finding(edit(15, 16, "c")), finding(edit(15, 16, "x"), edit(18, 19, "y"))}, 1, "package p\n\nvar c, b = 1, 2\n"},
		{"formatted", []report.Finding{finding(edit(15, 19, "c  ,  d"))}, 1, "package p\n\nvar c, d = 1, 2\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "p.go")
			write(t, file, source)
			plan, err := New(dir, test.findings)
			if err != nil {
				t.Fatal(err)
			}
			if plan.Fixed() != test.fixed {
				t.Errorf("%d fixed, want %d", plan.Fixed(), test.fixed)
			}
			if test.want == "" {
				if len(plan.Files) > 0 {
					t.Errorf("changes %s", plan.Files[0].After)
				}
				return
			}
			if err := plan.Files[0].Write(); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(file); string(got) != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestRefused tells what is an error rather than a broken file.
func TestRefused(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "p.go")
	write(t, file, source)
	for name, e := range map[string]report.Edit{"outside": edit(15, 99, ""), "no Go": edit(11, 14, "if")} {
		if _, err := New(dir, []report.Finding{finding(e)}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	plan, err := New(dir, []report.Finding{finding(edit(15, 16, "c"))})
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, source+"// edited meanwhile\n")
	if plan.Files[0].Write() == nil {
		t.Error("wrote over an edit")
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
