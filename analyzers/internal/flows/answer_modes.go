package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What is done about a failure may be a mode that a server is made with, or that is among its
// settings: Options{OnError: Continue}. Whoever receives for it looks at the mode, and what that
// comes to is followed for each of its values; whoever makes the server says which it is.

// A mode is a value that a field of a struct may have.
type mode struct {
	of    *types.Var
	field string // as fieldMark names it
	value string // as Go writes it
}

func (m mode) name() string { return modeName(m.field, m.value) }

// modeName names a value of a field as subscriptions have it. What is true is a mark.
func modeName(field, value string) string {
	if field == "" || value == "true" {
		return field
	}
	return field + "=" + value
}

// noteModes adds to what is known of deliveries the modes by which the package's functions,
// once all of them are summarized, lose what a handler fails at.
func (a *analysis) noteModes() {
	var lossy []mode
	for i, u := range a.units {
		t := a.trackerOf(i)
		for _, fn := range u.Funcs {
			modes := t.modesAsked(fn)
			if len(modes) == 0 {
				continue
			}
			for call := range effects.Each[*ssa.Call](fn) {
				lossy = append(lossy, t.lossyModes(call, modes)...)
			}
		}
	}
	if len(lossy) == 0 {
		return
	}
	from := a.modeSources()
	for i := 0; i < len(lossy) && i < maxLossyModes; i++ {
		m := lossy[i]
		if m.unset() && slices.Contains(from[m.field], "") {
			continue // it has another value by default
		}
		a.subscriptions()[m.name()] = lossyOnly
		for _, field := range from[m.field] {
			if put := (mode{field: field, value: m.value}); field != "" && !slices.ContainsFunc(lossy, func(o mode) bool { return o.name() == put.name() }) {
				lossy = append(lossy, put)
			}
		}
	}
}

// maxLossyModes bounds those of a package, with the settings that they come from.
const maxLossyModes = 64

// unset reports whether a mode is the one that a field has which nobody has given a value.
func (m mode) unset() bool { return m.value == "false" || m.value == "0" || m.value == `""` }

// modeSources are the fields whose values the package puts into fields that may hold modes, by
// the names of these; "" stands for what else it puts there, other than what it is given.
func (a *analysis) modeSources() map[string][]string {
	from := map[string][]string{}
	for i, u := range a.units {
		t := a.trackerOf(i)
		for st := range effects.Each[*ssa.Store](u.Funcs...) {
			field := t.markName(st.Addr)
			if field == "" || !isMode(st.Val.Type()) {
				continue
			}
			_, source := t.modeField(st.Val)
			p, given := t.read(st.Val).(*ssa.Parameter)
			if given = given && p.Parent() == u.Func; !given && !isEmpty(st.Val) {
				from[field] = append(from[field], source)
			}
		}
	}
	return from
}

// lossyModes are those of some modes by which the failure of a handler that a call is of is
// lost, or its message acknowledged before.
func (t *tracker) lossyModes(call *ssa.Call, modes []mode) []mode {
	acks, hands := t.acks(t.site(call)), handlesBy(call) || t.handsMessages(call)
	if !acks && (!hands || lost(t.faultAt(call))) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(modes), func(m mode) bool {
		return acks && !t.acksFirst(call, m) || !acks && !lost(t.outcomeIn(call, m))
	})
}

// handsMessages reports whether a call is of a function of the project's that hands messages
// to a handler, and tells whether that failed.
func (t *tracker) handsMessages(call *ssa.Call) bool {
	f := t.funcOf(t.site(call))
	return f != nil && mayFail(call.Type()) && len(f.Handlers)+len(f.Passed)+len(f.Serves) > 0
}

// acksFirst reports whether a call acknowledges a message because of a mode alone, before
// that is handled.
func (t *tracker) acksFirst(ack *ssa.Call, m mode) bool {
	for _, c := range t.conditionsOf(ack.Block()) {
		if holds, known := m.decides(c.value); known {
			return holds == c.want && t.handlesAfter(ack)
		}
	}
	return false
}

// outcomeIn is what becomes of a message where a call has failed, in a mode.
func (t *tracker) outcomeIn(call *ssa.Call, m mode) Fault {
	ways := failing(call)
	if len(ways) == 0 {
		return None
	}
	fault := Dropped
	for _, w := range ways {
		p := course{t: t, call: call, seen: map[*ssa.BasicBlock]bool{w.from: true}, turn: w, in: m}
		fault = milder(fault, p.block(w.to, w.from, false).orNone())
	}
	return fault
}

