// Package rule is what the rules have in common: how a finding is reported,
// under every driver the same.
package rule

import (
	"cmp"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/report"
)

// DefaultConfidence is the confidence, in percent, below which a finding is not
// shown where nobody says otherwise.
const DefaultConfidence = 80

// A Rule finds one kind of breach in what the engine knows of a package.
type Rule struct {
	Name string
	Doc  string
	// Find returns the findings, without what Analyzer fills in.
	Find func(pass *analysis.Pass, res *effects.Result) []Finding
	// FindFlow is Find for a rule about consumers.
	FindFlow func(pass *analysis.Pass, res *flows.Result) []Finding
}

// An Engine is what the rules build on.
type Engine struct {
	Effects *analysis.Analyzer // its result is an *effects.Result
	Flows   *analysis.Analyzer // its result is a *flows.Result
}

// A Finding is a breach as a rule sees it.
type Finding struct {
	Place      summary.Place
	Message    string
	Confidence int
	Proof      []summary.Step
	Fix        string
	// Edits are what Fix comes to, where that is certain. They are offered only
	// if all are in files of the package under analysis.
	Edits []analysis.TextEdit
	// Partly says that they leave a part of what the finding tells.
	Partly bool
}

// Analyzer builds the rule's analyzer on top of the engine's. With prefix set,
// diagnostics begin with the rule's name. Its result is a []report.Finding: all
// findings, those too that are not shown.
func (r Rule) Analyzer(engine Engine, prefix bool) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       r.Name,
		Doc:        r.Doc,
		Requires:   []*analysis.Analyzer{engine.Effects},
		ResultType: reflect.TypeFor[[]report.Finding](),
		// The engine leaves aside what does not compile.
		RunDespiteErrors: true,
	}
	if r.FindFlow != nil {
		a.Requires = append(a.Requires, engine.Flows)
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		res := pass.ResultOf[engine.Effects].(*effects.Result)
		if !res.First {
			return []report.Finding(nil), nil
		}
		var findings []report.Finding
		for _, f := range r.find(pass, engine, res) {
			found := r.finding(f)
			fix := own(pass, f.Edits)
			found.Edits = edits(pass, res.Root, fix)
			found.Partly = f.Partly && len(found.Edits) > 0
			findings = append(findings, found)
			if shown(res, found) {
				r.diagnose(pass, res, found, fix, prefix)
			}
		}
		return findings, nil
	}
	return a
}

func (r Rule) find(pass *analysis.Pass, engine Engine, res *effects.Result) []Finding {
	if r.FindFlow != nil {
		return r.FindFlow(pass, pass.ResultOf[engine.Flows].(*flows.Result))
	}
	return r.Find(pass, res)
}

// Complete completes a finding that no package proves, but all of them together.
func (r Rule) Complete(f Finding) report.Finding { return r.finding(f) }

// finding completes a finding.
func (r Rule) finding(f Finding) report.Finding {
	p := f.Place
	out := report.Finding{
		Rule: r.Name, Service: p.Service, Package: p.Package, File: p.File, Line: p.Line, Column: p.Col,
		Function: p.Function, Message: f.Message, Confidence: f.Confidence, Fix: f.Fix,
		Proof:       []report.Step{},
		Fingerprint: report.Fingerprint(r.Name, p.Package, p.Function, p.Touched, p.Nth),
		Touched:     p.Touched,
	}
	for _, s := range f.Proof {
		out.Proof = append(out.Proof, report.Step{File: s.File, Line: s.Line, Column: s.Col, Note: s.Note})
	}
	for _, i := range p.Ignore {
		if i.Rule == r.Name {
			out.Suppressed = &report.Suppression{By: report.ByIgnore, Reason: i.Reason}
		}
	}
	return out
}

// shown reports whether a finding becomes a diagnostic. The command decides for
// itself, from the record: its flags beat the config.
func shown(res *effects.Result, f report.Finding) bool {
	setting := res.Config.Rule(f.Rule)
	if excused := res.Config.Excused; excused != nil && excused(f.Fingerprint) {
		return false
	}
	return setting.On && f.Suppressed == nil && f.Confidence >= setting.MinConfidence(DefaultConfidence) && !res.Config.Excluded(f.File)
}

