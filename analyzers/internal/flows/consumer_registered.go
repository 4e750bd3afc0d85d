package flows

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A registry of handlers stands between three packages: its own, which keeps them
// in a field and calls them with what it decodes; one that hands it raw messages;
// and one that registers handlers. So its own package can tell neither that
// messages come in nor who handles them: Send(ctx, name, body) says that body goes
// to what is in the field, Register(name, h) that what it puts there calls h.

// A Passed is data of the parameters that the functions in a field are called
// with.
type Passed struct {
	Field  summary.Method
	Method string
	Args   []Origin
	// Itself says that Args are parameters as they were given, decoded before: they
	// are a message only where the function itself is one that handles messages.
	Itself bool
	Answer
}

// A Through is how a function that is kept in a field calls the parameter that it
// was made from, where it is not that parameter itself.
type Through struct {
	Calls  bool
	Method string // of the parameter; "": it is a function
	Args   [maxThrough]Origin
}

const (
	maxThrough = 4
	maxPassed  = 8
)

// handler is what the parameter is given, where what was made from it handles
// messages.
func (th Through) handler(h Handler) Handler {
	if !th.Calls {
		return h
	}
	if h.Method == made {
		return Handler{Method: made} // what it calls makes nothing
	}
	given := h.Args &^ content << inner
	h.Method, h.Args = th.Method, 0
	for i, o := range th.Args {
		if o&given != 0 {
			h.Args |= param(i)
		}
	}
	return h
}

// notePassed notes that what is kept in a field is called with raw data among the
// parameters. What was decoded before may as well be an event of the process's
// own that is raised because of a message.
func (t *tracker) notePassed(f *Func, v ssa.Value, method string, args []Origin, s effects.Site) {
	t.noteFedOn(v, method, args, s)
	raw, itself, field := t.rawParams(), t.itself(s), t.fieldRoot(v)
	if method != "" {
		itself = nil // of a method, its call tells
	} else if union(itself) == 0 && t.ownTable(field) {
		itself = t.mapped(s)
	}
	if union(args)&raw|union(itself) == 0 {
		return
	}
	if field == nil || isLocal(*field) {
		return
	}
	p := Passed{Field: *field, Method: method, Args: slices.Clone(args), Answer: t.answer(s)}
	for i := range p.Args {
		p.Args[i] &= raw
	}
	f.addPassed(p)
	f.addPassed(Passed{Field: *field, Args: itself, Itself: true, Answer: p.Answer})
}

// itself are a call's arguments that are parameters of the unit's function, as they
// were given.
func (t *tracker) itself(s effects.Site) []Origin {
	args := make([]Origin, len(s.Args))
	for i, a := range s.Args {
		if p := asGiven(a); p != nil && p.Parent() == t.u.Func && carries(p.Type()) && !isBytes(p.Type()) {
			args[i] = param(slices.Index(t.u.Func.Params, p))
		}
	}
	return args
}

// ownTable reports whether a field of the unit's receiver keeps nothing but methods of that:
// what they are called with is the business of the one type alone, and no event for others.
func (t *tracker) ownTable(field *summary.Method) bool {
	if field == nil || t.receiver() == nil {
		return false
	}
	own, list := effects.Named(t.receiver().Type()), t.kept[*field]
	if own == nil || field.Iface != effects.TypeName(own) || len(list) == 0 {
		return false
	}
	return !slices.ContainsFunc(list, func(k keptValue) bool {
		bound, ok := effects.Unwrapped(k.value).(*ssa.MakeClosure)
		if !ok || len(bound.Bindings) != 1 {
			return true
		}
		of := effects.Named(bound.Bindings[0].Type())
		return of == nil || of.Obj() != own.Obj()
	})
}

// mapped are a call's arguments that are made of nothing but the unit's parameters.
func (t *tracker) mapped(s effects.Site) []Origin {
	args := make([]Origin, len(s.Args))
	for i, a := range s.Args {
		from := t.whole(a)
		if !carries(a.Type()) || isBytes(a.Type()) || from&(fromMsg|fromStored|fromRemote) != 0 {
			continue
		}
		for j, p := range t.u.Func.Params[1:] {
			if carries(p.Type()) && from&param(j+1) != 0 {
				args[i] |= param(j + 1)
			}
		}
	}
	return args
}

