package analyzers

import (
	"path/filepath"

	"github.com/boundarylint/boundarylint/analyzers/internal/migrations"
	"github.com/boundarylint/boundarylint/config"
)

// Load reads a config with the migrations that it names. An empty path gives
// the config of a project that has none. With full set, it is checked against
// the tree as well. Its error is a config.Errors where the config is at fault.
func Load(path string, full bool) (*config.Config, error) {
	if path == "" {
		return config.Default(".")
	}
	load := config.Load
	if full {
		load = config.LoadChecked
	}
	cfg, err := load(path)
	if err != nil {
		return nil, err
	}
	if err := readMigrations(cfg); err != nil {
		return nil, err
	}
	if full {
		if errs := cfg.CheckTables(); len(errs) > 0 {
			return nil, errs
		}
	}
	return cfg, nil
}

// readMigrations tells the config which tables the migrations create.
func readMigrations(cfg *config.Config) error {
	var all []config.MigratedTable
	for _, dir := range cfg.MigrationDirs() {
		set, err := migrations.Read(dir.Dir)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(cfg.Root(), dir.Dir)
		if err != nil {
			rel = dir.Dir
		}
		for _, t := range set.Tables {
			all = append(all, config.MigratedTable{
				Service: dir.Service, Table: config.Table{Schema: t.Schema, Name: t.Name},
				File: filepath.ToSlash(filepath.Join(rel, t.File)), Line: t.Line,
			})
		}
	}
	cfg.SetMigrations(all)
	return nil
}
