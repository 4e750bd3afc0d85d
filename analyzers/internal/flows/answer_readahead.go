package flows

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Workers often take messages out of a channel that another function fills, which
// has acknowledged them as it read them, or does so as soon as it has handed them
// over: whatever the worker fails at then is lost.

// maxHandedOver bounds the functions through which a channel is followed.
const maxHandedOver = 3

// A channelAt is where a channel is kept: in a field, or in a variable.
type channelAt struct {
	field summary.Method
	made  ssa.Value
}

// readAhead are the channels into which go but messages that were acknowledged.
func (a *analysis) readAhead() map[channelAt]bool {
	if a.ahead != nil {
		return a.ahead
	}
	a.ahead = map[channelAt]bool{}
	waits := map[channelAt]bool{}
	for i, u := range a.units {
		t := a.trackerOf(i)
		for instr := range effects.Instructions(u.Funcs...) {
			for _, sent := range sendsOf(instr) {
				acked := t.ackedBeside(instr) || t.ackedAsRead(sent.Send)
				for _, at := range t.channelsAt(sent.Chan, 0) {
					a.ahead[at] = acked && !waits[at]
					waits[at] = waits[at] || !acked
				}
			}
		}
	}
	return a.ahead
}

// sendsOf are what an instruction puts into channels.
func sendsOf(instr ssa.Instruction) []*ssa.SelectState {
	switch i := instr.(type) {
	case *ssa.Send:
		return []*ssa.SelectState{{Chan: i.Chan, Send: i.X}}
	case *ssa.Select:
		var list []*ssa.SelectState
		for _, state := range i.States {
			if state.Dir == types.SendOnly {
				list = append(list, state)
			}
		}
		return list
	}
	return nil
}

// ackedBeside reports whether a message is acknowledged before or after an instruction
// that hands it over, whatever comes of that.
func (t *tracker) ackedBeside(instr ssa.Instruction) bool {
	for ci := range effects.Calls(instr.Parent()) {
		if t.acks(t.site(ci)) && (before(ci, instr) || before(instr, ci)) {
			return true
		}
	}
	return false
}

// ackedAsRead reports whether a value is a message that a library acknowledges as it
// gives it.
func (t *tracker) ackedAsRead(v ssa.Value) bool {
	return seek(v, 6, t.takenFrom, func(v ssa.Value) bool {
		call, ok := v.(*ssa.Call)
		if !ok {
			return false
		}
		s := t.site(call)
		return s.Callee != nil && hasRole(s, catalog.Ack) && t.gives(s.Callee)
	})
}

// channelsAt are the places where a channel may be kept. One that a function is given
// is where its callers in the package keep it.
func (t *tracker) channelsAt(ch ssa.Value, depth int) []channelAt {
	if field := t.channelField(ch); field != nil {
		return []channelAt{{field: *field}}
	}
	var list []channelAt
	seek(ch, 6, t.takenFrom, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.MakeChan:
			list = append(list, channelAt{made: v})
		case *ssa.ChangeType:
			list = append(list, t.channelsAt(v.X, depth+1)...)
		case *ssa.Parameter:
			if depth < maxHandedOver {
				list = append(list, t.channelsGiven(v, depth+1)...)
			}
		}
		return false
	})
	return list
}

// channelsGiven are the channels that a parameter may be.
func (t *tracker) channelsGiven(p *ssa.Parameter, depth int) []channelAt {
	var list []channelAt
	for i, u := range t.units {
		for ci := range effects.Calls(u.Funcs...) {
			callee := ci.Common().StaticCallee()
			if callee != p.Parent() {
				continue
			}
			for j, other := range callee.Params {
				if other == p && j < len(ci.Common().Args) {
					list = append(list, t.trackerOf(i).channelsAt(ci.Common().Args[j], depth)...)
				}
			}
		}
	}
	return list
}

// takesAhead reports whether an instruction takes a message out of such a channel.
func (t *tracker) takesAhead(instr ssa.Instruction) bool {
	var channels []ssa.Value
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op == token.ARROW {
			channels = append(channels, i.X)
		}
	case *ssa.Select:
		for _, state := range i.States {
			if state.Dir == types.RecvOnly {
				channels = append(channels, state.Chan)
			}
		}
	}
	for _, ch := range channels {
		for _, at := range t.channelsAt(ch, 0) {
			if t.readAhead()[at] {
				return true
			}
		}
	}
	return false
}
