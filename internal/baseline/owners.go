package baseline

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/hmarr/codeowners"
)

// Owners returns the function that tells whose a file below dir is, by the
// CODEOWNERS file of the repository that dir is in: "@orders @payments", or ""
// where nobody is named.
func Owners(dir string) (func(file string) string, error) {
	root, name, data, err := findOwners(dir)
	if err != nil || name == "" {
		return func(string) string { return "" }, err
	}
	rules, err := codeowners.ParseFile(bytes.NewReader(withoutSections(data)), codeowners.WithOwnerMatchers([]codeowners.OwnerMatcher{codeowners.OwnerMatchFunc(anyOwner)}))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	prefix, err := filepath.Rel(root, dir)
	if err != nil {
		return nil, err
	}
	return func(file string) string {
		rule, err := rules.Match(path.Join(filepath.ToSlash(prefix), file))
		if err != nil || rule == nil {
			return ""
		}
		var names []string
		for _, o := range rule.Owners {
			names = append(names, o.Value)
		}
		return strings.Join(names, " ")
	}, nil
}

// anyOwner takes an owner as it is written: each host has rules of its own for
// what it may look like.
func anyOwner(text string) (codeowners.Owner, error) { return codeowners.Owner{Value: text}, nil }

// findOwners looks for the CODEOWNERS file that governs dir, upwards to the root
// of the repository. Its patterns begin at that root.
func findOwners(dir string) (root, name string, data []byte, err error) {
	for {
		for _, place := range []string{".github", ".gitlab", "", "docs"} {
			name := filepath.Join(dir, place, "CODEOWNERS")
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
				data, err := os.ReadFile(name)
				return dir, name, data, err
			}
		}
		_, err := os.Stat(filepath.Join(dir, ".git"))
		parent := filepath.Dir(dir)
		if err == nil || parent == dir {
			return "", "", nil, nil
		}
		dir = parent
	}
}

// withoutSections blanks the headings by which GitLab divides the file.
func withoutSections(data []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(data) {
		if trimmed := bytes.TrimLeft(line, " \t^"); len(trimmed) > 0 && trimmed[0] == '[' {
			line = []byte("\n")
		}
		out.Write(line)
	}
	return out.Bytes()
}
