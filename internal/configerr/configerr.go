// Package configerr shows the mistakes in a config to the user.
package configerr

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/boundarylint/boundarylint/config"
)

// Shown returns err with the names of files relative to the working directory.
func Shown(err error) error {
	dir, wdErr := os.Getwd()
	if wdErr != nil {
		return err
	}
	var list []error
	for _, e := range config.AsErrors(err) {
		shown := *e
		if rel, err := filepath.Rel(dir, shown.File); err == nil && filepath.IsAbs(shown.File) {
			shown.File = rel
		}
		list = append(list, &shown)
	}
	return errors.Join(list...)
}
