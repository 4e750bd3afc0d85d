package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A subject is the repository under measurement: a copy that is never run on.
type subject struct {
	dir     string   // of the copy
	modules []string // relative to dir
	edited  string   // the file to edit, relative to dir
}

func newSubject(dir, to string) (*subject, error) {
	if err := os.CopyFS(to, withoutGit{os.DirFS(dir)}); err != nil {
		return nil, err
	}
	s := &subject{dir: to}
	err := filepath.WalkDir(to, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "vendor" || e.Name() == "testdata"):
			return filepath.SkipDir
		case e.Name() == "go.mod":
			rel, err := filepath.Rel(to, filepath.Dir(name))
			s.modules = append(s.modules, rel)
			return err
		}
		return nil
	})
	if err == nil && len(s.modules) == 0 {
		err = fmt.Errorf("no Go module in %s", dir)
	}
	if err != nil {
		return nil, err
	}
	s.edited, err = s.central()
	return s, err
}

// withoutGit hides .git: it may be large, and nothing here reads it.
type withoutGit struct{ fs.FS }

// ReadDir implements fs.ReadDirFS.
func (f withoutGit) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	kept := entries[:0]
	for _, e := range entries {
		if e.Name() != ".git" {
			kept = append(kept, e)
		}
	}
	return kept, err
}

// ReadLink implements fs.ReadLinkFS, so that links are copied as links.
func (f withoutGit) ReadLink(name string) (string, error) { return fs.ReadLink(f.FS, name) }

// Lstat implements fs.ReadLinkFS.
func (f withoutGit) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(f.FS, name) }

// compile fills a build cache with all that go vet needs, so that what is
// measured is the analysis.
func (s *subject) compile(cache string) error {
	for _, m := range s.modules {
		for _, args := range [][]string{{"build", "./..."}, {"list", "-e", "-export", "-test", "-deps", "./..."}} {
			cmd := exec.Command("go", args...)
			cmd.Dir = filepath.Join(s.dir, m)
			cmd.Env = append(cmd.Environ(), "GOCACHE="+cache)
			cmd.Stdout = nil
			var stderr strings.Builder
			cmd.Stderr = &stderr
			if err := cmd.Run(); err != nil {
				return fmt.Errorf("go %s in %s: %w\n%s", args[0], m, err, stderr.String())
			}
		}
	}
	return nil
}

// A listed package is what go list says of it.
type listed struct {
	ImportPath, Dir string
	GoFiles         []string
	Imports         []string
}

// central returns a file of the package that most others import: an edit there
// is the dearest.
func (s *subject) central() (string, error) {
	importers := make(map[string]int)
	files := make(map[string]string)
	var order []string
	for _, m := range s.modules {
		pkgs, err := list(filepath.Join(s.dir, m))
		if err != nil {
			return "", err
		}
		for _, p := range pkgs {
			for _, path := range p.Imports {
				importers[path]++
			}
			if len(p.GoFiles) > 0 {
				order = append(order, p.ImportPath)
				files[p.ImportPath] = filepath.Join(p.Dir, p.GoFiles[0])
			}
		}
	}
	best := ""
	for _, path := range order {
		if best == "" || importers[path] > importers[best] {
			best = path
		}
	}
	if best == "" {
		return "", errors.New("no package with Go files")
	}
	return filepath.Rel(s.dir, files[best])
}

func list(dir string) ([]listed, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports", "./...")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list in %s: %w", dir, err)
	}
	var pkgs []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs, nil
		} else if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
}
