// Package e2e tests the command as its users run it: the built binary, on
// modules of its own, through every driver.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// binary is the command under test, built once.
var binary string

// temporary is a directory that is there until the last test has run.
var temporary string

// goCache is the build cache of the tests. It is the user's own, since filling one
// with the compiled standard library takes longer than all tests.
var goCache string

func TestMain(m *testing.M) {
	status, err := setUp(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

func setUp(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "boundarylint-e2e-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	temporary = dir
	binary = filepath.Join(dir, "boundarylint")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if other := os.Getenv("BOUNDARYLINT"); other != "" {
		binary = other // a build of the caller's, with other flags
	} else if err := build(); err != nil {
		return 0, err
	}
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		return 0, err
	}
	goCache = strings.TrimSpace(string(out))
	return m.Run(), nil
}

func build() error {
	cmd := exec.Command("go", "build", "-C", "..", "-o", binary, "./cmd/boundarylint")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the command: %w\n%s", err, out)
	}
	return nil
}

// TestScripts runs testdata/*.txtar. With UPDATE set in the environment, the
// expected outputs in them are written anew.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("BOUNDARYLINT", binary)
			for _, v := range goEnv(goCache) {
				name, value, _ := strings.Cut(v, "=")
				env.Setenv(name, value)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status},
	})
}

// goEnv keeps the go command to what the test gives it: no network, no settings
// of the user's, one toolchain.
func goEnv(cache string) []string {
	return []string{
		"GOCACHE=" + cache, "GOPROXY=off", "GOFLAGS=", "GOWORK=", "GOENV=off", "GOTOOLCHAIN=local",
		"BOUNDARYLINT_CONFIG=", "BOUNDARYLINT_ROOT=", "CGO_ENABLED=0",
	}
}

// status is the script command 'status N args…': it runs the command under test
// and holds it to that exit status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status N [arguments of boundarylint]")
	}
	err := ts.Exec(binary, args[1:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}
