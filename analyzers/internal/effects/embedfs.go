package effects

import (
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Queries often lie in files of their own, which an embed.FS holds. A file is read
// by a name that is constant, or that callers give. What importers need of the
// files travels in facts, since go vet does not run them anew when only a file has
// changed.

// namingFile marks the text of the file whose name a parameter makes: between a
// prefix and a suffix, from the variable that Model names.
const namingFile = "file"

// Bounds of what is told to importers of the files of one variable.
const (
	maxFiles     = 128
	maxFilesSize = 128 << 10
)

// embedded evaluates the content of a file of an embed.FS.
func (e *evaluator) embedded(from, name ssa.Value, next func(ssa.Value) []text) []text {
	files := e.files(from)
	var out []text
	for _, t := range next(name) {
		if part, ok := e.fileOfParam(from, t); ok {
			return []text{{part}}
		}
		i := slices.IndexFunc(files, func(f summary.Entry) bool { return f.Key == t.String() })
		if i < 0 || len(out) >= maxTexts {
			return []text{hole()}
		}
		out = append(out, constText(files[i].Value))
	}
	if len(out) == 0 {
		return []text{hole()}
	}
	return out
}

// embedVar is the variable that an embed.FS is loaded from, or nil.
func embedVar(v ssa.Value) types.Object {
	load, ok := typed(v).(*ssa.UnOp)
	if !ok {
		return nil
	}
	global, ok := load.X.(*ssa.Global)
	if !ok {
		return nil
	}
	return global.Object()
}

// files are the files of an embed.FS, as far as they are known here.
func (e *evaluator) files(from ssa.Value) []summary.Entry {
	obj := embedVar(from)
	switch {
	case obj == nil:
		return nil
	case obj.Pkg() == e.p.pass.Pkg:
		return e.p.filesOf(obj)
	}
	fact := new(summary.Text)
	e.p.pass.ImportObjectFact(obj, fact)
	return fact.List
}

// fileOfParam is the text of a file whose name the function's caller gives.
func (e *evaluator) fileOfParam(from ssa.Value, name text) (summary.Part, bool) {
	obj := embedVar(from)
	i := slices.IndexFunc(name, func(p summary.Part) bool { return p.Param >= 0 })
	if obj == nil || obj.Pkg() != e.p.pass.Pkg || i < 0 || e.caller != nil || name[i].Field != "" || name[i].Naming != "" {
		return summary.Part{}, false
	}
	prefix, suffix := name[:i], name[i+1:]
	if !prefix.closed() || !suffix.closed() {
		return summary.Part{}, false
	}
	return summary.Part{Param: name[i].Param, Naming: namingFile, Text: prefix.String() + "\x00" + suffix.String(), Model: obj.Name()}, true
}

// exportFiles leaves the files that a function returns the text of, by what its
// callers give.
func (p *program) exportFiles(obj types.Object, part summary.Part) {
	prefix, suffix, _ := strings.Cut(part.Text, "\x00")
	var list []summary.Entry
	for _, f := range p.filesOf(p.pass.Pkg.Scope().Lookup(part.Model)) {
		key, ok := strings.CutPrefix(f.Key, prefix)
		if key, is := strings.CutSuffix(key, suffix); ok && is {
			list = append(list, summary.Entry{Key: key, Value: f.Value})
		}
	}
	if len(list) > 0 {
		p.pass.ExportObjectFact(obj, &summary.Text{List: list, Alts: [][]summary.Part{{part}}})
	}
}

// fileOf is the text of a file that a function of another package gives.
func (e *evaluator) fileOf(fact *summary.Text, args []ssa.Value) []text {
	param := fact.Alts[0][0].Param
	if param >= len(args) {
		return []text{hole()}
	}
	var out []text
	for _, t := range e.eval(args[param], maxTextDepth/2) {
		i := slices.IndexFunc(fact.List, func(f summary.Entry) bool { return t.closed() && f.Key == t.String() })
		if i < 0 {
			return []text{hole()}
		}
		out = append(out, constText(fact.List[i].Value))
	}
	return out
}

// filesOf are the files that a variable embeds, by the patterns of its directive:
// files, and directories with all that is below.
func (p *program) filesOf(obj types.Object) []summary.Entry {
	if obj == nil || len(p.embedFS[obj]) == 0 {
		return nil
	}
	dir := filepath.Dir(p.fileName(obj.Pos()))
	var list []summary.Entry
	size := 0
	for _, pattern := range p.embedFS[obj] {
		pattern = strings.TrimPrefix(strings.Trim(pattern, "\"`"), "all:")
		matches, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		for _, match := range matches {
			_ = filepath.WalkDir(match, func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return nil
				}
				rel, err := filepath.Rel(dir, name)
				data, readErr := os.ReadFile(name)
				if size += len(data); err == nil && readErr == nil && len(list) < maxFiles && size <= maxFilesSize {
					list = append(list, summary.Entry{Key: filepath.ToSlash(rel), Value: string(data)})
				}
				return nil
			})
		}
	}
	return list
}
