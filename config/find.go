package config

import (
	"fmt"
	"os"
	"path/filepath"
)

// EnvVar is the environment variable that names a config; it is how -config
// travels to a vettool.
const EnvVar = "BOUNDARYLINT_CONFIG"

// RootVar is the environment variable by which the command tells a vettool, where
// there is no config, which directory stands for the config's.
const RootVar = "BOUNDARYLINT_ROOT"

// Find returns the boundaries.yaml in dir or the nearest directory above it, ""
// where there is none. A second one further up is an error: one run, one config.
func Find(dir string) (path string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	path = nearest(dir)
	if path == "" {
		return "", nil
	}
	return path, checkAbove(path)
}

// Locate returns the absolute name of the config for a run in dir: the one that
// the flag names, or else the environment, or else the one that Find finds; ""
// where there is none. A name that is not absolute is relative to dir.
func Locate(flag, dir string) (string, error) {
	named := flag
	if named == "" {
		named = os.Getenv(EnvVar)
	}
	if named == "" {
		return Find(dir)
	}
	if !filepath.IsAbs(named) {
		named = filepath.Join(dir, named)
	}
	path, err := filepath.Abs(named)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(path); err != nil {
		return "", err
	} else if info.IsDir() {
		return "", &Error{File: path, Message: "is a directory; name the config file in it"}
	}
	return path, checkAbove(path)
}

// checkAbove reports a second config in a directory above the one of path.
func checkAbove(path string) error {
	dir := filepath.Dir(path)
	if filepath.Dir(dir) == dir {
		return nil
	}
	if second := nearest(filepath.Dir(dir)); second != "" {
		return &Error{File: second, Message: fmt.Sprintf("a second config above %s; a project has one: merge them, or remove one", path)}
	}
	return nil
}

func nearest(dir string) string {
	for {
		path := filepath.Join(dir, FileName)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
