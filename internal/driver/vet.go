package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// Vet analyzes through go vet, with this executable as the vettool. Unchanged
// packages are answered from the build cache.
type Vet struct {
	// Tool is the vettool; empty for the running executable.
	Tool string
}

// Name implements Driver.
func (Vet) Name() string { return "vet" }

// Run implements Driver.
func (v Vet) Run(ctx context.Context, req *Request) Result {
	var res Result
	tool, err := v.tool()
	if err != nil {
		return Result{Errors: []report.Error{errorsFrom("", err)}}
	}
	for _, g := range groups(req.Modules) {
		v.run(ctx, req, tool, g, &res)
		if ctx.Err() != nil {
			break
		}
	}
	res.finish()
	return res
}

func (v Vet) tool() (string, error) {
	if v.Tool != "" {
		return filepath.Abs(v.Tool)
	}
	return os.Executable()
}

// run analyzes one group of modules.
func (v Vet) run(ctx context.Context, req *Request, tool string, g group, res *Result) {
	var stderr bytes.Buffer
	cmd := v.command(ctx, req, tool, g)
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		res.fail(errorsFrom("go vet", err))
		return
	}
	if err := cmd.Start(); err != nil {
		res.fail(errorsFrom("go vet", err))
		return
	}
	units, failed := len(res.recorded), len(res.Errors)
	readTrees(stdout, req, res)
	err = cmd.Wait()
	switch {
	case ctx.Err() != nil:
		res.fail(report.Error{Message: "interrupted"})
	case err != nil:
		res.fail(vetErrors(g.dir, stderr.String(), err)...)
	case len(res.recorded) == units && len(res.Errors) == failed:
		// go vet succeeds in silence where it has been told to do nothing, for
		// instance by a go command that prints its JSON elsewhere.
		res.fail(report.Error{Message: fmt.Sprintf("go vet analyzed no package in %s", g.dir)})
	case req.Log != nil:
		req.Log.Write(stderr.Bytes())
	}
}

// command is the go vet that records units. The private flags of the record
// analyzer switch everything else off.
func (v Vet) command(ctx context.Context, req *Request, tool string, g group) *exec.Cmd {
	args := []string{"vet", "-vettool=" + tool, "-json", "-record", "-record.emit"}
	if req.Tests {
		args = append(args, "-tests")
	}
	args = append(args, req.tagFlag()...)
	cmd := exec.CommandContext(ctx, "go", append(args, g.patterns...)...)
	cmd.Dir = g.dir
	cmd.Env = append(cmd.Environ(), g.env...)
	// Even an empty one matters: what the units find must not differ from what
	// this command found.
	cmd.Env = append(cmd.Env, config.EnvVar+"="+req.Config, config.RootVar+"="+req.Root)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// vetErrors turns what go vet wrote when it failed into errors. There is always
// at least one.
func vetErrors(dir, stderr string, err error) []report.Error {
	if errs := parseGoErrors(dir, stderr); len(errs) > 0 {
		return errs
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return []report.Error{{Message: fmt.Sprintf("go vet failed in %s: %v", dir, exit)}}
	}
	return []report.Error{errorsFrom("go vet", err)}
}
