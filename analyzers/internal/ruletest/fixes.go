package ruletest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/boundarylint/boundarylint/internal/fix"
	"github.com/boundarylint/boundarylint/report"
)

// RunFixes makes the edits that the named rule suggests for its fixtures, and
// runs it again on what comes of them: it has to compile, what was fixed is found
// no more, and nothing else is. The files of directories that are named fixes
// have to become what stands in the golden files beside them. With UPDATE set in
// the environment, these are written anew. Of a rule whose findings tell of several
// things, only what says part is looked for the second time.
func RunFixes(t *testing.T, dir, name, part string) {
	t.Helper()
	t.Parallel()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	download(t, dir)
	before := diagnose(t, dir, name, nil)
	fixed := apply(t, dir, before)
	if len(fixed) == 0 {
		t.Fatal("no fix is suggested")
	}
	golden(t, filepath.Join(dir, name), fixed)
	left := counts(before, part, false)
	for text, n := range counts(diagnose(t, dir, name, fixed), part, true) {
		if n > left[text] {
			t.Errorf("found again, or anew:\n%s", text)
		}
	}
}

// apply are the files that the suggested edits change.
func apply(t *testing.T, dir string, list []diagnostic) map[string][]byte {
	t.Helper()
	var found []report.Finding
	for _, d := range list {
		for _, s := range d.SuggestedFixes {
			f := report.Finding{}
			for _, e := range s.TextEdits {
				from, to := d.fset.Position(e.Pos), d.fset.Position(e.End)
				rel, _ := filepath.Rel(dir, from.Filename)
				f.Edits = append(f.Edits, report.Edit{File: filepath.ToSlash(rel), Start: from.Offset, End: to.Offset, Text: string(e.NewText)})
			}
			found = append(found, f)
		}
	}
	plan, err := fix.New(dir, found)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Fixed() != len(found) {
		t.Errorf("of %d fixes only %d go together", len(found), plan.Fixed())
	}
	files := map[string][]byte{}
	for _, f := range plan.Files {
		files[filepath.Join(dir, filepath.FromSlash(f.Name))] = f.After
	}
	return files
}

// golden holds what came of the fixtures for fixes to their golden files. Where
// there is no such file, nothing may change.
func golden(t *testing.T, root string, fixed map[string][]byte) {
	t.Helper()
	sources, err := filepath.Glob(filepath.Join(root, "fixes", "*.go"))
	if err != nil || len(sources) == 0 {
		t.Fatalf("no fixtures in %s/fixes", root)
	}
	for _, file := range sources {
		got, ok := fixed[file]
		if !ok {
			if got, err = os.ReadFile(file); err != nil {
				t.Fatal(err)
			}
		}
		name := file + ".golden"
		if os.Getenv("UPDATE") != "" && ok {
			if err := os.WriteFile(name, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			want, err = os.ReadFile(file)
		}
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("UPDATE=1 would write it anew:\n%s", diff.Diff(name, want, "got", got))
		}
	}
}

// counts are the findings that say something, by file and first line, those with a
// fix left out unless all are wanted.
func counts(list []diagnostic, part string, all bool) map[string]int {
	seen, n := map[string]bool{}, map[string]int{}
	for _, d := range list {
		line, _, _ := strings.Cut(d.Message, "\n")
		text := d.at.Filename + ": " + line
		if key := d.at.String() + text; !seen[key] && strings.Contains(line, part) && (all || len(d.SuggestedFixes) == 0) {
			seen[key] = true
			n[text]++
		}
	}
	return n
}
