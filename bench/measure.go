package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A usage is what a run took.
type usage struct {
	cpu  time.Duration
	peak int64 // bytes
}

// measure runs a tool three times, on a copy of the subject and of the cache:
// cold, unchanged, and after an edit.
func measure(t tool, s *subject, warm, work string) ([]usage, error) {
	// Every tool works in a directory of the same name length, and a cache of
	// its own: nobody profits from another.
	dir, cache := filepath.Join(work, "tree"), filepath.Join(work, "cache")
	if err := os.CopyFS(dir, os.DirFS(s.dir)); err != nil {
		return nil, err
	}
	if err := copyCache(warm, cache); err != nil {
		return nil, err
	}
	if err := recompile(s, dir, cache, warm); err != nil {
		return nil, err
	}
	var runs []usage
	for _, edit := range []bool{false, false, true} {
		if edit {
			if err := appendTo(filepath.Join(dir, s.edited), "\n// BoundarylintBench is an edit.\nfunc BoundarylintBench() {}\n"); err != nil {
				return nil, err
			}
		}
		u, err := runAll(t, s, dir, cache)
		if err != nil {
			return nil, err
		}
		runs = append(runs, u)
	}
	return runs, nil
}

// recompile compiles the subject in its new place: cache keys hold directories.
func recompile(s *subject, dir, cache, warm string) error {
	if _, err := os.Stat(warm); err != nil {
		return nil // nothing is to be cached
	}
	moved := &subject{dir: dir, modules: s.modules}
	return moved.compile(cache)
}

func copyCache(from, to string) error {
	if _, err := os.Stat(from); err != nil {
		return os.MkdirAll(to, 0o777)
	}
	return os.CopyFS(to, os.DirFS(from))
}

func appendTo(file, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, text...), 0o666)
}

// runAll runs a tool on each module, or once.
func runAll(t tool, s *subject, dir, cache string) (usage, error) {
	dirs := []string{dir}
	if !t.atRoot {
		dirs = nil
		for _, m := range s.modules {
			dirs = append(dirs, filepath.Join(dir, m))
		}
	}
	var sum usage
	for _, d := range dirs {
		u, err := run(t, d, cache)
		if err != nil {
			return usage{}, err
		}
		sum.cpu += u.cpu
		sum.peak = max(sum.peak, u.peak)
	}
	return sum, nil
}

// run runs a tool once. Findings are no failure.
func run(t tool, dir, cache string) (usage, error) {
	cmd := exec.Command(t.args[0], t.args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOCACHE="+cache)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return usage{}, fmt.Errorf("%s: %w\n%s", t.name, err, stderr.String())
	}
	// The system counts what a process's children took as its own once they
	// have been waited for.
	state := cmd.ProcessState
	return usage{cpu: state.UserTime() + state.SystemTime(), peak: peak(state)}, nil
}
