package flows

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A message that is rejected without going back to its queue is gone, unless the queue was
// declared to have it dead-lettered: from there it may come again after some time. The
// broker's own policies may do that too, for queues that the program does not declare.

// deadLetters is what subscriptions have how queues are declared under: by themselves
// messages are lost that are rejected, unless one of them says otherwise.
const deadLetters = "dead letters"

// discards reports whether a call rejects a message for good, as far as this package and
// what it imports declare queues.
func (t *tracker) discards(s effects.Site) bool {
	if !rejects(s) {
		return false
	}
	if how := t.declaredHere(s.Instr.Parent()); how != unknownDelivery {
		return how == lossyOnly
	}
	return t.subscriptions()[deadLetters] == lossyOnly
}

// declaredHere is what becomes of what is rejected by the function, if that declares the one
// queue from which it receives: others of the package may be declared otherwise.
func (t *tracker) declaredHere(fn *ssa.Function) delivery {
	var queue ssa.Value
	for ci := range effects.Calls(fn) {
		i, consumes := queueArg[ofAMQP(ci)]
		if !consumes {
			continue
		}
		if queue != nil || i >= len(ci.Common().Args) {
			return unknownDelivery
		}
		queue = ci.Common().Args[i]
	}
	if queue == nil {
		return unknownDelivery
	}
	how := unknownDelivery
	for ci := range effects.Calls(fn) {
		if ofAMQP(ci) == "QueueDeclare" && declaresQueue(ci, queue) {
			how = max(how, keepsRejected(ci))
		}
	}
	return how
}

// queueArg is which argument of the functions that receive names the queue.
var queueArg = map[string]int{"Consume": 1, "ConsumeWithContext": 2}

// declaresQueue reports whether a call declares the queue of a name: the same text is its
// name, or what the call returns says it.
func declaresQueue(declare ssa.CallInstruction, name ssa.Value) bool {
	given := declare.Common().Args[1]
	if given == name || constantText(given) != "" && constantText(given) == constantText(name) {
		return true
	}
	return seek(name, 6, partOf, func(v ssa.Value) bool {
		e, ok := v.(*ssa.Extract)
		return ok && e.Tuple == declare.Value()
	})
}

// partOf is what a value was taken out of: a struct of which it is a field, or a variable
// that keeps that.
func partOf(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.Field:
		return []ssa.Value{v.X}
	case *ssa.UnOp:
		return []ssa.Value{v.X}
	case *ssa.FieldAddr:
		return []ssa.Value{v.X}
	case *ssa.Alloc:
		return stored(v)
	}
	return nil
}

// keepsRejected is what the arguments of a queue's declaration say of what is rejected. Those
// that are put together elsewhere may say anything.
func keepsRejected(declare ssa.CallInstruction) delivery {
	args := declare.Common().Args
	table := args[len(args)-1]
	if !saysAll(table) {
		return unknownDelivery
	}
	if m, ok := table.(*ssa.MakeMap); ok {
		for _, ref := range *m.Referrers() {
			if put, ok := ref.(*ssa.MapUpdate); ok && strings.HasPrefix(constantText(withoutInterface(put.Key)), deadLetterKey) {
				return manual
			}
		}
	}
	return lossyOnly
}

// deadLetterKey begins the arguments of a queue that say what becomes of what is rejected.
const deadLetterKey = "x-dead-letter"

// ofAMQP is the name of the function of AMQP's library that a call is of, or "".
func ofAMQP(call ssa.CallInstruction) string {
	fn := calleeOf(call)
	if fn == nil || fn.Pkg() == nil {
		return ""
	}
	path := effects.PkgPath(fn.Pkg())
	if !strings.HasSuffix(catalog.Canonical(path), "/amqp091-go") && !strings.HasSuffix(path, "streadway/amqp") {
		return ""
	}
	return fn.Name()
}

// rejects reports whether a call hands a message back that is not to be delivered again.
func rejects(s effects.Site) bool {
	i := slices.IndexFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == catalog.Nack })
	if i < 0 || s.Entries[i].Arg < 0 || s.Entries[i].Arg+s.Shift >= len(s.Args) {
		return false
	}
	again, ok := s.Args[s.Entries[i].Arg+s.Shift].(*ssa.Const)
	return ok && again.Value != nil && again.Value.String() == "false"
}

// The package that rejects a message may leave it to another one to declare its queue, and
// neither need import the other. What a rejected message comes to is then known to those
// that import both.

// rejectedEntries are the consumers of packages below that reject what fails, and of whose
// queues no package that knows them says what becomes of it, with that.
func (s *settler) rejectedEntries() []Entry {
	if s.a.subscriptions()[deadLetters] != lossyOnly {
		return nil
	}
	known := s.knownEntries()
	var list []Entry
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if e := known[key]; e.rejects() && !s.knownBy[key][""] && !s.toldBelow(key, deliveredUnder(deadLetters)) {
			list = append(list, e.rejected())
		}
	}
	return list
}

// deliveredUnder recognises what is known of what is subscribed under a name.
func deliveredUnder(library string) func(Delivery) bool {
	return func(d Delivery) bool { return d.Library == library }
}

// toldBelow reports whether an entry is known to an import which knows, as is asked for, how
// what is subscribed under some name is acknowledged.
func (s *settler) toldBelow(key string, asked func(Delivery) bool) bool {
	for path, fact := range s.a.below() {
		if (s.knownBy[key][path] || s.settledBy[key][path]) && slices.ContainsFunc(fact.Deliveries, asked) {
			return true
		}
	}
	return false
}

// rejects reports whether an entry rejects what it fails at.
func (e *Entry) rejects() bool {
	return slices.ContainsFunc(e.Reads, func(r Read) bool { return r.Fault == Rejected }) ||
		slices.ContainsFunc(e.Calls, func(c Call) bool { return c.Fault == Rejected || c.Quiet == Rejected })
}

// rejected is an entry that loses what it rejects.
func (e Entry) rejected() Entry {
	e.Reads, e.Calls = slices.Clone(e.Reads), slices.Clone(e.Calls)
	for i, r := range e.Reads {
		e.Reads[i].Fault = r.Fault.forGood()
	}
	for i, c := range e.Calls {
		e.Calls[i].Fault, e.Calls[i].Quiet = c.Fault.forGood(), c.Quiet.forGood()
	}
	return e
}

// forGood is a fault, where what is rejected is gone.
func (f Fault) forGood() Fault {
	if f == Rejected {
		return Acked
	}
	return f
}

// declares is what an instruction says of where the messages go that a queue rejects.
func declares(instr ssa.Instruction) delivery {
	for _, op := range instr.Operands(nil) {
		if strings.HasPrefix(constantText(*op), deadLetterKey) {
			return manual
		}
	}
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return unknownDelivery
	}
	args := call.Common().Args
	switch ofAMQP(call) {
	case "QueueDeclarePassive":
		return manual // it was declared elsewhere
	case "QueueDeclare":
		if saysAll(args[len(args)-1]) {
			return lossyOnly
		}
		return manual
	}
	return unknownDelivery
}

// saysAll reports whether a table of arguments is none, or made here of nothing but
// constant keys.
func saysAll(v ssa.Value) bool {
	if isNil(v) {
		return true
	}
	table, ok := v.(*ssa.MakeMap)
	return ok && !slices.ContainsFunc(*table.Referrers(), func(ref ssa.Instruction) bool {
		put, ok := ref.(*ssa.MapUpdate)
		return ok && constantText(withoutInterface(put.Key)) == ""
	})
}
