package analyzers

import (
	"fmt"
	"time"

	"github.com/boundarylint/boundarylint/analyzers/foreigndb"
	"github.com/boundarylint/boundarylint/analyzers/ignore"
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
	return units, nil
}
