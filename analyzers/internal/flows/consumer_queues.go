package flows

import (
	"go/types"
	"maps"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Between the function that receives and the one that writes there is often a queue,
// or a pool of workers, that is made with the function which is given each item:
// queue.New(size, s.process), s.queue.Put(msg). How the items get there is its own
// business: channels, retries, a library. Which items go to which function is told by
// the field that keeps the queue, as with a channel.

// A madeQueue is a function that is given what is put into a queue.
type madeQueue struct {
	unit    int
	handler ssa.Value
	args    Origin // the handler's parameter that is the item
}

// queueType recognises by its name a type that keeps items until somebody works on
// them. What raises events or keeps things for good is none.
var queueType = regexp.MustCompile(`(?i)(queue|pool|worker|buffer|batch|pipeline|stage|executor)`)

// putName and workName recognise the methods that put an item in, and those that say
// who works on the items; asideName the functions that a queue calls with items that
// it does not hand on.
var (
	putName   = regexp.MustCompile(`^(Produce|Enqueue|Push|Put|Submit|Offer|Add|Append|Invoke|Feed|Queue|Schedule|TrySubmit|TryPut|TryEnqueue)([A-Z]\w*)?$`)
	workName  = regexp.MustCompile(`(?i)(start|consum|work|run|process|handle|listen)`)
	asideName = regexp.MustCompile(`(?i)(drop|discard|evict|reject|fail|err|full|overflow|dead|panic)`)
)

// item is the type of what a method of a type puts into a queue, or nil.
func item(queue types.Type) types.Type {
	n := effects.Named(queue)
	if n == nil || !queueType.MatchString(n.Obj().Name()) {
		return nil
	}
	for m := range types.NewMethodSet(queue).Methods() {
		f := m.Obj().(*types.Func)
		if !putName.MatchString(f.Name()) {
			continue
		}
		if i := dataParam(m.Type().(*types.Signature)); i >= 0 {
			return m.Type().(*types.Signature).Params().At(i).Type()
		}
	}
	return nil
}

// dataParam is the one parameter of a function beside contexts; -1 if there are more,
// or none.
func dataParam(sig *types.Signature) int {
	at := -1
	for i := range sig.Params().Len() {
		switch {
		case !carries(sig.Params().At(i).Type()):
		case at >= 0, sig.Variadic():
			return -1
		default:
			at = i
		}
	}
	return at
}

// worksOn is the argument of a call that makes a queue, or has one worked on, which is
// given the items; with the queue. nil: it is no such call.
func (t *tracker) worksOn(s effects.Site) (queue, handler ssa.Value) {
	if s.Callee == nil || s.Instr.Value() == nil || !slices.ContainsFunc(s.Args, func(a ssa.Value) bool { return isFunction(a.Type()) }) {
		return nil, nil
	}
	sig := s.Callee.Signature()
	switch {
	case sig.Recv() == nil:
		queue = s.Instr.Value()
	case workName.MatchString(s.Callee.Name()) && len(s.Args) > 0:
		queue = s.Args[0]
	default:
		return nil, nil
	}
	it := item(firstOf(queue.Type()))
	if it == nil {
		return nil, nil
	}
	for i, a := range s.Args[s.Shift:] {
		f, ok := a.Type().Underlying().(*types.Signature)
		if !ok || i >= sig.Params().Len() || asideName.MatchString(sig.Params().At(i).Name()) {
			continue
		}
		if p := dataParam(f); p < 0 || !types.Identical(f.Params().At(p).Type(), it) {
			continue
		}
		if handler != nil {
			return nil, nil // it cannot be told which
		}
		handler = a
	}
	return queue, handler
}

// firstOf is the first of a call's results.
func firstOf(ty types.Type) types.Type {
	if tuple, ok := ty.(*types.Tuple); ok && tuple.Len() > 0 {
		return tuple.At(0).Type()
	}
	return ty
}

// keptQueue names the outermost field that a queue is put into which a call makes.
func (t *tracker) keptQueue(v ssa.Value, depth int) *summary.Method {
	if depth > 4 || v.Referrers() == nil {
		return nil
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Extract:
			if ref.Index == 0 {
				return t.keptQueue(ref, depth+1)
			}
		case *ssa.MakeInterface:
			if field := t.keptQueue(ref, depth+1); field != nil {
				return field
			}
		case *ssa.Store:
			if field := t.putInto(ref, v, depth); field != nil {
				return field
			}
		}
	}
	return nil
}

