// Package flows follows messages from where they come in to what is written
// because of them. It finds the consumers of a package, whatever library brings
// their messages, and tells for each which tables it writes, whether something
// decides on the order of messages before, and what it reads.
//
// A function's fact says what the function does with its parameters, all told;
// so a consumer is judged by its own fact, however deep below the write is. What
// hangs on an interface is settled by the first package that knows an
// implementation (settle.go), as in package effects.
//
// The way through the package: package.go takes the functions of a package one by
// one, summarize.go makes the fact of each (facts.go, packagefacts.go), and settle.go
// brings the facts of packages together. What a fact says is found out by topic, and a
// file's name begins with its topic:
//
//   - value: where data comes from and goes to, through calls, fields and closures
//   - control: which turns lead to a place, and which never go together
//   - message: what is a message, what it is decoded to, what of it tells its order
//   - consumer: who is given messages, requests or jobs, whatever brings them
//   - write: what is written, under which key, and what becomes of a row that is there
//   - guard: what decides by order, or by what is stored, whether something is written
//   - row: which row it was that was read
//   - wait: what is looked up before a write, and what waits for it
//   - answer: what becomes of a message when its handling fails
//   - settle: what hangs on implementations that only importers know
//   - duty: what the rules on publishing, deletions, filters and repairs ask for
package flows

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	goanalysis "golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A Result is what the pass tells the rules about one package.
type Result struct {
	*effects.Result
	// Consumers are those of which this package settles something: its own, and
	// those below it whose interfaces it brings together with implementations.
	Consumers []Consumer
	// Losing are consumers, of this package or of those below, that are subscribed
	// here to a server which loses what they fail at.
	Losing []Consumer
	// Later are consumers that packages below have judged, of whose services more is known
	// here.
	Later []Later
	// Requests are handlers of requests, likewise, in services that keep copies.
	Requests []Request
	// Syncs are sync jobs, likewise.
	Syncs []Consumer
	// Types are those of what the package publishes and consumes.
	Types []MessageType
	// Handlers are the package's functions that are there to be given messages.
	Handlers []HandlerDecl
	// Ignored are handlers that are subscribed and do nothing.
	Ignored []Ignored
	// Interfaces are those by which it has messages handled.
	Interfaces []HandlerInterface
	// Filters are the filters of events that say yes always.
	Filters []Filter
}

// A Consumer is an entry with the writes that this package proves.
type Consumer struct {
	Entry
	// Open are the turns that lead to calls of which no implementation is known:
	// where there are some, what the consumer does not do is not known.
	Open []Branches
	// Quiet are the turns that lead to calls that make sure of no row, as far as their
	// implementations or their names tell; what else they do is not known.
	Quiet []Branches
	// Weighing are those of Quiet that lead to calls which may decide by the mark of a
	// repair: they are given it.
	Weighing []Branches
	// Fillings are what the consumers of its service fill, as far as known.
	Fillings

	seen []Seen // of its service
}

// Settled reports whether all is known that may happen together with a write.
func (c *Consumer) Settled(w *Write) bool {
	return c.WaitsKnown(w) && !slices.ContainsFunc(c.Quiet, func(b Branches) bool { return !b.Excludes(w.Branches) })
}

// MarkKnown reports whether all is known that may decide on a write by the mark of a
// repair.
func (c *Consumer) MarkKnown(w *Write) bool {
	return c.WaitsKnown(w) && !slices.ContainsFunc(c.Weighing, func(b Branches) bool { return !b.Excludes(w.Branches) })
}

// WaitsKnown reports whether all is known that may make sure, together with a write, of
// what that refers to.
func (c *Consumer) WaitsKnown(w *Write) bool {
	return !slices.ContainsFunc(c.Open, func(b Branches) bool { return !b.Excludes(w.Branches) })
}

// NameAt is the consumer's name for a finding at a place: that of the function
// there, if it is part of the consumer.
func (c *Consumer) NameAt(p summary.Place) string {
	if p.Package == c.Place.Package && p.Function != "" {
		return p.Function
	}
	return c.Name
}

// New returns the pass, on top of the engine's.
func New(engine *goanalysis.Analyzer) *goanalysis.Analyzer {
	return &goanalysis.Analyzer{
		Name:       "flows",
		Doc:        "follow messages from consumers to what they write",
		Requires:   []*goanalysis.Analyzer{engine},
		FactTypes:  []goanalysis.Fact{new(Func), new(Pkg)},
		ResultType: reflect.TypeFor[*Result](),
		// What does not compile has no view.
		RunDespiteErrors: true,
		Run: func(pass *goanalysis.Pass) (any, error) {
			res := pass.ResultOf[engine].(*effects.Result)
			if !res.First || res.View == nil {
				return &Result{Result: res}, nil
			}
			return run(pass, res), nil
		},
	}
}

// run analyzes a first-party package.
func run(pass *goanalysis.Pass, res *effects.Result) *Result {
	a := newAnalysis(pass, res)
	a.summarizeAll()
	a.export()
	consumers := a.settle()
	return &Result{Result: res, Consumers: consumers, Losing: a.losing, Later: a.later, Requests: a.requests, Syncs: a.syncs, Types: a.messageTypes(consumers), Handlers: a.handlerDecls(), Ignored: a.ignored(), Interfaces: a.handlerInterfaceDecls(), Filters: a.filters()}
}

func comparePlaces(a, b summary.Place) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

func placeKey(p summary.Place) string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }
