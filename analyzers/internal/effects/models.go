package effects

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// namingConf is the confidence in a table's name that follows from a type's
// name by gorm's naming strategy, which a project may have replaced.
const namingConf = 85

// modelCall handles a gorm call whose argument is a model: db.Find(&users).
func (r *recorder) modelCall(e event) {
	c := e.call
	if c.shift() == 0 || c.callee.Pkg() == nil || recvName(c.callee) != "DB" || !isGorm(pkgPath(c.callee.Pkg())) {
		return
	}
	access, ok := modelAccess(c)
	if !ok || tableNamed(c) {
		return
	}
	for _, a := range modelArgs(c) {
		if n := modelType(a.Type()); n != nil {
			r.model(e, n, access)
		}
	}
}

func isGorm(path string) bool {
	path = catalog.Canonical(path)
	return path == "gorm.io/gorm" || path == "github.com/jinzhu/gorm"
}

// modelAccess tells what a method of *gorm.DB does with the table of its
// argument; Model leaves that to the rest of the chain.
func modelAccess(c *call) (sqltext.Verb, bool) {
	switch c.callee.Name() {
	case "Find", "First", "Take", "Last", "FindInBatches":
		return sqltext.Select, true
	case "Create", "CreateInBatches":
		return sqltext.Insert, true
	case "Save", "FirstOrCreate":
		return sqltext.Upsert, true
	case "Updates":
		return sqltext.Update, true
	case "Delete":
		return sqltext.Delete, true
	case "Model":
		if writesLater(c) {
			return sqltext.Update, true
		}
		return sqltext.Select, true
	}
	return "", false
}

// modelArgs is the argument that is a model, out of its interface.
func modelArgs(c *call) []ssa.Value {
	v := c.arg(0)
	if mi, ok := v.(*ssa.MakeInterface); ok {
		return []ssa.Value{mi.X}
	}
	return nil
}

// tableNamed reports whether an earlier call of the chain named the table, so
// that the argument is only where the rows go.
func tableNamed(c *call) bool {
	v := c.args[0]
	for range 20 {
		prev, ok := v.(*ssa.Call)
		if !ok || prev.Call.StaticCallee() == nil || len(prev.Call.Args) == 0 {
			return false
		}
		switch prev.Call.StaticCallee().Name() {
		case "Table", "Model", "Raw":
			return true
		}
		v = prev.Call.Args[0]
	}
	return false
}

// modelType is the struct type behind pointers and slices, if it has a name.
func modelType(t types.Type) *types.Named {
	for {
		switch u := types.Unalias(t).(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		case *types.Named:
			if _, ok := u.Underlying().(*types.Struct); ok {
				return u
			}
			t = u.Underlying()
			if _, ok := t.(*types.Slice); !ok {
				return nil
			}
		default:
			return nil
		}
	}
}

// model notes the access to a model's table.
func (r *recorder) model(e event, n *types.Named, verb sqltext.Verb) {
	table, conf := r.p.tableOf(n)
	if table == "" {
		return
	}
	for _, a := range sqltext.ParseTables(table) {
		write := verb != sqltext.Select
		step := r.p.step(r.p.callPos(e.call.instr), fmt.Sprintf("%s %s, the table of %s", accessVerb(write), tableName(a.Schema, a.Name), shortType(n)))
		r.access(e, summary.Access{
			Model: typeName(n), Schema: a.Schema, Table: a.Name, Write: write, Verb: string(verb), Conf: conf, Steps: []summary.Step{step},
		})
	}
}

// tableOf is the table of a model, by its TableName method or by its name.
func (p *program) tableOf(n *types.Named) (table string, conf int) {
	f := method(n, "TableName")
	if f == nil {
		return defaultTable(n.Obj().Name()), namingConf
	}
	if f.Signature().Params().Len() > 0 {
		return "", 0
	}
	if f.Pkg() != p.pass.Pkg {
		fact := new(summary.Text)
		if p.pass.ImportObjectFact(f.Origin(), fact) {
			return fact.Value, 100
		}
		return "", 0
	}
	if g := p.byObj[f.Origin()]; g != nil {
		if texts := p.returned(g); len(texts) == 1 && !texts[0].params() && texts[0].known() {
			return texts[0].String(), 100
		}
	}
	return "", 0
}

// defaultTable is gorm's name for a type's table: in snake case, plural.
func defaultTable(name string) string {
	return plural(snakeCase(name))
}

// plural is an English noun's plural, as regular as tables' names are. The
// library that gorm asks compiles a hundred expressions at each start, of which
// the tool has one for every package.
func plural(noun string) string {
	head, last := "", noun
	if i := strings.LastIndexByte(noun, '_'); i >= 0 {
		head, last = noun[:i+1], noun[i+1:]
	}
	switch last {
	case "equipment", "information", "rice", "money", "species", "series", "fish", "sheep", "jeans", "police":
		return noun
	case "person":
		return head + "people"
	case "child":
		return noun + "ren"
	case "man", "woman":
		return strings.TrimSuffix(noun, "an") + "en"
	case "datum", "medium", "bacterium":
		return strings.TrimSuffix(noun, "um") + "a"
	case "index", "vertex", "matrix":
		return noun[:len(noun)-2] + "ices"
	}
	return regularPlural(noun)
}

func regularPlural(noun string) string {
	ends := func(suffixes ...string) bool {
		return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(noun, s) })
	}
	switch {
	case ends("sis"):
		return strings.TrimSuffix(noun, "is") + "es"
	case ends("ss", "sh", "ch", "x", "z", "us", "bus", "status", "alias"):
		return noun + "es"
	case ends("s"):
		return noun
	case ends("ay", "ey", "iy", "oy", "uy"):
		return noun + "s"
	case ends("y"):
		return strings.TrimSuffix(noun, "y") + "ies"
	case ends("fe", "lf", "rf"):
		return strings.TrimSuffix(strings.TrimSuffix(noun, "e"), "f") + "ves"
	}
	return noun + "s"
}

func snakeCase(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, c := range runes {
		if unicode.IsUpper(c) && i > 0 {
			prevLower := !unicode.IsUpper(runes[i-1])
			nextLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if prevLower || nextLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}
