package flows

import (
	"cmp"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Messages are often handed on by a channel that a struct keeps: one function
// sends what it received, another, or one of another package, takes it out and
// writes. What comes out of such a channel is a message if one goes in anywhere,
// which the package knows that knows both.

// The fed bits stand for what comes out of the channels that a unit takes from,
// each in the place that it has in tracker.feeds.
const (
	maxFeeds = 4
	firstFed = inner + maxInner
	fedBits  = (Origin(1)<<maxFeeds - 1) << firstFed
	maxSends = 8
)

// A Sent is data that goes into a channel which a field keeps.
type Sent struct {
	Field summary.Method
	From  Origin
}

// A Waiting is a consumer if messages go into the channels that it takes from.
type Waiting struct {
	Entry Entry // in which the fed bits stand for them
	Feeds []summary.Method
	// Hands are the functions in fields to which it hands what it takes.
	Hands []Passed
}

// noteFedOn notes that a function in a field is called with what comes out of a channel: a
// relay that was made with it.
func (t *tracker) noteFedOn(v ssa.Value, method string, args []Origin, s effects.Site) {
	if method != "" || union(args)&fedBits == 0 {
		return // of a method, its call tells
	}
	field := t.fieldRoot(v)
	if field == nil || isLocal(*field) || len(t.fedOn) >= maxSends {
		return
	}
	p := Passed{Field: *field, Args: slices.Clone(args), Answer: t.answer(s)}
	for i := range p.Args {
		p.Args[i] &= fedBits
	}
	t.fedOn = append(t.fedOn, p)
}

// fedBy is the origin of what comes out of a channel that a field keeps.
func (t *tracker) fedBy(ch ssa.Value) Origin {
	c, ok := ch.Type().Underlying().(*types.Chan)
	if !ok || !t.relayed(c) {
		return 0
	}
	field := t.channelField(ch)
	if field == nil {
		return 0
	}
	return t.feed(*field)
}

// feed is the bit that stands for what comes out of a field's channel or queue.
func (t *tracker) feed(field summary.Method) Origin {
	i := slices.Index(t.feeds, field)
	if i < 0 {
		if len(t.feeds) >= maxFeeds {
			return 0
		}
		i = len(t.feeds)
		t.feeds = append(t.feeds, field)
	}
	return Origin(1) << (firstFed + i)
}

// handedArgs are where a call's arguments come from, with what the channels among
// them give.
func (t *tracker) handedArgs(s effects.Site) []Origin {
	args := t.argOrigins(s)
	for i, a := range s.Args {
		if _, ok := a.Type().Underlying().(*types.Chan); ok {
			args[i] |= t.fedBy(a)
		}
	}
	return args
}

// worthFollowing leaves out signals, which carry nothing.
func worthFollowing(ty types.Type) bool {
	switch u := ty.Underlying().(type) {
	case *types.Struct:
		return u.NumFields() > 0 && !isNamedIn(ty, "time", "Time")
	case *types.Basic:
		return u.Info()&types.IsBoolean == 0
	case *types.Interface:
		return !isError(ty) && !isNamedIn(ty, "os", "Signal")
	}
	return true
}

func isNamedIn(ty types.Type, path, name string) bool {
	n, ok := types.Unalias(ty).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == path && n.Obj().Name() == name
}

// channelField is the field that keeps a channel, or what counts as one: the function
// that returns it, where that is made for its callers.
func (t *tracker) channelField(v ssa.Value) (field *summary.Method) {
	seek(v, 8, t.channelFrom, func(v ssa.Value) bool {
		field = t.channelAt(v)
		return field != nil
	})
	return field
}

// channelFrom is takenFrom for channels, of which a function may return several.
func (t *tracker) channelFrom(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.ChangeType:
		return []ssa.Value{v.X}
	case *ssa.Extract:
		if _, ok := v.Tuple.(*ssa.Call); ok {
			return nil // see channelAt
		}
	}
	return t.takenFrom(v)
}

