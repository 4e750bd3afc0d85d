package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A HandleUse is another service's database that a service gets hold of: it
// opens it by that service's environment variable, or is handed it.
type HandleUse struct {
	Place summary.Place
	Owner string // the service whose database it is
	Env   string // "": handed out by the owner's package
	Proof []summary.Step
}

// openCall handles a call that opens a database: which one, an environment
// variable may tell.
func (r *recorder) openCall(e event) {
	entry := e.call.has(catalog.Open)
	if entry == nil || !r.final || r.p.service == "" || r.p.generatedAt(e.call) {
		return
	}
	v := e.call.arg(entry.Arg)
	if v == nil {
		return
	}
	env, read := r.p.envOf(r.g, v, map[ssa.Value]bool{})
	if env == "" {
		return
	}
	owners := r.p.cfg.EnvOwner(env)
	if len(owners) != 1 || owners[0] == r.p.service {
		return // its own, a variable that several share, or nobody's
	}
	place := r.p.place(r.g, r.p.callPos(e.call.instr))
	place.Touched = owners[0] + " database"
	r.p.handles = append(r.p.handles, HandleUse{
		Place: place, Owner: owners[0], Env: env,
		Proof: []summary.Step{
			r.p.step(read.Pos(), "reads "+env),
			r.p.step(r.p.callPos(e.call.instr), "opens the database: "+r.p.callText(e.call.instr)),
		},
	})
}

// handedOut handles a call by which another service's package hands out a
// database.
func (r *recorder) handedOut(e event) {
	c, p := e.call, r.p
	value, ok := c.instr.(*ssa.Call)
	if !ok || !r.final || p.service == "" || c.callee.Pkg() == nil || p.generatedAt(c) {
		return
	}
	path := pkgPath(c.callee.Pkg())
	owner := p.cfg.ServiceOf(path)
	if owner == "" || owner == p.service || p.cfg.IsAPI(owner, path) || !slices.ContainsFunc(results(value), isHandle) {
		return
	}
	place := p.place(r.g, p.callPos(c.instr))
	place.Touched = owner + " database"
	p.handles = append(p.handles, HandleUse{
		Place: place, Owner: owner,
		Proof: []summary.Step{p.step(p.callPos(c.instr), "is handed the database by "+displayName(c.callee))},
	})
}

// isHandle reports whether a type is a connection to a database.
func isHandle(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	switch catalog.Canonical(pkgPath(n.Obj().Pkg())) + "." + n.Obj().Name() {
	case "database/sql.DB", "database/sql.Conn", "database/sql.Tx", "github.com/jmoiron/sqlx.DB", "github.com/jmoiron/sqlx.Tx",
		"github.com/jackc/pgx.Conn", "github.com/jackc/pgx.Tx", "github.com/jackc/pgx/pgxpool.Pool", "gorm.io/gorm.DB", "github.com/uptrace/bun.DB",
		"xorm.io/xorm.Engine", "go.mongodb.org/mongo-driver/mongo.Database", "go.mongodb.org/mongo-driver/mongo.Client":
		return true
	}
	return false
}

// envOf finds the environment variable from which a string comes, and where it
// is read.
func (p *program) envOf(g *group, v ssa.Value, seen map[ssa.Value]bool) (string, ssa.Value) {
	if v == nil || seen[v] {
		return "", nil
	}
	seen[v] = true
	var from []ssa.Value
	switch v := v.(type) {
	case *ssa.Call:
		if name := envName(v); name != "" {
			return name, v
		}
	case *ssa.Extract:
		from = []ssa.Value{v.Tuple}
	case *ssa.Phi:
		from = v.Edges
	case *ssa.BinOp:
		from = []ssa.Value{v.X, v.Y}
	case *ssa.UnOp:
		if global, ok := v.X.(*ssa.Global); ok {
			return p.envOf(p.groupOf(p.ssa.Func("init")), p.globals[global], seen)
		}
		from = g.stores()[g.cell(v.X)]
	}
	for _, f := range from {
		if name, at := p.envOf(g, f, seen); name != "" {
			return name, at
		}
	}
	return "", nil
}

// envName is the constant name of the variable that a call reads, or "".
func envName(c *ssa.Call) string {
	f := staticFunc(&c.Call)
	if f == nil {
		return ""
	}
	readers := []string{"os.Getenv", "os.LookupEnv", "syscall.Getenv", "github.com/spf13/viper.GetString", "github.com/spf13/viper.Viper.GetString"}
	if !slices.Contains(readers, fullName(f)) {
		return ""
	}
	name, _ := constString(c.Call.Args[len(c.Call.Args)-1])
	return name
}
