// Package vettool makes the command a tool that go vet can run: it answers the
// questions that go vet asks first, and analyzes one compilation unit a call.
package vettool

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/internal/driver"
)

// Invoked reports whether args, without the program's name, are those that go
// vet passes to its tool.
func Invoked(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	return args[0] == "-V=full" || args[0] == "-flags" || strings.HasSuffix(last, ".cfg")
}

// Main answers go vet and exits.
func Main(args []string) {
	if args[0] == "-V=full" {
		os.Exit(version(os.Stdout, os.Stderr))
	}
	unit := args[len(args)-1]
	if strings.HasSuffix(unit, ".cfg") {
		os.Args[len(os.Args)-1] = speakUp(args, unit)
	}
	// The flag only has to be known to go vet: the analyzers are built before
	// flags are parsed.
	flag.Bool("tests", false, "check test files too")
	suite := analyzers.New(sync.OnceValues(load), analyzers.Options{PrefixRule: true, Tests: boolFlag(args, "tests")})
	unitchecker.Main(suite.All()...)
}

// load loads the config for a unit, which runs in its package's directory. It
// was checked in full when go vet asked for the version.
//
// There is no flag for it, on purpose: go vet would keep results under the
// flag's text, whatever the file says by then.
func load() (*config.Config, error) {
	path, err := locate()
	if err != nil {
		return nil, err
	}
	if path == "" {
		return noConfig()
	}
	return analyzers.Load(path, false)
}

// noConfig is the config of a project without one.
func noConfig() (*config.Config, error) {
	if root := os.Getenv(config.RootVar); root != "" {
		return analyzers.Default(root)
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	return analyzers.Default(driver.ProjectRoot(dir))
}

// locate finds the config from the working directory upwards, unless the
// environment names it.
func locate() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	if path := os.Getenv(config.EnvVar); path != "" && !filepath.IsAbs(path) {
		return "", fmt.Errorf("%s=%s must be an absolute path under go vet, which runs its tool in each package's directory", config.EnvVar, path)
	}
	return config.Locate("", dir)
}
