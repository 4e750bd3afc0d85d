package goschema

import (
	"go/ast"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
)

// entSchemas are the tables of the types of a file that embed ent.Schema.
func (r *Reader) entSchemas(f *file) []Statement {
	if !f.imports("entgo.io/ent", "github.com/facebook/ent", "github.com/facebookincubator/ent") {
		return nil
	}
	var out []Statement
	for _, decl := range f.syntax.Decls {
		for _, spec := range typeSpecs(decl) {
			if isEntSchema(spec) {
				out = append(out, r.entSchema(f, spec)...)
			}
		}
	}
	return out
}

func isEntSchema(spec *ast.TypeSpec) bool {
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return false
	}
	for _, field := range s.Fields.List {
		sel, ok := field.Type.(*ast.SelectorExpr)
		if !ok || len(field.Names) > 0 || sel.Sel.Name != "Schema" {
			continue
		}
		if id, ok := sel.X.(*ast.Ident); ok && id.Name == "ent" {
			return true
		}
	}
	return false
}

// entSchema is the table of a schema, with its foreign keys, and the tables that its edges to many from many need.
func (r *Reader) entSchema(f *file, spec *ast.TypeSpec) []Statement {
	p, name := f.pkg, spec.Name.Name
	t := definition{r: r, columns: []string{quoted("id") + " int"}}
	at := Statement{Dir: p.dir, File: f.name, Line: f.line(spec)}
	for _, e := range r.entEdges(p, name) {
		t.edge(p, name, e)
	}
	at.SQL = "CREATE TABLE " + quoted(r.entTable(p, name)) + " (" + strings.Join(t.columns, ", ") + ")"
	out := []Statement{at}
	for _, sql := range t.joins {
		at.SQL = sql
		out = append(out, at)
	}
	return out
}

// entTable is the table of a schema: as its annotations say, or by its name.
func (r *Reader) entTable(p *pkg, name string) string {
	table, schema := "", ""
	if f, d := p.function(name, "Annotations"); d != nil {
		in := scope{r, f, []ast.Node{d}}
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				switch id, _ := n.Key.(*ast.Ident); {
				case id == nil:
				case id.Name == "Table":
					table, _ = in.text(n.Value, 0)
				case id.Name == "Schema":
					schema, _ = in.text(n.Value, 0)
				}
			case *ast.CallExpr:
				switch calleeName(n) {
				case "Table":
					if len(n.Args) == 1 {
						table, _ = in.text(n.Args[0], 0)
					}
				case "Schema":
					if len(n.Args) == 1 {
						schema, _ = in.text(n.Args[0], 0)
					}
				}
			}
			return true
		})
	}
	if table == "" || strings.Contains(table, hole) {
		table = dbname.Table(name)
	}
	if schema != "" && !strings.Contains(schema, hole) {
		table = schema + "." + table
	}
	return table
}

// An entEdge is one that a schema declares: edge.To("pets", Pet.Type), or edge.From("owner", User.Type).Ref("pets").
type entEdge struct {
	from         bool
	name, other  string
	ref, field   string
	unique, join bool   // join: through a schema of its own
	key          string // the table that StorageKey names
}

func (r *Reader) entEdges(p *pkg, name string) []entEdge {
	f, d := p.function(name, "Edges")
	if d == nil || d.Body == nil {
		return nil
	}
	in := scope{r, f, []ast.Node{d}}
	var edges []entEdge
	ast.Inspect(d.Body, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		e, ok := in.entEdge(c)
		if ok {
			edges = append(edges, e)
		}
		return !ok
	})
	return edges
}

// entEdge reads a chain of calls that begins with edge.To or edge.From.
func (s scope) entEdge(c *ast.CallExpr) (e entEdge, ok bool) {
	for ; c != nil; c = receiverCall(c) {
		arg := ""
		if len(c.Args) > 0 {
			arg, _ = s.text(c.Args[0], 0)
		}
		switch calleeName(c) {
		case "Unique":
			e.unique = true
		case "Ref":
			e.ref = arg
		case "Field":
			e.field = arg
		case "Through":
			e.join = true
		case "StorageKey":
			for _, a := range c.Args {
				if k, ok := a.(*ast.CallExpr); ok && calleeName(k) == "Table" && len(k.Args) == 1 {
					e.key, _ = s.text(k.Args[0], 0)
				}
			}
		case "To", "From":
			if receiverCall(c) != nil || len(c.Args) != 2 {
				continue
			}
			sel, is := c.Args[1].(*ast.SelectorExpr)
			if !is || sel.Sel.Name != "Type" {
				return e, false
			}
			e.from, e.name, e.other = calleeName(c) == "From", arg, typeName(sel.X)
			return e, e.name != "" && e.other != ""
		}
	}
	return e, false
}

// edge notes what an edge comes to in tables.
func (t *definition) edge(p *pkg, name string, e entEdge) {
	back, both := t.r.inverse(p, name, e)
	label := dbname.Snake(name)
	switch {
	case e.from && e.unique:
		column := e.field
		if column == "" {
			column = dbname.Snake(e.other) + "_" + e.ref
		}
		t.columns = append(t.columns, reference(column, t.r.entTable(p, e.other)))
	case !e.from && e.unique && !(both && back.unique):
		column := e.field
		if column == "" {
			column = label + "_" + e.name
		}
		t.columns = append(t.columns, reference(column, t.r.entTable(p, e.other)))
	case !e.from && !e.unique && !e.join && (both && !back.unique || e.other == name && !both):
		table := e.key
		if table == "" {
			table = label + "_" + e.name
		}
		t.joins = append(t.joins, "CREATE TABLE "+quoted(table)+" ("+
			reference(label+"_id", t.r.entTable(p, name))+", "+reference(dbname.Snake(e.other)+"_id", t.r.entTable(p, e.other))+")")
	}
}

// inverse is the edge at the other side of an edge.
func (r *Reader) inverse(p *pkg, name string, e entEdge) (entEdge, bool) {
	for _, other := range r.entEdges(p, e.other) {
		if other.other != name || other.from == e.from {
			continue
		}
		if e.from && other.name == e.ref || other.from && other.ref == e.name {
			return other, true
		}
	}
	return entEdge{}, false
}
