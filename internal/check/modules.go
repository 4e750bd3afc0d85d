package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// findModules lists the modules to analyze: those that hold what the config
// names; where there is no config, or it names nothing, the one around the
// working directory, or all below where there is none around.
func (r *run) findModules() error {
	if r.res.Config != "" {
		dirs, err := r.cfg.ModuleDirs()
		if err != nil {
			return err
		}
		r.modules = dirs
	}
	if len(r.modules) > 0 {
		return nil
	}
	dir, err := moduleRoot(r.ctx)
	if err != nil {
		return err
	}
	if dir != "" {
		r.modules = []string{dir}
		return nil
	}
	if r.modules, err = r.cfg.ModulesBelow(); err != nil {
		return err
	}
	if len(r.modules) == 0 {
		return errors.New("there is no config and no Go module here or below: run in a module, or below a boundaries.yaml, or name one with -config")
	}
	return nil
}

// moduleRoot asks the go command for the module of the working directory; ""
// where it is in none.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := goOutput(ctx, "env", "GOMOD")
	if err != nil {
		return "", err
	}
	mod := strings.TrimSpace(string(out))
	if mod == "" || mod == os.DevNull {
		return "", nil
	}
	return filepath.Dir(mod), nil
}

// resolvePackages finds the directories of the packages that the user named,
// and adds their modules, should the config name nothing there.
func (r *run) resolvePackages() error {
	if len(r.Packages) == 0 || slices.Equal(r.Packages, []string{"./..."}) && r.wd == r.res.Paths.base {
		return nil
	}
	pkgs, err := listPackages(r.ctx, r.Tags, r.Packages)
	if err != nil {
		return err
	}
	r.shown = &filter{base: r.res.Paths.base, dirs: make(map[string]bool)}
	for _, p := range pkgs {
		if p.Dir == "" {
			return fmt.Errorf("%s", strings.TrimSpace(p.Error.Err))
		}
		if r.cover(p) {
			r.shown.dirs[p.Dir] = true
		}
	}
	if len(r.shown.dirs) == 0 {
		return fmt.Errorf("%s: no package of this project", strings.Join(r.Packages, " "))
	}
	return nil
}

// cover has a named package's module analyzed, if it is not to be already, and
// reports whether the package is the user's own.
func (r *run) cover(p listedPackage) bool {
	if p.Module == nil {
		return false
	}
	covered := slices.ContainsFunc(r.modules, func(dir string) bool {
		return dir == p.Module.Dir || within(p.Module.Dir, dir) && within(dir, p.Dir)
	})
	if !covered && p.Module.Main {
		r.modules = append(r.modules, p.Module.Dir)
		slices.Sort(r.modules)
	}
	return covered || p.Module.Main
}

// A listedPackage is what go list says of a package.
type listedPackage struct {
	ImportPath string
	Dir        string
	Module     *struct {
		Dir  string
		Main bool
	}
	Error *struct{ Err string }
}

func listPackages(ctx context.Context, tags string, patterns []string) ([]listedPackage, error) {
	args := []string{"list", "-e", "-find", "-json=ImportPath,Dir,Module,Error", "-tags=" + tags, "--"}
	out, err := goOutput(ctx, append(args, patterns...)...)
	if err != nil {
		return nil, err
	}
	var pkgs []listedPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("%s matches no packages", strings.Join(patterns, " "))
	}
	return pkgs, nil
}

// goOutput runs the go command; its error holds what that wrote.
func goOutput(ctx context.Context, args ...string) ([]byte, error) {
	out, err := exec.CommandContext(ctx, "go", args...).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && len(exit.Stderr) > 0 {
		return nil, fmt.Errorf("go %s: %s", args[0], bytes.TrimSpace(exit.Stderr))
	}
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", args[0], err)
	}
	return out, nil
}