func (t *tracker) channelAt(v ssa.Value) *summary.Method {
	switch v := v.(type) {
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok && v.Index == t.channelResult(call.Call.Signature()) {
			return t.channelOf(call)
		}
		return nil
	case *ssa.Call:
		if t.channelResult(v.Call.Signature()) != 0 {
			return nil
		}
		return t.channelOf(v)
	}
	return t.fieldAt(v)
}

// channelResult is which of a function's results is the channel that it hands on its
// messages by; -1: none.
func (t *tracker) channelResult(sig *types.Signature) int {
	for i := range sig.Results().Len() {
		if c, ok := sig.Results().At(i).Type().Underlying().(*types.Chan); ok && t.relayed(c) {
			return i
		}
	}
	return -1
}

// relayed reports whether what comes out of a channel has to be known from what goes in.
func (t *tracker) relayed(c *types.Chan) bool {
	return worthFollowing(c.Elem()) && !t.isMessage(c.Elem())
}

// channelOf is what keeps the channel that a call returns. Of an interface's method, its
// implementations tell.
func (t *tracker) channelOf(call *ssa.Call) *summary.Method {
	s := t.site(call)
	if s.Method != nil {
		field := behindMethod(*s.Method)
		return &field
	}
	if f := t.funcOf(s); f != nil && f.Channel != nil {
		return f.Channel
	}
	if callee := call.Call.StaticCallee(); callee != nil {
		if obj, ok := callee.Object().(*types.Func); ok {
			return t.tableResult(obj.Origin())
		}
	}
	return nil
}

// behindMethod stands for the channels that the implementations of a method return.
func behindMethod(m summary.Method) summary.Method {
	return summary.Method{Iface: m.Iface + "." + m.Name, Name: resultName}
}

// noteSend notes what a unit puts into a channel that a field keeps.
func (t *tracker) noteSend(f *Func, ch, v ssa.Value) {
	if field := t.channelField(ch); field != nil && worthFollowing(v.Type()) {
		t.sentInto[*field] = true
		f.addSend(Sent{*field, t.whole(v)})
	}
}

// noteKeptChannel notes that a channel is kept in a field: what it holds is in
// there from now on.
func (t *tracker) noteKeptChannel(f *Func, s *ssa.Store) {
	if _, ok := s.Val.Type().Underlying().(*types.Chan); !ok {
		return
	}
	field := t.holder(s.Addr)
	if field == nil {
		return
	}
	f.addSend(Sent{*field, t.whole(s.Val)})
	if p, ok := effects.Unwrapped(s.Val).(*ssa.Parameter); ok && t.sentInto[*field] && p.Parent() == t.u.Func {
		t.connect(f, p)
	}
}

// connect handles a constructor that is given the channels of a stage: what goes
// into one comes out of the other.
func (t *tracker) connect(f *Func, out *ssa.Parameter) {
	var from Origin
	for i, p := range t.u.Func.Params {
		if _, ok := p.Type().Underlying().(*types.Chan); ok && p != out {
			from |= param(i)
		}
	}
	if from != 0 {
		f.Fills = append(f.Fills, Fill{Param: slices.Index(t.u.Func.Params, out), From: from})
	}
}

func (f *Func) addSend(s Sent) {
	if s.From &= params | fromMsg | fedBits; s.From == 0 {
		return
	}
	for i := range f.Sent {
		if f.Sent[i].Field == s.Field {
			f.Sent[i].From |= s.From
			return
		}
	}
	if len(f.Sent) < maxSends {
		f.Sent = append(f.Sent, s)
	}
}

// noteChannel notes what keeps the channel that a function returns. One that it makes, and
// into which it puts messages before long, is known by the function itself.
func (t *tracker) noteChannel(f *Func, results []ssa.Value) {
	i := t.channelResult(t.u.Func.Signature)
	if i < 0 || i >= len(results) || f.Channel != nil {
		return
	}
	f.Channel = t.channelField(results[i])
	if f.Channel != nil || t.u.Object == nil || !t.madeChannel(results[i]) {
		return
	}
	own := resultField(t.u.Object.Origin())
	f.Channel = &own
	f.addSend(Sent{own, t.whole(results[i]) & (fromMsg | fedBits)}) // what it is given, its callers know
}