// modesAsked are the modes that a function asks for, and what those are without being set.
func (t *tracker) modesAsked(fn *ssa.Function) []mode {
	var list []mode
	for branch := range effects.Each[*ssa.If](fn) {
		v, of := modeCompared(branch.Cond)
		field, name := t.modeField(v)
		if field == nil || name == "" {
			continue
		}
		for _, value := range []string{of, zeroValue(v.Type())} {
			m := mode{field, name, value}
			if !slices.Contains(list, m) {
				list = append(list, m)
			}
		}
	}
	return list
}

// modeCompared is the value that a condition asks whether it is a constant, and that; a
// boolean is asked whether it is true.
func modeCompared(cond ssa.Value) (v ssa.Value, is string) {
	switch c := cond.(type) {
	case *ssa.BinOp:
		k, ok := c.Y.(*ssa.Const)
		if !ok || k.Value == nil || c.Op != token.EQL && c.Op != token.NEQ {
			return nil, ""
		}
		return c.X, k.Value.ExactString()
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return modeCompared(c.X)
		}
		return c, "true"
	case *ssa.Field:
		return c, "true"
	}
	return nil, ""
}

// decides is what a condition comes to in a mode, where it asks for that.
func (m mode) decides(cond ssa.Value) (holds, known bool) {
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		holds, known = m.decides(not.X)
		return !holds, known
	}
	v, is := modeCompared(cond)
	if v == nil || m.of == nil || fieldVarRead(v) != m.of {
		return false, false
	}
	if cmp, ok := cond.(*ssa.BinOp); ok && cmp.Op == token.NEQ {
		return is != m.value, true
	}
	return is == m.value, true
}

// fieldVarRead is the field that a value is read from, or nil.
func fieldVarRead(v ssa.Value) *types.Var {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return fieldIn(v.X)
		}
	case *ssa.Field:
		if st, ok := v.X.Type().Underlying().(*types.Struct); ok {
			return st.Field(v.Field).Origin()
		}
	}
	return nil
}

// modeField is the field of a struct of the project's that a value is read from, and how
// subscriptions have it.
func (t *tracker) modeField(v ssa.Value) (*types.Var, string) {
	if v == nil || !isMode(v.Type()) {
		return nil, ""
	}
	field := fieldVarRead(v)
	switch v := v.(type) {
	case *ssa.UnOp:
		return field, t.markName(v.X)
	case *ssa.Field:
		return field, t.fieldMark(v.X.Type(), field)
	}
	return nil, ""
}

// isMode reports whether a field of a type may hold a mode.
func isMode(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsBoolean|types.IsInteger|types.IsString) != 0
}

// zeroValue is what a field of a type is that is not set, as Go writes it.
func zeroValue(ty types.Type) string {
	switch b := ty.Underlying().(*types.Basic); {
	case b.Info()&types.IsBoolean != 0:
		return "false"
	case b.Info()&types.IsString != 0:
		return constant.MakeString("").ExactString()
	}
	return "0"
}

// A ModeParam is a parameter that a function puts into a field as it is, or by the option that
// it returns.
type ModeParam struct {
	Param int
	Field string // see fieldMark
}

// maxModes bounds the parameters that are told of, and the depth to which the settings of a
// server are looked into.
const maxModes = 4

// noteModeParams notes the parameters that the unit puts into fields which may hold modes.
func (t *tracker) noteModeParams(f *Func) {
	for st := range effects.Each[*ssa.Store](t.u.Funcs...) {
		p, ok := t.read(st.Val).(*ssa.Parameter)
		if !ok || p.Parent() != t.u.Func || !isMode(p.Type()) || !namedMode(p.Type()) {
			continue
		}
		if name := t.markName(st.Addr); name != "" && len(f.Modes) < maxModes {
			f.Modes = append(f.Modes, ModeParam{slices.Index(t.u.Func.Params, p), name})
		}
	}
}

// namedMode reports whether values of a type may be modes by themselves, rather than any text
// or number.
func namedMode(ty types.Type) bool {
	_, named := types.Unalias(ty).(*types.Named)
	return named || isBool(ty)
}

