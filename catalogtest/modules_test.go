package catalogtest

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed modules.txt
var modulesText string

// A module is one line of modules.txt.
type module struct {
	path     string
	version  string
	optional bool   // not every proxy serves it
	named    bool   // its path alone matters
	dir      string // its source; "" if it is not at hand
}

// The optional modules are read from a folder with a checkout of each, under
// its module path; or, with 'download', from the proxy.
const optionalEnv = "CATALOGTEST_OPTIONAL"

// modules reads modules.txt and finds the sources.
func modules(t *testing.T) []*module {
	t.Helper()
	list, err := parseModules(modulesText)
	if err != nil {
		t.Fatal(err)
	}
	optional := os.Getenv(optionalEnv)
	var want []*module
	for _, m := range list {
		switch {
		case m.named:
		case !m.optional || optional == "download":
			want = append(want, m)
		case optional != "":
			m.dir = existing(filepath.Join(optional, filepath.FromSlash(m.path)))
		}
	}
	if err := download(t.TempDir(), want); err != nil {
		t.Fatal(err)
	}
	return list
}

func parseModules(text string) ([]*module, error) {
	var list []*module
	line := 0
	for s := range strings.Lines(text) {
		line++
		fields := strings.Fields(s)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		switch {
		case fields[0] == "-" && len(fields) == 2:
			list = append(list, &module{path: fields[1], named: true})
		case fields[0] == "?" && len(fields) == 3:
			list = append(list, &module{path: fields[1], version: fields[2], optional: true})
		case len(fields) == 2:
			list = append(list, &module{path: fields[0], version: fields[1]})
		default:
			return nil, fmt.Errorf("modules.txt:%d: want [?] module version, or - module", line)
		}
	}
	return list, nil
}

// download brings the modules into the module cache, all at once. It runs in a
// folder outside of any module, so that no go.mod and no go.sum changes.
func download(dir string, list []*module) error {
	byName := map[string]*module{}
	args := []string{"mod", "download", "-json"}
	for _, m := range list {
		name := m.path + "@" + m.version
		byName[name] = m
		args = append(args, name)
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	errs := readDownloads(out, byName)
	if err := cmd.Wait(); err != nil && errs == nil {
		return fmt.Errorf("go mod download: %w", err)
	}
	return errs
}

// readDownloads takes over what go mod download says of each module.
func readDownloads(r io.Reader, byName map[string]*module) error {
	var errs error
	for dec := json.NewDecoder(r); ; {
		var got struct{ Path, Version, Dir, Error string }
		if err := dec.Decode(&got); err != nil {
			if !errors.Is(err, io.EOF) {
				errs = errors.Join(errs, err)
			}
			return errs
		}
		if m := byName[got.Path+"@"+got.Version]; m != nil && got.Error == "" {
			m.dir = got.Dir
		} else {
			errs = errors.Join(errs, fmt.Errorf("%s@%s: %s", got.Path, got.Version, got.Error))
		}
	}
}

func existing(dir string) string {
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}
