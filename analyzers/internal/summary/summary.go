// Package summary holds the facts that packages leave for those that import
// them: what each function does, all told, and what a package as a whole knows
// about interfaces.
//
// Facts are closed: a function's summary includes all that its callees do, so
// that nobody has to look further than one import. They hold slices only, in a
// fixed order, since their bytes are part of go vet's cache key; and positions
// as text, since a dependency's positions mean nothing to who reads the fact.
package summary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// MaxSteps bounds a chain of calls. A longer one loses its middle, never its
// ends: where it begins and what it leads to are the proof.
const MaxSteps = 8

// A Step is one link of a chain: a place and what happens there. The file of
// first-party code is relative to the config's directory (or the module's),
// that of a dependency is module@version/path. A dependency's step has no
// column.
type Step struct {
	File      string
	Line, Col int
	Note      string
}

// A Chain leads from a call in a function to an effect somewhere below it.
type Chain struct {
	Kind  string // what kind of effect: http, rpc, mail, publish, cloud, net, or a configured one
	Leaf  string // the symbol at the end: "net/http.Client.Do"
	Conf  int    // percent
	Steps []Step
}

// Via is the chain as seen by a caller, with the call's own step before it.
func (c Chain) Via(call Step, conf int) Chain {
	c.Steps = Prepend(call, c.Steps)
	c.Conf = Mul(c.Conf, conf)
	return c
}

// Prepend puts a step before others and keeps the result within MaxSteps.
func Prepend(s Step, rest []Step) []Step {
	steps := append([]Step{s}, rest...)
	if over := len(steps) - MaxSteps; over > 0 {
		steps = slices.Delete(steps, MaxSteps/2, MaxSteps/2+over)
	}
	return steps
}

// Join appends a chain to another within the bound on steps, leaving out of the
// middle.
func Join(a, b []Step) []Step {
	steps := slices.Concat(a, b)
	if over := len(steps) - 2*MaxSteps; over > 0 {
		steps = slices.Delete(steps, MaxSteps, MaxSteps+over)
	}
	return steps
}

// Implemented says at a chain's last step, the call of an interface's method, which
// implementation is meant.
func Implemented(steps []Step, shown string) []Step {
	steps = slices.Clone(steps)
	if len(steps) > 0 {
		steps[len(steps)-1].Note += ", implemented by " + shown
	}
	return steps
}

// Mul is the product of two confidences in percent.
func Mul(a, b int) int { return (a*b + 50) / 100 }

// Better orders chains: the surer first, then the shorter, then by text, so
// that the same code always keeps the same chain.
func Better(a, b Chain) int {
	return cmp.Or(
		cmp.Compare(b.Conf, a.Conf),
		cmp.Compare(len(a.Steps), len(b.Steps)),
		cmp.Compare(a.Leaf, b.Leaf),
		slices.CompareFunc(a.Steps, b.Steps, compareStep),
	)
}

func compareStep(a, b Step) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Col, b.Col), cmp.Compare(a.Note, b.Note))
}

// A Method names an interface's method: the interface as a type string with
// full package paths, and the method's name. A struct's field of function type
// is named likewise: it too is called in one package and filled in another.
type Method struct {
	Iface, Name string
}

func (m Method) String() string { return m.Iface + "." + m.Name }

// A DynCall is a call that a function makes, all told, of a method of a
// first-party interface: what it does is known further up, where the
// implementation is.
type DynCall struct {
	Method Method
	Key    string // under which a container held the value; "" where none did
	Conf   int
	Steps  []Step // the last one is the call of the method
}

// A Param says that something is done with a function's parameter (the
// receiver counts as parameter 0 of a method), and where.
type Param struct {
	Index int
	Steps []Step
	Pool  *Pool // of RunsTx: whose transaction it is, where that is known
}

// A Pool is a handle that takes connections from a pool, as seen from a
// function: reached by fields from a parameter or from a package's variable.
type Pool struct {
	Param  int    // -1: Global counts
	Global string // the variable, with its package's path
	Path   string // .field.field
}

// A PoolUse says that a function takes a connection from a pool.
type PoolUse struct {
	Pool
	Unless int // but not if this parameter, a transaction, is given; -1: in any case
	Conf   int
	Steps  []Step
}

