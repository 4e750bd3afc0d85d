package effects

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/report"
)

// ignorePrefix begins a comment that excuses findings.
const ignorePrefix = "//boundarylint:ignore"

// Ignores are a package's ignore comments.
type Ignores struct {
	byLine map[string]map[int]*report.Ignore // by file's name and the line of the comment
	All    []report.Ignore
}

func collectIgnores(p *program) *Ignores {
	ig := &Ignores{byLine: map[string]map[int]*report.Ignore{}}
	for _, f := range p.files {
		for _, group := range f.Comments {
			for _, c := range group.List {
				rest, ok := strings.CutPrefix(c.Text, ignorePrefix)
				if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
					continue
				}
				at := p.pass.Fset.Position(c.Pos())
				rule, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
				i := report.Ignore{File: p.relFile(at.Filename), Line: at.Line, Column: at.Column, Rule: rule, Reason: strings.TrimSpace(reason)}
				ig.All = append(ig.All, i)
				if ig.byLine[at.Filename] == nil {
					ig.byLine[at.Filename] = map[int]*report.Ignore{}
				}
				ig.byLine[at.Filename][at.Line] = &i
			}
		}
	}
	return ig
}

// at are the ignores that may excuse a finding at a line: on it, or on the
// line above. One without a reason excuses nothing.
func (ig *Ignores) at(filename string, line int) []summary.Ignore {
	var found []summary.Ignore
	for _, l := range []int{line, line - 1} {
		if i := ig.byLine[filename][l]; i != nil && i.Reason != "" {
			found = append(found, summary.Ignore{Rule: i.Rule, Reason: i.Reason})
		}
	}
	return found
}
