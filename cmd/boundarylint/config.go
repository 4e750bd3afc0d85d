package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/schema"
	"github.com/boundarylint/boundarylint/internal/configerr"
	"github.com/boundarylint/boundarylint/internal/configshow"
)

// runConfig checks the config, prints its schema or shows it.
func runConfig(_ context.Context, args []string, std streams) int {
	what := "check"
	if len(args) > 0 && (args[0] == "check" || args[0] == "schema" || args[0] == "show") {
		what, args = args[0], args[1:]
	}
	fs := newFlagSet("config")
	file := fs.String("config", "", "")
	dir := fs.String("C", "", "")
	if err := fs.Parse(args); err != nil {
		return flagTrouble(std, err)
	}
	if fs.NArg() > 0 {
		return trouble(std, "unknown argument %q: config takes one of check, schema, show, then flags", fs.Arg(0))
	}
	if err := chdir(*dir); err != nil {
		return trouble(std, "%v", err)
	}
	if what == "schema" {
		return printSchema(std)
	}
	cfg, err := loadConfig(*file)
	if err != nil {
		fmt.Fprintln(std.err, configerr.Shown(err))
		return exitTrouble
	}
	if what == "check" {
		fmt.Fprintf(std.err, "%s is valid\n", relative(cfg.Path))
		return exitClean
	}
	text, err := configshow.YAML(cfg)
	if err != nil {
		return trouble(std, "%v", err)
	}
	std.out.Write(text)
	return exitClean
}

func printSchema(std streams) int {
	text := schema.Schema()
	fmt.Fprintf(std.out, "%s\n", text)
	return exitClean
}

// loadConfig finds and loads the config with all checks.
func loadConfig(file string) (*config.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	path, err := config.Locate(file, dir)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return nil, errors.New("no boundaries.yaml here or above")
	}
	return analyzers.Load(path, true)
}

// relative names a file from the working directory on, where that is possible.
func relative(file string) string {
	dir, err := os.Getwd()
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(dir, file); err == nil {
		return rel
	}
	return file
}
