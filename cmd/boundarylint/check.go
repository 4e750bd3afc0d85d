package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/boundarylint/boundarylint/internal/check"
	"github.com/boundarylint/boundarylint/report"
)

// runCheck checks and shows the report.
func runCheck(ctx context.Context, args []string, std streams) int {
	var f checkFlags
	if err := f.parse(args); err != nil {
		return flagTrouble(std, err)
	}
	progress := newProgress(std.err)
	f.Progress = progress.unit
	if f.verbose {
		f.Log = std.err
	}
	res := check.Run(ctx, f.Options)
	progress.done()
	if f.fix {
		if err := f.makeFixes(res, std); err != nil {
			return trouble(std, "%v", err)
		}
	}
	return f.show(res, std)
}

// show writes the report and returns the exit status that it calls for.
func (f *checkFlags) show(res *check.Result, std streams) int {
	if err := f.write(res, std); err != nil {
		return trouble(std, "%v", err)
	}
	if f.verbose && res.Driver != "" {
		fmt.Fprintf(std.err, "driver: %s\n", res.Driver)
		res.Summary.Coverage.WriteText(std.err, res.Paths.Shown)
	}
	short := f.coverageShort(res, std.err)
	switch {
	case len(res.Errors) > 0:
		return exitTrouble
	case res.Summary.Findings > 0 || short:
		return exitFindings
	}
	return exitClean
}

// write writes findings to standard output, and errors and the summary to
// standard error. JSON and SARIF hold all of them; the errors are repeated, since few
// look for them in what they have redirected.
func (f *checkFlags) write(res *check.Result, std streams) error {
	defer res.WriteErrors(std.err, res.Paths.Shown)
	switch f.format {
	case "json":
		return res.WriteJSON(std.out)
	case "sarif":
		return res.WriteSARIF(std.out, res.Paths.From(repository(res.Paths.Base())), version(), ruleDocs())
	}
	if err := f.writeFindings(res, std.out); err != nil {
		return err
	}
	if res.Driver == "" { // nothing was analyzed
		return nil
	}
	if res.Config == "" {
		fmt.Fprintln(std.err, "no boundaries.yaml here or above: only rules that need no ownership ran; 'boundarylint init' writes one")
	}
	summary := res.Summary.String()
	if n := len(res.Errors); n > 0 {
		summary += ", " + report.Count(n, "error")
	}
	fmt.Fprintln(std.err, summary)
	return nil
}

func (f *checkFlags) writeFindings(res *check.Result, w io.Writer) error {
	if f.diff {
		return nil // the diff is all that is asked for
	}
	if f.format != "github" {
		return res.WriteText(w, res.Paths.Shown)
	}
	// Annotations name files from the repository's root on, wherever a step
	// of the workflow runs.
	if root := os.Getenv("GITHUB_WORKSPACE"); root != "" {
		return res.WriteGitHub(w, res.Paths.From(root))
	}
	return res.WriteGitHub(w, res.Paths.Shown)
}

// coverageShort says whether less SQL was understood than -min-coverage asks.
func (f *checkFlags) coverageShort(res *check.Result, w io.Writer) bool {
	sql := res.Summary.Coverage.SQL
	if sql.Percent() >= f.minCoverage {
		return false
	}
	fmt.Fprintf(w, "only %d%% of SQL texts are understood, less than -min-coverage %d; -v lists the others\n", sql.Percent(), f.minCoverage)
	return true
}

// progress is one line on a terminal that tells how far a long run has come.
type progress struct {
	w io.Writer // nil where nobody watches
	n int
}

func newProgress(w io.Writer) *progress {
	file, ok := w.(*os.File)
	if !ok {
		return &progress{}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{w: w}
}

func (p *progress) unit(pkg string) {
	p.n++
	if p.w != nil {
		fmt.Fprintf(p.w, "\r\x1b[K%d packages analyzed, last %s", p.n, pkg)
	}
}

func (p *progress) done() {
	if p.w != nil && p.n > 0 {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
