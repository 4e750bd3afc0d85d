package flows

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// onlyLogs reports whether nothing hangs on a branch but how long something is
// waited for, and whether something is
// logged or counted.
func (t *tracker) onlyLogs(branch *ssa.If) bool {
	b := branch.Block()
	yes, fromYes := t.pastLogs(b.Succs[0], b)
	no, fromNo := t.pastLogs(b.Succs[1], b)
	if yes != no || fromYes == fromNo && fromYes == b {
		return false
	}
	for _, instr := range yes.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		if edgeFrom(phi, fromYes) != edgeFrom(phi, fromNo) && !isDuration(phi.Type()) {
			return false // but how long is waited
		}
	}
	return true
}

// pastLogs is where control gets to once a block is left that only logs, and from
// where.
func (t *tracker) pastLogs(b, from *ssa.BasicBlock) (to, last *ssa.BasicBlock) {
	if len(b.Preds) != 1 || len(b.Succs) != 1 {
		return b, from
	}
	for _, instr := range b.Instrs {
		if !t.logsOnly(instr, b) {
			return b, from
		}
	}
	return b.Succs[0], b
}

// logsOnly reports whether an instruction of a block changes nothing but a log.
func (t *tracker) logsOnly(instr ssa.Instruction, b *ssa.BasicBlock) bool {
	switch i := instr.(type) {
	case ssa.CallInstruction:
		s := t.site(i)
		return t.loggish(s) || harmlessPackage(s)
	case *ssa.Store:
		return madeIn(i.Addr, b)
	case *ssa.MapUpdate, *ssa.Send:
		return false
	}
	return true
}

func isDuration(ty types.Type) bool {
	n, ok := types.Unalias(ty).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "time" && n.Obj().Name() == "Duration"
}

func edgeFrom(phi *ssa.Phi, from *ssa.BasicBlock) ssa.Value {
	for i, p := range phi.Block().Preds {
		if p == from {
			return phi.Edges[i]
		}
	}
	return nil
}

// madeIn reports whether an address is of a variable that is made in a block, as
// for the arguments of a variadic call.
func madeIn(addr ssa.Value, b *ssa.BasicBlock) bool {
	for range 6 {
		switch x := addr.(type) {
		case *ssa.Alloc:
			return x.Block() == b
		case *ssa.IndexAddr:
			addr = x.X
		case *ssa.FieldAddr:
			addr = x.X
		default:
			return false
		}
	}
	return false
}

// decidesReach reports whether a branch decides no more than what is done next,
// and changes nothing that what comes after it is given.
func (t *tracker) decidesReach(branch *ssa.If) bool {
	b := branch.Block()
	region := map[*ssa.BasicBlock]bool{b: true}
	for _, s := range b.Succs {
		if len(s.Preds) != 1 {
			continue
		}
		for _, d := range b.Parent().Blocks {
			if s.Dominates(d) {
				region[d] = true
			}
		}
	}
	for _, d := range b.Parent().Blocks { // in their order: the same answer each time
		if region[d] && d != b && !t.idle(d) || !region[d] && mixes(d, region) {
			return false
		}
	}
	return true
}

// idle reports whether a block changes nothing by itself. What the project's own
// functions do is told by their summaries.
func (t *tracker) idle(b *ssa.BasicBlock) bool {
	for _, instr := range b.Instrs {
		switch i := instr.(type) {
		case *ssa.Store:
			if !madeIn(i.Addr, b) {
				return false
			}
		case *ssa.MapUpdate, *ssa.Send:
			return false
		case ssa.CallInstruction:
			s := t.site(i)
			if f := t.funcOf(s); f != nil && len(f.Fills) > 0 {
				return false
			}
			if !t.known(s) && s.Method == nil && t.u.Touch(s) == nil && !t.loggish(s) && !harmlessPackage(s) {
				return false
			}
		}
	}
	return true
}

// mixes reports whether values meet in a block that depend on the way by which it
// is reached, other than errors and conditions.
func mixes(b *ssa.BasicBlock, region map[*ssa.BasicBlock]bool) bool {
	for _, instr := range b.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			return false
		}
		if isError(phi.Type()) || isBool(phi.Type()) {
			continue
		}
		for i, p := range b.Preds {
			if region[p] && phi.Edges[i] != phi.Edges[0] || !region[p] && region[b.Preds[0]] && phi.Edges[i] != phi.Edges[0] {
				return true
			}
		}
	}
	return false
}

// loggish recognises calls that log, count or trace.
func (t *tracker) loggish(s effects.Site) bool {
	if s.Callee == nil {
		return false
	}
	where := ""
	if s.Callee.Pkg() != nil {
		path := effects.PkgPath(s.Callee.Pkg())
		where = path
		if t.firstParty(path) { // not by the project's name, nor its directories'
			where = path[strings.LastIndexByte(path, '/')+1:]
		}
	}
	where = strings.ToLower(where + "." + receiverName(s.Callee))
	for _, part := range []string{"log", "zap", "metric", "prometheus", "telemetry", "trace", "tracing", "sentry", "statsd", "datadog", "newrelic"} {
		for rest := where; ; {
			_, after, found := strings.Cut(rest, part)
			if !found {
				break
			}
			if !strings.HasPrefix(after, "ic") && !strings.HasPrefix(after, "in") && !strings.HasPrefix(after, "ue") { // logic, login, catalogue
				return true
			}
			rest = after
		}
	}
	return false
}

// harmlessPackage recognises functions of the standard library that give back what
// they make of their arguments, or print it.
func harmlessPackage(s effects.Site) bool {
	if s.Callee == nil {
		return false
	}
	if s.Callee.Pkg() == nil {
		return true // error.Error
	}
	switch s.Callee.Pkg().Path() {
	case "fmt", "errors", "strings", "strconv", "bytes", "time", "encoding/json", "encoding/xml", "encoding/base64", "reflect", "slices", "maps", "sort", "cmp", "math", "unicode":
		return true
	case "github.com/pkg/errors", "github.com/google/uuid":
		return true
	}
	return false
}
