package effects

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A View is one first-party package in SSA form, as far as other analyses may
// see it. It says what this pass found out and changes nothing.
type View struct{ p *program }

// A Unit is a declared function with the function literals in it.
type Unit struct {
	Func   *ssa.Function
	Object *types.Func     // nil for the package's initializer
	Funcs  []*ssa.Function // Func first, then literals, outer before inner
	group  *group
}

// Accesses are what is known of the tables that the unit's function touches, all told.
func (u *Unit) Accesses() []summary.Access { return u.group.summary.DB }

// A Touch is what a call does to tables by itself.
type Touch struct {
	Accesses   []summary.Access
	Statements []Statement // of the SQL text that it is given
}

// A Statement is a statement with its text, cut short.
type Statement struct {
	sqltext.Statement
	Short string
	Parts []summary.Part // the whole text, as far as it is known in the function
	// Open says that a part of it is not known where a condition may stand.
	Open bool
	// Asks and Sets are the parameters, counted from 1, that hold the parts which make it so:
	// the filter and the update of a document store. 0: there is none.
	Asks, Sets int
}

// A Site is a call with all that is known of what it calls.
type Site struct {
	Instr   ssa.CallInstruction
	Callee  *types.Func     // static callee or interface method; nil where a function value is called
	Method  *summary.Method // Callee is a method of this first-party interface
	Field   *summary.Method // a function value is called that this field of a struct holds
	Invoke  bool
	Args    []ssa.Value // the receiver first
	Shift   int         // number of leading Args that are no parameters of the signature
	Entries []catalog.Entry
	Summary *summary.Func // what the static callee does; nil: nothing known
	Remote  bool          // leaves the process by itself
	Runs    []Target      // function values that run because of the call
}

// Touch is what the call does to tables by itself, or nil.
func (u *Unit) Touch(s Site) *Touch { return u.group.touches[s.Instr] }

// A Target is one function that a function value may be.
type Target struct {
	Literal *ssa.Function
	Object  *types.Func
	Param   int // 1 + index of the unit's parameter; 0: none
}

// direct notes an access that a call makes itself.
func (r *recorder) direct(e event, a summary.Access) {
	t := r.touchOf(e)
	same := func(b summary.Access) bool { return b.Key() == a.Key() && b.Verb == a.Verb }
	if !slices.ContainsFunc(t.Accesses, same) {
		t.Accesses = append(t.Accesses, a)
	}
}

// given notes a statement that a call is given.
func (r *recorder) given(e event, st Statement) {
	t := r.touchOf(e)
	t.Statements = append(t.Statements, st)
}

