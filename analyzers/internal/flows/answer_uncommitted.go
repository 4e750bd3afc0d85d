package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Clients of some brokers acknowledge by themselves, some time after they were polled,
// unless their settings say otherwise. Those are often made in another package, by main
// for instance, which no poller imports. But who polls and never commits leaves that to
// the client: otherwise every start would begin with the first message anew.

// A polled is what a package does with the clients of one library that it polls.
type polled struct {
	library string
	clients []string // that it polls
	settled []string // of which it commits messages, or goes back to some
	// shared says that somebody may commit of whom it is not known for which client.
	shared bool
	made   delivery // how the package makes clients of it
}

// polledBy is what the package does with the clients that it polls, by library.
func (a *analysis) polledBy() []*polled {
	if a.pollers != nil {
		return *a.pollers
	}
	list := []*polled{{library: franz}, {library: confluent}}
	for _, u := range a.units {
		for call := range effects.Calls(u.Funcs...) {
			if fn := calleeOf(call); fn != nil && fn.Pkg() != nil {
				for _, p := range list {
					p.note(a, u, call, fn)
				}
			}
		}
	}
	a.pollers = &list
	return list
}

const franz = "github.com/twmb/franz-go/pkg/kgo"

// note notes what a call does with a client.
func (p *polled) note(a *analysis, u *effects.Unit, call ssa.CallInstruction, fn *types.Func) {
	if catalog.Canonical(effects.PkgPath(fn.Pkg())) != p.library {
		if fn.Pkg() != a.pass.Pkg && slices.ContainsFunc(call.Common().Args, p.isClient) {
			p.shared = true // what is done with it there is not known
		}
		return
	}
	recv := receiverName(fn)
	if recv == "" || len(call.Common().Args) == 0 {
		return
	}
	client, own := clientAt(u, call.Common().Args[0])
	switch {
	case !pollers[recv]:
		p.shared = p.shared || settles(fn.Name()) // of a session around the client
	case settles(fn.Name()):
		p.settled = append(p.settled, client)
		p.shared = p.shared || !own
	case asksForMessages(fn.Name()):
		p.clients = append(p.clients, client)
	}
}

// pollers are the types that are asked for messages.
var pollers = map[string]bool{"Client": true, "Consumer": true}

func (p *polled) isClient(v ssa.Value) bool {
	n := effects.Named(v.Type())
	return n != nil && n.Obj().Pkg() != nil && pollers[n.Obj().Name()] && catalog.Canonical(effects.PkgPath(n.Obj().Pkg())) == p.library
}

func asksForMessages(name string) bool {
	return name == "PollFetches" || name == "PollRecords" || name == "Poll" || name == "ReadMessage"
}

// settles recognises the methods that say how far messages were handled, or have some
// of them come again.
func settles(name string) bool {
	return containsAny(name, "commit", "store", "seek", "setoffsets", "pause", "rewind", "end")
}

// clientAt says which client a value is: the field that keeps it, the variable, or the
// function that it is a variable of. That function's caller may know it by another name.
func clientAt(u *effects.Unit, v ssa.Value) (client string, own bool) {
	for range 8 {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.FreeVar:
			if v = u.Binding(x); v == nil {
				return u.Name(), false
			}
		case *ssa.FieldAddr:
			return effects.TypeName(deref(x.X.Type())) + "." + structField(x.X.Type(), x.Field), true
		case *ssa.Field:
			return effects.TypeName(x.X.Type()) + "." + structField(x.X.Type(), x.Field), true
		case *ssa.Global:
			return x.String(), true
		case *ssa.Parameter:
			return u.Name(), false
		default:
			return u.Name(), true
		}
	}
	return u.Name(), false
}

// uncommitted reports whether a client is polled whose messages nobody commits, though
// nothing shows that it was made for that.
func (p *polled) uncommitted(client string) bool {
	return !p.shared && !slices.Contains(p.settled, client) && (p.made != manual || len(p.settled) > 0)
}

// leftToClients reports whether the package leaves it to all the clients that it polls to
// acknowledge.
func (p *polled) leftToClients() bool {
	return len(p.clients) > 0 && p.made != manual && !slices.ContainsFunc(p.clients, func(c string) bool { return !p.uncommitted(c) })
}

// polledHere is how the clients acknowledge that the unit polls, as far as the package
// tells them from others.
func (t *tracker) polledHere() delivery {
	t.subscriptions()
	how := unknownDelivery
	for call := range effects.Calls(t.u.Funcs...) {
		fn := calleeOf(call)
		if fn == nil || fn.Pkg() == nil || !asksForMessages(fn.Name()) || len(call.Common().Args) == 0 {
			continue
		}
		client, _ := clientAt(t.u, call.Common().Args[0])
		for _, p := range t.polledBy() {
			switch {
			case catalog.Canonical(effects.PkgPath(fn.Pkg())) != p.library || p.shared:
			case p.uncommitted(client):
				how = max(how, lossyOnly)
			default:
				how = manual
			}
		}
	}
	return how
}

// takenForGood reports whether the message of the loop that a call stands in was committed
// as it was read, or done as it was delivered: who returns the failure ends the loop, and
// the message does not come again.
func (p *course) takenForGood() bool {
	if p.call == nil {
		return false
	}
	if p.t.doneInLoop(p.call.Block()) {
		return true
	}
	for ci := range effects.Calls(p.call.Parent()) {
		if commitsAsItReads(ci) && inOneLoop(ci.Block(), p.call.Block()) {
			return true
		}
	}
	return false
}

// inOneLoop reports whether two blocks are part of one loop.
func inOneLoop(a, b *ssa.BasicBlock) bool {
	for head := b; head != nil; head = head.Idom() {
		if loop := loopOf(head); loop[a] && loop[b] {
			return true
		}
	}
	return false
}

// commitsAsItReads recognises kafka-go's ReadMessage.
func commitsAsItReads(call ssa.CallInstruction) bool {
	fn := calleeOf(call)
	return fn != nil && fn.Pkg() != nil && fn.Name() == "ReadMessage" && catalog.Canonical(effects.PkgPath(fn.Pkg())) == kafkaGo
}
