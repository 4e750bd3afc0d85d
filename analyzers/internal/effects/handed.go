package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// handedOut handles a call by which another service's package hands out a
// database: the connection, or a client or repository that has it.
func (r *recorder) handedOut(e event) {
	c, p := e.call, r.p
	value, ok := c.instr.(*ssa.Call)
	if !ok || !r.final || c.callee.Pkg() == nil || p.generatedAt(c) {
		return
	}
	if p.service == "" {
		r.handedIn(e)
		return
	}
	owner := p.handsOut(value)
	if owner == "" || owner == p.service || r.handedBefore(value) {
		return
	}
	r.gotHold(p.callPos(c.instr), owner, c.callee, told(value))
}

// gotHold notes that a service is handed another's database.
func (r *recorder) gotHold(pos token.Pos, owner string, by *types.Func, helped bool) {
	place := r.p.place(r.g, pos)
	place.Touched = owner + " database"
	r.p.handles = append(r.p.handles, HandleUse{
		Place: place, Owner: owner,
		Proof:  []summary.Step{r.p.step(pos, "is handed the database by "+displayName(by))},
		helped: helped,
	})
}

// handedBefore reports whether the service has been handed already what the call
// takes the connection out of: that is where the finding stands.
func (r *recorder) handedBefore(c *ssa.Call) bool {
	if staticFunc(&c.Call).Signature().Recv() == nil {
		return false
	}
	t := handleTracer{r: r, seen: map[ssa.Value]bool{}}
	t.trace(c.Call.Args[0])
	return t.owner != ""
}

// keptMethods notes the methods that hand out a database and that the group keeps
// to be called later: trail{remote: data.Conn}.
func (r *recorder) keptMethods() {
	if !r.final || r.p.service == "" {
		return
	}
	for _, fn := range r.g.funcs {
		if r.p.generated[r.p.fileName(fn.Pos())] {
			continue
		}
		for mc := range Each[*ssa.MakeClosure](fn) {
			if owner, f := r.p.handingMethod(mc); owner != "" && owner != r.p.service {
				r.gotHold(mc.Pos(), owner, f, false)
			}
		}
	}
}

// handingMethod is the service whose database a method value hands out, with the
// method; "" for other closures.
func (p *program) handingMethod(mc *ssa.MakeClosure) (owner string, f *types.Func) {
	f = boundMethod(mc)
	if f == nil || f.Pkg() == nil || !givesHandle(f) {
		return "", nil
	}
	path := pkgPath(f.Pkg())
	owner = p.cfg.ServiceOf(path)
	if owner == "" || p.cfg.IsAPI(owner, path) || !p.opensItself(mc.Bindings[0].Type(), owner) {
		return "", nil
	}
	return owner, f
}

// boundMethod is the method that a method value is of, or nil.
func boundMethod(mc *ssa.MakeClosure) *types.Func {
	fn := mc.Fn.(*ssa.Function)
	if !strings.HasPrefix(fn.Synthetic, "bound method wrapper") {
		return nil
	}
	f, _ := fn.Object().(*types.Func)
	return f
}

// givesHandle reports whether a function has a connection, or what holds one,
// among its results.
func givesHandle(f *types.Func) bool {
	for res := range f.Signature().Results().Variables() {
		if holdsHandle(res.Type(), 0) {
			return true
		}
	}
	return false
}

// told reports whether a call may say itself which database to open: then what
// it calls is a helper, whoever owns it.
func told(c *ssa.Call) bool {
	args := c.Call.Args
	if obj := staticFunc(&c.Call); obj != nil && obj.Signature().Recv() != nil {
		args = args[1:]
	}
	return slices.ContainsFunc(args, func(a ssa.Value) bool {
		if _, constant := a.(*ssa.Const); constant {
			return false
		}
		t := a.Type()
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		_, isStruct := t.Underlying().(*types.Struct)
		return isStruct && !isContext(t) || isString(t)
	})
}

// confirmed are the databases that are handed out, without those of which a
// helper may have been told by the caller: that they are the owner's shows in
// the tables that the package uses.
func (p *program) confirmed() []HandleUse {
	return slices.DeleteFunc(p.handles, func(h HandleUse) bool {
		return h.helped && !slices.ContainsFunc(p.uses, func(u TableUse) bool { return u.Owner.Service == h.Owner })
	})
}

// handsOut is the service whose package hands out a database by a call; "" if
// none does, or its api. What is made from a handle that the caller has is the
// caller's.
func (p *program) handsOut(c *ssa.Call) string {
	obj := staticFunc(&c.Call)
	if obj == nil {
		return ""
	}
	path := pkgPath(obj.Pkg())
	owner := p.cfg.ServiceOf(path)
	if owner == "" || p.cfg.IsAPI(owner, path) || !slices.ContainsFunc(results(c), func(t types.Type) bool { return holdsHandle(t, 0) }) {
		return ""
	}
	args := c.Call.Args
	if obj.Signature().Recv() != nil && p.opensItself(args[0].Type(), owner) {
		args = args[1:]
	}
	if slices.ContainsFunc(args, lends) {
		return ""
	}
	return owner
}

// lends reports whether a value may be a connection that the caller lends.
func lends(v ssa.Value) bool { return runsQueries(v.Type()) || holdsHandle(v.Type(), 0) }

// opensItself reports whether all that makes values of a service's type opens the
// database for itself: then what such a value gives away is the service's. One that
// may also be made of a connection that somebody lends is of no known database.
func (p *program) opensItself(t types.Type, owner string) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || p.cfg.ServiceOf(pkgPath(n.Obj().Pkg())) != owner {
		return false
	}
	made := false
	for _, name := range n.Obj().Pkg().Scope().Names() {
		f, ok := n.Obj().Pkg().Scope().Lookup(name).(*types.Func)
		if !ok || !returns(f, n) {
			continue
		}
		for param := range f.Signature().Params().Variables() {
			if runsQueries(param.Type()) || holdsHandle(param.Type(), 0) {
				return false
			}
		}
		made = true
	}
	return made
}