// A modeSet holds the modes that are known of fields, as Go writes them, by the fields' names.
type modeSet map[string]string

// names are the settings as subscriptions have them.
func (s modeSet) names() []string {
	var list []string
	for _, field := range slices.Sorted(maps.Keys(s)) {
		list = append(list, modeName(field, s[field]))
	}
	return list
}

// modesIn are the modes that a server is made with which a value is, or is made of. Of those
// that are left unset, the ones are told of which it is known that they lose messages.
func (t *tracker) modesIn(v ssa.Value, depth int) modeSet {
	if depth > maxModes || isContext(v.Type()) || t.isMessage(v.Type()) {
		return nil
	}
	switch x := t.serverRoot(effects.Unwrapped(v)).(type) {
	case *ssa.Alloc:
		if puts := stored(x); len(puts) == 1 {
			return t.modesIn(puts[0], depth+1)
		} else if len(puts) > 1 {
			return nil
		}
		found := modeSet{}
		t.putModes(found, x, depth)
		t.unsetModes(found, x)
		return found
	case *ssa.Extract:
		return t.modesIn(x.Tuple, depth+1)
	case *ssa.Call:
		found := t.modesGiven(t.site(x), -1, depth)
		for _, r := range results(x) {
			t.putModes(found, r, depth)
		}
		return found
	}
	return nil
}

// modesGiven are the modes that a call is given, other than by one of its arguments. What
// options say comes last.
func (t *tracker) modesGiven(s effects.Site, handler, depth int) modeSet {
	found := modeSet{}
	var options []ssa.Value
	for i, a := range s.Args {
		for _, v := range members(a) {
			switch {
			case i == handler:
			case isFunction(v.Type()):
				options = append(options, v)
			default:
				maps.Copy(found, t.modesIn(v, depth+1))
			}
		}
	}
	if f := t.funcOf(s); f != nil {
		for _, m := range f.Modes {
			if m.Param < len(s.Args) {
				found.put(m.Field, s.Args[m.Param])
			}
		}
	}
	for _, v := range options {
		if call, ok := v.(*ssa.Call); ok && depth < maxModes {
			maps.Copy(found, t.modesGiven(t.site(call), -1, depth+1))
		}
	}
	return found
}

// put notes that a field is given a value; what that is may not be known.
func (s modeSet) put(field string, v ssa.Value) {
	delete(s, field)
	if c, ok := v.(*ssa.Const); ok && c.Value != nil {
		s[field] = c.Value.ExactString()
	}
}

// putModes adds the modes that are put into the fields of a struct, or of those in it.
func (t *tracker) putModes(found modeSet, of ssa.Value, depth int) {
	if of.Referrers() == nil {
		return
	}
	put := map[string]bool{}
	for _, ref := range *of.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		field := t.markName(fa)
		for _, v := range storedAt(fa) {
			switch {
			case !isMode(v.Type()):
				maps.Copy(found, t.modesIn(v, depth+1))
			case put[field]:
				delete(found, field) // one of two
			case field != "":
				found.put(field, v)
				put[field] = true
			}
		}
	}
}

// unsetModes adds the modes that a struct has which is made here, by what is put into none of
// its fields.
func (t *tracker) unsetModes(found modeSet, of *ssa.Alloc) {
	st, ok := deref(of.Type()).Underlying().(*types.Struct)
	if !ok {
		return
	}
	touched := map[int]bool{}
	for _, ref := range *of.Referrers() {
		if fa, ok := ref.(*ssa.FieldAddr); ok {
			touched[fa.Field] = true
		}
	}
	for i := range st.NumFields() {
		field := st.Field(i)
		if touched[i] || !isMode(field.Type()) {
			continue
		}
		name, zero := t.fieldMark(of.Type(), field), zeroValue(field.Type())
		if t.losesInMode(modeName(name, zero)) {
			found[name] = zero
		}
	}
}

// losesInMode reports whether it is known that messages are lost in a mode.
func (a *analysis) losesInMode(name string) bool { return a.subscriptions()[name] == lossyOnly }

// modesLose reports whether a value is a server, or settings of one, that is made with a mode
// by which messages are lost.
func (t *tracker) modesLose(v ssa.Value) bool {
	return slices.ContainsFunc(t.modesIn(v, 0).names(), t.losesInMode)
}
