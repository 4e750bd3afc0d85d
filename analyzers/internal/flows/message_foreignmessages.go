package flows

import (
	"go/types"
	"regexp"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Companies keep how they consume in a module of their own, of which no catalogue knows.
// What such a module has its handlers given is recognised by its shape.

// foreignMessage recognises the messages of another module's, such as a company's own kit.
func (a *analysis) foreignMessage(n *types.Named) bool {
	name := n.Obj().Name()
	if a.firstParty(effects.PkgPath(n.Obj().Pkg())) || containsAny(name, "send", "publish", "produc", "outgoing") {
		return false
	}
	return a.carriesMessage(n) || messageName.MatchString(name) && hasEnvelope(n)
}

// messageName recognises the names that are given to messages.
var messageName = regexp.MustCompile(`(?i)(message|msg|record|delivery|incoming|received)`)

// hasEnvelope recognises a message by what it brings: bytes, where they came in, and what a
// broker says beside. Of an interface, the name has to say that it is one that came in:
// what is sent may look the same.
func hasEnvelope(n *types.Named) bool {
	body, from, beside := envelopeParts(n)
	if _, iface := n.Underlying().(*types.Interface); iface {
		return body && from && cameIn.MatchString(n.Obj().Name())
	}
	return body && from && beside
}

// undecoded recognises a message by its parts, whoever declares its type: bytes, and what a
// broker says beside them. Where not all of that is there its name has to say it.
func undecoded(ty types.Type) bool {
	n := effects.Named(deref(ty))
	if n == nil || types.IsInterface(n) {
		return false
	}
	body, from, beside := envelopeParts(n)
	return body && (from && beside || (from || beside) && messageName.MatchString(n.Obj().Name()))
}

// envelopeParts are what of an envelope a type has: its contents, where they came in, and
// what is said beside.
func envelopeParts(n *types.Named) (body, from, beside bool) {
	note := func(name string, ty types.Type) {
		b, text := ty.Underlying().(*types.Basic)
		switch {
		case payloadName.MatchString(name) && isBytes(ty):
			body = true
		case sourceName.MatchString(name) && text && b.Info()&types.IsString != 0:
			from = true
		case besideName.MatchString(name):
			beside = true
		}
	}
	switch u := n.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			note(f.Name(), f.Type())
		}
	case *types.Interface:
		for m := range u.Methods() {
			if sig := m.Signature(); sig.Params().Len() == 0 && sig.Results().Len() == 1 {
				note(m.Name(), sig.Results().At(0).Type())
			}
		}
	}
	return body, from, beside
}

var (
	payloadName = regexp.MustCompile(`^(Value|Body|Payload|Data|Content)$`)
	sourceName  = regexp.MustCompile(`^(Topic|Subject|Queue|Channel|Stream|RoutingKey|Exchange)(Name)?$`)
	besideName  = regexp.MustCompile(`^(Key|Headers?|Attributes|Metadata|Partition|Offset|Sequence|Timestamp|Time|MessageID|DeliveryTag)$`)
	cameIn      = regexp.MustCompile(`(?i)(incoming|inbound|received|delivery|consumed)`)
)

// maxCarrier is how many fields a struct has at most of which one is the message and the
// others go with it.
const maxCarrier = 5

// carriesMessage recognises what another module makes of a library's message for its
// handlers: a struct that has it in a field, or a whole list of them, such as the part of a
// fetch. Of the project's own structs, the code that fills them tells.
func (a *analysis) carriesMessage(n *types.Named) bool {
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	a.messages[n.Origin()] = false // while its own fields are looked at
	for f := range st.Fields() {
		_, batch := f.Type().Underlying().(*types.Slice)
		if f.Exported() && (batch || st.NumFields() <= maxCarrier) && a.isMessage(f.Type()) {
			return true
		}
	}
	return false
}
