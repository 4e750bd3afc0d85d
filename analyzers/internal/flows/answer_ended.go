package flows

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Where the program ends because a row is missing, nobody acknowledges the message any more:
// it comes again, unless the broker took it for done as it was delivered, or the program
// acknowledged it before.

// exits reports whether a call ends the program, so that nothing follows it: os.Exit, and what
// loggers call so.
func exits(call ssa.CallInstruction) bool {
	if _, plain := call.(*ssa.Call); !plain {
		return false // deferred, or beside what goes on
	}
	fn := calleeOf(call)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	name, path := fn.Name(), fn.Pkg().Path()
	if path == "os" && name == "Exit" {
		return true
	}
	if fn.Signature().Results().Len() > 0 && !strings.HasSuffix(path, "/zerolog") && !strings.HasSuffix(path, "/zerolog/log") {
		return false // an error that it makes of another
	}
	for _, form := range []string{"", "f", "w", "ln", "Context", "Ctx"} {
		if plain := strings.TrimSuffix(name, form); plain == "Fatal" || plain == "Panic" && path == "log" {
			return true
		}
	}
	return false
}

// endedAt is what becomes of a message where the program ends during a call.
func (t *tracker) endedAt(instr ssa.CallInstruction) Fault {
	if t.settledBefore(instr) || t.doneOnDelivery(instr.Block()) {
		return Acked
	}
	return None
}

// doneOnDelivery reports whether the message that is handled in a block was taken for done
// as it was delivered.
func (t *tracker) doneOnDelivery(b *ssa.BasicBlock) bool {
	given := slices.ContainsFunc(b.Parent().Params, func(p *ssa.Parameter) bool { return t.doneMessage(p.Type()) })
	return given && t.loses(b.Parent()) || t.doneInLoop(b)
}

// doneInLoop reports whether that is so of the message that the loop around a block took in.
func (t *tracker) doneInLoop(b *ssa.BasicBlock) bool {
	for head := b; head != nil; head = head.Idom() {
		if loop := loopOf(head); loop[b] && t.takesDone(loop) {
			receives, lost := t.receivesAt(head, b)
			return receives && lost
		}
	}
	return false
}

// takesDone reports whether what a loop takes in comes of a broker's client that has it done
// on delivery.
func (t *tracker) takesDone(loop map[*ssa.BasicBlock]bool) bool {
	for b := range loop {
		if slices.ContainsFunc(b.Instrs, t.takesInDone) {
			return true
		}
	}
	return false
}

// takesInDone reports whether an instruction takes in a message that is done by that.
func (t *tracker) takesInDone(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case ssa.CallInstruction:
		return commitsAsItReads(i) && !t.commitsLater()
	case *ssa.UnOp:
		return i.Op == token.ARROW && t.doneMessage(elementOf(i.X.Type()))
	}
	return false
}

// doneMessage recognises the messages of clients that have them done on delivery, where they
// do not wait for the program to acknowledge them. Others acknowledge by themselves too, but
// only some time later, or once the handler has returned.
func (t *tracker) doneMessage(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	switch path := catalog.Canonical(effects.PkgPath(n.Obj().Pkg())); path {
	case kafkaGo:
		return t.isMessage(ty) && !t.commitsLater()
	case "github.com/rabbitmq/amqp091-go", "github.com/streadway/amqp":
		return t.isMessage(ty)
	default:
		return strings.Contains(path, "redis") && t.isMessage(ty)
	}
}

// commitsLater reports whether the package has kafka-go commit what was read only from time
// to time.
func (a *analysis) commitsLater() bool {
	if a.late == nil {
		late := slices.ContainsFunc(a.units, setsCommitInterval)
		a.late = &late
	}
	return *a.late
}

func setsCommitInterval(u *effects.Unit) bool {
	for st := range effects.Each[*ssa.Store](u.Funcs...) {
		if fa, ok := st.Addr.(*ssa.FieldAddr); ok && structField(fa.X.Type(), fa.Field) == "CommitInterval" && !isZero(st.Val) {
			return true
		}
	}
	return false
}

// ended is what becomes of the message where control comes to an end of the program.
func (p *course) ended(b *ssa.BasicBlock, acked bool) Fault {
	if acked || p.t.doneOnDelivery(b) || p.call != nil && p.t.endedAt(p.call) == Acked {
		return Acked
	}
	return Ended
}