// Wired are the texts that parts come to once the fields in them are filled in,
// as far as the packages known here tell what those hold.
func (v *View) Wired(parts []summary.Part, service string) []string {
	if v.p.wirer == nil {
		return nil
	}
	var texts []string
	use := summary.TextUse{Place: summary.Place{Service: service}, Parts: parts}
	for _, f := range v.p.wirer.fill(filled{parts: parts}, use, 0) {
		if s := f.parts.String(); !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	return texts
}

// InstanceStatements are the statements that a method runs of an instance of a generic
// type, as far as its type arguments tell what generic code leaves open: Repo[User].Save.
func (v *View) InstanceStatements(f *types.Func) []Statement {
	recv := f.Signature().Recv()
	if recv == nil {
		return nil
	}
	ev := v.p.evaluator(nil)
	if ev.types = instanceArgs(recv.Type()); len(ev.types) == 0 {
		return nil
	}
	return v.statementsFor(f, ev, nil)
}

// BoundStatements are the statements that a method runs of the value that it is bound to, as
// far as that tells what the method leaves open: stores.Users.Exists, handed on.
func (v *View) BoundStatements(u *Unit, bound *ssa.MakeClosure) []Statement {
	f, ok := bound.Fn.(*ssa.Function).Object().(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return nil
	}
	ev := v.p.evaluator(u.group)
	ev.types = instanceArgs(f.Signature().Recv().Type())
	return v.statementsFor(f, ev, bound.Bindings)
}

// statementsFor are the statements of a function where some of its parameters are known.
func (v *View) statementsFor(f *types.Func, ev *evaluator, args []ssa.Value) []Statement {
	sum := v.p.summaryOf(f)
	if sum == nil {
		return nil
	}
	var list []Statement
	for _, s := range sum.SQL {
		for _, t := range ev.fill(text(s.Parts), args) {
			whole := t.String()
			for _, st := range sqltext.Parse(whole) {
				list = append(list, Statement{st, shownSQL(whole, st), t, openCondition(whole), 0, 0})
			}
		}
	}
	return list
}

func (r *recorder) touchOf(e event) *Touch {
	t := r.g.touches[e.call.instr]
	if t == nil {
		t = new(Touch)
		r.g.touches[e.call.instr] = t
	}
	return t
}

// Path is the package's import path.
func (v *View) Path() string { return v.p.path }

// Service is the service that the package belongs to, or "".
func (v *View) Service() string { return v.p.service }

// Generated reports whether a function stands in generated code.
func (v *View) Generated(fn *ssa.Function) bool { return v.p.generated[v.p.fileName(fn.Pos())] }

// Boiler reports whether sqlboiler generated the package.
func (v *View) Boiler() bool { return v.p.isBoiler() }

// Units are the package's functions, callees before callers.
func (v *View) Units() []*Unit {
	units := make([]*Unit, len(v.p.groups))
	for i, g := range v.p.groups {
		units[i] = &Unit{Func: g.fn, Object: g.obj, Funcs: g.funcs, group: g}
	}
	return units
}

// Index is the place of a function's unit among Units, -1 if it is not of this
// package.
func (v *View) Index(fn *ssa.Function) int {
	if g := v.p.groupOf(fn); g != nil {
		return g.index
	}
	return -1
}

// IndexOf is Index for a declared function.
func (v *View) IndexOf(f *types.Func) int {
	if g := v.p.byObj[f.Origin()]; g != nil {
		return g.index
	}
	return -1
}

// FirstParty reports whether a package is one of the project's.
func (v *View) FirstParty(path string) bool { return v.p.firstPartyPath(path) }

// Imports are the paths of the packages that this one imports directly.
func (v *View) Imports() []*types.Package { return v.p.pass.Pkg.Imports() }

// Name is the unit's name as findings have it: Type.Method or Func.
func (u *Unit) Name() string { return u.group.name() }

// Site resolves a call.
func (v *View) Site(u *Unit, instr ssa.CallInstruction) Site {
	c := v.p.resolveCall(u.group, instr)
	s := Site{
		Instr: instr, Callee: c.callee, Method: c.method, Field: c.field, Invoke: c.invoke, Args: c.args,
		Shift: c.shift(), Entries: c.entries, Summary: c.sum, Remote: c.leaf != nil,
	}
	for _, r := range c.runs {
		if r.mode != runSpawn {
			s.Runs = append(s.Runs, exported(r.target))
		}
	}
	return s
}

// Targets follows a function value back to the functions that it may be.
func (v *View) Targets(u *Unit, val ssa.Value) []Target {
	return allExported(v.p.targets(u.group, val))
}

// Handlers are the functions that a value may be which is given messages: Targets, however
// many there are in a table of handlers.
func (v *View) Handlers(u *Unit, val ssa.Value) []Target {
	return allExported(v.p.targetsUpTo(u.group, val, maxHandlers))
}

func allExported(targets []target) []Target {
	var list []Target
	for _, t := range targets {
		list = append(list, exported(t))
	}
	return list
}

func exported(t target) Target {
	lit := t.literal
	if lit == nil {
		lit = t.closure
	}
	return Target{Literal: lit, Object: t.obj, Param: t.param}
}

// Binding is the value that a literal's free variable is bound to, or nil.
func (u *Unit) Binding(v *ssa.FreeVar) ssa.Value { return u.group.binding(v) }

// Cell is the variable behind an address, whichever way it was captured.
func (u *Unit) Cell(addr ssa.Value) any { return u.group.cell(addr) }

// Base is what a pointer, or another reference, points into.
func (u *Unit) Base(v ssa.Value) any { return u.group.base(v) }

// Place is where a finding at the position would stand.
func (v *View) Place(u *Unit, pos token.Pos) summary.Place { return v.p.place(u.group, pos) }

// PlaceAt is the place of a step of a proof, if that stands in the unit.
func (v *View) PlaceAt(u *Unit, s summary.Step) (summary.Place, bool) {
	syntax := u.Func.Syntax()
	if syntax == nil {
		return summary.Place{}, false
	}
	from, to := v.p.pass.Fset.Position(syntax.Pos()), v.p.pass.Fset.Position(syntax.End())
	if s.File != v.p.relFile(from.Filename) || s.Line < from.Line || s.Line > to.Line {
		return summary.Place{}, false
	}
	place := v.p.place(u.group, syntax.Pos())
	place.Line, place.Col, place.Ignore = s.Line, s.Col, v.p.ignores.at(from.Filename, s.Line)
	return place, true
}

// Step is a step of a proof.
func (v *View) Step(pos token.Pos, note string) summary.Step { return v.p.step(pos, note) }

// CallPos is where a call stands.
func (v *View) CallPos(instr ssa.CallInstruction) token.Pos { return v.p.callPos(instr) }

// Number gives a place its fingerprint's last parts: what is touched, and which
// of its like in that function it is. It is asked once for each finding, in the
// order of their places.
func (v *View) Number(place summary.Place, rule, touched string) summary.Place {
	return v.p.number(place, rule, touched)
}

// Consuming is what a dependency's function has handle messages, by the indexes
// of its parameters, and whether it gives back messages itself.
func (v *View) Consuming(f *types.Func) (handlers []int, receives bool) {
	if s := v.p.summaryOf(f); s != nil {
		return s.Subscribes, s.Receives
	}
	return nil, false
}

// DealsInMessages reports whether messages come in by a dependency's package: it wraps
// a broker's library.
func (v *View) DealsInMessages(pkg *types.Package) bool {
	fact := new(summary.Pkg)
	return v.p.pass.ImportPackageFact(pkg, fact) && fact.Brokers
}

// Conversions yields each concrete type that the package converts to a
// first-party interface, or that it declares and that implements one it sees.
func (v *View) Conversions(yield func(Conversion) bool) {
	for _, c := range v.p.typeConversions() {
		if !yield(c) {
			return
		}
	}
}

// A Conversion is a concrete type, or an interface, that becomes an interface.
type Conversion struct {
	From, To types.Type
	Seen     bool // a conversion was seen; otherwise the type's package merely sees the interface
}

// FirstPartyMethod names the method of a first-party interface, or nil.
func (v *View) FirstPartyMethod(recv types.Type, m *types.Func) *summary.Method {
	return v.p.firstPartyMethod(recv, m)
}

// TypeName is a type as facts name it.
func TypeName(t types.Type) string { return typeName(t) }

// ShortTypeName is a type as findings name it: billing.HTTP.
func ShortTypeName(t types.Type) string { return shortTypeName(t) }

// DisplayName is a function as findings name it: app.Gateway.Charge.
func DisplayName(f *types.Func) string { return displayName(f) }

// MethodShown is an interface's method as findings name it.
func MethodShown(m summary.Method) string { return methodShown(m) }

// Named is the named type of t or of what t points to, or nil.
func Named(t types.Type) *types.Named { return named(t) }

// PkgPath is an import path without the mark of a test variant.
func PkgPath(p *types.Package) string { return pkgPath(p) }
