package effects

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// Services that keep collections of the same name are told apart by the database:
// client.Database("media").Collection("tags"). It is said before the name where the
// code tells that it is another service's, as the config names it; elsewhere the name
// alone has to do.

// ofDatabase puts another service's database before the names of the collections that
// a call takes out of it.
func (e *evaluator) ofDatabase(c *ssa.Call, names []text) []text {
	callee, args := calleeOf(c)
	if e.p.service == "" || callee == nil || len(args) < 2 || callee.Name() != "Collection" && callee.Name() != "C" {
		return names
	}
	name := e.databaseName(args[0], 0)
	if name == "" || !e.p.cfg.OthersDatabase(e.p.service, name) {
		return names
	}
	return joined(constTexts(name+"."), names)
}

// databaseName is the constant name of a mongo database, by whatever variable or field
// of the package it comes; "" where it is not known, or one of several.
func (e *evaluator) databaseName(v ssa.Value, depth int) string {
	if depth > 6 {
		return ""
	}
	switch v := v.(type) {
	case *ssa.Call:
		if !opensDatabase(v) {
			return ""
		}
		_, args := calleeOf(v)
		if found := e.eval(args[1], maxTextDepth/2); len(found) == 1 && found[0].closed() {
			return found[0].String()
		}
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return e.databaseInField(fa, depth)
		}
		if stored := e.g.stores()[e.g.cell(v.X)]; len(stored) == 1 {
			return e.databaseName(stored[0], depth+1)
		}
	}
	return ""
}

// databaseInField is the name of the database that a field holds which nobody but
// this package can set.
func (e *evaluator) databaseInField(fa *ssa.FieldAddr, depth int) string {
	f := fieldOf(fa)
	if f == nil || f.Exported() || f.Pkg() != e.p.pass.Pkg {
		return ""
	}
	found := ""
	for _, s := range e.p.valueFieldStores()[f] {
		g := e.p.groupOf(s.Parent())
		if g == nil {
			return ""
		}
		name := e.within(g).databaseName(s.Val, depth+1)
		if name == "" || found != "" && name != found {
			return ""
		}
		found = name
	}
	return found
}

// opensDatabase reports whether a call takes a database out of a client of mongo's.
func opensDatabase(c *ssa.Call) bool {
	callee, args := calleeOf(c)
	if callee == nil || callee.Pkg() == nil || len(args) < 2 || !isString(args[1].Type()) {
		return false
	}
	switch catalog.Canonical(pkgPath(callee.Pkg())) {
	case "go.mongodb.org/mongo-driver/mongo":
		return callee.Name() == "Database"
	case "gopkg.in/mgo", "github.com/globalsign/mgo":
		return callee.Name() == "DB"
	}
	return false
}
