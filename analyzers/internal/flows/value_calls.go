package flows

import (
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// call carries data over a call: into its results, and into what its arguments
// refer to.
func (t *tracker) call(instr ssa.CallInstruction) {
	s := t.site(instr)
	common := instr.Common()
	if b, ok := common.Value.(*ssa.Builtin); ok {
		t.builtin(b.Name(), instr, common.Args)
		return
	}
	t.handed(s)
	t.handedLiterals(s)
	t.handsValue(s)
	t.markQueued(s)
	t.markSifted(s)
	for _, run := range s.Runs {
		if run.Literal != nil && s.Callee == nil {
			t.literalCall(instr, run.Literal, s.Args)
		}
	}
	t.givesRows(s)
	t.mayChange(s)
	if s.Callee == nil {
		t.calledBack(s)
	}
	args := t.argOrigins(s)
	if f := t.funcOf(s); f != nil {
		for _, fill := range f.Fills {
			if fill.Param < len(s.Args) {
				t.fill(withoutInterface(s.Args[fill.Param]), bind(fill.From, args)|t.chosenFor(s, fill, args))
			}
		}
		for _, a := range f.Applies {
			if a.Param < len(s.Args) {
				t.mark(s.Args[a.Param], a.through(nil, args), 0)
			}
		}
	} else if !t.known(s) {
		t.fillAll(s, args)
		t.fillDecoded(s, args)
		t.fillAnswered(s)
	}
	if v := instr.Value(); v != nil {
		t.set(v, t.workedOut(t.resultOf(s, args), s))
	}
}

func (t *tracker) argOrigins(s effects.Site) []Origin {
	args := make([]Origin, len(s.Args))
	for i, a := range s.Args {
		args[i] = t.whole(a) | t.callbackData(a)
	}
	return args
}

// bind replaces the parameters in an origin by what a call's arguments come from.
func bind(o Origin, args []Origin) Origin {
	out := o &^ (params | fedBits)
	var given Origin
	for i, a := range args {
		if o&param(i) != 0 {
			given |= a.asFar(o, i)
		}
	}
	return withResult(given, out)
}

func union(list []Origin) Origin {
	var o Origin
	for _, x := range list {
		o |= x
	}
	return o
}

func (t *tracker) builtin(name string, instr ssa.CallInstruction, args []ssa.Value) {
	var o Origin
	for _, a := range args {
		o |= t.whole(a)
	}
	switch name {
	case "append":
		t.set(instr.Value(), o)
	case "copy":
		t.put(args[0], t.whole(args[1]))
	case "min", "max", "len":
		t.set(instr.Value(), o)
	}
}

// literalCall carries data into the parameters of a literal that is called.
func (t *tracker) literalCall(instr ssa.CallInstruction, lit *ssa.Function, args []ssa.Value) {
	if !slices.Contains(t.u.Funcs, lit) {
		return
	}
	for i, p := range lit.Params {
		if i < len(args) {
			t.set(p, t.whole(args[i]))
		}
	}
	if v := instr.Value(); v != nil {
		t.set(v, t.literalResult(lit))
	}
}

func (t *tracker) literalResult(lit *ssa.Function) Origin {
	var o Origin
	for ret := range effects.Returns(lit) {
		for _, r := range ret.Results {
			o |= t.whole(r)
		}
	}
	return o
}

// known reports whether a call is of first-party code, whose summary says all.
func (t *tracker) known(s effects.Site) bool {
	return s.Callee != nil && !s.Invoke && s.Callee.Pkg() != nil && t.firstParty(effects.PkgPath(s.Callee.Pkg()))
}

// fillAll is for a callee that nothing is known of: whatever it is given may go
// into what it is given an address of: json.Unmarshal(data, &event).
func (t *tracker) fillAll(s effects.Site, args []Origin) {
	o := union(args)
	if t.readsRows(s) || loadsInto(s) {
		o |= fromStored
	}
	t.fillReplies(s, o)
	if o&^flags == 0 && o&fromStored == 0 {
		return
	}
	if touch := t.u.Touch(s); touch != nil && queries(touch) {
		t.fillModel(s)
	}
	for i, a := range s.Args {
		if mi, ok := a.(*ssa.MakeInterface); ok {
			a = mi.X
		}
		if s.Callee == nil && isTypeParam(a.Type()) {
			continue // what generic code hands to a function, that one reads
		}
		if t.local(a) && (i >= s.Shift || i == 0 && (!s.Invoke || isTypeParam(a.Type()))) {
			data := o
			if _, chain := a.(*ssa.Call); chain && i == 0 {
				data &^= fromStored // a query's rows do not go into the query
			} else if t.changesBy(s, a) || t.takesReply(s, a) {
				continue
			}
			t.fill(a, data)
			t.fillBeneath(s, a, data)
		} else if i >= s.Shift && (filledByDecoder(s, a) || t.decodesItself(s, a)) {
			t.fill(a, o)
		}
	}
	if elems := variadic(s); elems != nil {
		for _, a := range elems {
			if t.local(a) {
				t.fill(a, o)
			}
		}
	}
}

// fillReplies is for a call that leaves the process and is told where the answer goes:
// conn.Invoke(ctx, method, request, reply).
func (t *tracker) fillReplies(s effects.Site, o Origin) {
	for _, a := range s.Args[min(s.Shift, len(s.Args)):] {
		if a = withoutInterface(a); t.takesReply(s, a) {
			t.fill(a, o&^fromDetail|fromRemote)
		}
	}
}

// takesReply reports whether the answer of another process goes into what a value refers to:
// a variable to which the function itself has given nothing.
func (t *tracker) takesReply(s effects.Site, a ssa.Value) bool {
	variable, ok := a.(*ssa.Alloc)
	return ok && s.Remote && !storedTo(variable)
}

// changesBy reports whether rows are changed by what a map or a list says: nothing goes into
// that of what is stored, or of what says which rows they are. A document store gives back
// the row that it has changed, and that goes into neither the filter nor the update.
func (t *tracker) changesBy(s effects.Site, a ssa.Value) bool {
	switch a.Type().Underlying().(type) {
	case *types.Map, *types.Slice:
		touch := t.u.Touch(s)
		return touch != nil && (!queries(touch) || ofDocuments(s))
	}
	return false
}

// fillBeneath is for a decoder that is given the address of a variable which itself
// holds a pointer: func decode(data []byte, v any) error { return json.Unmarshal(data, &v) }.
func (t *tracker) fillBeneath(s effects.Site, v ssa.Value, o Origin) {
	variable, ok := v.(*ssa.Alloc)
	if !ok || s.Callee == nil || !decodes(s.Callee.Name()) {
		return
	}
	for _, st := range stores(variable) {
		if held := withoutInterface(st.Val); refers(held.Type()) && t.local(held) {
			t.fill(held, o)
		}
	}
}

// fillModel is for a query that reads into the model which an earlier call of its
// chain named: NewSelect().Model(row).Where(…).Scan(ctx).
func (t *tracker) fillModel(s effects.Site) {
	for range 12 {
		if len(s.Args) == 0 {
			return
		}
		before, ok := s.Args[0].(*ssa.Call)
		if !ok {
			return
		}
		if s = t.site(before); s.Callee == nil || t.known(s) {
			return
		}
		if !strings.HasPrefix(s.Callee.Name(), "Model") {
			continue
		}
		for _, a := range append(slices.Clone(s.Args), variadic(s)...) {
			if a = withoutInterface(a); t.local(a) {
				t.fill(a, fromStored)
			}
		}
	}
}

// variadic are the values that make up a call's last argument, where that is a
// slice made for it.
func variadic(s effects.Site) []ssa.Value {
	if len(s.Args) == 0 {
		return nil
	}
	slice, ok := s.Args[len(s.Args)-1].(*ssa.Slice)
	if !ok {
		return nil
	}
	alloc, ok := slice.X.(*ssa.Alloc)
	if !ok || alloc.Referrers() == nil {
		return nil
	}
	array, ok := deref(alloc.Type()).Underlying().(*types.Array)
	if !ok {
		return nil
	}
	elems := make([]ssa.Value, array.Len())
	for _, ref := range *alloc.Referrers() {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok || ia.Referrers() == nil {
			continue
		}
		i, ok := ia.Index.(*ssa.Const)
		if !ok || i.Int64() < 0 || i.Int64() >= array.Len() {
			continue
		}
		for _, r := range *ia.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == ia {
				elems[i.Int64()] = withoutInterface(st.Val)
			}
		}
	}
	return slices.DeleteFunc(elems, func(v ssa.Value) bool { return v == nil })
}