// madeChannel reports whether a channel is one that the unit makes.
func (t *tracker) madeChannel(v ssa.Value) bool {
	return seek(v, 8, t.channelFrom, func(v ssa.Value) bool {
		_, ok := v.(*ssa.MakeChan)
		return ok
	})
}

// waiting is the unit as a consumer of channels.
func (t *tracker) waiting(f *Func) (Waiting, bool) {
	if len(t.feeds) == 0 || t.view.Generated(t.u.Func) {
		return Waiting{}, false
	}
	fed := func(o Origin) bool { return o&fedBits != 0 }
	e := Entry{
		Reads: f.Reads, Heeds: f.Heeds, Skips: f.Skips, Raises: f.Raises, Force: f.Force, Locks: f.Locks, TellsKeys: f.TellsKeys,
		Name: t.u.Name(), Place: t.view.Place(t.u, t.u.Func.Pos()), Deletions: t.deletionsOf(f.Writes, f.Calls),
	}
	for _, w := range f.Writes {
		if fed(w.From) {
			e.Writes = append(e.Writes, w)
		}
	}
	if slices.ContainsFunc(f.Calls, func(c Call) bool { return fed(union(c.Args)) }) {
		e.Calls = f.Calls
	}
	for _, s := range f.Sent {
		if fed(s.From) {
			e.Sent = append(e.Sent, s)
		}
	}
	return Waiting{Entry: e, Feeds: t.feeds, Hands: t.fedOn}, len(e.Writes)+len(e.Calls)+len(e.Sent)+len(t.fedOn) > 0
}

// fed is the consumer, as far as messages go into its channels; false if they
// go into none.
func (w *Waiting) fed(fields map[summary.Method]bool) (Entry, bool) {
	bits := w.bits(fields)
	if bits == 0 {
		return Entry{}, false
	}
	f := &Func{
		Writes: w.Entry.Writes, Calls: w.Entry.Calls, Sent: w.Entry.Sent, Reads: w.Entry.Reads, Heeds: w.Entry.Heeds, Raises: w.Entry.Raises,
		Force: w.Entry.Force, Locks: w.Entry.Locks, TellsKeys: w.Entry.TellsKeys,
	}
	e := entryOf(f, func(o Origin) Origin {
		out := o & (fromMsg | flags)
		if o&bits != 0 {
			out |= fromMsg
		}
		return out
	}, Answer{})
	e.Name, e.Place, e.Deletions = w.Entry.Name, w.Entry.Place, w.Entry.Deletions
	return e, len(e.Writes)+len(e.Calls)+len(e.Sent) > 0
}

// bits stand for those of its channels that messages go into.
func (w *Waiting) bits(fields map[summary.Method]bool) Origin {
	var bits Origin
	for i, field := range w.Feeds {
		if fields[field] {
			bits |= Origin(1) << (firstFed + i)
		}
	}
	return bits
}

// handOnFed has the functions be handlers to which a consumer of channels hands what it
// takes, as far as messages go into those. It reports whether that was not known.
func (s *settler) handOnFed(w Waiting, fields map[summary.Method]bool) bool {
	bits, news := w.bits(fields), false
	for _, p := range w.Hands {
		var args Origin
		for i, o := range p.Args {
			if o&bits != 0 {
				args |= param(i)
			}
		}
		if args != 0 && len(s.a.fieldHandlers[p.Field]) == 0 {
			s.a.addFieldHandler(p.Field, Handler{Args: args, Handling: Handling{Answer: p.Answer}})
			news = true
		}
	}
	return news
}

func (w *Waiting) key() string { return entryKey(&w.Entry) }

// ownWaiting are the consumers of channels of this package, and ownFed the fields
// into whose channels its functions put messages.
func (a *analysis) ownWaiting() []Waiting {
	var list []Waiting
	for i := range a.units {
		if w, ok := a.trackers[i].waiting(a.funcs[i]); ok {
			list = append(list, w)
		}
	}
	return append(list, a.queued()...)
}

