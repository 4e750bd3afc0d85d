package vettool

import (
	"fmt"
	"io"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/internal/configerr"
	"github.com/boundarylint/boundarylint/internal/executable"
)

// version answers -V=full. go vet keys its cache on the last part of the build
// id, and on nothing else that this tool reads; so the id is made of the
// executable and of the config. Of all calls this one alone runs in the user's
// directory, and once: here a broken config is reported.
func version(stdout, stderr io.Writer) int {
	id, err := buildID()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	fmt.Fprintf(stdout, "boundarylint version devel buildID=%s/%s\n", id, id)
	return 0
}

func buildID() (string, error) {
	exe, err := executable.Hash()
	if err != nil {
		return "", err
	}
	path, err := locate()
	if err != nil {
		return "", err
	}
	var cfg *config.Config
	if path == "" {
		cfg, err = noConfig()
	} else {
		cfg, err = analyzers.Load(path, true)
	}
	if err != nil {
		return "", configerr.Shown(err)
	}
	// Findings name files from the config's directory on, and what is cached
	// must not be shown for another checkout.
	return cfg.Digest(exe, []byte(cfg.Root())), nil
}
