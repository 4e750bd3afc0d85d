package effects

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// exportTexts leaves the package's constant strings for importers: variables
// that are assigned once, and functions that return but one constant.
func (p *program) exportTexts() {
	p.exportLists()
	p.exportSettings()
	p.exportGen()
	p.exportJet()
	for global := range p.globals {
		obj := global.Object()
		if obj == nil || obj.Pkg() != p.pass.Pkg || !textual(obj.Type()) {
			continue // a fact about another package's variable is that package's to export
		}
		p.exportText(obj, p.texts(p.startOf(global), p.globals[global]))
	}
	for obj, s := range p.embeds {
		p.pass.ExportObjectFact(obj, &summary.Text{Value: s})
	}
	for obj := range p.embedFS {
		if files := p.filesOf(obj); obj.Exported() && len(files) > 0 {
			p.pass.ExportObjectFact(obj, &summary.Text{List: files})
		}
	}
	for _, g := range p.groups {
		p.exportResult(g)
		p.exportStruct(g)
		p.exportAdded(g)
	}
}

// exportLists leaves the package's lists, maps and structs of constant strings.
func (p *program) exportLists() {
	for _, member := range p.ssa.Members {
		global, ok := member.(*ssa.Global)
		if !ok || global.Object() == nil || !global.Object().Exported() {
			continue
		}
		list := p.entriesOf(global)
		if len(list) == 0 {
			list = p.madeEntries(global)
		}
		if len(list) > 0 {
			p.pass.ExportObjectFact(global.Object(), &summary.Text{List: list})
		}
	}
}

// maxAlts bounds the texts of a function that makes them of its arguments.
const maxAlts = 4

// exportResult leaves what a function returns, if that is text made of
// constants and of its parameters.
func (p *program) exportResult(g *group) {
	if g.obj == nil || g.fn.Signature.Results().Len() == 0 || !textual(g.fn.Signature.Results().At(0).Type()) {
		return
	}
	p.exportText(g.obj, p.returned(g))
}

// exportText leaves what a variable holds, or a function returns, if all of it
// is known: from constants, parameters and the environment.
func (p *program) exportText(obj types.Object, texts []text) {
	if len(texts) == 1 && texts[0].closed() {
		p.pass.ExportObjectFact(obj, &summary.Text{Value: texts[0].String()})
		return
	}
	fact := new(summary.Text)
	for _, t := range texts {
		if len(texts) == 1 && len(t) == 1 && t[0].Naming == namingFile {
			p.exportFiles(obj, t[0])
			return
		}
		if slices.ContainsFunc(t, func(p summary.Part) bool { return strings.ContainsRune(p.Text, sqltext.Hole) }) {
			return
		}
		fact.Alts = append(fact.Alts, t)
	}
	if len(fact.Alts) > 0 && len(fact.Alts) <= maxAlts {
		p.pass.ExportObjectFact(obj, fact)
	}
}

// maxEmbed bounds the size of an embedded file that is taken for SQL, in bytes.
const maxEmbed = 1 << 20

// collectEmbeds reads the files that string variables embed. go vet has them
// in its cache key already.
func (p *program) collectEmbeds() {
	p.embeds, p.embedFS = map[types.Object]string{}, map[types.Object][]string{}
	for _, f := range p.files {
		for _, decl := range f.Decls {
			gd, ok := decl.(*ast.GenDecl)
			if !ok || gd.Tok != token.VAR {
				continue
			}
			for _, spec := range gd.Specs {
				p.embed(gd, spec.(*ast.ValueSpec))
			}
		}
	}
}

func (p *program) embed(gd *ast.GenDecl, spec *ast.ValueSpec) {
	doc := spec.Doc
	if doc == nil {
		doc = gd.Doc
	}
	if doc == nil || len(spec.Names) != 1 {
		return
	}
	for _, c := range doc.List {
		name, ok := strings.CutPrefix(c.Text, "//go:embed ")
		obj := p.pass.TypesInfo.Defs[spec.Names[0]]
		if ok && obj != nil && isNamed(obj.Type(), "embed", "FS") {
			p.embedFS[obj] = append(p.embedFS[obj], strings.Fields(name)...)
			continue
		}
		if !ok || obj == nil || !isString(obj.Type()) && !isBytes(obj.Type()) {
			continue
		}
		file := filepath.Join(filepath.Dir(p.fileName(spec.Pos())), strings.Trim(strings.TrimSpace(name), "\"`"))
		if data, err := os.ReadFile(file); err == nil && len(data) <= maxEmbed {
			p.embeds[obj] = string(data)
		}
	}
}
