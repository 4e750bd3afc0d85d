// Noop is a vettool that does nothing but export a fact for each package: what
// any tool with facts costs at least.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() {
	unitchecker.Main(&analysis.Analyzer{
		Name:      "noop",
		Doc:       "noop: do nothing\n\nIt exports a fact for each package, so that go vet runs it on all of them.",
		FactTypes: []analysis.Fact{(*seen)(nil)},
		Run: func(pass *analysis.Pass) (any, error) {
			pass.ExportPackageFact(new(seen))
			return nil, nil
		},
	})
}

// A seen fact is exported for each package.
type seen struct{}

func (*seen) AFact() {}

func (*seen) String() string { return "seen" }
