package effects

import (
	"go/types"
	"strings"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// ORMs remove no row of a model that has a field for its deletion, unless they are asked
// to: they set the field, and leave such rows out when they read.

// softDeleted is the column by which a library marks the rows of a model as deleted, or
// "": it removes them.
func (p *program) softDeleted(naming string, model *types.Named) string {
	if model == nil {
		return ""
	}
	for f, tag := range fields(model, naming) {
		switch naming {
		case namingGorm:
			if p.gormDeletion(f) {
				return gormColumn(f, tag)
			}
		case namingBun, namingPg:
			if _, options, _ := strings.Cut(tag, ","); strings.Contains(options, "soft_delete") {
				return columnName(naming, f, tag)
			}
		case namingXorm:
			if strings.Contains(" "+tag+" ", " deleted ") {
				return xormColumn(f, tag)
			}
		}
	}
	return ""
}

// gormDeletion recognises the field: by its type, and by its name in the first gorm.
func (p *program) gormDeletion(f *types.Var) bool {
	n := named(f.Type())
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	return n.Obj().Name() == "DeletedAt" && strings.HasPrefix(pkgPath(n.Obj().Pkg()), "gorm.io/") ||
		f.Name() == "DeletedAt" && isNamed(n, "time", "Time") && p.firstGorm()
}

// firstGorm: the first gorm soft-deletes by the field's name.
func (p *program) firstGorm() bool {
	for _, imp := range p.pass.Pkg.Imports() {
		if catalog.Canonical(imp.Path()) == "github.com/jinzhu/gorm" {
			return true
		}
	}
	return false
}

// removed is the name of a table whose rows are removed for good, whatever its model says.
func removed(table []text) []text {
	var list []text
	for _, t := range table {
		t = append(text(nil), t...)
		for i := range t {
			t[i].Keeps = false
		}
		list = append(list, t)
	}
	return list
}