// diagnose reports a finding to the driver.
func (r Rule) diagnose(pass *analysis.Pass, res *effects.Result, f report.Finding, edits []analysis.TextEdit, prefix bool) {
	pos := position(pass, filepath.Join(res.Root, filepath.FromSlash(f.File)), f.Line, f.Column)
	if pos == token.NoPos { // the file cannot be read: at the package that proves it
		pos = pass.Files[0].Package
	}
	text := f.Text(func(s string) string { return s })
	if prefix {
		text = r.Name + ": " + text
	}
	d := analysis.Diagnostic{Pos: pos, Category: r.Name, Message: text}
	if len(edits) > 0 {
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: f.Fix, TextEdits: edits}}
	}
	pass.Report(d)
}

// own returns the edits if all are in files of the package under analysis, and
// none otherwise: two packages that edit a third's file would be at odds.
func own(pass *analysis.Pass, list []analysis.TextEdit) []analysis.TextEdit {
	for _, e := range list {
		in := func(f *ast.File) bool { return f.FileStart <= e.Pos && e.Pos <= f.FileEnd && e.End <= f.FileEnd }
		if !slices.ContainsFunc(pass.Files, in) {
			return nil
		}
	}
	return list
}

// edits puts edits into the form of the record, which the command carries out.
func edits(pass *analysis.Pass, root string, list []analysis.TextEdit) []report.Edit {
	var out []report.Edit
	for _, e := range list {
		file := pass.Fset.File(e.Pos)
		name, err := filepath.Rel(root, file.Name())
		if err != nil {
			return nil
		}
		end := e.Pos
		if e.End.IsValid() {
			end = e.End
		}
		out = append(out, report.Edit{File: filepath.ToSlash(name), Start: file.Offset(e.Pos), End: file.Offset(end), Text: string(e.NewText)})
	}
	return out
}

// position finds a place in the file set. The file may be another package's,
// whose interface this one brought together with its implementation: then it is
// added to the file set, as passes do that report on assembly.
func position(pass *analysis.Pass, filename string, line, column int) token.Pos {
	var file *token.File
	for _, f := range pass.Files {
		if tf := pass.Fset.File(f.Package); tf != nil && tf.Name() == filename {
			file = tf
		}
	}
	if file == nil {
		if file = addFile(pass.Fset, filename); file == nil {
			return token.NoPos
		}
	}
	if line < 1 || line > file.LineCount() {
		return token.NoPos
	}
	return file.LineStart(line) + token.Pos(column-1)
}

// addFile adds a file to the file set by its content alone. (pass.ReadFile
// refuses files that are not the package's own.)
func addFile(fset *token.FileSet, filename string) *token.File {
	data, err := os.ReadFile(filename)
	if err != nil {
		return nil
	}
	file := fset.AddFile(filename, -1, len(data))
	file.SetLinesForContent(data)
	return file
}

// OnePerPlace keeps the best of several findings at one place: the surest, then
// that with the shortest proof.
func OnePerPlace(list []Finding) []Finding {
	best := map[spot]Finding{}
	for _, f := range list {
		key := spotOf(&f)
		old, ok := best[key]
		if !ok || cmp.Or(cmp.Compare(old.Confidence, f.Confidence), cmp.Compare(len(f.Proof), len(old.Proof)), cmp.Compare(f.Message, old.Message)) < 0 {
			best[key] = f
		}
	}
	sorted := slices.SortedFunc(maps.Values(best), func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col))
	})
	number(sorted)
	return sorted
}

// SamePlace reports whether two findings stand at one place.
func SamePlace(a, b *Finding) bool { return spotOf(a) == spotOf(b) }

// A spot is what of a place tells it from others.
type spot struct {
	file      string
	line, col int
}

func spotOf(f *Finding) spot { return spot{f.Place.File, f.Place.Line, f.Place.Col} }

// number tells findings apart that touch the same in one function, for their
// fingerprints.
func number(list []Finding) {
	type like struct{ pkg, function, touched string }
	seen := map[like]int{}
	for i := range list {
		p := &list[i].Place
		key := like{p.Package, p.Function, p.Touched}
		p.Nth = seen[key]
		seen[key]++
	}
}