func withoutInterface(v ssa.Value) ssa.Value {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		return mi.X
	}
	return v
}

// local reports whether a value refers to a variable of the function's own, or
// to part of one, which a callee may fill.
func (t *tracker) local(v ssa.Value) bool {
	for range 6 {
		switch x := v.(type) {
		case *ssa.Alloc:
			return true
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MultiConvert: // to a type parameter
			v = x.X
		case *ssa.FreeVar:
			if v = t.u.Binding(x); v == nil {
				return false
			}
		case *ssa.MakeMap, *ssa.MakeSlice:
			return true
		case *ssa.UnOp: // a literal uses the variable too, so that it is loaded where it is named
			return x.Op == token.MUL && t.keepsLocal(x.X)
		case *ssa.Call:
			_, ok := x.Type().Underlying().(*types.Pointer)
			return ok
		case *ssa.Parameter:
			return x.Parent() == t.u.Func && x != t.receiver() && refers(x.Type())
		default:
			return false
		}
	}
	return false
}

// keepsLocal reports whether a variable keeps nothing but what refers to a variable of the
// function's own: event := new(Event).
func (t *tracker) keepsLocal(addr ssa.Value) bool {
	if free, ok := addr.(*ssa.FreeVar); ok {
		addr = t.u.Binding(free)
	}
	cell, ok := addr.(*ssa.Alloc)
	if !ok {
		return false
	}
	kept := stored(cell)
	return len(kept) > 0 && !slices.ContainsFunc(kept, func(v ssa.Value) bool {
		_, made := v.(*ssa.Alloc)
		return !made
	})
}