// returns reports whether a function has a value of a type, or a pointer to one,
// among its results.
func returns(f *types.Func, n *types.Named) bool {
	for res := range f.Signature().Results().Variables() {
		if named(res.Type()) == n {
			return true
		}
	}
	return false
}

// runsQueries reports whether an interface may stand for a connection, as the
// DBTX of generated code does.
func runsQueries(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range i.Methods() {
		if queryName(m.Name()) || strings.HasPrefix(m.Name(), "Begin") {
			return true
		}
	}
	return i.NumMethods() == 0 // anything
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
		"github.com/go-pg/pg.DB", "github.com/jinzhu/gorm.DB", "github.com/doug-martin/goqu.Database", "github.com/gocql/gocql.Session",
		"xorm.io/xorm.Engine", "go.mongodb.org/mongo-driver/mongo.Database", "go.mongodb.org/mongo-driver/mongo.Client":
		return true
	}
	return false
}

// maxHolding is how deep in structs a connection still makes its holder a
// client or a repository.
const maxHolding = 2

// holdsHandle reports whether a type is a connection, or a struct that has one.
func holdsHandle(t types.Type, depth int) bool {
	if isHandle(t) {
		return true
	}
	n := named(t)
	if n == nil || depth > maxHolding {
		return false
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if holdsHandle(f.Type(), depth+1) {
			return true
		}
	}
	return false
}

// handedIn handles a call by which the wiring, which belongs to no service,
// hands one service's database to another.
func (r *recorder) handedIn(e event) {
	p, c := r.p, e.call
	to := p.cfg.ServiceOf(pkgPath(c.callee.Pkg()))
	if to == "" || p.cfg.IsShared(p.path) {
		return
	}
	for _, a := range c.args {
		if !isHandle(a.Type()) {
			continue
		}
		t := handleTracer{r: r, seen: map[ssa.Value]bool{}}
		t.trace(a)
		if t.owner == "" || t.owner == to || t.several || p.sameDatabase(t.owner, to) {
			continue
		}
		place := p.place(r.g, p.callPos(c.instr))
		place.Service, place.Touched = to, t.owner+" database"
		p.handles = append(p.handles, HandleUse{
			Place: place, Owner: t.owner, Env: t.env,
			Proof: []summary.Step{t.step, p.step(p.argPos(c, a), "hands it to "+displayName(c.callee))},
		})
	}
}

// sameDatabase reports whether two services share a database, as the config
// says: then a handle of one is a handle of the other.
func (p *program) sameDatabase(a, b string) bool {
	x, y := p.cfg.Services[a], p.cfg.Services[b]
	return x != nil && y != nil && !x.Owns.Database.IsZero() && strings.EqualFold(x.Owns.Database.Text, y.Owns.Database.Text)
}

// A handleTracer follows a connection back to where it was opened.
type handleTracer struct {
	r       *recorder
	seen    map[ssa.Value]bool
	owner   string
	several bool // of more than one owner, or one that is not known
	env     string
	step    summary.Step
}

func (t *handleTracer) trace(v ssa.Value) {
	if v == nil || t.seen[v] {
		return
	}
	t.seen[v] = true
	switch v := v.(type) {
	case *ssa.Phi:
		for _, e := range v.Edges {
			t.trace(e)
		}
	case *ssa.Extract:
		t.trace(v.Tuple)
	case *ssa.MakeInterface:
		t.trace(v.X)
	case *ssa.FreeVar:
		t.trace(t.r.g.binding(v))
	case *ssa.UnOp:
		for _, s := range t.r.g.stores()[t.r.g.cell(v.X)] {
			t.trace(s)
		}
	case *ssa.Call:
		t.call(v)
	}
}

func (t *handleTracer) call(c *ssa.Call) {
	p := t.r.p
	if owner := p.handsOut(c); owner != "" && !told(c) {
		t.found(owner, "", p.step(p.callPos(c), "is handed the database by "+displayName(staticFunc(&c.Call))))
		return
	}
	var uses []HandleUse
	for _, s := range t.r.opensBy(c) {
		p.opened(summary.Place{}, s, nil, &uses)
	}
	for _, u := range uses {
		t.found(u.Owner, u.Env, p.step(p.callPos(c), "opens the database: "+p.callText(c)))
	}
	if len(uses) == 0 { // a connection that is made of another: gorm.Open(postgres.Open(dsn))
		for _, a := range c.Call.Args {
			if isHandle(a.Type()) || types.IsInterface(a.Type()) {
				t.trace(a)
			}
		}
	}
}

// opensBy are the connection strings by which a call opens a database.
func (r *recorder) opensBy(c *ssa.Call) []text {
	known := r.g.calls[c]
	if known == nil || known.callee == nil {
		return nil
	}
	var texts []text
	if entry := known.has(catalog.Open); entry != nil {
		if v := stringOf(known.arg(entry.Arg)); v != nil {
			texts = r.p.texts(r.g, v)
		}
	}
	if known.sum != nil {
		for _, s := range known.sum.Opens {
			texts = append(texts, r.p.evaluator(r.g).fill(text(s.Parts), known.args)...)
		}
	}
	return texts
}

func (t *handleTracer) found(owner, env string, step summary.Step) {
	t.several = t.several || t.owner != "" && t.owner != owner
	t.owner, t.env, t.step = owner, env, step
}
