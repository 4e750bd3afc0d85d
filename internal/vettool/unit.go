package vettool

import (
	"encoding/json"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/boundarylint/boundarylint/internal/driver"
)

// speakUp has a unit that go vet wants for its facts alone report as well,
// where that is needed: it returns the name of another unit file, or unit.
//
// Why: go vet keeps a unit's output under a key that does not say whether
// output was asked for. A package that was first seen as another's dependency
// is kept with no output, and so says nothing when it is named itself: 'go vet
// ./b', b importing a, silences the next 'go vet ./a' (Go 1.26). First-party
// units therefore say everything, always; what their findings cost is spent on
// their facts anyway.
func speakUp(args []string, unit string) string {
	if boolFlag(args, "fix") {
		return unit // it would edit the files of packages that nobody named
	}
	data, err := os.ReadFile(unit)
	if err != nil {
		return unit // unitchecker says it better
	}
	var u unitConfig
	fields := make(map[string]json.RawMessage)
	if json.Unmarshal(data, &u) != nil || json.Unmarshal(data, &fields) != nil {
		return unit
	}
	if !u.VetxOnly || !driver.Local(u.Dir, u.ModulePath, u.ModuleVersion) || u.variant() || !boolFlag(args, "record.emit") && u.tested(stringFlag(args, "tags")) {
		return unit
	}
	fields["VetxOnly"] = json.RawMessage("false")
	return writeUnit(unit, fields)
}

// writeUnit writes another unit file beside the first, in the folder that go
// vet removes at its end.
func writeUnit(unit string, fields map[string]json.RawMessage) string {
	data, err := json.Marshal(fields)
	if err != nil {
		return unit
	}
	name := strings.TrimSuffix(unit, ".cfg") + "-all.cfg"
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return unit
	}
	return name
}

// A unitConfig is the part of unitchecker's Config that matters here.
type unitConfig struct {
	ID            string
	Dir           string
	GoFiles       []string
	ModulePath    string
	ModuleVersion string
	VetxOnly      bool
}

// variant reports whether the package was compiled once more for some package's
// test. Such a unit never reports.
func (u *unitConfig) variant() bool { return strings.Contains(u.ID, " [") }

// tested reports whether the package has internal tests. Then it is the test
// variant, with the same findings, that reports when the package is named, and
// the package itself must be silent lest go vet print everything twice.
func (u *unitConfig) tested(tags string) bool {
	if len(u.GoFiles) == 0 {
		return false
	}
	ctx := build.Default
	ctx.BuildTags = strings.FieldsFunc(tags, func(r rune) bool { return r == ',' || r == ' ' })
	name := packageName(u.GoFiles[0])
	entries, _ := os.ReadDir(u.Dir)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		built, err := ctx.MatchFile(u.Dir, e.Name())
		if err == nil && built && packageName(filepath.Join(u.Dir, e.Name())) == name {
			return true
		}
	}
	return false
}

func packageName(file string) string {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly)
	if err != nil {
		return ""
	}
	return f.Name.Name
}