// refers reports whether what is put into a value of the type is seen by whoever
// else has it.
func refers(ty types.Type) bool {
	switch u := ty.Underlying().(type) {
	case *types.Pointer, *types.Map:
		return true
	case *types.Interface:
		return u.Empty() || isTypeParam(ty) && onlyPointers(ty)
	}
	return false
}

// onlyPointers reports whether a type parameter stands for nothing but pointers:
// func Decode[E *Placed | *Cancelled](data []byte, into E).
func onlyPointers(ty types.Type) bool {
	switch ty := types.Unalias(ty).(type) {
	case *types.Pointer:
		return true
	case *types.Union:
		for term := range ty.Terms() {
			if !onlyPointers(term.Type()) {
				return false
			}
		}
		return true
	case *types.TypeParam:
		return onlyPointers(ty.Constraint())
	}
	in, ok := ty.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for e := range in.EmbeddedTypes() { // each of them narrows it
		if onlyPointers(e) {
			return true
		}
	}
	return false
}

func (t *tracker) receiver() *ssa.Parameter {
	if fn := t.u.Func; fn.Signature.Recv() != nil && len(fn.Params) > 0 {
		return fn.Params[0]
	}
	return nil
}

// resultOf is where a call's results come from: the arguments, and what the
// callee adds.
func (t *tracker) resultOf(s effects.Site, args []Origin) Origin {
	if isClock(s) {
		return fromNow
	}
	o := union(args)
	if s.Callee == nil {
		return o
	}
	if sinceNow(s.Callee) {
		return o | fromNow
	}
	if t.receivesMessage(s) {
		return o&^fromRemote | fromMsg // from a broker, which is no owner to ask
	}
	if f := t.funcOf(s); f != nil {
		if f.Apart {
			o = 0
		}
		o = withResult(o, withoutStored(f.Result, params, t.dataBits(), args))
	}
	o |= t.forceCall(s, args)
	if t.readsRows(s) {
		o |= fromStored
	}
	if t.asksOwner(s) || t.asksBehind(s) {
		o = o&^fromDetail | fromRemote
	}
	if s.Method != nil && looksUp(s) && !works.MatchString(s.Callee.Name()) && o&fromRemote == 0 && args[0]&fromMsg == 0 {
		o |= fromStored
	}
	if o.looked() && lookUpName.MatchString(s.Callee.Name()) {
		o &^= implied // of what it is asked, and not of what it answers
	}
	return t.keyGot(o, s)
}