// putInto is keptQueue for a store: a struct that is made here may go into a field in
// turn.
func (t *tracker) putInto(st *ssa.Store, v ssa.Value, depth int) *summary.Method {
	if st.Val != v {
		return nil
	}
	field := t.holder(st.Addr)
	if fa, ok := st.Addr.(*ssa.FieldAddr); ok {
		if alloc, ok := fa.X.(*ssa.Alloc); ok {
			if outer := t.keptQueue(alloc, depth+1); outer != nil {
				return outer
			}
		}
	}
	return field
}

// noteQueue notes the function that a call has work on what is put into a queue.
func (t *tracker) noteQueue(s effects.Site) {
	queue, handler := t.worksOn(s)
	if handler == nil {
		return
	}
	field := t.queueField(queue)
	if field == nil {
		return
	}
	sig := handler.Type().Underlying().(*types.Signature)
	q := madeQueue{t.view.Index(t.u.Func), handler, param(dataParam(sig))}
	if q.unit >= 0 && !slices.Contains(t.queues[*field], q) {
		t.queues[*field] = append(t.queues[*field], q)
	}
}

// queueField is the field that tells a queue from others; one that never leaves the
// function tells itself.
func (t *tracker) queueField(queue ssa.Value) *summary.Method {
	call, made := queue.(*ssa.Call)
	if !made {
		fields := t.fieldsOn(queue)
		if len(fields) == 0 {
			return nil
		}
		return &fields[len(fields)-1]
	}
	if field := t.keptQueue(call, 0); field != nil {
		return field
	}
	return localField(call)
}

// fieldsOn are the fields that a value was taken out of, the innermost first, or the
// call of the unit that made it.
func (t *tracker) fieldsOn(v ssa.Value) []summary.Method {
	var list []summary.Method
	seek(v, 8, func(v ssa.Value) []ssa.Value {
		if fa, ok := v.(*ssa.FieldAddr); ok {
			return []ssa.Value{fa.X}
		}
		return t.takenFrom(v)
	}, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.FieldAddr:
			if field := t.fieldOf(v.X.Type(), v.Field); field != nil {
				list = append(list, *field)
			}
		case *ssa.Global:
			list = append(list, *globalField(v))
		case *ssa.Call:
			list = append(list, *localField(v))
		}
		return false
	})
	return list
}

// notePut notes what a call puts into a queue.
func (t *tracker) notePut(f *Func, s effects.Site) {
	if len(t.queues) == 0 || s.Callee == nil || s.Callee.Signature().Recv() == nil || !putName.MatchString(s.Callee.Name()) || len(s.Args) < 2 {
		return
	}
	i := dataParam(s.Callee.Signature())
	if i < 0 || i+1 >= len(s.Args) {
		return
	}
	for _, field := range t.fieldsOn(s.Args[0]) {
		if len(t.queues[field]) > 0 {
			f.addSend(Sent{field, t.whole(s.Args[i+1])})
		}
	}
}

// markQueued marks the parameter of a literal of the unit that works on a queue: it is
// given what comes out of it.
func (t *tracker) markQueued(s effects.Site) {
	queue, handler := t.worksOn(s)
	if handler == nil || t.literalOf(handler) == nil {
		return
	}
	field := t.queueField(queue)
	if field == nil {
		return
	}
	data := make([]Origin, maxInner)
	data[dataParam(handler.Type().Underlying().(*types.Signature))] = t.feed(*field)
	t.mark(handler, data, 0)
}

// queued are the functions that work on queues, as consumers of what is put there.
func (a *analysis) queued() []Waiting {
	var list []Waiting
	for _, field := range slices.SortedFunc(maps.Keys(a.queues), compareMethods) {
		for _, q := range a.queues[field] {
			t := a.trackers[q.unit]
			for _, c := range t.functionsOf(q.handler, foreignLiterals) {
				e := entryOf(c.fn, Handler{Args: q.args}.resolver(c.shift), Answer{})
				if e.idle() {
					continue
				}
				e.Name, e.Place, e.Deletions = c.name, c.place, t.deletionsOf(c.fn.Writes, c.fn.Calls)
				list = fedToo(list, Waiting{Entry: e, Feeds: []summary.Method{field}})
			}
		}
	}
	return list
}

// fedToo adds a consumer, which may work on another queue as well.
func fedToo(list []Waiting, w Waiting) []Waiting {
	for i := range list {
		if list[i].key() == w.key() {
			if len(list[i].Feeds) < maxFeeds {
				list[i].Feeds = append(list[i].Feeds, w.Feeds...)
			}
			return list
		}
	}
	return append(list, w)
}
