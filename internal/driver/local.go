package driver

import (
	"path/filepath"
	"strings"
)

// Local reports whether a package in dir, of a module of that path and version,
// is the project's own code: in a working tree, rather than in the module cache,
// a vendor directory or GOROOT. A module that a replace directive takes from a
// local directory has a version all the same.
func Local(dir, module, version string) bool {
	dir = filepath.ToSlash(dir) + "/"
	return module != "" && !strings.Contains(dir, "/vendor/") &&
		(version == "" || !strings.Contains(dir, "@"+version+"/"))
}

// ProjectRoot returns the directory that stands for the config's where there is
// no config: that of the workspace that dir's module is part of, or of the
// module; dir itself outside of any.
func ProjectRoot(dir string) string {
	root := moduleRoot(dir)
	if work := workFile(root); work != "" && uses(work, root) {
		return filepath.Dir(work)
	}
	return root
}
