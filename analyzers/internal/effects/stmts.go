package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A prepared statement is worth its text. Where it is prepared, the text is
// judged; what runs it later, in a method that another service calls, only has to
// know which it is.

// isPrepared reports whether a type is a prepared statement's.
func isPrepared(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	switch catalog.Canonical(pkgPath(n.Obj().Pkg())) + "." + n.Obj().Name() {
	case "database/sql.Stmt", "github.com/jmoiron/sqlx.Stmt", "github.com/jmoiron/sqlx.NamedStmt":
		return true
	}
	return false
}

// preparedFrom is what a call makes a prepared statement of: its text, or the
// same statement outside of a transaction. nil: it makes none.
func preparedFrom(c *ssa.Call) ssa.Value {
	res := results(c)
	callee, args := calleeOf(c)
	if len(res) == 0 || !isPrepared(res[0]) || callee == nil || callee.Signature().Recv() == nil {
		return nil
	}
	name := callee.Name()
	if !strings.HasPrefix(name, "Prepare") && !strings.HasPrefix(name, "Stmt") && name != "NamedStmt" {
		return nil
	}
	for _, a := range args[1:] {
		if isString(a.Type()) || isPrepared(typed(a).Type()) {
			return typed(a)
		}
	}
	return nil
}

// stmtCall notes the tables that a prepared statement touches where it runs. Its
// text was judged where it was prepared, so this is for the callers of other
// services alone.
func (r *recorder) stmtCall(e event) {
	c := e.call
	if c.shift() == 0 || !isPrepared(c.args[0].Type()) || c.callee.Name() == "Close" || !r.fl.ran[e.at] {
		return
	}
	for _, t := range r.p.texts(r.g, c.args[0]) {
		if !t.closed() {
			continue
		}
		s := t.String()
		for _, st := range sqltext.Parse(s) {
			for _, a := range st.Accesses {
				if a.Name == sqltext.Unknown || sqltext.IsSystem(a.Schema, a.Name) {
					continue
				}
				access := plainAccess(a)
				note := accessVerb(a.Write) + " " + tableName(access.Schema, access.Table) + ", by the prepared statement: " + shownSQL(s, st)
				access.Steps = []summary.Step{r.p.step(r.p.callPos(c.instr), note)}
				access.In = r.p.service
				access.API = access.In != "" && r.p.cfg.IsAPI(r.p.service, r.p.path)
				r.keepAccess(access)
			}
		}
	}
}

// A listedStmt is the text of a statement that a list of them names, beside the
// field that it is to be kept in: {{&s.find, findSQL}, …}.
type listedStmt struct {
	text ssa.Value
	in   *ssa.Function
}

// listedStmts are the package's, by the fields.
func (p *program) listedStmts() map[*types.Var][]listedStmt {
	if p.stmts != nil {
		return p.stmts
	}
	p.stmts = map[*types.Var][]listedStmt{}
	for _, g := range p.groups {
		for st := range Each[*ssa.Store](g.funcs...) {
			if !isPrepared(pointee(st.Val.Type())) {
				continue
			}
			field, ok := st.Val.(*ssa.FieldAddr)
			entry, is := st.Addr.(*ssa.FieldAddr)
			if text := besideIn(entry); ok && is && text != nil {
				f := fieldOf(field)
				p.stmts[f] = append(p.stmts[f], listedStmt{text, st.Parent()})
			}
		}
	}
	return p.stmts
}

// besideIn is the string in the struct that a field is of.
func besideIn(entry *ssa.FieldAddr) ssa.Value {
	if entry == nil || entry.X.Referrers() == nil {
		return nil
	}
	for _, ref := range *entry.X.Referrers() {
		other, ok := ref.(*ssa.FieldAddr)
		if !ok || !isString(pointee(other.Type())) {
			continue
		}
		for _, use := range *other.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == other {
				return st.Val
			}
		}
	}
	return nil
}
