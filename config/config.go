package config

import (
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Config is a loaded boundaries.yaml with what follows from it. All its
// questions may be asked by several goroutines at the same time.
type Config struct {
	*Document

	// Path is the absolute name of the file; "" for Default.
	Path string
	// Now is the clock that decides which grants have expired; nil: time.Now.
	Now func() time.Time
	// Excused tells by its fingerprint whether a finding is in the baseline, so
	// that it is no diagnostic; nil: none is.
	Excused func(fingerprint string) bool

	file     string // as Load was told it, and as mistakes bear it
	root     string // absolute directory of the file
	data     []byte
	packages []packageClaim
	messages []PackagePattern
	api      map[string][]PackagePattern
	roles    roleIndex
	models   []model
	exclude  []fileGlob
	fields   fieldNames

	found  *layout    // as Load found it, whatever AddModule says later
	adding sync.Mutex // held while a new layout is made from the present one
	layout atomic.Pointer[layout]
	tables atomic.Pointer[tables]
	find   func() []MigratedTable // see FindMigrations
	named  namings
	finds  sync.Once
	walk   func() (*tree, error)
}

// Load reads a config and checks what it alone can tell. It reads one file,
// looks for the go.mod files that belong to it, and walks no tree. The error is
// Errors, or of the file system.
func Load(path string) (*Config, error) {
	c, err := load(path)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// LoadChecked is Load and Check in one: it reports the mistakes of both.
func LoadChecked(path string) (*Config, error) {
	c, err := load(path)
	if c == nil {
		return nil, err
	}
	if err := joinErrors(err, c.Check()); err != nil {
		return nil, err
	}
	return c, nil
}

// load returns a config beside the mistakes that it holds, where it could be
// understood at all.
func load(path string) (*Config, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(abs)
	if err != nil {
		return nil, err
	}
	doc, err := Parse(data, path)
	if doc == nil {
		return nil, err
	}
	c := newConfig(doc, abs, data)
	c.file = path
	return c, err
}

// Default returns the config of a project that has none: no service, nothing
// owned, every rule as it is by default. dir takes the place of the config's
// directory.
func Default(dir string) (*Config, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	c := newConfig(&Document{Version: 1}, filepath.Join(abs, FileName), nil)
	c.Path = ""
	return c, nil
}

func newConfig(doc *Document, path string, data []byte) *Config {
	c := &Config{Document: doc, Path: path, root: filepath.Dir(path), data: data}
	c.packages = newPackageClaims(doc)
	c.messages = packagePatterns(doc.Shared.Messages)
	c.api = map[string][]PackagePattern{}
	for name, service := range doc.Services {
		c.api[name] = packagePatterns(service.API)
	}
	c.roles, c.models, c.exclude = newRoleIndex(doc), newModels(doc), newExclude(doc)
	c.fields = newFieldNames(doc)
	c.found = newLayout(c.root, discover(c.root, c.packageBases()))
	c.layout.Store(c.found)
	c.tables.Store(newTables(doc, nil))
	c.walk = sync.OnceValues(func() (*tree, error) { return walkTree(c.root) })
	return c
}

// Root returns the absolute directory of the config, which all its paths are
// relative to.
func (c *Config) Root() string { return c.root }

// Bytes returns the text of the config; it must not be changed.
func (c *Config) Bytes() []byte { return c.data }

// sortedServices yields the services in the order of their names.
func (doc *Document) sortedServices(yield func(string, *Service) bool) {
	for _, name := range slices.Sorted(maps.Keys(doc.Services)) {
		if !yield(name, doc.Services[name]) {
			return
		}
	}
}

// ServiceNames yields the names of the services, sorted.
func (c *Config) ServiceNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range c.sortedServices {
			if !yield(name) {
				return
			}
		}
	}
}

func joinErrors(a, b error) error {
	return slices.Concat(AsErrors(a), AsErrors(b)).sorted().Err()
}
