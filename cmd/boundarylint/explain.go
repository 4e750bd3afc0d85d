package main

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
)

// runExplain prints a rule's documentation, or a line for each rule.
func runExplain(_ context.Context, args []string, std streams) int {
	fs := newFlagSet("explain")
	if err := fs.Parse(args); err != nil {
		return flagTrouble(std, err)
	}
	rules := analyzers.New(noConfig, analyzers.Options{}).Rules
	switch fs.NArg() {
	case 0:
		for _, a := range rules {
			fmt.Fprintf(std.out, "%-14s %s\n", a.Name, summary(a))
		}
		return exitClean
	case 1:
		return explain(rules, fs.Arg(0), std)
	}
	return trouble(std, "explain takes one rule")
}

func explain(rules []*analysis.Analyzer, name string, std streams) int {
	var names []string
	for _, a := range rules {
		if a.Name == name {
			fmt.Fprintln(std.out, strings.TrimSpace(a.Doc))
			return exitClean
		}
		names = append(names, a.Name)
	}
	return trouble(std, "unknown rule %q; the rules are %s", name, strings.Join(names, ", "))
}

// summary is the first line of a rule's documentation, less its name.
func summary(a *analysis.Analyzer) string {
	line, _, _ := strings.Cut(strings.TrimSpace(a.Doc), "\n")
	return strings.TrimPrefix(line, a.Name+": ")
}

// noConfig is the config of analyzers that are never run.
func noConfig() (*config.Config, error) { return config.Default(".") }
