package unregistered_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/unregistered"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// wired is a main that makes a module and calls its Bind, which names one
// handler. Another method of the module, by, names a second.
func wired(by report.Use, main ...string) []report.Unit {
	consumer := report.Consumer{Symbol: "m/mirror.Module.onArchived", Finding: report.Finding{Rule: "unregistered"}}
	return []report.Unit{
		{Package: "m/cmd", Wiring: &report.Wiring{Main: true, Imports: []string{"m/mirror"}, Uses: []report.Use{
			{By: "m/cmd.main", Names: slices.Concat([]string{"m/mirror.Module", "m/mirror.Module.Bind"}, main)},
		}}},
		{Package: "m/mirror", Wiring: &report.Wiring{
			Uses: []report.Use{
				{By: "m/mirror.Module.Bind", Names: []string{"m/mirror.Module.onCourse"}, Inner: true},
				by,
			},
			Consumers: []report.Consumer{consumer},
		}},
	}
}

func TestMethodsThatSubscribe(t *testing.T) {
	cfg, err := config.Default(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	by := func(inner bool) report.Use {
		return report.Use{By: "m/mirror.Module.BindArchive", Names: []string{"m/mirror.Module.onArchived"}, Inner: inner}
	}
	for _, test := range []struct {
		name  string
		units []report.Unit
		want  int
	}{
		{"nobody calls it", wired(by(true)), 1},
		{"main calls it", wired(by(true), "m/mirror.Module.BindArchive"), 0},
		{"an interface may call it", wired(by(true), ".BindArchive"), 0},
		{"a library may call it", wired(by(false), "~m/mirror.Module"), 0},
		{"a library has not got it", wired(by(false)), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := unregistered.InUnits(cfg, test.units, nil); len(got) != test.want {
				t.Errorf("%d findings, want %d", len(got), test.want)
			}
		})
	}
}

// TestPartUnseen has a consumer that nothing which was analyzed subscribes, where
// some code could not be.
func TestPartUnseen(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"go.mod": "module m\n\ngo 1.26\n",
		"boundaries.yaml": `version: 1
services:
  mirror: {packages: [./cmd, ./mirror/...]}
  other: {packages: [./other/...]}
`,
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := config.Load(filepath.Join(dir, "boundaries.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	nobody := report.Use{By: "m/mirror.Module.BindArchive", Names: []string{"m/mirror.Module.onArchived"}, Inner: true}
	of := func(more ...report.Unit) []report.Unit {
		units := wired(nobody)
		units[1].Wiring.Consumers[0].Finding.Service = "mirror"
		return append(units, more...)
	}
	dark := func(path string) report.Unit { return report.Unit{Package: path} }
	for _, test := range []struct {
		name   string
		units  []report.Unit
		unseen map[string]bool
		want   int
	}{
		{"all was seen", of(), nil, 1},
		{"another service's was not", of(dark("m/other")), map[string]bool{"other": true}, 1},
		{"its own was not", of(), map[string]bool{"mirror": true}, 0},
		{"its own was not either", of(dark("m/mirror/more")), map[string]bool{"other": true}, 0},
		{"a main of no service was not", of(dark("m/all")), map[string]bool{"other": true}, 0},
		{"its main was not", of()[1:], map[string]bool{"other": true}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := unregistered.InUnits(cfg, test.units, test.unseen); len(got) != test.want {
				t.Errorf("%d findings, want %d", len(got), test.want)
			}
		})
	}
}
