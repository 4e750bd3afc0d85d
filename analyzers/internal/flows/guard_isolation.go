package flows

import (
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// What keeps others from a row between the comparison and the write: a lock on it,
// on its table, or on something that stands for it; or a transaction that is
// isolated from others.

// lockText recognises SQL that locks by other means than rows.
var lockText = regexp.MustCompile(`(?i)pg_advisory|pg_try_advisory|get_lock\(|serializable|sp_getapplock|\block\s+tables?\b|\b(updlock|holdlock|tablockx)\b|\bbegin\s+(immediate|exclusive)\b`)

// locks reports whether a call locks what it reads, or all else out.
func (t *tracker) locks(s effects.Site) bool {
	if spannerTransaction(s) {
		return true
	}
	if touch := t.u.Touch(s); touch != nil {
		if slices.ContainsFunc(touch.Statements, func(st effects.Statement) bool { return st.Locks }) ||
			slices.ContainsFunc(touch.Accesses, func(a summary.Access) bool { return a.Locks }) {
			return true
		}
	}
	if t.commandName(s) == "WATCH" {
		return true // nobody else changes what Redis holds there, or nothing is written
	}
	return locksKey(s) || locksByMod(s) || slices.ContainsFunc(slices.Concat(s.Args, variadic(s)), func(v ssa.Value) bool {
		v = unconverted(v)
		return locking(v) || t.isolatingOption(v)
	})
}

// isolatingOption recognises a function of the project's that makes the transaction of
// whoever applies it an isolated one: func Serializable(o *sql.TxOptions).
func (t *tracker) isolatingOption(v ssa.Value) bool {
	fn, ok := v.(*ssa.Function)
	if !ok {
		return false
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return false
	}
	takes := slices.ContainsFunc(slices.Collect(obj.Signature().Params().Variables()), func(p *types.Var) bool { return isOptions(p.Type()) })
	if !takes {
		return false
	}
	f := t.funcOfObject(obj)
	return f != nil && len(f.Locks) > 0
}

// locking reports whether an argument asks for a lock: the text of a statement, gorm's
// clause, a transaction's isolation.
func locking(v ssa.Value) bool {
	if c, ok := v.(*ssa.Const); ok && c.Value != nil {
		return lockText.MatchString(c.Value.String()) || isolationLevel(c.Type()) && strict(c)
	}
	if n := effects.Named(v.Type()); n != nil && n.Obj().Name() == "Locking" { // gorm's clause
		return true
	}
	return serializable(v)
}

// locksByMod recognises the part of a query of sqlboiler's by which it locks its rows:
// qm.For("UPDATE").
func locksByMod(s effects.Site) bool {
	return s.Callee != nil && s.Callee.Name() == "For" && s.Callee.Pkg() != nil && strings.HasSuffix(effects.PkgPath(s.Callee.Pkg()), "/queries/qm") &&
		len(s.Args) == 1 && strings.Contains(strings.ToUpper(constantText(s.Args[0])), "UPDATE")
}

// locksKey recognises the libraries that lock a key for all processes.
func locksKey(s effects.Site) bool {
	if s.Callee == nil || s.Callee.Pkg() == nil {
		return false
	}
	switch path := catalog.Canonical(effects.PkgPath(s.Callee.Pkg())); {
	case path == "github.com/go-redsync/redsync", path == "github.com/bsm/redislock", path == "github.com/redis/rueidis/rueidislock", strings.HasPrefix(path, "go.etcd.io/etcd/client") && strings.HasSuffix(path, "/concurrency"):
		return hasAnyPrefix(s.Callee.Name(), "lock", "obtain", "withcontext")
	}
	return false
}

// isolationLevel recognises the types of transactions' isolation levels.
func isolationLevel(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	switch n.Obj().Name() {
	case "IsolationLevel", "TxIsoLevel", "IsoLevel":
		return true
	}
	return false
}

// serializable reports whether a value is the options of a transaction that sees
// to it that no other one writes what it has read.
func serializable(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	switch v := v.(type) {
	case *ssa.Alloc:
		return isOptions(v.Type()) && slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			fa, ok := ref.(*ssa.FieldAddr)
			return ok && slices.ContainsFunc(*fa.Referrers(), isolates)
		})
	case *ssa.Global:
		return isOptions(deref(v.Type())) && isolatedGlobal(v)
	}
	return false
}

// isOptions recognises the options of a transaction, and what refers to them.
func isOptions(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && strings.HasSuffix(n.Obj().Name(), "TxOptions")
}

// isolatedGlobal reports whether a package's variable is such options, which its
// initialization fills.
func isolatedGlobal(g *ssa.Global) bool {
	if g.Pkg == nil || g.Pkg.Func("init") == nil {
		return false
	}
	for instr := range effects.Instructions(g.Pkg.Func("init")) {
		switch i := instr.(type) {
		case *ssa.FieldAddr:
			if i.X == ssa.Value(g) && slices.ContainsFunc(*i.Referrers(), isolates) {
				return true
			}
		case *ssa.Store:
			if i.Addr == ssa.Value(g) && serializable(i.Val) {
				return true
			}
		}
	}
	return false
}

// isolates reports whether an instruction gives the options of a transaction a level
// that is strict: here, or in an option which somebody applies that is given them.
func isolates(instr ssa.Instruction) bool {
	s, ok := instr.(*ssa.Store)
	if !ok {
		return false
	}
	fa, ok := s.Addr.(*ssa.FieldAddr)
	return ok && strict(s.Val) && (isolationLevel(s.Val.Type()) || isOptions(fa.X.Type()) && strings.HasPrefix(structField(fa.X.Type(), fa.Field), "Iso"))
}

// isolatesGiven is isolates for the options that somebody else has made, and begins
// the transaction with: func(o *pgx.TxOptions) { o.IsoLevel = pgx.Serializable }.
func isolatesGiven(instr ssa.Instruction) bool {
	if !isolates(instr) {
		return false
	}
	_, given := instr.(*ssa.Store).Addr.(*ssa.FieldAddr).X.(*ssa.Parameter)
	return given
}

// strict reports whether a level of isolation refuses a write that another one
// has overtaken: repeatable reads and above, by database/sql's numbers or by name.
func strict(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return false
	}
	if c.Value.Kind() == constant.String {
		level := strings.ToLower(constant.StringVal(c.Value))
		return level == "serializable" || level == "repeatable read"
	}
	n, exact := constant.Int64Val(constant.ToInt(c.Value))
	return exact && n >= 4
}
