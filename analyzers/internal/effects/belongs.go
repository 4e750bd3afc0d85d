package effects

import (
	"go/types"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// The associations of a model say which of its columns hold the keys of other models' rows,
// whatever the columns are called: OwnerID beside Owner User.

// belongs are the tables that rows of a model refer to by its associations.
func (p *program) belongs(naming string, model *types.Named) summary.Refers {
	var list summary.Refers
	for f, tag := range fields(model, columnTag(naming)) {
		if other := manyRelated(naming, f, tag); other != nil {
			if table, _ := p.tableOf(naming, other); table != "" {
				list = list.WithMany(f.Name(), table)
			}
			continue
		}
		other := oneRelated(f)
		if other == nil {
			continue
		}
		column := belongsBy(naming, model, f, tag)
		if table, _ := p.tableOf(naming, other); column != "" && table != "" {
			list = list.With(column, table)
		}
	}
	return list
}

// manyRelated is the model of which a field holds many rows that a table of pairs ties to those
// of its own model, or nil. gorm writes the pairs along with the row.
func manyRelated(naming string, f *types.Var, tag string) *types.Named {
	if naming != namingGorm || !f.Exported() || !strings.Contains(strings.ToLower(tag), "many2many:") {
		return nil
	}
	list, ok := types.Unalias(f.Type()).Underlying().(*types.Slice)
	if !ok {
		return nil
	}
	t := types.Unalias(list.Elem())
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return related(t)
}

// oneRelated is the model that a field holds one row of, or nil.
func oneRelated(f *types.Var) *types.Named {
	t := types.Unalias(f.Type())
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if _, ok := t.Underlying().(*types.Struct); !ok || !f.Exported() {
		return nil
	}
	return related(t)
}

// belongsBy is the column of a model that holds the key of what a field holds; "" where
// the field is none of that kind.
func belongsBy(naming string, model *types.Named, f *types.Var, tag string) string {
	switch naming {
	case namingGorm:
		return gormBelongs(model, f, tag)
	case namingBun:
		if _, join, ok := strings.Cut(tag, "join:"); ok && strings.Contains(tag, "rel:belongs-to") {
			column, _, _ := strings.Cut(join, "=")
			return column
		}
		if strings.Contains(tag, "rel:belongs-to") {
			return dbname.Snake(f.Name()) + "_id"
		}
	case namingPg:
		if strings.Contains(tag, "rel:has-one") { // as it calls a key on this side
			return dbname.Snake(f.Name()) + "_id"
		}
	}
	return ""
}

// gormBelongs is the column of the field that a tag names, or that the association's own
// name says. Where the model has no such field, the key is on the other side.
func gormBelongs(model *types.Named, f *types.Var, tag string) string {
	key := f.Name() + "ID"
	for part := range strings.SplitSeq(tag, ";") {
		name, value, _ := strings.Cut(part, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "foreignkey":
			key, _, _ = strings.Cut(strings.TrimSpace(value), ",")
		case "-", "polymorphic", "many2many", "embedded":
			return ""
		}
	}
	for own, tag := range fields(model, columnTag(namingGorm)) {
		if strings.EqualFold(own.Name(), key) || dbname.Snake(own.Name()) == key {
			return gormColumn(own, tag)
		}
	}
	return ""
}
