package effects_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// TestChanges holds what is known of each function's accesses, and of its
// writes, to the function's comment.
func TestChanges(t *testing.T) {
	t.Parallel()
	dir, err := filepath.Abs("../../../testdata/src")
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: dir, Env: append(os.Environ(), "GOWORK=off", "PWD="+dir),
	}, "./changes/...")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the fixtures do not compile")
	}
	load := func() (*config.Config, error) { return config.Load(filepath.Join(dir, "boundaries.yaml")) }
	pass := effects.New(load, false)
	graph, err := checker.Analyze([]*analysis.Analyzer{pass}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Fatal(act.Err)
		}
		t.Run(act.Package.Name, func(t *testing.T) {
			for _, f := range act.Package.Syntax {
				if ast.IsGenerated(f) {
					continue
				}
				for _, decl := range f.Decls {
					if fd, ok := decl.(*ast.FuncDecl); ok {
						compareChanges(t, act, fd)
					}
				}
			}
		})
	}
}

func compareChanges(t *testing.T, act *checker.Action, fd *ast.FuncDecl) {
	t.Helper()
	obj := act.Package.TypesInfo.Defs[fd.Name].(*types.Func)
	var got, want []string
	fact := new(summary.Func)
	act.ObjectFact(obj, fact)
	for _, a := range fact.DB {
		verb, detail := "reads", ""
		if a.Write {
			verb, detail = "writes", a.Change.String()
		} else if a.Locks {
			detail = "locked"
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s: %s", verb, a.Table, detail)))
	}
	for line := range strings.SplitSeq(fd.Doc.Text(), "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "reads ") || strings.HasPrefix(line, "writes ") {
			want = append(want, line)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s\n got: %s\nwant: %s", fd.Name.Name, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}