// asGiven is the parameter that a value is, or a pointer to it or what it points to;
// or nil.
func asGiven(v ssa.Value) *ssa.Parameter {
	for range 4 {
		switch x := v.(type) {
		case *ssa.Parameter:
			return x
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil
			}
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.Alloc: // its address is taken somewhere
			if list := stored(x); len(list) == 1 {
				v = list[0]
				continue
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

func (f *Func) addPassed(p Passed) {
	same := func(q Passed) bool {
		return p.Field == q.Field && p.Method == q.Method && p.Itself == q.Itself && p.Answer == q.Answer && slices.Equal(p.Args, q.Args)
	}
	if union(p.Args) != 0 && len(f.Passed) < maxPassed && !slices.ContainsFunc(f.Passed, same) {
		f.Passed = append(f.Passed, p)
	}
}

// rawParams are the unit's parameters that are bytes, or what the project makes of a
// library's message without decoding it.
func (t *tracker) rawParams() Origin {
	var o Origin
	for i, p := range t.u.Func.Params {
		if isBytes(p.Type()) || undecoded(p.Type()) {
			o |= param(i)
		}
	}
	return o
}

func isBytes(ty types.Type) bool {
	sl, ok := ty.Underlying().(*types.Slice)
	return ok && types.Identical(sl.Elem(), types.Typ[types.Byte])
}

// takePassed has the functions in the fields that a callee calls be given messages,
// if that is what the callee is given.
func (t *tracker) takePassed(f *Func, s effects.Site, callee *Func) {
	for _, p := range callee.Passed {
		if p.Itself {
			t.takeItself(f, s, p)
			continue
		}
		args := t.passedArgs(s, p)
		if msg := messageBits(args); msg != 0 {
			h := t.handlerAt(s, Handler{Method: p.Method, Args: msg, Handling: Handling{Asked: union(args)&fromAsker != 0}})
			h.Answer = p.above(h.Answer)
			t.addFieldHandler(p.Field, h)
			f.addServe(Serve{p.Field, h.Fault})
		}
		raw := t.rawParams()
		for i := range args {
			args[i] &= raw
		}
		f.addPassed(Passed{Field: p.Field, Method: p.Method, Args: args, Answer: p.above(t.answer(s))})
	}
}

// takeItself takes over what a callee gives on as it was given, where that is what
// the unit was given in turn.
func (t *tracker) takeItself(f *Func, s effects.Site, p Passed) {
	given, args := t.itself(s), slices.Clone(p.Args)
	for i := range args {
		args[i] = bind(args[i], given)
	}
	f.addPassed(Passed{Field: p.Field, Args: args, Itself: true, Answer: p.above(t.answer(s))})
}

// handOn has the functions in the fields that a handler calls with the message be
// handlers themselves: an adapter that makes a handler of a function.
func (a *analysis) handOn(c handlerFunc, h Handler) {
	msg := h.Args << c.shift
	for _, p := range c.fn.Passed {
		var args Origin
		for i, o := range p.Args {
			if o&msg != 0 {
				args |= param(i)
			}
		}
		if args != 0 {
			handed := Handler{Method: p.Method, Args: args, Handling: h.Handling}
			handed.Answer = p.above(h.Answer)
			a.addFieldHandler(p.Field, handed)
		}
	}
}

// passedArgs are what a callee gives on, as far as it is given that unchanged: what
// is encoded here is the process's own.
func (t *tracker) passedArgs(s effects.Site, p Passed) []Origin {
	given := t.argOrigins(s)
	for i, a := range s.Args {
		if t.encoded(a) {
			given[i] = 0
		}
	}
	args := slices.Clone(p.Args)
	for i := range args {
		args[i] = bind(args[i], given)
	}
	return args
}

// encoded reports whether bytes are made by an encoder.
func (t *tracker) encoded(v ssa.Value) bool {
	return seek(v, 8, t.takenFrom, func(v ssa.Value) bool {
		call, ok := v.(*ssa.Call)
		if !ok {
			return false
		}
		callee := t.site(call).Callee
		return callee != nil && encodes(callee.Name())
	})
}

func encodes(name string) bool {
	name = strings.ToLower(name)
	if strings.Contains(name, "unmarshal") {
		return false
	}
	return slices.ContainsFunc([]string{"marshal", "encode", "serialize"}, func(part string) bool { return strings.Contains(name, part) })
}

// noteThrough notes that a literal which goes into a field calls a parameter with
// what it is given, and reports whether that is so: whoever gives the parameter
// tells then what is called.
func (t *tracker) noteThrough(f *Func, v ssa.Value, method string, args []Origin, instr ssa.CallInstruction) bool {
	if union(args)&innerBits == 0 {
		return false
	}
	params, found := t.paramsBehind(v), false
	th := Through{Calls: true, Method: method}
	for i := range min(len(args), maxThrough) {
		th.Args[i] = args[i] & innerBits
	}
	for field, list := range t.kept {
		for _, k := range list {
			if t.holdsCall(k, instr) && !isLocal(field) {
				for _, p := range params {
					f.addKeep(Keep{Param: p, Field: field, Through: th})
					found = true
				}
			}
		}
	}
	return found
}

// holdsCall reports whether a call is made by a literal of the unit that is kept.
func (t *tracker) holdsCall(k keptValue, instr ssa.CallInstruction) bool {
	return k.unit == t.view.Index(t.u.Func) && t.literalOf(effects.Unwrapped(k.value)) == instr.Parent()
}

// decodesItself reports whether a decoder fills the method's own receiver:
// func (e *Event) FromJSON(b []byte) error { return json.Unmarshal(b, e) }.
func (t *tracker) decodesItself(s effects.Site, arg ssa.Value) bool {
	if s.Callee == nil || arg != ssa.Value(t.receiver()) || !refers(arg.Type()) {
		return false
	}
	return hasRole(s, catalog.Decode) || decodes(s.Callee.Name())
}

// filledByDecoder reports whether a decoder fills what an argument refers to, that
// somebody else made: v := reflect.New(typ).Interface(); json.Unmarshal(body, v). So it
// does what it is given to fill: func open(body []byte, into proto.Message).
func filledByDecoder(s effects.Site, arg ssa.Value) bool {
	if s.Callee == nil || !decodes(s.Callee.Name()) || !types.IsInterface(arg.Type()) {
		return false
	}
	switch otherInterface(arg).(type) {
	case *ssa.Call, *ssa.Parameter:
		return true
	}
	return false
}

// otherInterface is the value of which an interface is another form.
func otherInterface(v ssa.Value) ssa.Value {
	for range 4 {
		switch x := v.(type) {
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.TypeAssert:
			if x.CommaOk || !types.IsInterface(x.AssertedType) {
				return v
			}
			v = x.X
		default:
			return v
		}
	}
	return v
}
