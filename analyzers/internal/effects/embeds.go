package effects

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// embedded reads a file of an embed.FS, where its name is constant.
func (e *evaluator) embedded(c *ssa.Call) []text {
	name, ok := constString(c.Call.Args[len(c.Call.Args)-1])
	if !ok {
		return []text{hole()}
	}
	file := filepath.Join(filepath.Dir(e.p.fileName(c.Pos())), filepath.FromSlash(name))
	data, err := os.ReadFile(file)
	if err != nil || len(data) > maxEmbed {
		return []text{hole()}
	}
	return []text{constText(string(data))}
}

// exportTexts leaves the package's constant strings for importers: variables
// that are assigned once, and functions that return but one constant.
func (p *program) exportTexts() {
	for global := range p.globals {
		obj := global.Object()
		if obj == nil || !isString(obj.Type()) {
			continue
		}
		if t := p.texts(p.groupOf(p.ssa.Func("init")), p.globals[global]); len(t) == 1 && !t[0].params() && !strings.ContainsRune(t[0].String(), sqltext.Hole) {
			p.pass.ExportObjectFact(obj, &summary.Text{Value: t[0].String()})
		}
	}
	for obj, s := range p.embeds {
		p.pass.ExportObjectFact(obj, &summary.Text{Value: s})
	}
	for _, g := range p.groups {
		p.exportResult(g)
	}
}

func (p *program) exportResult(g *group) {
	if g.obj == nil || g.fn.Signature.Results().Len() != 1 || !isString(g.fn.Signature.Results().At(0).Type()) || len(g.fn.Blocks) != 1 {
		return
	}
	ret, ok := g.fn.Blocks[0].Instrs[len(g.fn.Blocks[0].Instrs)-1].(*ssa.Return)
	if !ok {
		return
	}
	if t := p.texts(g, ret.Results[0]); len(t) == 1 && !t[0].params() && !strings.ContainsRune(t[0].String(), sqltext.Hole) {
		p.pass.ExportObjectFact(g.obj, &summary.Text{Value: t[0].String()})
	}
}

// maxEmbed bounds the size of an embedded file that is taken for SQL, in bytes.
const maxEmbed = 1 << 20

// collectEmbeds reads the files that string variables embed. go vet has them
// in its cache key already.
func (p *program) collectEmbeds() {
	p.embeds = map[types.Object]string{}
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
		if !ok || obj == nil || !isString(obj.Type()) && !isBytes(obj.Type()) {
			continue
		}
		file := filepath.Join(filepath.Dir(p.fileName(spec.Pos())), strings.Trim(strings.TrimSpace(name), "\"`"))
		if data, err := os.ReadFile(file); err == nil && len(data) <= maxEmbed {
			p.embeds[obj] = string(data)
		}
	}
}