func (a *analysis) ownFed() []summary.Method {
	var list []summary.Method
	for _, f := range a.funcs {
		for _, s := range f.Sent {
			if s.From&fromMsg != 0 {
				list = append(list, s.Field)
			}
		}
	}
	return list
}

// feed notes that messages go into a channel, and who knows it.
func (s *settler) feed(field summary.Method, from string) {
	s.fedFrom.Note(field, from)
}

func (s *settler) wait(w Waiting, from string) {
	key := w.key()
	if s.waitingBy.Note(key, from) {
		s.waiting[key] = w
	}
}

// open lets the consumers in into whose channels messages go. Those may put them
// into others.
func (s *settler) open() {
	if len(s.waiting) == 0 {
		return
	}
	for range maxDepth {
		before := len(s.fedFrom)
		s.feedBehind()
		for _, key := range slices.Sorted(maps.Keys(s.entries)) {
			e := s.entries[key]
			s.resolve(e, key) // for what it sends
		}
		fields := map[summary.Method]bool{}
		for field := range s.fedFrom {
			fields[field] = true
		}
		opened := false
		for _, key := range slices.Sorted(maps.Keys(s.waiting)) {
			w := s.waiting[key]
			if s.handOnFed(w, fields) {
				s.handlePending()
				opened = true
			}
			e, ok := w.fed(fields)
			if _, known := s.entries[key]; !ok || known && s.opened[key] {
				continue
			}
			s.opened[key], opened = true, true
			s.enterFed(key, w, e)
		}
		if !opened && len(s.fedFrom) == before {
			return
		}
	}
}

// feedBehind has messages come out of the channels that interfaces' methods return, where
// they go into that of an implementation.
func (s *settler) feedBehind() {
	for _, c := range s.conversions {
		for _, m := range c.Methods {
			if ch := m.Func.Channel; ch != nil && len(s.fedFrom[*ch]) > 0 {
				s.feed(behindMethod(summary.Method{Iface: c.Iface, Name: m.Name}), "")
			}
		}
	}
}

// enterFed enters a consumer of channels, for whoever knows that they are fed.
func (s *settler) enterFed(key string, w Waiting, e Entry) {
	if receives, ok := s.entries[key]; ok { // the same function fills the channel
		s.entries[key] = receives.and(e)
		return
	}
	known := false
	for _, from := range slices.Sorted(maps.Keys(s.waitingBy[key])) {
		if from != "" && slices.ContainsFunc(w.Feeds, func(f summary.Method) bool { return s.fedFrom[f][from] }) {
			s.enter(e, from)
			known = true
		}
	}
	if !known {
		s.enter(e, "")
	}
}

// and is a consumer with what it does besides.
func (e Entry) and(o Entry) Entry {
	e.Writes = append(slices.Clone(e.Writes), o.Writes...)
	e.Calls = append(slices.Clone(e.Calls), o.Calls...)
	e.Reads, e.Sent = append(slices.Clone(e.Reads), o.Reads...), append(slices.Clone(e.Sent), o.Sent...)
	e.Raises = append(slices.Clone(e.Raises), o.Raises...)
	for _, h := range o.Heeds {
		e.Heeds = addHeed(slices.Clone(e.Heeds), h)
	}
	e.Locks, e.TellsKeys = e.Locks.withAll(o.Locks, nil), e.TellsKeys.withAll(o.TellsKeys, nil)
	return e
}

// sent notes the channels into which an entry, or an implementation that it
// calls, puts messages.
func (s *settler) sent(list []Sent, args []Origin) {
	for _, send := range list {
		if args != nil {
			send.From = resolveWith(send.From, args)
		}
		if send.From&fromMsg != 0 {
			s.feed(send.Field, "")
		}
	}
}

func (s *settler) exportFed(fact *Pkg) {
	for field := range s.fedFrom {
		fact.Fed = append(fact.Fed, field)
	}
	slices.SortFunc(fact.Fed, func(a, b summary.Method) int { return cmp.Compare(a.String(), b.String()) })
	for _, key := range slices.Sorted(maps.Keys(s.waiting)) {
		fact.Waiting = append(fact.Waiting, s.waiting[key])
	}
}
