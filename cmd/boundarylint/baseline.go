package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/boundarylint/boundarylint/internal/baseline"
	"github.com/boundarylint/boundarylint/internal/check"
	"github.com/boundarylint/boundarylint/report"
)

// runBaseline writes the present findings to the baseline. It takes the flags of
// a check that say what is analyzed, and none that show a part of it: what is
// not shown would be dropped.
func runBaseline(ctx context.Context, args []string, std streams) int {
	var f checkFlags
	if err := f.parseBaseline(args); err != nil {
		return flagTrouble(std, err)
	}
	progress := newProgress(std.err)
	f.Progress = progress.unit
	f.NoBaseline = true
	res := check.Run(ctx, f.Options)
	progress.done()
	if len(res.Errors) > 0 {
		res.WriteErrors(std.err, res.Paths.Shown)
		return exitTrouble
	}
	return writeBaseline(res, std)
}

func (f *checkFlags) parseBaseline(args []string) error {
	fs := newFlagSet("baseline")
	f.analysisFlags(fs)
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return fmt.Errorf("unknown argument %q: a baseline holds the findings of all packages", fs.Arg(0))
	}
	if err := f.checkDriver(); err != nil {
		return err
	}
	return chdir(f.dir)
}

// analysisFlags are the flags that say what is analyzed, and by what.
func (f *checkFlags) analysisFlags(fs *flag.FlagSet) {
	fs.StringVar(&f.Config, "config", "", "use this config `file` instead of the boundaries.yaml found upwards")
	fs.StringVar(&f.dir, "C", "", "change to this `dir` before doing anything else")
	fs.StringVar(&f.Tags, "tags", "", "build `tags`, separated by commas")
	fs.Func("min-confidence", "show findings of at least this confidence, 0 to 100 (default 80, or the config's for the rule): `N`", func(text string) error {
		n, err := percent(text)
		f.MinConfidence = &n
		return err
	})
	fs.StringVar(&f.Baseline, "baseline", "", "`file` with the findings to live with (default boundaries.baseline.json beside the config, where present)")
	fs.BoolVar(&f.Tests, "tests", false, "check test files too")
	fs.StringVar(&f.Driver, "driver", "", "`vet` (through go vet and its cache) or process (one process); default: the cheaper")
}

func writeBaseline(res *check.Result, std streams) int {
	owner, err := baseline.Owners(res.Paths.Base())
	if err != nil {
		return trouble(std, "%v", err)
	}
	b := baseline.New(res.Findings, res.Old, owner)
	if err := b.Write(res.Baseline); err != nil {
		return trouble(std, "%v", err)
	}
	added, dropped := b.Since(res.Old)
	fmt.Fprintf(std.err, "%s in %s: %d new, %d dropped\n", report.Count(b.Count(), "finding"), relative(res.Baseline), added, dropped)
	return exitClean
}