// sinceNow reports whether a call compares its argument with the present time.
func sinceNow(f *types.Func) bool {
	return f.Pkg() != nil && f.Pkg().Path() == "time" && (f.Name() == "Since" || f.Name() == "Until") && f.Signature().Recv() == nil
}

// isClock reports whether a call tells the present time: time.Now, or a clock that
// stands in its place: clock.Now(), s.now().
func isClock(s effects.Site) bool {
	sig := s.Instr.Common().Signature()
	if sig.Params().Len() > 0 || sig.Results().Len() != 1 || !isTime(sig.Results().At(0).Type()) {
		return false
	}
	if s.Callee != nil {
		return strings.EqualFold(s.Callee.Name(), "now")
	}
	return strings.HasSuffix(strings.ToLower(calledField(s.Instr)), "now") || calledField(s.Instr) == "clock"
}

// calledField is the name of the field or the variable that holds the function
// which a call calls.
func calledField(instr ssa.CallInstruction) string {
	load, ok := instr.Common().Value.(*ssa.UnOp)
	if !ok {
		return instr.Common().Value.Name()
	}
	switch from := load.X.(type) {
	case *ssa.FieldAddr:
		return structField(from.X.Type(), from.Field)
	case *ssa.FreeVar, *ssa.Global:
		return from.Name()
	}
	return ""
}

// asksOwner reports whether a call gives back what another process answers. A
// function of the project's may well leave the process and give something else:
// its own summary tells.
func (t *tracker) asksOwner(s effects.Site) bool {
	if s.Remote || t.asksRemote(s) || t.sendsAndWaits(s) {
		return true
	}
	return s.Summary != nil && s.Summary.Remote != nil && !t.known(s)
}

// sendsAndWaits reports whether a call of a broker's library sends a message and gives back
// the answer.
func (t *tracker) sendsAndWaits(s effects.Site) bool {
	if !publishesByCatalog(s) {
		return false
	}
	for r := range s.Callee.Signature().Results().Variables() {
		if t.isMessage(r.Type()) {
			return true
		}
	}
	return false
}

// looksUp reports whether an interface's method may look something up: it is
// given a key and gives something back.
func looksUp(s effects.Site) bool {
	sig := s.Callee.Signature()
	if sig.Params().Len() == 0 {
		return false
	}
	for r := range sig.Results().Variables() {
		if carries(r.Type()) {
			return true
		}
	}
	return false
}

// works recognises the names of functions that make something of what they are given,
// and look nothing up for it.
var works = regexp.MustCompile(`^(?i:evaluate|validate|verify|convert|map|parse|decode|unmarshal|encode|marshal|transform|translate|render|format|normali[sz]e|sanitize|classify|compute|calculate|extract|build|decrypt|encrypt|sign|to)([A-Z]|$)`)

// readsRows reports whether a call reads a table by itself or below.
func (t *tracker) readsRows(s effects.Site) bool {
	if t.looksUpKey(s) || scansRow(s) {
		return true
	}
	if touch := t.u.Touch(s); touch != nil {
		for _, a := range touch.Accesses {
			if !a.Write || a.Verb != "insert" {
				return true
			}
		}
		if selects(touch) {
			return true
		}
	}
	if s.Summary != nil {
		return slices.ContainsFunc(s.Summary.DB, func(a summary.Access) bool { return !a.Write })
	}
	return false
}

