package analyzers

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/boundarylint/boundarylint/analyzers/internal/migrations"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/internal/baseline"
)

// Load reads a config with the migrations that it names. An empty path gives
// the config of a project that has none. With full set, it is checked against
// the tree as well. Its error is a config.Errors where the config is at fault.
func Load(path string, full bool) (*config.Config, error) {
	if path == "" {
		return Default(".")
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
	if err := readBaseline(cfg); err != nil {
		return nil, err
	}
	if full {
		if errs := cfg.CheckTables(); len(errs) > 0 {
			return nil, errs
		}
	}
	return cfg, nil
}

// Default is the config of the project in dir, which has none. It may have a
// baseline all the same.
func Default(dir string) (*config.Config, error) {
	cfg, err := config.Default(dir)
	if err != nil {
		return nil, err
	}
	return cfg, readBaseline(cfg)
}

// readBaseline tells the config which findings the baseline beside it holds.
func readBaseline(cfg *config.Config) error {
	b, err := baseline.Load(filepath.Join(cfg.Root(), config.BaselineName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	cfg.Excused = func(fingerprint string) bool {
		_, ok := b.Holds(fingerprint)
		return ok
	}
	return nil
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
				References: references(t),
				File:       filepath.ToSlash(filepath.Join(rel, t.File)), Line: t.Line,
			})
		}
	}
	cfg.SetMigrations(all)
	return nil
}

// references are a table's foreign keys as the config keeps them.
func references(t migrations.Table) []config.Reference {
	var list []config.Reference
	for _, r := range t.References {
		list = append(list, config.Reference{Columns: r.Columns, Table: config.Table{Schema: r.Schema, Name: r.Table}, Deferred: r.Deferred})
	}
	return list
}
