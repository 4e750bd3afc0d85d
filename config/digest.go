package config

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
)

// Digest returns a hash of all that the findings depend on besides the code:
// the config, the migrations (of those in Go code what they come to, for most
// of the code around them is no concern of others), the names that gorm is told to give, the baseline beside the config, the grants that
// have expired, where the modules lie, and extra. Caches of findings are keyed
// by it.
func (c *Config) Digest(extra ...[]byte) string {
	h := digester{sha256.New()}
	h.part("config", c.data)
	for _, m := range c.MigrationDirs() {
		h.tree("migrations "+m.Service, c.root, m.Dir)
	}
	for _, m := range c.Migrations() {
		if m.Code || m.Found {
			m.File, m.Line = "", 0 // nothing shows them
			h.part("table", fmt.Append(nil, m))
		}
	}
	for _, n := range c.Namings() {
		h.part("naming", fmt.Append(nil, n))
	}
	h.file("baseline", filepath.Join(c.root, BaselineName))
	for _, g := range c.ExpiredGrants() {
		h.part("expired", []byte(g.Table.Text+" "+g.Until.String()))
	}
	for _, m := range c.found.modules {
		h.part("module", []byte(m.path+" "+m.rel))
	}
	for _, data := range extra {
		h.part("extra", data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// A digester hashes parts with their lengths, so that no two lists of parts
// look alike.
type digester struct{ hash.Hash }

func (h digester) part(label string, data []byte) {
	var size [16]byte
	binary.BigEndian.PutUint64(size[:8], uint64(len(label)))
	binary.BigEndian.PutUint64(size[8:], uint64(len(data)))
	h.Write(size[:])
	h.Write([]byte(label))
	h.Write(data)
}

// file hashes a file; that it is not there counts, too.
func (h digester) file(label, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		label += " absent"
	}
	h.part(label, data)
}

// tree hashes all files below a directory but Go files, in the order of their names.
func (h digester) tree(label, root, dir string) {
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if rel, err := filepath.Rel(root, name); err == nil && e.Type().IsRegular() && filepath.Ext(name) != ".go" {
			h.file(label+" "+filepath.ToSlash(rel), name)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.part(label+" unreadable", []byte(err.Error()))
	}
}
