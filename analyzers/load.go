package analyzers

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"

	"github.com/boundarylint/boundarylint/analyzers/internal/ownership"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/internal/baseline"
)

// Load reads a config. Whose the tables are is found out when first asked. An empty path gives
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
	find := sync.OnceValue(func() *ownership.Result { return ownership.Find(cfg) })
	cfg.FindMigrations(func() []config.MigratedTable { return find().Tables })
	cfg.FindNamings(func() []config.Naming { return ownership.FindNamings(cfg) })
	if err := readBaseline(cfg); err != nil {
		return nil, err
	}
	if full {
		if errs := slices.Concat(cfg.Empty(find().Empty), cfg.CheckTables()); len(errs) > 0 {
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
