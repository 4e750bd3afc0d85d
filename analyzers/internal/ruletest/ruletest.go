// Package ruletest runs a rule over its fixtures and compares what it reports
// with their want comments.
//
// It is analysistest but for one thing: a finding may stand in a file of a
// package below the one that proves it, and analysistest looks for comments in
// the package under analysis only. It reports twice what two packages prove;
// here, as in the command, that is one finding.
package ruletest

import (
	"fmt"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
)

// Today is the day on which grants are judged.
var Today = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)

// Run runs the named rule over the fixtures in its directory of the module dir.
func Run(t *testing.T, dir, name string) {
	t.Helper()
	t.Parallel()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	download(t, dir)
	found := analyze(t, dir, name)
	wants := wanted(t, filepath.Join(dir, name))
	for _, pkg := range slices.Sorted(maps.Keys(wants)) {
		rel, _ := filepath.Rel(filepath.Join(dir, name), pkg)
		t.Run(filepath.ToSlash(rel), func(t *testing.T) { compare(t, dir, found[pkg], wants[pkg]) })
		delete(found, pkg)
	}
	for _, rest := range found {
		compare(t, dir, rest, nil)
	}
}

var downloaded sync.Map // module directory → func() error

// download gets the fixtures' libraries once; the load itself may not.
func download(t *testing.T, dir string) {
	t.Helper()
	get, _ := downloaded.LoadOrStore(dir, sync.OnceValue(func() error {
		cmd := exec.Command("go", "mod", "download")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go mod download in %s: %w\n%s", dir, err, out)
		}
		return nil
	}))
	if err := get.(func() error)(); err != nil {
		t.Fatalf("the fixtures' libraries are not at hand: %v", err)
	}
}

// A place is a line of a file.
type place struct {
	file string
	line int
}

// findings are messages by the directory and the line that they stand in.
type findings map[string]map[place][]string

func analyze(t *testing.T, dir, name string) findings {
	t.Helper()
	found := findings{}
	for _, d := range diagnose(t, dir, name, nil) {
		found.add(place{d.at.Filename, d.at.Line}, fmt.Sprintf("%d: %s", d.at.Column, d.Message))
	}
	return found
}

// A diagnostic is one with its place.
type diagnostic struct {
	analysis.Diagnostic
	at   token.Position
	fset *token.FileSet
}

// diagnose runs a rule over its fixtures, some of whose files are replaced.
func diagnose(t *testing.T, dir, name string, replaced map[string][]byte) []diagnostic {
	t.Helper()
	rule := build(t, dir, name)
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule | packages.NeedForTest, Dir: dir, Tests: true,
		Env: append(os.Environ(), "GOPROXY=off", "GOWORK=off", "PWD="+dir), Overlay: replaced,
	}, "./"+name+"/...")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the fixtures do not compile")
	}
	pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return strings.HasSuffix(p.ID, ".test") })
	graph, err := checker.Analyze([]*analysis.Analyzer{rule}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var list []diagnostic
	for act := range graph.All() {
		if act.Err != nil {
			t.Errorf("%s: %v", act, act.Err)
		}
		if !act.IsRoot {
			continue
		}
		for _, d := range act.Diagnostics {
			list = append(list, diagnostic{d, act.Package.Fset.Position(d.Pos), act.Package.Fset})
		}
	}
	return list
}

// add notes a finding. One that several packages prove is one all the same, also where
// one of them knows better by which implementation.
func (f findings) add(at place, message string) {
	dir := filepath.Dir(at.file)
	if f[dir] == nil {
		f[dir] = map[place][]string{}
	}
	said, _, _ := strings.Cut(message, "\n")
	if !slices.ContainsFunc(f[dir][at], func(m string) bool { return m == said || strings.HasPrefix(m, said+"\n") }) {
		f[dir][at] = append(f[dir][at], message)
	}
}

// build makes the rule from the config of the fixtures' module.
func build(t *testing.T, dir, name string) *analysis.Analyzer {
	t.Helper()
	load := sync.OnceValues(func() (*config.Config, error) {
		cfg, err := analyzers.Load(filepath.Join(dir, config.FileName), true)
		if err != nil {
			return nil, err
		}
		cfg.Now = func() time.Time { return Today }
		return cfg, nil
	})
	if _, err := load(); err != nil {
		t.Fatal(err)
	}
	for _, r := range analyzers.New(load, analyzers.Options{}).Rules {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("no rule %s", name)
	return nil
}

var wantComment = regexp.MustCompile("// want ([\"`].*)$")

// wanted reads the want comments below a directory, by package directory.
func wanted(t *testing.T, root string) map[string]map[place][]*regexp.Regexp {
	t.Helper()
	wants := map[string]map[place][]*regexp.Regexp{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		pkg := filepath.Dir(file)
		if wants[pkg] == nil {
			wants[pkg] = map[place][]*regexp.Regexp{}
		}
		for i, line := range strings.Split(string(data), "\n") {
			if m := wantComment.FindStringSubmatch(line); m != nil {
				at := place{file, i + 1}
				wants[pkg][at] = patterns(t, at, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return wants
}

// patterns reads the quoted regular expressions of one comment.
func patterns(t *testing.T, at place, text string) []*regexp.Regexp {
	t.Helper()
	var list []*regexp.Regexp
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			t.Fatalf("%s:%d: want %s: %v", at.file, at.line, text, err)
		}
		text = text[len(quoted):]
		pattern, _ := strconv.Unquote(quoted)
		re, err := regexp.Compile(pattern)
		if err != nil {
			t.Fatalf("%s:%d: %v", at.file, at.line, err)
		}
		list = append(list, re)
	}
	return list
}

// compare reports what was found and not wanted, and the reverse.
func compare(t *testing.T, dir string, found map[place][]string, wants map[place][]*regexp.Regexp) {
	t.Helper()
	var faults []string
	fault := func(at place, format string, args ...any) {
		rel, _ := filepath.Rel(dir, at.file)
		faults = append(faults, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(rel), at.line, fmt.Sprintf(format, args...)))
	}
	for at, res := range wants {
		left := slices.Clone(found[at])
		for _, re := range res {
			i := slices.IndexFunc(left, re.MatchString)
			if i < 0 {
				fault(at, "no finding matches %q", re)
				continue
			}
			left = slices.Delete(left, i, i+1)
		}
		for _, m := range left {
			fault(at, "unexpected finding:\n\t\t%s", strings.ReplaceAll(m, "\n", "\n\t\t"))
		}
	}
	for at, messages := range found {
		if _, ok := wants[at]; ok {
			continue
		}
		for _, m := range messages {
			fault(at, "unexpected finding:\n\t\t%s", strings.ReplaceAll(m, "\n", "\n\t\t"))
		}
	}
	slices.Sort(faults)
	for _, f := range faults {
		t.Error(f)
	}
}
