// Package fix carries out the edits that findings bring with them.
package fix

import (
	"bytes"
	"cmp"
	"fmt"
	"go/format"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/boundarylint/boundarylint/report"
)

// A Plan is what would come of all edits that can be made together.
type Plan struct {
	Files  []File
	fixed  map[*report.Finding]bool
	partly int
}

// A File is one that the edits change.
type File struct {
	Name          string // as findings name it
	Before, After []byte

	path string
}

// New plans the edits of the findings, whose files are below base. Of two that
// are at odds the later is left for another run: what the first changes may
// change the second.
func New(base string, findings []report.Finding) (*Plan, error) {
	p := &Plan{fixed: make(map[*report.Finding]bool)}
	taken := make(map[string][]report.Edit)
	for i := range findings {
		f := &findings[i]
		if len(f.Edits) > 0 && f.Suppressed == nil && fits(taken, f.Edits) {
			for _, e := range f.Edits {
				taken[e.File] = append(taken[e.File], e)
			}
			if f.Partly {
				p.partly++
			} else {
				p.fixed[f] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(taken)) {
		file, err := newFile(base, name, taken[name])
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, *file)
	}
	return p, nil
}

// Fixes reports whether the plan's edits fix a finding, which is one of those that
// the plan was made of, and leave no part of it.
func (p *Plan) Fixes(f *report.Finding) bool { return p.fixed[f] }

// Fixed is the number of findings that the plan's edits fix.
func (p *Plan) Fixed() int { return len(p.fixed) }

// Partly is the number of those of which they leave a part.
func (p *Plan) Partly() int { return p.partly }

// fits reports whether edits can be made beside those that are taken. The same
// edit twice is one.
func fits(taken map[string][]report.Edit, edits []report.Edit) bool {
	for _, e := range edits {
		for _, t := range taken[e.File] {
			if e != t && (e.Start == t.Start || e.Start < t.End && t.Start < e.End) {
				return false
			}
		}
	}
	return true
}

func newFile(base, name string, edits []report.Edit) (*File, error) {
	f := &File{Name: name, path: filepath.Join(base, filepath.FromSlash(name))}
	var err error
	if f.Before, err = os.ReadFile(f.path); err != nil {
		return nil, err
	}
	slices.SortFunc(edits, func(a, b report.Edit) int { return cmp.Compare(a.Start, b.Start) })
	var after bytes.Buffer
	at := 0
	for _, e := range slices.Compact(edits) {
		if e.Start < at || e.End < e.Start || e.End > len(f.Before) {
			return nil, fmt.Errorf("%s: an edit lies outside of the file", name)
		}
		after.Write(f.Before[at:e.Start])
		after.WriteString(e.Text)
		at = e.End
	}
	after.Write(f.Before[at:])
	f.After = after.Bytes()
	return f, f.format()
}

// format formats what came of a Go file that was formatted before.
func (f *File) format() error {
	if !strings.HasSuffix(f.Name, ".go") {
		return nil
	}
	if before, err := format.Source(f.Before); err != nil || !bytes.Equal(before, f.Before) {
		return nil
	}
	after, err := format.Source(f.After)
	if err != nil {
		return fmt.Errorf("%s: the fixes break the file: %w", f.Name, err)
	}
	f.After = after
	return nil
}

// Diff is the change as a unified diff, with the file named as shown.
func (f *File) Diff(shown string) []byte {
	text := diff.Diff(shown, f.Before, shown, f.After)
	_, text, _ = bytes.Cut(text, []byte("\n")) // a line that only names the files
	return text
}

// Write writes the file, unless it has changed since it was read.
func (f *File) Write() error {
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	if now, err := os.ReadFile(f.path); err != nil || !bytes.Equal(now, f.Before) {
		return fmt.Errorf("%s has changed meanwhile; run again", f.Name)
	}
	return os.WriteFile(f.path, f.After, info.Mode().Perm())
}
