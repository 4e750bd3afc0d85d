package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/boundarylint/boundarylint/internal/check"
	"github.com/boundarylint/boundarylint/internal/driver"
)

// checkFlags are the flags of a check.
type checkFlags struct {
	check.Options
	dir         string
	format      string
	minCoverage int
	fix, diff   bool
	verbose     bool
}

func (f *checkFlags) flagSet() *flag.FlagSet {
	fs := newFlagSet("check")
	f.analysisFlags(fs)
	fs.StringVar(&f.format, "format", "text", "`how` to print findings: text, json, sarif, or github for annotations")
	fs.Func("rules", "run only these `rules`, separated by commas", func(text string) (err error) {
		f.Rules, err = check.ParseRules(text)
		return err
	})
	fs.Func("min-coverage", "fail if less than this percentage `N` of SQL texts is understood", func(text string) (err error) {
		f.minCoverage, err = percent(text)
		return err
	})
	fs.BoolVar(&f.fix, "fix", false, "make the fixes that are certain, and show what is left")
	fs.BoolVar(&f.diff, "diff", false, "with -fix: print the fixes as a diff, and change nothing")
	fs.BoolVar(&f.verbose, "v", false, "print what was covered, and what could not be seen")
	return fs
}

// newFlagSet returns a flag set whose errors the caller prints.
func newFlagSet(name string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	return fs
}

func percent(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 100 {
		return 0, errors.New("must be a number from 0 to 100")
	}
	return n, nil
}

// parse reads the arguments of a check, and changes the directory if they say
// so.
func (f *checkFlags) parse(args []string) error {
	fs := f.flagSet()
	if err := fs.Parse(args); err != nil {
		return err
	}
	f.Packages = fs.Args()
	if !slices.Contains(formats(), f.format) {
		return fmt.Errorf("unknown format %q; the formats are %s", f.format, strings.Join(formats(), ", "))
	}
	if f.diff && (!f.fix || f.format != "text") {
		return errors.New("-diff goes with -fix, and prints no findings in any format")
	}
	if err := f.checkDriver(); err != nil {
		return err
	}
	for i, arg := range f.Packages {
		if strings.HasPrefix(arg, "-") {
			return fmt.Errorf("flags go before packages: %s", arg)
		}
		if i == 0 && len(args) > len(f.Packages) && isCommand(arg) {
			return fmt.Errorf("the command goes first: boundarylint %s [flags]", arg)
		}
	}
	return chdir(f.dir)
}

func (f *checkFlags) checkDriver() error {
	if f.Driver != "" && driver.New(f.Driver) == nil {
		return fmt.Errorf("unknown driver %q; the drivers are %s", f.Driver, strings.Join(driver.Names(), ", "))
	}
	return nil
}

func formats() []string { return []string{"text", "json", "sarif", "github"} }

// chdir changes to the directory that -C names.
func chdir(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.Chdir(dir); err != nil {
		return fmt.Errorf("-C: %w", err)
	}
	// The go command takes the directory's name from PWD.
	os.Unsetenv("PWD")
	return nil
}

// flagTrouble answers an error of parsing flags; help is none.
func flagTrouble(std streams, err error) int {
	if errors.Is(err, flag.ErrHelp) {
		usage(std.out)
		return exitClean
	}
	return trouble(std, "%v\nRun 'boundarylint help' for usage.", err)
}
