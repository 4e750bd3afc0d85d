package goschema_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/boundarylint/boundarylint/analyzers/internal/goschema"
	"github.com/boundarylint/boundarylint/analyzers/internal/migrations"
)

// TestCreated reads modules of Go code, and compares the tables that are there after all of it, with their foreign keys.
func TestCreated(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			dir := t.TempDir()
			var goFiles []string
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				write(t, filepath.Join(dir, f.Name), f.Data)
				goFiles = append(goFiles, f.Name)
			}
			slices.Sort(goFiles)
			if got := tables(dir, goFiles, strings.HasPrefix(filepath.Base(file), "models")); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// tables lists what the files create: whose directory, the table, the line, and the foreign keys.
func tables(dir string, files []string, models bool) string {
	r := goschema.NewReader(dir, func(path string) (string, bool) { return strings.CutPrefix(path, "example.com/") })
	texts := map[string][]migrations.Text{}
	for _, file := range files {
		read := r.Created
		if models {
			read = r.Models
		}
		for _, s := range read(file) {
			texts[s.Dir] = append(texts[s.Dir], migrations.Text{Name: s.File, SQL: s.SQL, Line: s.Line})
		}
	}
	var b strings.Builder
	for _, owner := range slices.Sorted(maps.Keys(texts)) {
		set := migrations.Apply(texts[owner])
		for _, t := range set.Tables {
			fmt.Fprintf(&b, "%s: %s at %s:%d", owner, strings.TrimPrefix(t.Schema+"."+t.Name, "."), t.File, t.Line)
			for _, ref := range t.References {
				fmt.Fprintf(&b, ", %s to %s", strings.Join(ref.Columns, "+"), ref.Table)
			}
			b.WriteByte('\n')
		}
		for _, p := range set.Problems {
			fmt.Fprintf(&b, "unread %s:%d: %s\n", p.File, p.Line, p.Message)
		}
	}
	for _, p := range r.TakeProblems() {
		fmt.Fprintf(&b, "unknown %s:%d: %s\n", p.File, p.Line, p.Message)
	}
	return b.String()
}