// A Func fact is exported for each function that does something of note.
type Func struct {
	// Remote is the best chain by which the function leaves the process
	// outside any transaction that it has in hand itself (what happens in
	// those is reported there). Nil if it does not.
	Remote *Chain
	// Dyn are the interface methods that it calls, likewise.
	Dyn []DynCall
	// Late is what it does only after it has ended a transaction that it was
	// given: to the caller who gives one, that happens outside of it.
	Late *Late
	// RunsTx are the parameters that it calls while a transaction is open.
	RunsTx []Param
	// RunsTxIf are the parameters that it hands to an interface's method,
	// which may run them in a transaction.
	RunsTxIf []CondParam
	// TxDecorates are the parameters that the function which it returns runs
	// in a transaction.
	TxDecorates []Param
	// NextTx says that it is a middleware which runs the rest of the request in a
	// transaction, by the call of a method: c.Next().
	NextTx *Param
	// Gives is what the function that it returns does with what that one is
	// given: withTx(db)(fn).
	Gives *Given
	// Stores are the parameters of function type that it keeps in a struct's
	// field: a constructor.
	Stores []Store
	// Holds are the parameters that the struct which it gives back keeps in fields
	// that nothing else sets.
	Holds []Holding
	// Makes are the project's types of which its results may be values, as far as
	// they are interfaces: what it makes, and what it hands to another maker.
	Makes []string
	// Calls are the parameters that it calls otherwise.
	Calls []int
	// Ends are the parameters whose transaction has ended on every path by the
	// time that it returns; the parameter is the transaction or holds it.
	Ends []int
	// Begins says that it opens a transaction and leaves it open.
	Begins *Begins
	// Pools are the pools that it takes connections from.
	Pools []PoolUse
	// DB are the tables that it touches.
	DB []Access
	// SQL are the parameters that become SQL text.
	SQL []SQLParam
	// Asks are the interface methods that it calls, whose implementations may
	// touch tables: transactions do not matter here, but whose code calls does.
	Asks []Ask
	// Opens are the parameters by which it opens a database.
	Opens []SQLParam
	// Fills are the texts that it stores in fields.
	Fills []Fill
	// Out is what it has to do with calls to other services; nil: nothing.
	Out *Outgoing
	// BeginsQuery says that it gives back a query of gorm's that says its table: who
	// goes on with it reads no other, whatever the rows are read into.
	BeginsQuery bool
	// Subscribes are the parameters of a dependency's function, without the
	// receiver, that it has handle messages: functions, or values of an interface.
	Subscribes []int
	// Receives says that a dependency's function gives back messages.
	Receives bool
}

// Given is what a returned function does with its parameters; the fields are
// those of Func.
type Given struct {
	RunsTx, TxDecorates []Param
	NextTx              *Param
	Calls               []int
}

// Late are the effects that come after the end of a parameter's transaction.
type Late struct {
	Param  int
	Remote *Chain
	Dyn    []DynCall
}

// A CondParam is a parameter that an interface's method is handed.
type CondParam struct {
	Index  int
	Method Method
	Arg    int // argument of the method, without the receiver
	Steps  []Step
}

// A Holding is a parameter that a constructor keeps in a field.
type Holding struct {
	Param int
	Field string
}

// A Store is a parameter that is kept in a field.
type Store struct {
	Param int
	Field Method // the struct's type and the field's name
}

// Begins says how an open transaction gets out of the function that opened it.
type Begins struct {
	Results []int // results that are it or hold it
	Params  []int // parameters that hold it afterwards
	Steps   []Step
	Pool    *Pool // whose transaction it is, where that is known
}

// An Access is a table that a function reads or writes.
type Access struct {
	Schema, Table string
	Model         string // the Go type that stands for the table, where one does
	Home          string // the service in whose packages the code is that was generated for the table
	Write         bool
	Verb          string // of the statement: select, insert, update, …
	// In is the service whose code makes the access; "" while it is only
	// shared code, whose effects pass through to the caller.
	In string
	// API is set once the chain has passed through an api package of In.
	API   bool
	Conf  int
	Steps []Step
	// Change is what is known of a write beside its table; nil: nothing is, or
	// it is a read.
	Change *Change
	Locks  bool // of a read: the rows stay locked
	// Documents: the table is a collection of a document store.
	Documents bool
}

// Key tells accesses apart that need a chain of their own, so that a legal way
// to a table does not hide an illegal one, nor a guarded write one that is not.
func (a Access) Key() string {
	return fmt.Sprintf("%s|%t|%s", a.Base(), a.Locks, a.Change)
}

// Base is the key without what is known of a write.
func (a Access) Base() string {
	return fmt.Sprintf("%s.%s|%t|%s|%t", a.Schema, a.Table, a.Write, a.In, a.API)
}

// A Change is what a statement is known to do to the rows of a table.
type Change struct {
	// InsertOnly: it adds rows and changes none that is there.
	InsertOnly bool
	// Columns may be given a value, in the order in which they are named; where a
	// model is written as a whole, all of its columns. A * is for columns whose
	// names are not known.
	Columns []string
	// Conditions decide whether a row is overwritten, or a column of it.
	Conditions []Condition
	// Partial: a part of the statement is not known, where more conditions may
	// stand.
	Partial bool
}

// A Condition is a comparison of a stored column; see sqltext.Comparison. Or its Op is IS
// and its Other NULL: a column that is set must have no value yet.
type Condition struct{ Column, Op, Other, Guards string }

// String is the change as wanted in comments, and part of an access's key.
func (c *Change) String() string {
	if c == nil {
		return ""
	}
	var parts []string
	if c.InsertOnly {
		parts = append(parts, "insert only")
	}
	if len(c.Columns) > 0 {
		parts = append(parts, "sets "+strings.Join(c.Columns, ","))
	}
	for _, cond := range c.Conditions {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("if %s %s %s %s", cond.Column, cond.Op, cond.Other, cond.Guards)))
	}
	if c.Partial {
		parts = append(parts, "partial")
	}
	return strings.Join(parts, "; ")
}

