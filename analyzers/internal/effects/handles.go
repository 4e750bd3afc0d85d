package effects

import (
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
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

	helped bool // see confirmed
}

// openCall handles a call that opens a database: which one, an environment
// variable may tell.
func (r *recorder) openCall(e event) {
	entry := e.call.has(catalog.Open)
	if entry == nil {
		return
	}
	v := stringOf(e.call.arg(entry.Arg))
	if v == nil {
		return
	}
	e.text = r.p.argPos(e.call, v)
	for _, t := range r.ofReceiver(r.p.texts(r.g, v)) {
		r.opens(e, t)
	}
}

// calleeOpens handles a call of a function that opens a database for it.
func (r *recorder) calleeOpens(e event) {
	for _, s := range e.call.sum.Opens {
		e.text, e.steps = r.p.textPos(e.call, s), s.Steps
		for _, t := range r.ofReceiver(r.p.evaluator(r.g).fill(text(s.Parts), e.call.args)) {
			r.opens(e, t)
		}
	}
}

// opens judges by which connection string a database is opened. What is not
// known here, and what shared code does, is left for the callers.
func (r *recorder) opens(e event, t text) {
	step := r.p.step(r.p.textAt(e), "opens the database: "+r.p.callText(e.call.instr))
	s := summary.SQLParam{Parts: openParts(t), Steps: summary.Prepend(step, e.steps)}
	switch {
	case s.Parts == nil:
	case r.p.service == "" || r.p.generatedAt(e.call) || t.params():
		r.sum.Opens = template(r.sum.Opens, s)
	case t.fields():
		r.pend(e, s, true)
	case r.final:
		r.p.opened(r.p.place(r.g, r.p.callPos(e.call.instr)), t, s.Steps, &r.p.handles)
	}
}

// openParts is a connection string without its constant text, which tells
// nothing; nil if nothing is left.
func openParts(t text) text {
	if !slices.ContainsFunc(t, func(p summary.Part) bool { return !isText(p) }) {
		return nil
	}
	var out text
	for _, p := range t {
		if isText(p) {
			p.Text = " "
		}
		out = append(out, p)
	}
	return out
}

// opened notes that a service opens another's database, if the variables that
// the text is made of are that other's alone.
func (p *program) opened(place summary.Place, t text, steps []summary.Step, to *[]HandleUse) {
	for _, env := range envNames(t) {
		owners := p.cfg.EnvOwner(env)
		if len(owners) != 1 || owners[0] == place.Service {
			continue // its own, a variable that several share, or nobody's
		}
		same := func(h HandleUse) bool {
			return h.Owner == owners[0] && h.Env == env && h.Place.File == place.File && h.Place.Line == place.Line && h.Place.Col == place.Col
		}
		if slices.ContainsFunc(*to, same) {
			return // by two ways to the same variable
		}
		place.Touched += owners[0] + " database"
		*to = append(*to, HandleUse{Place: place, Owner: owners[0], Env: env, Proof: steps})
		return
	}
}

// envNames are the names of the variables in a text. Keys of the configuration
// are taken as the libraries map them to the environment.
func envNames(t text) []string {
	var names []string
	name := ""
	flush := func() {
		if name != "" && !strings.ContainsRune(name, sqltext.Hole) {
			names = append(names, name)
			if upper := strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(name)); upper != name {
				names = append(names, upper)
			}
		}
		name = ""
	}
	for _, part := range t {
		if !part.Env {
			flush()
			continue
		}
		name += part.Text
	}
	flush()
	return names
}

// opened judges a connection string that the wiring tells.
func (w *wirer) opened(u summary.TextUse, f filled) {
	steps := slices.Clone(u.Steps)
	for _, h := range f.from {
		steps = append(steps, h.Step)
	}
	place := u.Place
	place.Touched = "as wired: "
	w.p.opened(place, f.parts, steps, &w.p.wiredHandles)
}
