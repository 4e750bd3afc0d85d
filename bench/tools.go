package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
)

// A tool is one thing to measure. Its command runs in a module's directory, or
// once in the subject's root.
type tool struct {
	name   string
	args   []string
	atRoot bool
}

// buildTools builds what is measured. The first is the floor for all others.
func buildTools(temp string) ([]tool, error) {
	boundarylint, noop := filepath.Join(temp, "boundarylint"), filepath.Join(temp, "noop")
	for out, pkg := range map[string]string{boundarylint: "./cmd/boundarylint", noop: "./bench/noop"} {
		if text, err := exec.Command("go", "build", "-o", out, pkg).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("go build %s: %w\n%s", pkg, err, text)
		}
	}
	return []tool{
		{name: "noop vettool", args: []string{"go", "vet", "-vettool=" + noop, "./..."}},
		{name: "go vet", args: []string{"go", "vet", "./..."}},
		{name: "go vet -vettool=boundarylint", args: []string{"go", "vet", "-vettool=" + boundarylint, "./..."}},
		{name: "boundarylint -driver vet", args: []string{boundarylint, "-driver", "vet"}, atRoot: true},
		{name: "boundarylint -driver process", args: []string{boundarylint, "-driver", "process"}, atRoot: true},
	}, nil
}
