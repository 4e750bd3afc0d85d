package flows

import (
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Watermill's processor of commands may be configured to acknowledge commands whose handling
// has failed. It is often made by main, and the handlers stand in packages below.

const (
	watermillCQRS = "github.com/ThreeDotsLabs/watermill/components/cqrs"
	// commands is what subscriptions have how processors of commands are made under.
	commands = "commands of watermill"
)

// processes is what an instruction says of what becomes of commands whose handling fails.
func processes(instr ssa.Instruction) delivery {
	config, ok := instr.(*ssa.Alloc)
	if !ok || config.Referrers() == nil {
		return unknownDelivery
	}
	n := effects.Named(deref(config.Type()))
	if n == nil || n.Obj().Pkg() == nil || n.Obj().Name() != "CommandProcessorConfig" || catalog.Canonical(effects.PkgPath(n.Obj().Pkg())) != watermillCQRS {
		return unknownDelivery
	}
	how := manual
	for _, ref := range *config.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store: // it was made elsewhere
			if ref.Addr == ssa.Value(config) {
				return manual
			}
		case *ssa.FieldAddr:
			if structField(ref.X.Type(), ref.Field) != "AckCommandHandlingErrors" {
				continue
			}
			for _, v := range storedAt(ref) {
				if saidBy(v) != lossyOnly {
					return manual
				}
				how = lossyOnly
			}
		}
	}
	return how
}

// makesCommandHandler reports whether a call makes a handler of commands.
func makesCommandHandler(call ssa.CallInstruction) bool {
	fn := calleeOf(call)
	return fn != nil && fn.Pkg() != nil && fn.Name() == "NewCommandHandler" && catalog.Canonical(effects.PkgPath(fn.Pkg())) == watermillCQRS
}

// commandEntries are the handlers of commands, if these are acknowledged whatever becomes of
// them, with that. What a package knew of that, it has said itself.
func (s *settler) commandEntries() []Entry {
	if s.a.subscriptions()[commands] != lossyOnly {
		return nil
	}
	known := s.knownEntries()
	var list []Entry
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if e := known[key]; e.Command && !s.toldBelow(key, deliveredUnder(commands)) && !e.alreadyLost() {
			list = append(list, e.losing())
		}
	}
	return list
}
