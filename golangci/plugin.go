// Package golangci makes boundarylint a module plugin of golangci-lint.
//
// Importing it registers the plugin. In .golangci.yml, below
// linters.settings.custom.boundarylint, type is "module", and settings takes
//
//	config: the config file; by default the boundaries.yaml found upwards
//	rules:  as in the config, whose entries they override
package golangci

import (
	"os"
	"path/filepath"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/internal/configerr"
	"github.com/boundarylint/boundarylint/internal/driver"
	"github.com/boundarylint/boundarylint/internal/executable"
)

// Name is the linter's name in .golangci.yml.
const Name = "boundarylint"

func init() { register.Plugin(Name, New) }

// New builds the plugin from its settings. What is wrong with them or with the
// config is in the error, all at once.
func New(settings any) (register.LinterPlugin, error) {
	s, err := config.DecodeSettings(settings)
	if err != nil {
		return nil, err
	}
	cfg, err := load(s)
	if err != nil {
		return nil, configerr.Shown(err)
	}
	exe, err := executable.Hash()
	if err != nil {
		return nil, err
	}
	return &plugin{cfg: cfg, key: cfg.Digest(exe)}, nil
}

// A plugin is boundarylint for one config.
type plugin struct {
	cfg *config.Config
	key string // differs where results may
}

// BuildAnalyzers implements register.LinterPlugin.
//
// golangci-lint keeps findings and facts under the package's content, its own
// settings and the analyzers' names. What the plugin reads besides, it does not
// know of: so the engine's name changes with it, and the engine is listed for
// that name alone.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	suite := analyzers.New(func() (*config.Config, error) { return p.cfg, nil }, analyzers.Options{Key: p.key})
	return append(suite.Rules, suite.Engines...), nil
}

// GetLoadMode implements register.LinterPlugin.
func (*plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

// load finds the config and loads it, with all checks.
func load(s config.Settings) (*config.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	path, err := config.Locate(upwards(dir, s.Config), dir)
	if err != nil {
		return nil, err
	}
	var cfg *config.Config
	if path == "" {
		cfg, err = analyzers.Default(driver.ProjectRoot(dir))
	} else {
		cfg, err = analyzers.Load(path, true)
	}
	if err != nil {
		return nil, err
	}
	cfg.SetRules(s.Rules)
	return cfg, nil
}

// upwards returns the nearest file of that relative name, from dir upwards: as
// golangci-lint looks for its own settings, so that those mean the same in every
// directory. Where there is none, the name is left as it is.
func upwards(dir, name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	for at := dir; ; at = filepath.Dir(at) {
		file := filepath.Join(at, name)
		if _, err := os.Stat(file); err == nil {
			return file
		}
		if at == filepath.Dir(at) {
			return name
		}
	}
}
