package effects

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// Bounds of what packages forward about texts that hang on the wiring.
const (
	maxHeld = 1000 // texts in fields that a package forwards
	maxUses = 2000 // texts that hang on fields

	maxFilled = 2000 // ways to fill the fields of one text that are tried
)

// ofReceiver: in a service's own code a finding stands where the text is used,
// whatever instance of its receiver is meant; in shared code the caller has the
// instance in hand, and so has that of a generic type, which is there for several.
func (r *recorder) ofReceiver(texts []text) []text {
	if r.p.service == "" || r.g.obj == nil || r.g.obj.Signature().Recv() == nil || r.g.obj.Signature().RecvTypeParams().Len() > 0 {
		return texts
	}
	out := make([]text, len(texts))
	for i, t := range texts {
		out[i] = slices.Clone(t)
		for k := range t {
			if t[k].Param != 0 || t[k].Field == "" {
				continue
			}
			if out[i][k].Param = -1; isLocal(t[k].Field) {
				out[i][k] = hole()[0]
			}
		}
	}
	return out
}

// pend notes a text of the service's own code that hangs on fields.
func (r *recorder) pend(e event, s summary.SQLParam, open bool) {
	if !r.final || r.p.generatedAt(e.call) {
		return
	}
	use := summary.TextUse{
		Place: r.p.place(r.g, r.p.callPos(e.call.instr)), Parts: s.Parts, Steps: s.Steps, Shown: s.Shown, Conf: 100, Open: open,
		Foreign: slices.ContainsFunc(s.Parts, func(part summary.Part) bool {
			return part.Field != "" && r.p.cfg.ServiceOf(fieldPkg(part.Field)) != r.p.service
		}),
	}
	r.p.texted = append(r.p.texted, use)
}

// wire brings the texts that hang on fields together with what the fields are
// given, and forwards what it could not settle.
func (p *program) wire(fact *summary.Pkg) {
	w := newWirer(p)
	p.wirer = w
	for _, u := range w.uses {
		w.settle(u)
	}
	fact.Wiring = w.forward()
}

// A wirer is one package's share of that work.
type wirer struct {
	fuel    int // ways to fill that may still be tried
	p       *program
	asked   map[summary.Field]bool
	uses    []summary.TextUse
	usedBy  summary.KnownBy[string] // use, by place and text: imports that know it
	held    map[summary.Field][]summary.Held
	heldBy  summary.KnownBy[string]
	ordered []summary.Held
}

// newWirer brings together what the imports and the package itself use and hold.
func newWirer(p *program) *wirer {
	w := &wirer{
		p: p, asked: map[summary.Field]bool{}, usedBy: summary.KnownBy[string]{},
		held: map[summary.Field][]summary.Held{}, heldBy: summary.KnownBy[string]{},
	}
	paths := slices.Sorted(maps.Keys(p.imports))
	for _, path := range paths {
		for _, u := range p.imports[path].Wiring.Uses {
			w.use(u, path)
		}
		for _, id := range p.imports[path].Wiring.Asked {
			w.asked[id] = true
		}
	}
	p.orderTexted()
	for _, u := range p.texted {
		w.use(u, "")
		w.ask(u.Parts)
	}
	for _, g := range p.groups {
		for _, s := range slices.Concat(g.summary.SQL, g.summary.Opens) {
			w.ask(s.Parts)
		}
	}
	for _, path := range paths {
		for _, h := range p.imports[path].Wiring.Held {
			w.hold(h, path)
		}
	}
	for _, h := range p.fillFields(w.asked) {
		w.hold(h, "")
	}
	return w
}

// orderTexted puts the package's own uses in order, each once, and numbers
// them within their functions for the fingerprints.
func (p *program) orderTexted() {
	slices.SortStableFunc(p.texted, func(a, b summary.TextUse) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col))
	})
	for i := range p.texted {
		p.texted[i].Place = p.number(p.texted[i].Place, "wired", "")
	}
}

