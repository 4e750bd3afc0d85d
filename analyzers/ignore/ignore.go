// Package ignore reports ignore comments that cannot excuse anything.
package ignore

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqlfiles"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

//go:embed doc.md
var doc string

// Rule is the rule ignore. It finds what a comment itself shows; that it
// excuses nothing only the command can tell.
func Rule() rule.Rule { return rule.Rule{Name: "ignore", Doc: doc, Find: find} }

func find(pass *analysis.Pass, res *effects.Result) []rule.Finding {
	if res.Ignores == nil {
		return nil
	}
	var findings []rule.Finding
	for nth, i := range malformed(res.Ignores.All) {
		message, fix := judge(i)
		var edits []analysis.TextEdit
		if i.Rule == "" { // it says nothing that could be lost
			edits = removal(pass, res.Root, i)
		}
		findings = append(findings, rule.Finding{
			Place: summary.Place{
				Service: res.Service, Package: pass.Pkg.Path(), File: i.File, Line: i.Line, Col: i.Column,
				Touched: "comment", Nth: nth,
			},
			Message: message, Fix: fix, Confidence: 100, Edits: edits,
		})
	}
	return findings
}

// removal removes a comment.
func removal(pass *analysis.Pass, root string, i report.Ignore) []analysis.TextEdit {
	name := filepath.Join(root, filepath.FromSlash(i.File))
	for _, f := range pass.Files {
		file := pass.Fset.File(f.FileStart)
		if file.Name() != name {
			continue
		}
		src, err := pass.ReadFile(name)
		if err != nil {
			return nil
		}
		if start, end, ok := i.Span(src); ok && len(src) == file.Size() {
			return []analysis.TextEdit{{Pos: file.Pos(start), End: file.Pos(end)}}
		}
	}
	return nil
}

// InFiles returns the findings in the SQL files of one directory of migrations.
func InFiles(cfg *config.Config, dir *sqlfiles.Dir) []report.Finding {
	var findings []report.Finding
	for nth, i := range malformed(dir.Ignores) {
		message, fix := judge(i)
		findings = append(findings, report.Finding{
			Rule: "ignore", Service: cfg.ServiceOf(dir.Package), Package: dir.Package,
			File: i.File, Line: i.Line, Column: i.Column, Message: message, Fix: fix, Confidence: 100,
			Fingerprint: report.Fingerprint("ignore", dir.Package, "", "comment in SQL", nth), Touched: "comment in SQL",
		})
	}
	return findings
}

// malformed returns the comments that judge has something to say of.
func malformed(all []report.Ignore) []report.Ignore {
	return slices.DeleteFunc(slices.Clone(all), func(i report.Ignore) bool {
		message, _ := judge(i)
		return message == ""
	})
}

// judge says what is wrong with a comment by itself, and what to do.
func judge(i report.Ignore) (message, fix string) {
	known := slices.ContainsFunc(config.Rules(), func(r config.RuleInfo) bool { return r.Name == i.Rule })
	switch {
	case i.Rule == "":
		return "this comment names no rule to ignore", "name the rule and give a reason, or remove the comment"
	case !known:
		return fmt.Sprintf("there is no rule %s to ignore", i.Rule), "name the rule before the reason, or remove the comment"
	case i.Reason == "":
		return fmt.Sprintf("this comment gives no reason to ignore %s", i.Rule), "say why behind the rule's name; until then it excuses nothing"
	}
	return "", ""
}
