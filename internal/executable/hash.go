// Package executable identifies the running program, for caches whose entries
// must not outlive the code that made them.
package executable

import (
	"crypto/sha256"
	"io"
	"os"
)

// Hash is a hash of the running executable.
func Hash() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}