func (w *wirer) ask(parts []summary.Part) {
	for _, part := range parts {
		for id := part.Field; id != ""; _, id, _ = cutHeld(id) {
			w.asked[id] = true
		}
	}
}

func useKey(u summary.TextUse) string {
	var b strings.Builder
	b.WriteString(placeKey(u.Place))
	for _, p := range u.Parts {
		b.WriteString("\x00" + p.Text + "\x00" + p.Field)
	}
	return b.String()
}

func (w *wirer) use(u summary.TextUse, from string) {
	key := useKey(u)
	if w.usedBy.Note(key, from) {
		w.uses = append(w.uses, u)
	}
}

func heldKey(h summary.Held) string {
	var b strings.Builder
	b.WriteString(h.Field + "\x00" + h.In)
	for _, p := range h.Parts {
		b.WriteString("\x00" + p.Text + "\x00" + p.Field)
	}
	return b.String()
}

// hold notes what a field holds, and who knows it ("" is this package).
func (w *wirer) hold(h summary.Held, from string) {
	key := heldKey(h)
	if w.heldBy[key] == nil && len(w.ordered) >= maxHeld {
		return
	}
	if w.heldBy.Note(key, from) {
		w.held[h.Field] = append(w.held[h.Field], h)
		w.ordered = append(w.ordered, h)
		if w.asked[h.Field] {
			w.ask(h.Parts)
		}
	}
}

// A filled is a text in which the wiring has filled in the fields.
type filled struct {
	parts text
	from  []summary.Held
}

// settle judges a use by all that its fields are known to hold.
func (w *wirer) settle(u summary.TextUse) {
	w.fuel = maxFilled
	all := w.fill(filled{parts: u.Parts}, u, 0)
	if u.Foreign && len(all) > 1 {
		return // of a type that others use as well: which one is meant here?
	}
	for _, f := range all {
		if w.settledBelow(u, f) {
			continue
		}
		if u.Open {
			w.opened(u, f)
		} else {
			w.touched(u, f)
		}
	}
}

// fill puts what fields hold in their places, in each way that is known. A field
// that stands in a text twice holds the same in both places.
func (w *wirer) fill(f filled, u summary.TextUse, depth int) []filled {
	i := slices.IndexFunc(f.parts, func(p summary.Part) bool { return p.Field != "" })
	if i < 0 {
		return []filled{f}
	}
	if w.fuel--; depth > 6 || w.fuel < 0 || !fillable(f.parts, depth) {
		return nil
	}
	var out []filled
	for _, h := range w.candidates(f.parts[i].Field, u) {
		next := filled{parts: replacedField(f.parts, f.parts[i].Field, h.Parts), from: append(slices.Clone(f.from), h)}
		if out = append(out, w.fill(next, u, depth+1)...); len(out) > maxTexts {
			return out[:maxTexts]
		}
	}
	return out
}

// fillable reports whether so few fields are left in a text that they can all be
// filled in. Else it would take long to find out that they cannot.
func fillable(t text, depth int) bool {
	var left []summary.Field
	for _, p := range t {
		if p.Field != "" && !slices.Contains(left, p.Field) {
			left = append(left, p.Field)
		}
	}
	return len(left)+depth <= 7
}

// replacedField puts what a field holds in each of its places.
func replacedField(t text, field summary.Field, with text) text {
	var out text
	for _, p := range t {
		switch {
		case p.Field != field:
			out = append(out, p)
		case p.Env:
			out = append(out, fromEnv([]text{with})[0]...)
		default:
			out = append(out, with...)
		}
	}
	return out
}

// candidates are what a field may hold where a use reads it. What other
// services say is for uses of their own. Of a type that several services share,
// what the using service's code says counts before what the wiring does, and
// what shared code says not at all.
func (w *wirer) candidates(id summary.Field, u summary.TextUse) []summary.Held {
	if _, inner, ok := cutHeld(id); ok {
		// The field is the using service's own: what it is known to hold counts
		// before what any instance holds.
		own := u
		own.Foreign = false
		if list := w.candidatesOf(id, own); len(list) > 0 {
			return list
		}
		return w.candidates(inner, u)
	}
	return w.candidatesOf(id, u)
}

