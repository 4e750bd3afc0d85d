package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/report"
)

// ruleDocs is what SARIF tells of the rules.
func ruleDocs() []report.RuleDoc {
	var docs []report.RuleDoc
	for _, a := range analyzers.New(noConfig, analyzers.Options{}).Rules {
		docs = append(docs, report.RuleDoc{Name: a.Name, Summary: summary(a), Text: strings.TrimSpace(a.Doc)})
	}
	return docs
}

// repository is the root of the repository that dir is in, from which code
// scanning counts: the nearest directory with a .git; dir itself where there is
// none.
func repository(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}
