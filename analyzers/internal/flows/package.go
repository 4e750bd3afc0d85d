package flows

import (
	"go/types"

	goanalysis "golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/source"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// An analysis is the work on one first-party package.
type analysis struct {
	pass          *goanalysis.Pass
	res           *effects.Result
	view          *effects.View
	code          *source.Code
	cfg           *config.Config
	catalog       *catalog.Catalog
	units         []*effects.Unit
	funcs         []*Func               // of units, by index
	facts         map[*types.Func]*Func // of other packages' functions, as far as asked
	messages      map[*types.Named]bool // as far as asked
	fieldHandlers map[summary.Method][]Handler
	keptFields    map[summary.Method]bool
	aliases       map[summary.Method][]summary.Method // see alias
	kept          map[summary.Method][]keptValue
	sentInto      map[summary.Method]bool    // channels of fields that something is sent into
	prepared      map[summary.Method][]Write // statements that fields keep
	preparedReads map[summary.Method][]preparedRead
	preparedLocks map[summary.Method]bool // statements that lock what they read
	queues        map[summary.Method][]madeQueue
	implementing  map[string]implementers          // see implementers
	handlerIfaces []handlerInterface               // see handlerInterfaces
	made          map[*types.TypeName][]types.Type // see becomes
	trackers      []*tracker                       // of units, in the last round
	callSites     map[*types.Func][]*effects.Unit  // see callersOf
	asValues      map[*types.Func]bool             // see usedAsValue
	entered       []Entry                          // the consumers that the package makes known
	requests      []Request                        // see settler.requests
	deliveries    map[string]delivery              // see subscriptions
	marks         map[*types.Var]bool              // see lossyMarks
	markNames     []string                         // of them, as subscriptions have them
	pollers       *[]*polled                       // see polledBy
	final         map[string]bool                  // see finals
	flags         map[int]AckFlag                  // see unitFlag
	streamed      map[*types.Func]delivery         // see streamHandlers
	imported      map[string]*Pkg                  // see below
	syncs         []Consumer                       // see settler.syncs
	losing        []Consumer                       // see losingEntries
	later         []Later                          // see settler.grown
	idle          []Conversion                     // see noteIdle
	quietTypes    []Quiet                          // see noteQuiet
	quiet         *bool                            // see quietSessions
	late          *bool                            // see commitsLater
	types         *typeFinder                      // see typeFinder
	// see deletions
	knownDeletions []Deletion
	passed         map[*types.Func][]passing // see passings
	above          []handedAnswer            // of units, see handedDown
	conditions     map[*ssa.BasicBlock][]condition
	cases          map[*ssa.Function][]severalCase
	serving        map[*types.Named][]Serve // see servesOf
	routers        map[*types.Named]bool    // see keepsRouter
	rpc            map[*ssa.Function]bool   // functions that serve requests; see findReplies
	replies        map[*types.Func]Reply    // of the package's functions
	ahead          map[channelAt]bool       // see readAhead
	helpers        map[*types.Func]bool     // see taskHelpers
}

// maxRounds bounds how often the functions of a package are gone through: once
// more than the summaries need, so that what is kept in fields is known.
const maxRounds = 3

func newAnalysis(pass *goanalysis.Pass, res *effects.Result) *analysis {
	a := &analysis{
		pass: pass, res: res, view: res.View, code: source.Of(pass, res), cfg: res.Config, catalog: catalog.Default(), units: res.View.Units(),
		facts: map[*types.Func]*Func{}, messages: map[*types.Named]bool{},
		fieldHandlers: map[summary.Method][]Handler{}, keptFields: map[summary.Method]bool{}, aliases: map[summary.Method][]summary.Method{}, sentInto: map[summary.Method]bool{},
		kept: map[summary.Method][]keptValue{}, prepared: map[summary.Method][]Write{}, preparedReads: map[summary.Method][]preparedRead{}, preparedLocks: map[summary.Method]bool{}, queues: map[summary.Method][]madeQueue{}, conditions: map[*ssa.BasicBlock][]condition{}, cases: map[*ssa.Function][]severalCase{}, serving: map[*types.Named][]Serve{}, routers: map[*types.Named]bool{},
	}
	a.funcs = make([]*Func, len(a.units))
	a.trackers = make([]*tracker, len(a.units))
	a.above = make([]handedAnswer, len(a.units))
	a.importAliases()
	a.importHandlers()
	return a
}

// summarizeAll computes what each function does.
func (a *analysis) summarizeAll() {
	a.findReplies()
	for range maxRounds {
		changed := false
		for i, u := range a.units {
			t := a.track(u)
			f := t.summarize()
			changed = changed || a.funcs[i] == nil || f.String() != a.funcs[i].String()
			a.funcs[i], a.trackers[i] = f, t
		}
		if !changed {
			break
		}
		a.findFinals()
	}
}

// export leaves the summaries for the importers.
func (a *analysis) export() {
	for i, u := range a.units {
		if u.Object == nil || u.Object.Name() == "init" && u.Object.Signature().Recv() == nil || a.funcs[i].empty() {
			continue
		}
		a.ownTypes(a.funcs[i])
		a.funcs[i].Deletions = a.deletionsOf(a.funcs[i].Writes, a.funcs[i].Calls)
		a.pass.ExportObjectFact(u.Object, a.funcs[i])
	}
}

// callers is how many calls the package makes of one of its own functions. One
// that is called once is part of what calls it; what is called from several
// places is a helper.
func (a *analysis) callers(f *types.Func) int { return len(a.callersOf(f)) }

// callersOf are the units of the package that call one of its own functions, one for each
// call.
func (a *analysis) callersOf(f *types.Func) []*effects.Unit {
	if a.callSites == nil {
		a.callSites = map[*types.Func][]*effects.Unit{}
		for _, u := range a.units {
			for ci := range effects.Calls(u.Funcs...) {
				if callee := ci.Common().StaticCallee(); callee != nil {
					if obj, ok := callee.Object().(*types.Func); ok {
						a.callSites[obj.Origin()] = append(a.callSites[obj.Origin()], u)
					}
				}
			}
		}
	}
	return a.callSites[f.Origin()]
}

// firstParty reports whether a package is one of the project's.
func (a *analysis) firstParty(path string) bool { return a.view.FirstParty(path) }

// funcOf is what a call's static callee does, or nil.
func (a *analysis) funcOf(s effects.Site) *Func {
	if s.Callee == nil || s.Invoke {
		return nil
	}
	return a.funcOfObject(s.Callee)
}

func (a *analysis) funcOfObject(f *types.Func) *Func {
	f = f.Origin()
	if i := a.view.IndexOf(f); i >= 0 {
		return a.funcs[i]
	}
	if fact, ok := a.facts[f]; ok {
		return fact
	}
	var fact *Func
	if f.Pkg() != nil && f.Pkg() != a.pass.Pkg && a.firstParty(effects.PkgPath(f.Pkg())) {
		if got := new(Func); a.pass.ImportObjectFact(f, got) {
			fact = got
		}
	}
	a.facts[f] = fact
	return fact
}
