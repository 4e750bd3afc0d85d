package ownership

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/goschema"
)

// A tree is the files below a directory that may tell what creates tables. They are relative to the root.
type tree struct {
	root    string
	goFiles []string // that are no tests
	tests   []string
	sql     []string

	templates int // files of which SQL is made
}

func walk(root, dir string) (*tree, error) {
	t := &tree{root: root}
	start := filepath.Join(root, filepath.FromSlash(dir))
	err := filepath.WalkDir(start, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if name != start && skipped(e.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		base := e.Name()
		isTest := strings.HasSuffix(base, "_test.go")
		isGo := strings.HasSuffix(base, ".go") && !isTest
		isSQL := strings.HasSuffix(strings.ToLower(base), ".sql")
		if !isGo && !isSQL && !isTest {
			if strings.Contains(base, ".sql") || strings.Contains(base, ".tmpl") || strings.HasSuffix(base, ".hcl") {
				t.templates++
			}
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		switch rel = filepath.ToSlash(rel); {
		case isGo:
			t.goFiles = append(t.goFiles, rel)
		case isTest:
			t.tests = append(t.tests, rel)
		default:
			t.sql = append(t.sql, rel)
		}
		return nil
	})
	return t, err
}

// skipped reports whether a directory is none of the project's, as the go command sees it.
func skipped(name string) bool {
	switch name {
	case "vendor", "node_modules", "testdata":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func (t *tree) read(file string) []byte {
	data, err := os.ReadFile(filepath.Join(t.root, filepath.FromSlash(file)))
	if err != nil {
		return nil
	}
	return data
}

// mayCreate reports whether a Go file may create tables.
func (t *tree) mayCreate(file string) bool { return goschema.MayCreate(t.read(file)) }

// createsTable reports whether a SQL file may create a table: queries lie beside the schema where code is generated.
func createsTable(sql []byte) bool {
	return bytes.Contains(bytes.ToLower(sql), []byte("create"))
}
