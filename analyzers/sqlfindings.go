package analyzers

import (
	"fmt"
	"strings"
	"time"

	"github.com/boundarylint/boundarylint/analyzers/foreigndb"
	"github.com/boundarylint/boundarylint/analyzers/ignore"
	"github.com/boundarylint/boundarylint/analyzers/internal/ownership"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqlfiles"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// SQLFindings reports what the config's migrations come to: a unit for each
// directory, with the findings in its files, their ignore comments, and notes
// on what could not be read. No driver sees these files; the command merges
// them with what the drivers recorded.
func SQLFindings(cfg *config.Config) ([]report.Unit, error) {
	dirs, err := sqlfiles.Read(cfg)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	if cfg.Now != nil {
		now = cfg.Now()
	}
	var units []report.Unit
	for _, d := range dirs {
		unit := report.Unit{Version: report.UnitVersion, Package: d.Package, Ignores: d.Ignores}
		unit.Findings = append(foreigndb.InFiles(cfg, &d, now), ignore.InFiles(cfg, &d)...)
		for _, p := range d.Problems {
			note := fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
			unit.Coverage.Notes = append(unit.Coverage.Notes, note)
		}
		units = append(units, unit)
	}
	return append(units, foundUnit(cfg)), nil
}

// foundUnit tells what was found of the ownership that the config leaves open, and what was not understood: so much
// must be told where nothing was declared.
func foundUnit(cfg *config.Config) report.Unit {
	unit := report.Unit{Version: report.UnitVersion}
	found := ownership.Find(cfg)
	for _, p := range found.Problems {
		unit.Coverage.Notes = append(unit.Coverage.Notes, fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message))
	}
	for _, m := range found.Silent {
		unit.Coverage.Notes = append(unit.Coverage.Notes, fmt.Sprintf("nothing is understood to create a table in the migrations %s", cfg.MigrationPath(m)))
	}
	for _, service := range cfg.Undeclared() {
		var tables []string
		for _, t := range found.Tables {
			if t.Service == service && t.Found {
				tables = append(tables, fmt.Sprintf("%s (%s:%d)", t.Table, t.File, t.Line))
			}
		}
		if len(tables) > 0 {
			unit.Coverage.Notes = append(unit.Coverage.Notes, fmt.Sprintf("the config does not say what %s owns; found in its code: %s",
				service, strings.Join(tables, ", ")))
		}
	}
	return unit
}