// scansRow reports whether a call takes the columns out of a row that was read,
// whatever the query is.
func scansRow(s effects.Site) bool {
	if s.Callee == nil || s.Callee.Name() != "Scan" || s.Callee.Signature().Recv() == nil {
		return false
	}
	n := effects.Named(s.Callee.Signature().Recv().Type())
	if n == nil || n.Obj().Pkg() == nil || n.Obj().Name() != "Row" && n.Obj().Name() != "Rows" {
		return false
	}
	path := catalog.Canonical(n.Obj().Pkg().Path())
	return path == "database/sql" || path == "github.com/jackc/pgx" || path == "github.com/jmoiron/sqlx"
}

// selects reports whether a statement reads, of whatever table: generic code does
// not know which.
func selects(touch *effects.Touch) bool {
	return slices.ContainsFunc(touch.Statements, func(st effects.Statement) bool {
		return len(st.Accesses) > 0 && !slices.ContainsFunc(st.Accesses, func(a sqltext.Access) bool { return a.Write })
	})
}

// queries reports whether a call reads a table by itself.
func queries(touch *effects.Touch) bool {
	return selects(touch) || slices.ContainsFunc(touch.Accesses, func(a summary.Access) bool { return !a.Write })
}

// asksRemote recognises clients of other processes behind interfaces, whose
// implementation is not known here: generated gRPC clients by their options,
// others by the interface's name. What they answer is fresh from the owner.
func (a *analysis) asksRemote(s effects.Site) bool {
	if s.Callee == nil {
		return false
	}
	sig := s.Callee.Signature()
	if n := sig.Params().Len(); sig.Variadic() && n > 0 {
		if sl, ok := sig.Params().At(n - 1).Type().(*types.Slice); ok {
			if el := effects.Named(sl.Elem()); el != nil && el.Obj().Name() == "CallOption" {
				return true
			}
		}
	}
	if s.Method == nil || a.buildsStatement(sig) {
		return false
	}
	// At the end of the name: a ClientRepository stores clients.
	name := strings.TrimSuffix(s.Method.Iface[strings.LastIndexByte(s.Method.Iface, '.')+1:], "Interface")
	return a.answersOwners(sig) && !storeName.MatchString(name) || slices.ContainsFunc([]string{"Client", "Gateway", "API", "Api", "Remote"}, func(part string) bool {
		return strings.HasSuffix(name, part)
	})
}

// buildsStatement reports whether a function gives back something of a database's library,
// by which that is asked: client.Index().Id(id).Do(ctx).
func (a *analysis) buildsStatement(sig *types.Signature) bool {
	for r := range sig.Results().Variables() {
		n := effects.Named(r.Type())
		if n != nil && n.Obj().Pkg() != nil && isStruct(n) && a.catalog.Stopped(effects.PkgPath(n.Obj().Pkg())) {
			return true
		}
	}
	return false
}

// storeName recognises the names of what keeps things, rather than asks for them.
var storeName = regexp.MustCompile(`(?i)(repo|repository|store|storage|dao|cache|querier|queries|reader|writer)$`)

// answersOwners reports whether a function gives back a type of another service's api:
// an interface that asks for one method of its client.
func (a *analysis) answersOwners(sig *types.Signature) bool {
	for r := range sig.Results().Variables() {
		ty := deref(r.Type())
		if sl, ok := ty.Underlying().(*types.Slice); ok {
			ty = deref(sl.Elem())
		}
		n := effects.Named(ty)
		if n == nil || n.Obj().Pkg() == nil || !isStruct(n) {
			continue
		}
		if owner := a.cfg.APIOf(effects.PkgPath(n.Obj().Pkg())); owner != "" && owner != a.view.Service() && a.view.Service() != "" {
			return true
		}
	}
	return false
}
