package flows

import (
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

// discards reports whether a call rejects a message for good.
func (t *tracker) discards(s effects.Site) bool {
	i := slices.IndexFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == catalog.Nack })
	if i < 0 || s.Entries[i].Arg < 0 || s.Entries[i].Arg+s.Shift >= len(s.Args) {
		return false
	}
	again, ok := s.Args[s.Entries[i].Arg+s.Shift].(*ssa.Const)
	return ok && again.Value != nil && again.Value.String() == "false" && t.subscriptions()[deadLetters] == lossyOnly
}

// declares is what an instruction says of where the messages go that a queue rejects.
func declares(instr ssa.Instruction) delivery {
	for _, op := range instr.Operands(nil) {
		if strings.HasPrefix(constantText(*op), "x-dead-letter") {
			return manual
		}
	}
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return unknownDelivery
	}
	fn := calleeOf(call)
	if fn == nil || fn.Pkg() == nil || !strings.HasSuffix(catalog.Canonical(effects.PkgPath(fn.Pkg())), "/amqp091-go") && !strings.HasSuffix(effects.PkgPath(fn.Pkg()), "streadway/amqp") {
		return unknownDelivery
	}
	args := call.Common().Args
	switch {
	case fn.Name() == "QueueDeclarePassive":
		return manual // it was declared elsewhere
	case fn.Name() == "QueueDeclare" && len(args) > 0 && saysAll(args[len(args)-1]):
		return lossyOnly
	case fn.Name() == "QueueDeclare":
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
