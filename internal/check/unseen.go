package check

import (
	"path/filepath"

	"github.com/boundarylint/boundarylint/analyzers/unregistered"
	"github.com/boundarylint/boundarylint/report"
)

// unsubscribed are the consumers that nothing subscribes. What does so may be in
// code that was not analyzed: where each error is known to be in some service's own
// code, the others are told about all the same.
func (r *run) unsubscribed(packages []report.Unit) []report.Finding {
	unseen := map[string]bool{}
	for _, e := range r.res.Errors {
		service := r.serviceOfFile(e.File)
		if service == "" {
			return nil
		}
		unseen[service] = true
	}
	return unregistered.InUnits(r.cfg, packages, unseen)
}

// serviceOfFile is the service that a file belongs to; "" where it cannot be told.
func (r *run) serviceOfFile(file string) string {
	if file == "" {
		return ""
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(r.res.Paths.base, filepath.FromSlash(file))
	}
	dir, err := filepath.Rel(r.cfg.Root(), filepath.Dir(file))
	if err != nil || !filepath.IsLocal(dir) {
		return ""
	}
	return r.cfg.ServiceOfDir(filepath.ToSlash(dir))
}