// An SQLParam is a piece of SQL text with holes that the callers fill.
type SQLParam struct {
	Parts []Part
	Steps []Step
	// Shown stands for the text in messages, where the text is not the code's
	// own but what a chain of calls amounts to.
	Shown string
}

// A Part is a piece of text: constant, the value of a parameter or of a field,
// or the table of a model that is known by its type alone.
type Part struct {
	Text  string
	Param int // -1: none
	// Field is what the piece is the content of: of parameter Param's struct or,
	// where that is -1, of some struct of the field's type.
	Field Field
	// Env says that the piece is the name of an environment variable, or of a
	// key of the configuration, whose value is meant.
	Env bool
	// Naming is the library by whose rules a type is a table: of the parameter,
	// or of the type parameter Type (counted from 1).
	Naming string
	Type   int
	Model  string // the type whose table Text is
	Keeps  bool   // a row of which the library only marks as deleted
	Refers Refers // what the rows of Model refer to
	Conf   int    // in Text; 0: certain
}

// Empty reports whether the summary says nothing, and need not be exported.
func (f *Func) Empty() bool {
	return f == nil || f.Remote == nil && len(f.Dyn) == 0 && f.Late == nil && len(f.RunsTx) == 0 && len(f.RunsTxIf) == 0 &&
		len(f.TxDecorates) == 0 && f.NextTx == nil && f.Gives == nil && len(f.Stores) == 0 && len(f.Calls) == 0 && len(f.Ends) == 0 && f.Begins == nil && len(f.Makes) == 0 && len(f.Pools) == 0 &&
		len(f.DB) == 0 && len(f.Asks) == 0 && len(f.SQL) == 0 && len(f.Opens) == 0 && len(f.Fills) == 0 && f.Out.Empty() &&
		len(f.Holds) == 0 && len(f.Subscribes) == 0 && !f.Receives && !f.BeginsQuery
}

// AFact marks Func as a fact.
func (*Func) AFact() {}

// String is what analysistest's want comments match.
func (f *Func) String() string {
	var parts []string
	add := func(cond bool, format string, args ...any) {
		if cond {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	if f.Remote != nil {
		add(true, "remote(%s)", f.Remote.Leaf)
	}
	for _, d := range f.Dyn {
		add(true, "calls(%s%s)", d.Method, d.Key)
	}
	add(len(f.Makes) > 0, "makes%v", f.Makes)
	if f.Late != nil {
		add(true, "late(%d)", f.Late.Param)
		add(f.Late.Remote != nil, "remote")
		for _, d := range f.Late.Dyn {
			add(true, "calls(%s)", d.Method)
		}
	}
	for _, p := range f.TxDecorates {
		add(true, "decoratesTx(%d)", p.Index)
	}
	for _, p := range f.RunsTxIf {
		add(true, "runsTxIf(%d,%s)", p.Index, p.Method)
	}
	for _, p := range f.RunsTx {
		add(true, "runsTx(%d)", p.Index)
	}
	add(f.NextTx != nil, "nextTx")
	if f.Gives != nil {
		gives := Func{RunsTx: f.Gives.RunsTx, TxDecorates: f.Gives.TxDecorates, NextTx: f.Gives.NextTx, Calls: f.Gives.Calls}
		add(true, "gives(%s)", gives.String())
	}
	for _, st := range f.Stores {
		add(true, "keeps(%d,%s)", st.Param, st.Field)
	}
	add(len(f.Calls) > 0, "runs%v", f.Calls)
	add(len(f.Ends) > 0, "ends%v", f.Ends)
	add(f.Begins != nil, "begins")
	for _, u := range f.Pools {
		add(true, "uses(%d%s%s)", u.Param, u.Global, u.Path)
	}
	for _, a := range f.DB {
		verb := "reads"
		if a.Write {
			verb = "writes"
		}
		add(true, "%s(%s)", verb, a.Table)
	}
	for _, a := range f.Asks {
		add(true, "asks(%s)", a.Method)
	}
	add(len(f.SQL) > 0, "sqlParam")
	add(len(f.Opens) > 0, "opens")
	for _, fill := range f.Fills {
		add(true, "fills(%s)", fill.Field)
	}
	add(len(f.Subscribes) > 0, "subscribes%v", f.Subscribes)
	add(f.Receives, "receives")
	return strings.Join(parts, " ")
}

// A Text fact is exported for each package variable that holds constant text
// for life, and for each function that returns but one.
type Text struct {
	Value string
	// List is the content of a variable that is a list, a map or a struct of
	// strings.
	List []Entry
	// Alts are the texts of a function that makes them of its parameters.
	Alts [][]Part
}

// An Entry is a string in a list (without key), a map or a struct.
type Entry struct{ Key, Value string }

// AFact marks Text as a fact.
func (*Text) AFact() {}

func (t *Text) String() string {
	if t.Alts != nil {
		return fmt.Sprintf("texts of parameters(%d)", len(t.Alts))
	}
	if t.List != nil {
		return fmt.Sprintf("texts(%q)", t.List)
	}
	return fmt.Sprintf("text(%q)", t.Value)
}
