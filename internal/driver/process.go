package driver

import (
	"context"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/boundarylint/boundarylint/report"
)

// Process analyzes in the running process, from source, and keeps nothing. It is
// the cheapest way where no build cache is.
type Process struct{}

// Name implements Driver.
func (Process) Name() string { return "process" }

// Run implements Driver.
func (Process) Run(ctx context.Context, req *Request) Result {
	var res Result
	for _, g := range groups(req.Modules) {
		runGroup(ctx, req, g, &res)
		if ctx.Err() != nil {
			break
		}
	}
	res.finish()
	return res
}

func runGroup(ctx context.Context, req *Request, g group, res *Result) {
	pkgs, err := packages.Load(&packages.Config{
		Context:    ctx,
		Mode:       packages.LoadAllSyntax | packages.NeedModule | packages.NeedForTest,
		Dir:        g.dir,
		Env:        append(append(os.Environ(), "PWD="+g.dir), g.env...),
		BuildFlags: req.tagFlag(),
		Tests:      req.Tests,
	}, g.patterns...)
	if err != nil {
		res.fail(loadError(g.dir, err)...)
		return
	}
	res.fail(packageErrors(g.dir, pkgs)...)
	if len(pkgs) == 0 {
		res.fail(report.Error{Message: "no packages in " + g.dir})
	}
	markBroken(pkgs)
	graph, err := checker.Analyze([]*analysis.Analyzer{req.Record}, roots(pkgs), nil)
	if err != nil {
		res.fail(errorsFrom("", err))
		return
	}
	collect(req, graph, res)
}

// markBroken sees to it that a package with errors has one that the analyzers are
// told of. They leave it aside and look at those above it, which go vet, for want
// of their compiled imports, cannot.
func markBroken(pkgs []*packages.Package) {
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if len(p.Errors) > 0 && len(p.TypeErrors) == 0 {
			p.TypeErrors = []types.Error{{Fset: p.Fset, Msg: p.Errors[0].Msg}}
		}
	})
}

// loadError is a failure of the go command that lists packages.
func loadError(dir string, err error) []report.Error {
	text := strings.TrimPrefix(err.Error(), "err: exit status 1: stderr: ")
	if errs := parseGoErrors(dir, text); len(errs) > 0 {
		return errs
	}
	return []report.Error{errorsFrom("", err)}
}

// roots chooses the packages that report, as they do under go vet: all that are
// the project's own, be it as another module that this one imports; of a
// package with internal tests the variant that takes them in; and never the
// generated main package of a test.
func roots(pkgs []*packages.Package) []*packages.Package {
	tested := make(map[string]bool)
	for _, p := range pkgs {
		if p.ForTest == p.PkgPath {
			tested[p.PkgPath] = true
		}
	}
	named := make(map[*packages.Package]bool)
	for _, p := range pkgs {
		named[p] = true
	}
	var list []*packages.Package
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		switch {
		case len(p.Errors) > 0 || len(p.Syntax) == 0 || !local(p):
		case p.ForTest == "" && tested[p.PkgPath]:
		case p.ForTest != "" && !named[p]: // compiled once more for another's test
		case p.Name == "main" && strings.HasSuffix(p.ID, ".test"):
		default:
			list = append(list, p)
		}
	})
	return list
}

// local reports whether a package's files are in a working tree.
func local(p *packages.Package) bool {
	return p.Module != nil && Local(p.Dir, p.Module.Path, p.Module.Version)
}

// collect takes the units out of the graph, and every error, that of a
// dependency too: one that is only named as a failed prerequisite would leave
// the user without its cause.
func collect(req *Request, graph *checker.Graph, res *Result) {
	for act := range graph.All() {
		switch {
		case act.Err != nil && !strings.HasPrefix(act.Err.Error(), "failed prerequisites: "):
			res.fail(report.Error{Message: fmt.Sprintf("%s: %s: %v", act.Package.PkgPath, act.Analyzer.Name, act.Err)})
		case act.IsRoot && act.Err == nil:
			if u, ok := act.Result.(*report.Unit); ok && u != nil {
				u.Package = act.Package.PkgPath
				res.add(req, u, act.Package.ForTest != "")
			}
		}
	}
}

// packageErrors lists the errors of all packages loaded, without what only
// follows from others: the type errors of a package that could not be parsed,
// and of imports that could not be found.
func packageErrors(dir string, pkgs []*packages.Package) []report.Error {
	var errs, imports []report.Error
	missing := false
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		for _, e := range causes(p.Errors) {
			missing = missing || e.Kind == packages.ListError
			if strings.HasPrefix(e.Msg, "could not import ") {
				imports = append(imports, packageError(dir, p, e))
			} else {
				errs = append(errs, packageError(dir, p, e))
			}
		}
	})
	if missing {
		return errs
	}
	return append(errs, imports...)
}

func causes(errs []packages.Error) []packages.Error {
	worse := slices.ContainsFunc(errs, func(e packages.Error) bool { return e.Kind != packages.TypeError })
	return slices.DeleteFunc(slices.Clone(errs), func(e packages.Error) bool { return worse && e.Kind == packages.TypeError })
}

// position is the form of packages.Error.Pos: "file:line:column", with less or
// "-" where less is known.
var position = regexp.MustCompile(`^(.+?)(?::(\d+))?(?::(\d+))?$`)

func packageError(dir string, p *packages.Package, e packages.Error) report.Error {
	if e.Pos == "" || e.Pos == "-" {
		if errs := parseGoErrors(dir, e.Msg); len(errs) == 1 && errs[0].File != "" {
			return errs[0]
		}
		return report.Error{Message: p.PkgPath + ": " + e.Msg}
	}
	m := position.FindStringSubmatch(e.Pos)
	file := m[1]
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	return report.Error{File: file, Line: line, Column: column, Message: e.Msg}
}
