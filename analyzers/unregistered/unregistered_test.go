package unregistered_test

import (
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
		{"a library may call it", wired(by(false)), 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := unregistered.InUnits(cfg, test.units); len(got) != test.want {
				t.Errorf("%d findings, want %d", len(got), test.want)
			}
		})
	}
}