func (w *wirer) candidatesOf(id summary.Field, u summary.TextUse) []summary.Held {
	var own, wiring []summary.Held
	for _, h := range w.held[id] {
		switch {
		case h.In == u.Place.Service:
			own = append(own, h)
		case h.In == "" && !(u.Foreign && h.Shared):
			wiring = append(wiring, h)
		}
	}
	if u.Foreign && len(own) > 0 {
		return own
	}
	return append(own, wiring...)
}

// settledBelow reports whether an import knows all that makes the finding.
func (w *wirer) settledBelow(u summary.TextUse, f filled) bool {
	for from := range w.usedBy[useKey(u)] {
		if from != "" && !slices.ContainsFunc(f.from, func(h summary.Held) bool { return !w.heldBy[heldKey(h)][from] }) {
			return true
		}
	}
	return false
}

// touched notes the tables of a text that is known now.
func (w *wirer) touched(u summary.TextUse, f filled) {
	s := f.parts.String()
	understood := f.parts.closed()
	for _, st := range sqltext.Parse(s) {
		for _, a := range st.Accesses {
			if a.Name == sqltext.Unknown {
				understood = false
				continue
			}
			if !sqltext.IsSystem(a.Schema, a.Name) {
				w.access(u, f, a, cmp.Or(u.Shown, shownSQL(s, st)))
			}
		}
	}
	if understood {
		w.p.coverage.sql.Told = append(w.p.coverage.sql.Told, placeText(summary.Step{File: u.Place.File, Line: u.Place.Line}))
	}
}

// access notes a table of a text that is known now, if it is another service's.
func (w *wirer) access(u summary.TextUse, f filled, a sqltext.Access, statement string) {
	schema := a.Schema
	if schema == sqltext.Unknown {
		schema = ""
	}
	owner := w.p.tableOwner(u.Place.Service, config.Table{Schema: schema, Name: a.Name}, a.Documents)
	name := tableName(owner.Table.Schema, owner.Table.Name)
	if owner.Service != "" {
		w.p.coverage.tables = append(w.p.coverage.tables, owner.Service+"."+name)
	}
	if owner.Service == "" || owner.Service == u.Place.Service {
		return
	}
	steps := slices.Clone(u.Steps)
	steps[0].Note = accessVerb(a.Write) + " " + tableName(schema, a.Name) + ": " + statement
	for _, h := range f.from {
		steps = append(steps, h.Step)
	}
	place := u.Place
	place.Touched = owner.Service + "." + name + " " + accessVerb(a.Write) + " as wired"
	w.p.wiredUses = append(w.p.wiredUses, TableUse{Place: place, Owner: owner, Access: summary.Access{
		Schema: schema, Table: a.Name, Write: a.Write, Verb: string(a.Verb), Conf: u.Conf, Steps: steps, Documents: a.Documents,
	}})
}

// forward is what the importers have to know.
func (w *wirer) forward() summary.Wiring {
	f := summary.Wiring{Asked: slices.Sorted(maps.Keys(w.asked))}
	for _, u := range w.uses {
		if len(f.Uses) < maxUses {
			f.Uses = append(f.Uses, u)
		}
	}
	for _, h := range w.ordered {
		own := w.heldBy[heldKey(h)][""]
		if w.asked[h.Field] || own {
			f.Held = append(f.Held, h)
		}
	}
	slices.SortStableFunc(f.Uses, func(a, b summary.TextUse) int { return cmp.Compare(useKey(a), useKey(b)) })
	slices.SortStableFunc(f.Held, func(a, b summary.Held) int { return cmp.Compare(heldKey(a), heldKey(b)) })
	return f
}
