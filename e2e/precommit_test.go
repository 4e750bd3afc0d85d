package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPreCommit has the real pre-commit install the hook from a commit of this
// project, and run it: on all files, and before a commit.
func TestPreCommit(t *testing.T) {
	if testing.Short() {
		t.Skip("installs the hook")
	}
	if _, err := exec.LookPath("pre-commit"); err != nil {
		t.Skip("pre-commit is not installed: its hook is NOT TESTED")
	}
	a := newAgreement(t)
	want := blocks(string(a.command(t)))
	p := &preCommit{a: a, home: t.TempDir(), project: t.TempDir()}
	copyProject(t, p.project)
	p.git(p.project, "init", "-q")
	p.git(p.project, "add", "-A")
	p.git(p.project, "commit", "-q", "-m", "the project")
	p.git(a.dir, "init", "-q")
	p.git(a.dir, "add", "-A")

	out, err := p.run("pre-commit", "try-repo", p.project, "boundarylint", "--all-files")
	if got := blocks(out); err == nil || !slices.Equal(got, want) {
		t.Errorf("try-repo: %v\n%s", err, out)
	}

	a.write(".pre-commit-config.yaml", fmt.Sprintf("repos:\n- repo: %s\n  rev: %s\n  hooks: [{id: boundarylint}]\n",
		p.project, strings.TrimSpace(p.git(p.project, "rev-parse", "HEAD"))))
	p.git(a.dir, "add", "-A")
	if out, err := p.run("pre-commit", "install"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err = p.run("git", "commit", "-q", "-m", "with findings")
	if got := blocks(out); err == nil || !slices.Equal(got, want) {
		t.Errorf("commit with findings: %v\n%s", err, out)
	}
	a.replace("orders/store/store.go", "users", "orders")
	a.write("orders/app/app.go", "package app\n\ntype Checkout struct{}\n")
	a.write("cmd/shop/main.go", "package main\n\nfunc main() {}\n")
	a.remove("orders/app/app_test.go")
	p.git(a.dir, "add", "-A")
	if out, err := p.run("git", "commit", "-q", "-m", "without"); err != nil {
		t.Errorf("commit without findings: %v\n%s", err, out)
	}
}

// A preCommit is a project to install the hook from, and one to run it on.
type preCommit struct {
	a             *agreement
	home, project string
}

func (p *preCommit) git(dir string, args ...string) string {
	p.a.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, p.env()
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.a.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (p *preCommit) run(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = p.a.dir, append(p.env(), "PWD="+p.a.dir)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// env leaves the network to the go command, which builds the hook, and gives it
// the modules that have been downloaded already.
func (p *preCommit) env() []string {
	mods, _ := exec.Command("go", "env", "GOMODCACHE").Output()
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GIT_") && !strings.HasPrefix(v, "PRE_COMMIT") {
			env = append(env, v)
		}
	}
	return append(env, "PRE_COMMIT_HOME="+p.home, "GOMODCACHE="+strings.TrimSpace(string(mods)), "GOWORK=off", "BOUNDARYLINT_CONFIG=",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@example.com", "GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@example.com")
}

// copyProject copies what the hook is built from: a commit of its own has the
// changes, too, that have not been committed yet.
func copyProject(t *testing.T, to string) {
	t.Helper()
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("..", name)
		if err != nil {
			return err
		}
		switch {
		case e.Name() == ".git": // a file in a worktree, which leads to the real repository
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case rel == filepath.Join("e2e", "testdata"):
			return filepath.SkipDir
		case e.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o777)
		case !e.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
}
