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
	Conf   int
	Steps  []Step // the last one is the call of the method
}

// A Param says that something is done with a function's parameter (the
// receiver counts as parameter 0 of a method), and where.
type Param struct {
	Index int
	Steps []Step
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
	// Stores are the parameters of function type that it keeps in a struct's
	// field: a constructor.
	Stores []Store
	// Calls are the parameters that it calls otherwise.
	Calls []int
	// Ends are the parameters whose transaction has ended on every path by the
	// time that it returns; the parameter is the transaction or holds it.
	Ends []int
	// Begins says that it opens a transaction and leaves it open.
	Begins *Begins
	// DB are the tables that it touches.
	DB []Access
	// SQL are the parameters that become SQL text.
	SQL []SQLParam
	// Out is what it has to do with calls to other services; nil: nothing.
	Out *Outgoing
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
}

// An Access is a table that a function reads or writes.
type Access struct {
	Schema, Table string
	Model         string // the Go type that stands for the table, where one does
	Write         bool
	Verb          string // of the statement: select, insert, update, …
	// In is the service whose code makes the access; "" while it is only
	// shared code, whose effects pass through to the caller.
	In string
	// API is set once the chain has passed through an api package of In.
	API   bool
	Conf  int
	Steps []Step
}

// Key tells accesses apart that need a chain of their own, so that a legal way
// to a table does not hide an illegal one.
func (a Access) Key() string {
	return fmt.Sprintf("%s.%s|%t|%s|%t", a.Schema, a.Table, a.Write, a.In, a.API)
}

// An SQLParam is a piece of SQL text with holes that the callers fill.
type SQLParam struct {
	Parts []Part
	Steps []Step
}

// A Part is a piece of text: either constant or a parameter's value.
type Part struct {
	Text  string
	Param int // -1: Text counts
}

// Empty reports whether the summary says nothing, and need not be exported.
func (f *Func) Empty() bool {
	return f == nil || f.Remote == nil && len(f.Dyn) == 0 && f.Late == nil && len(f.RunsTx) == 0 && len(f.RunsTxIf) == 0 &&
		len(f.TxDecorates) == 0 && len(f.Stores) == 0 && len(f.Calls) == 0 && len(f.Ends) == 0 && f.Begins == nil && len(f.DB) == 0 && len(f.SQL) == 0 &&
		f.Out.Empty()
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
		add(true, "calls(%s)", d.Method)
	}
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
	for _, st := range f.Stores {
		add(true, "keeps(%d,%s)", st.Param, st.Field)
	}
	add(len(f.Calls) > 0, "runs%v", f.Calls)
	add(len(f.Ends) > 0, "ends%v", f.Ends)
	add(f.Begins != nil, "begins")
	for _, a := range f.DB {
		verb := "reads"
		if a.Write {
			verb = "writes"
		}
		add(true, "%s(%s)", verb, a.Table)
	}
	add(len(f.SQL) > 0, "sqlParam")
	return strings.Join(parts, " ")
}

// A Text fact is exported for each package variable of type string that holds
// one constant for life.
type Text struct{ Value string }

// AFact marks Text as a fact.
func (*Text) AFact() {}

func (t *Text) String() string { return fmt.Sprintf("text(%q)", t.Value) }
