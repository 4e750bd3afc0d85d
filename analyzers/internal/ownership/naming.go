package ownership

import (
	"maps"
	"path"
	"slices"

	"github.com/boundarylint/boundarylint/analyzers/internal/goschema"
	"github.com/boundarylint/boundarylint/config"
)

// FindNamings looks for what the code of the services says of how gorm names
// tables: what opens the database says it, and not what uses the models. A
// service that says two things is not known.
func FindNamings(cfg *config.Config) []config.Naming {
	t, err := walk(cfg.Root(), ".")
	if err != nil {
		return nil
	}
	reader := goschema.NewReader(cfg.Root(), cfg.Dir)
	found := map[string]config.Naming{}
	for _, file := range t.goFiles {
		if !goschema.MayName(t.read(file)) {
			continue
		}
		service := cfg.ServiceOfDir(path.Dir(file))
		for _, n := range reader.Namings(file) {
			next := config.Naming{Service: service, Prefix: n.Prefix, Singular: n.Singular, Unknown: n.Unknown}
			if old, ok := found[service]; ok && old != next {
				next = config.Naming{Service: service, Unknown: true}
			}
			found[service] = next
		}
	}
	var list []config.Naming
	for _, service := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[service])
	}
	return list
}

// namingIn is the naming that holds for the models of a directory.
func namingIn(cfg *config.Config) func(dir string) goschema.Naming {
	return func(dir string) goschema.Naming {
		n := cfg.NamingOf(cfg.ServiceOfDir(dir))
		return goschema.Naming{Prefix: n.Prefix, Singular: n.Singular, Unknown: n.Unknown}
	}
}
