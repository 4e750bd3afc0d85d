package catalogtest

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// prefixes are the paths that exist: the packages at hand, the modules that are
// listed, those that their go.mod files name, and all that lies above.
func (s *sources) prefixes(list []*module) map[string]bool {
	known := map[string]bool{}
	for p := range s.byCanonical {
		addPrefixes(known, p)
	}
	for _, m := range list {
		addPrefixes(known, catalog.Canonical(m.path))
		for _, p := range required(m.dir) {
			addPrefixes(known, catalog.Canonical(p))
		}
	}
	return known
}

func addPrefixes(known map[string]bool, p string) {
	for p != "" && !known[p] {
		known[p] = true
		i := strings.LastIndexByte(p, '/')
		p = p[:max(i, 0)]
	}
}

// required are the modules that a module's go.mod and go.sum name.
func required(dir string) []string {
	var list []string
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if dir == "" || err != nil {
			continue
		}
		for line := range strings.Lines(string(data)) {
			fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
			if len(fields) >= 2 && strings.Contains(fields[0], ".") && strings.HasPrefix(fields[1], "v") {
				list = append(list, fields[0])
			}
		}
	}
	return list
}
