package sqlfiles

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/boundarylint/boundarylint/report"
)

// ignoreComment is an ignore comment as SQL has it. In Go it may not have a
// space before it, where none is customary; in SQL one is.
var ignoreComment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`--[ \t]*boundarylint:ignore(?:[ \t]+(.*))?$`)
})

// ignores collects the ignore comments of all SQL files below a directory.
func ignores(dir string, name func(string) string) ([]report.Ignore, error) {
	var list []report.Ignore
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.EqualFold(filepath.Ext(file), ".sql") {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		list = append(list, inText(string(data), name(filepath.ToSlash(rel)))...)
		return nil
	})
	return list, err
}

// inText collects the ignore comments of one file.
func inText(text, file string) []report.Ignore {
	var list []report.Ignore
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, " \t\r\n")
		m := ignoreComment().FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		ignore := report.Ignore{File: file, Line: number, Column: m[0] + 1}
		if m[2] >= 0 {
			rule, reason, _ := strings.Cut(line[m[2]:m[3]], " ")
			ignore.Rule, ignore.Reason = rule, strings.TrimSpace(reason)
		}
		list = append(list, ignore)
	}
	return list
}

// Ignored returns the reason that excuses a rule's finding at a line: on it, or
// on the line above. A comment without reason excuses nothing.
func (d *Dir) Ignored(rule, file string, line int) (reason string, ok bool) {
	for _, i := range d.Ignores {
		if i.Rule == rule && i.Reason != "" && i.File == file && (i.Line == line || i.Line == line-1) {
			return i.Reason, true
		}
	}
	return "", false
}
