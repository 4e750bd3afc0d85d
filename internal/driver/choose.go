package driver

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Choose picks the cheapest driver: go vet where a build cache lives, since it
// keeps results there; otherwise, one process, which has nothing to fill.
func Choose(ctx context.Context) (Driver, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "-json", "GOCACHE", "GOCACHEPROG").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	var env struct{ GOCACHE, GOCACHEPROG string }
	if err := json.Unmarshal(out, &env); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	if env.GOCACHEPROG != "" || hasEntries(env.GOCACHE) {
		return Vet{}, nil
	}
	return Process{}, nil
}

// hasEntries reports whether a build cache holds anything. The go command makes
// the cache's folders as soon as it opens one, so only files count.
func hasEntries(dir string) bool {
	for i := range 256 {
		f, err := os.Open(filepath.Join(dir, fmt.Sprintf("%02x", i)))
		if err != nil {
			continue
		}
		names, _ := f.Readdirnames(1)
		f.Close()
		if len(names) > 0 {
			return true
		}
	}
	return false
}
