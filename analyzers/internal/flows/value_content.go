package flows

import (
	"go/types"
	"hash/fnv"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a message says may be no more than whose data has to be looked at again: its
// keys. A value that is looked up by them is as new as the look-up; one that is looked
// up by what else the message says is as old as the message. So each parameter, and the
// message, has a second bit beside the one that says that a value comes from it: its
// content. It is taken away where no more than a key is read, and comes back where that
// key is put where the row says something by it.

const (
	maxSaid    = 16 // parameters whose content is told apart
	msgContent = Origin(1) << 62
	content    = msgContent | (Origin(1)<<maxSaid-1)<<firstSaid
	implied    = Origin(1) << 63 // what the message implies: a state that the code chooses, or what a reference stands for
	// keyBits tell by which of a message's keys something is meant: one for each, as far
	// as they reach.
	firstKey = firstFed + maxFeeds
	keyBits  = Origin(0xff) << firstKey
)

// contentOf is the bit for a parameter's content; 0: it is not told apart.
func contentOf(i int) Origin {
	if i < 0 || i >= maxSaid {
		return 0
	}
	return Origin(1) << (firstSaid + i)
}

// asFar is what an argument brings by way of a parameter that an origin names: no content
// where that is about the parameter's key.
func (o Origin) asFar(by Origin, i int) Origin {
	if i < maxSaid && by&contentOf(i) == 0 {
		return o &^ (content | implied)
	}
	return o
}

// ofMessage is what of a message an origin names, by the parameters that are one.
func (o Origin) ofMessage(msg Origin) Origin {
	msg &= o & params &^ content
	if msg == 0 {
		return 0
	}
	for i := range maxSaid {
		if msg&param(i) != 0 && o&contentOf(i) == 0 {
			msg &^= param(i)
		}
	}
	if msg == 0 {
		return fromMsg &^ content
	}
	return fromMsg
}

// inFull is an origin with the content of all that it names.
func (o Origin) inFull() Origin {
	for i := range maxSaid {
		if o&param(i) != 0 {
			o |= contentOf(i)
		}
	}
	if o&fromMsg != 0 {
		o |= msgContent
	}
	return o
}

// looked reports whether a value was looked up, or answered.
func (o Origin) looked() bool { return o&(fromStored|fromRemote) != 0 }

// ofData reports whether a value comes from a message, or may.
func (o Origin) ofData() bool { return o&(fromMsg|params|fedBits) != 0 }

// asKey is an origin of which no more than a key is read.
func (o Origin) asKey(name string) Origin {
	name = columnKey(name)
	if scope.MatchString(name) {
		return o &^ content // beside it there is another one that tells
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash's Write never fails
	return o&^content | Origin(1)<<(firstKey+int(h.Sum32()%8))
}

var (
	// keyName recognises what says whose data is meant, and nothing of what it is.
	keyName = regexp.MustCompile(`(ID|Id|IDs|Ids|UUID|Uuid|UUIDs|Uuids|GUID|Guid|VIN|Vin)$|(?i:(^|[_-])(id|ids|uuid|guid|pk|vin)|(sku|slug|barcode|isbn|imei)|(account|order|invoice|booking|ticket|tracking|contract|policy|shipment|serial)_?(number|no))$`)
	// oneState recognises keys of what never changes, which is as old as who tells of it,
	// and of kinds and states.
	oneState = regexp.MustCompile(`(?i)(event|message|msg|snapshot|version|revision|request|correlation|causation|trace|span|commit|payload|blob|file|object|attempt|status|state|role|type|plan|level|category|tier|kind|stage|phase|offset)_?(id|uuid)s?$`)
	// scope recognises keys of those whom data belongs to, beside its own.
	scope = regexp.MustCompile(`(?i)^(tenant|shop|store|org|organi[sz]ation|workspace|company|realm|merchant|site)_?(id|uuid)$`)
)

// isKeyName reports whether a name says that it is no more than a key.
func isKeyName(name string) bool { return keyName.MatchString(name) && !oneState.MatchString(name) }

// keyType reports whether values of a type may be keys, or lists of them.
func keyType(ty types.Type) bool {
	switch u := deref(ty).Underlying().(type) {
	case *types.Basic:
		return u.Info()&(types.IsString|types.IsInteger) != 0
	case *types.Array:
		b, ok := u.Elem().Underlying().(*types.Basic)
		return ok && b.Kind() == types.Uint8
	case *types.Slice:
		return !isByte(u.Elem()) && keyType(u.Elem())
	}
	return false
}

func isByte(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Uint8
}

// keyOfMessage is what is read by a name from a value that may be a message: no content
// where that is its key.
func (t *tracker) keyOfMessage(o Origin, of ssa.Value, name string, ty types.Type) Origin {
	if o.looked() || o&t.dataBits() == 0 || !isKeyName(name) || !keyType(ty) || !t.asItCame(of) {
		return o
	}
	return o.asKey(name)
}

// keyGot is the same for what a method gives back: m.GetOrderId().
func (t *tracker) keyGot(o Origin, s effects.Site) Origin {
	if s.Shift != 1 || len(s.Args) != 1 || s.Instr.Value() == nil {
		return o
	}
	return t.keyOfMessage(o, s.Args[0], strings.TrimPrefix(s.Callee.Name(), "Get"), s.Instr.Value().Type())
}

// keyLookedUp is the same for an element of a map: m["order_id"].
func (t *tracker) keyLookedUp(o Origin, v *ssa.Lookup) Origin {
	if name := constantText(v.Index); name != "" && isKeyName(name) && !o.looked() && o&t.dataBits() != 0 && t.asItCame(v.X) {
		return o.asKey(name)
	}
	return o
}
