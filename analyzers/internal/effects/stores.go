package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// storeCall handles a call into one of the libraries whose calls the catalogue
// cannot describe one by one. It reports whether that was all there is to say.
func (r *recorder) storeCall(e event) (done bool) {
	c := e.call
	if r.elasticCall(e) {
		return true
	}
	if c.callee == nil || c.callee.Pkg() == nil {
		return false
	}
	if r.dynamoCall(e) || r.entCall(e) {
		return true
	}
	r.genCall(e)
	r.jetCall(e)
	r.stmtCall(e)
	r.eagerLoad(e)
	if c.invoke && isXorm(c.args[0].Type()) {
		r.xormCall(e)
	}
	switch path := catalog.Canonical(pkgPath(c.callee.Pkg())); path {
	case "gorm.io/gorm", "github.com/jinzhu/gorm":
		r.gormCall(e)
		r.gormGenericCall(e)
	case "github.com/uptrace/bun":
		r.bunCall(e)
	case "github.com/go-pg/pg", "github.com/go-pg/pg/orm", "github.com/go-pg/pg/internal":
		r.pgCall(e)
	case "xorm.io/xorm", "github.com/go-xorm/xorm", "github.com/xorm-io/xorm":
		if !c.invoke {
			r.xormCall(e)
		}
	case "go.mongodb.org/mongo-driver/mongo", "gopkg.in/mgo", "github.com/globalsign/mgo":
		r.mongoCall(e)
	case "github.com/gocql/gocql", "github.com/apache/cassandra-gocql-driver", "github.com/scylladb/gocqlx":
		return r.cqlCall(e)
	case "github.com/scylladb/gocqlx/table":
		r.cqlTableCall(e)
	case "cloud.google.com/go/firestore":
		r.firestoreCall(e)
	case spannerPath:
		r.spannerCall(e)
	case "github.com/stephenafamo/bob/dialect/psql", "github.com/stephenafamo/bob/dialect/mysql", "github.com/stephenafamo/bob/dialect/sqlite":
		r.bobCall(e)
	case "github.com/upper/db":
		r.upperCall(e)
	case "github.com/guregu/dynamo":
		r.guregusCall(e)
	}
	return false
}

// A handle on one table of a store, such as a *mongo.Collection, is worth its
// name: it travels through variables, fields and parameters as a string does.

// textual reports whether values of a type stand for a text.
func textual(t types.Type) bool {
	return isString(t) || isStore(t) || isPrepared(t) || isIdentifier(t) || isBSON(t) || isGoquName(t) || isQueryMap(t)
}

// isStore reports whether a type is such a handle.
func isStore(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	switch catalog.Canonical(pkgPath(n.Obj().Pkg())) + "." + n.Obj().Name() {
	case "github.com/scylladb/gocqlx/table.Table", "go.mongodb.org/mongo-driver/mongo.Collection", "gopkg.in/mgo.Collection", "github.com/globalsign/mgo.Collection",
		"github.com/guregu/dynamo.Table", "github.com/upper/db.Collection", "github.com/stephenafamo/bob/dialect/psql.Table", "github.com/stephenafamo/bob/dialect/psql.View",
		"github.com/stephenafamo/bob/dialect/mysql.Table", "github.com/stephenafamo/bob/dialect/mysql.View", "github.com/stephenafamo/bob/dialect/sqlite.Table", "github.com/stephenafamo/bob/dialect/sqlite.View",
		"cloud.google.com/go/firestore.CollectionRef", "cloud.google.com/go/firestore.DocumentRef", "cloud.google.com/go/firestore.Query":
		return true
	}
	return false
}

// storeName is the name that a call makes a handle of, or nil.
func storeName(c *ssa.Call) ssa.Value {
	callee, args := calleeOf(c)
	if callee == nil || len(args) == 0 {
		return nil
	}
	if callee.Signature().Recv() == nil {
		return bobName(c, callee)
	}
	for _, res := range results(c) {
		if !isStore(res) || callee.Pkg() == nil {
			continue
		}
		if n := named(res); n.Obj().Pkg() != callee.Pkg() {
			return nil // the project's own
		}
		if n := named(res); n.Obj().Name() == "Query" && firestoreNarrows(callee.Name()) {
			return args[0]
		}
		switch callee.Name() {
		case "Clone", "With", "Doc", "NewDoc":
			return args[0]
		case "Collection", "C", "Table":
			if len(args) > 1 && isString(args[1].Type()) {
				return args[1]
			}
		}
	}
	return nil
}
