package goschema

import (
	"bytes"
	"go/ast"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
)

// A Naming is how a file has gorm or xorm make a table's name of a type's.
type Naming struct {
	Prefix   string
	Singular bool
	Unknown  bool // the code does not tell
}

// Table is the table of a type by its name; gorm's default where nothing is known.
func (n Naming) Table(name string) string {
	switch {
	case n.Unknown:
	case n.Singular:
		return n.Prefix + dbname.Snake(name)
	default:
		return n.Prefix + dbname.Table(name)
	}
	return dbname.Table(name)
}

// namingSigns are what no file lacks that says how tables are named.
var namingSigns = [][]byte{[]byte("NamingStrategy"), []byte("SingularTable("), []byte("DefaultTableNameHandler"), []byte("NewPrefixMapper("), []byte("NewSuffixMapper(")}

// MayName reports whether a Go file may say how gorm names tables, by its bytes
// alone.
func MayName(source []byte) bool {
	return slices.ContainsFunc(namingSigns, func(sign []byte) bool { return bytes.Contains(source, sign) })
}

// Namings returns what a file says of how gorm names tables.
func (r *Reader) Namings(file string) []Naming {
	f := r.file(file)
	if f == nil || !f.imports("gorm.io/gorm", "github.com/jinzhu/gorm", "xorm.io/xorm", "xorm.io/xorm/names", "github.com/go-xorm/xorm", "github.com/go-xorm/core") {
		return nil
	}
	var found []Naming
	for _, decl := range f.syntax.Decls {
		s := scope{r, f, []ast.Node{decl}}
		ast.Inspect(decl, func(n ast.Node) bool {
			if naming, ok := s.naming(n); ok {
				found = append(found, naming)
			}
			return true
		})
	}
	return found
}

// naming is what one node says: the strategy of the second gorm, or a setting of
// the first.
func (s scope) naming(n ast.Node) (Naming, bool) {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if sel, ok := n.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "NamingStrategy" {
			return s.strategy(n), true
		}
	case *ast.KeyValueExpr:
		if id, ok := n.Key.(*ast.Ident); ok && id.Name == "NamingStrategy" {
			return s.given(n.Value)
		}
	case *ast.AssignStmt:
		if sel, ok := n.Lhs[0].(*ast.SelectorExpr); ok && len(n.Rhs) == 1 {
			switch sel.Sel.Name {
			case "NamingStrategy":
				return s.given(n.Rhs[0])
			case "DefaultTableNameHandler":
				return Naming{Unknown: true}, true
			}
		}
	case *ast.CallExpr:
		switch name := calleeName(n); {
		case name == "SingularTable" && len(n.Args) == 1:
			return Naming{Singular: isTrue(n.Args[0]), Unknown: !isTrue(n.Args[0]) && !isFalse(n.Args[0])}, true
		case name == "NewPrefixMapper" && len(n.Args) == 2: // xorm's
			prefix, ok := s.text(n.Args[1], 0)
			return Naming{Prefix: prefix, Unknown: !ok || strings.Contains(prefix, hole)}, true
		case name == "NewSuffixMapper":
			return Naming{Unknown: true}, true
		}
	}
	return Naming{}, false
}

// given is a strategy that is not written down in place: nothing is known of it,
// unless a variable holds it.
func (s scope) given(x ast.Expr) (Naming, bool) {
	if u, ok := x.(*ast.UnaryExpr); ok {
		x = u.X
	}
	if lit, ok := x.(*ast.CompositeLit); ok {
		if sel, ok := lit.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "NamingStrategy" {
			return Naming{}, false // read by itself
		}
	}
	if id, ok := x.(*ast.Ident); ok {
		if value, _ := s.value(id); value != nil {
			return Naming{}, false
		}
	}
	return Naming{Unknown: true}, true
}

// strategy reads schema.NamingStrategy{TablePrefix: "…", SingularTable: true}.
func (s scope) strategy(lit *ast.CompositeLit) Naming {
	var n Naming
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return Naming{Unknown: true}
		}
		switch key, _ := kv.Key.(*ast.Ident); {
		case key == nil:
		case key.Name == "TablePrefix":
			text, ok := s.text(kv.Value, 0)
			n.Prefix, n.Unknown = text, n.Unknown || !ok || strings.Contains(text, hole)
		case key.Name == "SingularTable":
			n.Singular, n.Unknown = isTrue(kv.Value), n.Unknown || !isTrue(kv.Value) && !isFalse(kv.Value)
		case key.Name == "NoLowerCase":
			n.Unknown = n.Unknown || !isFalse(kv.Value)
		case key.Name == "NameReplacer":
			n.Unknown = true
		}
	}
	return n
}

func isTrue(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "true"
}

func isFalse(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "false"
}
