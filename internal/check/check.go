// Package check is a check from its options to its report: it finds the config
// and the modules, has a driver analyze them, and decides which findings are
// shown.
package check

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/internal/baseline"
	"github.com/boundarylint/boundarylint/internal/driver"
	"github.com/boundarylint/boundarylint/report"
)

// Options are what the user asks of a check.
type Options struct {
	Config        string   // -config; empty to look for one
	Packages      []string // where findings are shown; empty for everywhere
	Tags          string
	Tests         bool
	Rules         []string // empty for those that the config leaves on
	MinConfidence *int     // nil for the config's
	Baseline      string   // -baseline; empty for the one beside the config, where there is one
	NoBaseline    bool     // leave the baseline out: every finding counts
	Driver        string   // empty for the cheapest
	Progress      func(pkg string)
	Log           io.Writer // what is worth knowing, but no result; may be nil
}

// A Result is a check's report, with what it takes to show it.
type Result struct {
	report.Report
	Config string // absolute path of the config; empty where there is none
	Driver string // the driver that ran
	Paths  Paths

	Baseline string             // the baseline's file, be it there or not
	Old      *baseline.Baseline // what is in it; nil where it is not there
}

// Run checks. What keeps it from its work is among the report's errors.
func Run(ctx context.Context, o Options) *Result {
	r := &run{Options: o, ctx: ctx, res: &Result{}}
	if err := r.do(); err != nil {
		r.fail(err)
	}
	r.finish()
	return r.res
}

// A run is one check on its way.
type run struct {
	Options
	ctx     context.Context
	wd      string
	cfg     *config.Config
	base    *baseline.Baseline // nil where there is none
	modules []string
	shown   *filter // nil for everything
	res     *Result
}

func (r *run) do() error {
	steps := []func() error{r.loadConfig, r.loadBaseline, r.findModules, r.resolvePackages, r.analyze}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// loadConfig finds the config and loads it, with all checks: this is the one
// place that sees the whole tree.
func (r *run) loadConfig() (err error) {
	if r.wd, err = os.Getwd(); err != nil {
		return err
	}
	r.res.Paths = Paths{wd: r.wd, base: r.wd}
	if r.res.Config, err = config.Locate(r.Options.Config, r.wd); err != nil {
		return err
	}
	if r.res.Config == "" {
		r.res.Paths.base = driver.ProjectRoot(r.wd)
		r.cfg, err = config.Default(r.res.Paths.base)
		return err
	}
	r.res.Paths.base = filepath.Dir(r.res.Config)
	r.cfg, err = analyzers.Load(r.res.Config, true)
	return err
}

// loadBaseline reads the baseline. One that the user names has to be there.
func (r *run) loadBaseline() error {
	r.res.Baseline = cmp.Or(r.Options.Baseline, filepath.Join(r.cfg.Root(), config.BaselineName))
	b, err := baseline.Load(r.res.Baseline)
	if errors.Is(err, fs.ErrNotExist) && (r.Options.Baseline == "" || r.NoBaseline) {
		return nil
	}
	if err != nil {
		return err
	}
	r.res.Old = b
	if !r.NoBaseline {
		r.base = b
	}
	return nil
}

// analyze runs the driver and takes over what it found.
func (r *run) analyze() error {
	d, err := r.driver()
	if err != nil {
		return err
	}
	r.res.Driver = d.Name()
	cfg := r.cfg
	suite := analyzers.New(func() (*config.Config, error) { return cfg, nil }, analyzers.Options{Tests: r.Tests})
	out := d.Run(r.ctx, &driver.Request{
		Config: r.res.Config, Root: r.res.Paths.base, Modules: r.modules, Tags: r.Tags, Tests: r.Tests,
		Record: suite.Record, Progress: r.Progress, Log: r.Log,
	})
	r.res.Errors = append(r.res.Errors, out.Errors...)
	files, err := analyzers.SQLFindings(r.cfg)
	if err != nil {
		return err
	}
	rest, err := analyzers.OutgoingFindings(r.cfg, out.Units)
	if err != nil {
		return err
	}
	files = append(files, report.Unit{Findings: rest})
	r.merge(out.Units, files)
	return r.unmatched(out.Units)
}

func (r *run) driver() (driver.Driver, error) {
	if r.Driver == "" {
		return driver.Choose(r.ctx)
	}
	return driver.New(r.Driver), nil
}

// fail adds an error to the report, taken apart where it is several.
func (r *run) fail(err error) {
	for _, e := range config.AsErrors(err) {
		r.res.Errors = append(r.res.Errors, report.Error{File: e.File, Line: e.Line, Column: e.Column, Message: e.Message})
	}
}
