package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// writeTree writes files below a new directory and returns it.
func writeTree(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// loadTree writes files with a config and loads it.
func loadTree(t testing.TB, files map[string]string) *Config {
	t.Helper()
	c, err := Load(filepath.Join(writeTree(t, files), FileName))
	if err != nil {
		t.Fatal(err)
	}
	c.Now = func() time.Time { return day("2026-06-01") }
	return c
}

// loadYAML loads a config in a module example.com/shop without further files.
func loadYAML(t testing.TB, yaml string) *Config {
	t.Helper()
	return loadTree(t, map[string]string{FileName: yaml, "go.mod": "module example.com/shop\n"})
}

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

// lines returns the mistakes in err, without the directory of the test.
func lines(err error, root string) string {
	var all []string
	for _, e := range AsErrors(err) {
		text := e.Error()
		if root != "" {
			text = strings.ReplaceAll(filepath.ToSlash(text), filepath.ToSlash(root)+"/", "")
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}
