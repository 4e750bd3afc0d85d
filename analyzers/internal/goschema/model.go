package goschema

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
)

// A model is a struct type that a library stores in a table.
type model struct {
	pkg   *pkg
	file  *file
	spec  *ast.TypeSpec
	funcs []ast.Node // where it is declared in one
}

func (m *model) fields() []*ast.Field {
	if s, ok := m.spec.Type.(*ast.StructType); ok {
		return s.Fields.List
	}
	return nil
}

func (m *model) scope(r *Reader) scope { return scope{r, m.file, m.funcs} }

// tagOf is a key of a field's tag.
func tagOf(f *ast.Field, key string) string {
	if f.Tag == nil {
		return ""
	}
	text, _ := strconv.Unquote(f.Tag.Value)
	return reflect.StructTag(text).Get(key)
}

// library is the one whose tags or types a struct bears, "" where it bears none.
func (m *model) library() string {
	for _, f := range m.fields() {
		embedded := ""
		if sel, ok := f.Type.(*ast.SelectorExpr); ok && len(f.Names) == 0 {
			if id, ok := sel.X.(*ast.Ident); ok {
				embedded = id.Name + "." + sel.Sel.Name
			}
		}
		switch {
		case embedded == "bun.BaseModel" || tagOf(f, "bun") != "":
			return bun
		case embedded == "gorm.Model" || tagOf(f, "gorm") != "":
			return gorm
		case tagOf(f, "xorm") != "":
			return xorm
		case tagOf(f, "pg") != "":
			return pg
		}
	}
	if _, d := m.pkg.function(m.spec.Name.Name, "TableName"); d != nil && len(m.fields()) > 0 {
		return gorm
	}
	return ""
}

// table is the table of a model, "" where code computes it.
func (r *Reader) table(m *model, library string) string {
	switch library {
	case bun:
		return r.taggedTable(m, "BaseModel", "bun")
	case pg:
		return r.taggedTable(m, "tableName", "pg", "sql")
	}
	if f, d := r.tableName(m, 0); d != nil {
		result := onlyResult(d)
		if result == nil {
			return ""
		}
		if name, ok := (scope{r, f, []ast.Node{d}}).text(result, 0); ok && !strings.Contains(name, hole) {
			return name
		}
		return ""
	}
	switch {
	case library == xorm:
		return dbname.Xorm(m.spec.Name.Name)[0]
	case library == gorm && r.Naming != nil:
		return r.Naming(m.pkg.dir).Table(m.spec.Name.Name)
	}
	return dbname.Table(m.spec.Name.Name)
}

// tableName is the method that says a model's table: its own, or that of what it embeds.
func (r *Reader) tableName(m *model, depth int) (*file, *ast.FuncDecl) {
	if f, d := m.pkg.function(m.spec.Name.Name, "TableName"); d != nil && m.funcs == nil {
		return f, d
	}
	for _, field := range m.fields() {
		if len(field.Names) > 0 || depth > 4 {
			continue
		}
		if inner := m.scope(r).model(field.Type, 0); inner != nil {
			if f, d := r.tableName(inner, depth+1); d != nil {
				return f, d
			}
		}
	}
	return nil, nil
}

// taggedTable is the table that the tag of a field names, or the type's name.
func (r *Reader) taggedTable(m *model, field string, keys ...string) string {
	for _, f := range m.fields() {
		name := ""
		switch {
		case len(f.Names) == 1:
			name = f.Names[0].Name
		case len(f.Names) == 0:
			if sel, ok := f.Type.(*ast.SelectorExpr); ok {
				name = sel.Sel.Name
			}
		}
		if name != field {
			continue
		}
		for _, key := range keys {
			if table := dbname.Tagged(tagOf(f, key)); table != "" {
				return table
			}
		}
	}
	return dbname.Table(m.spec.Name.Name)
}

// create writes down the table of a model, and those that join it with others. table is its name, where the code that
// creates it says so.
func (r *Reader) create(m *model, library, table string) []Statement {
	if table == "" {
		table = r.table(m, library)
	}
	if table == "" || strings.Contains(table, hole) {
		r.problem(m.file, m.spec, "the table of "+m.spec.Name.Name+" is not a constant")
		return nil
	}
	t := &definition{r: r, library: library, table: table, columns: []string{quoted("id") + " int"}}
	t.model(m, m, 0)
	at := Statement{Dir: m.pkg.dir, File: m.file.name, Line: m.file.line(m.spec)}
	at.SQL = "CREATE TABLE " + quoted(table) + " (" + strings.Join(t.columns, ", ") + ")"
	out := []Statement{at}
	for _, sql := range t.joins {
		at.SQL = sql
		out = append(out, at)
	}
	return out
}

// A definition is a table being written down: its foreign keys, for no other column matters.
type definition struct {
	r       *Reader
	library string
	table   string
	columns []string
	joins   []string // of tables between two
}

// model notes the fields of a model, and of what it embeds.
func (t *definition) model(m, outer *model, depth int) {
	for _, f := range m.fields() {
		tag := tagOf(f, t.library)
		other := m.scope(t.r).model(f.Type, 0)
		switch {
		case other == nil || tag == "-" || depth > 4:
		case len(f.Names) == 0 || strings.Contains(tag, "embedded") || strings.HasPrefix(tag, "embed:") || tag == "extends":
			t.model(other, outer, depth+1)
		case t.library == gorm:
			t.association(m, outer, other, f, gormOptions(tag))
		case t.library == bun && strings.Contains(tag, "rel:belongs-to"):
			_, join, _ := strings.Cut(tag, "join:")
			column, _, ok := strings.Cut(join, "=")
			if ok {
				t.key(column, other)
			}
		}
	}
}

// association notes gorm's foreign keys: company_id of Company with CompanyID, and the table that many2many names.
func (t *definition) association(m, outer, other *model, f *ast.Field, options map[string]string) {
	if join := options["many2many"]; join != "" {
		left, right := dbname.Snake(outer.spec.Name.Name)+"_id", dbname.Snake(other.spec.Name.Name)+"_id"
		t.joins = append(t.joins, "CREATE TABLE "+quoted(join)+" ("+
			reference(left, t.table)+", "+reference(right, t.r.table(other, t.library))+")")
		return
	}
	if _, many := f.Type.(*ast.ArrayType); many || len(f.Names) != 1 || options["polymorphic"] != "" {
		return
	}
	key := options["foreignkey"]
	if key == "" {
		key = f.Names[0].Name + "ID"
	}
	for _, own := range m.fields() {
		for _, name := range own.Names {
			if name.Name != key {
				continue
			}
			column := gormOptions(tagOf(own, gorm))["column"]
			if column == "" {
				column = dbname.Snake(key)
			}
			t.key(column, other)
		}
	}
}

func (t *definition) key(column string, other *model) {
	if table := t.r.table(other, t.library); table != "" {
		t.columns = append(t.columns, reference(column, table))
	}
}

func reference(column, table string) string {
	if table == "" {
		return quoted(column) + " int"
	}
	return quoted(column) + " int REFERENCES " + quoted(table)
}

// gormOptions are the options of a tag of gorm's, by their names in lower case.
func gormOptions(tag string) map[string]string {
	options := map[string]string{}
	for part := range strings.SplitSeq(tag, ";") {
		key, value, _ := strings.Cut(part, ":")
		options[strings.ToLower(strings.TrimSpace(key))] = strings.TrimSpace(value)
	}
	return options
}
