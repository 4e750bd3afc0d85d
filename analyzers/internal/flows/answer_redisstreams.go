package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Who reads a stream of Redis for a group may say that nothing is to be acknowledged: what is
// read is done then. The library's other messages have ways of their own.

// redisStreams is what subscriptions have how the streams of Redis are read under.
const redisStreams = "streams of redis"

// readsStream is what an instruction says of how it reads a stream for a group.
func readsStream(instr ssa.Instruction) delivery {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return unknownDelivery
	}
	if fn := calleeOf(call); fn == nil || fn.Pkg() == nil || fn.Name() != "XReadGroup" || !ofRedis(fn.Pkg()) {
		return unknownDelivery
	}
	if v, known := noAckOf(call); known && v != nil {
		return saidBy(v)
	}
	return manual // or it may say anything
}

// noAckOf is what a request for what is in a stream is told of acknowledgements, or nil if it
// is told nothing; known says whether that can be told.
func noAckOf(call ssa.CallInstruction) (told ssa.Value, known bool) {
	args := call.Common().Args
	given, ok := args[len(args)-1].(*ssa.Alloc)
	if !ok {
		return nil, false
	}
	for _, ref := range *given.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || structField(fa.X.Type(), fa.Field) != "NoAck" {
			continue
		}
		for _, v := range storedAt(fa) {
			if told != nil {
				return nil, false
			}
			told = v
		}
	}
	return told, true
}

// ofRedis recognises go-redis, by both of its names.
func ofRedis(pkg *types.Package) bool {
	path := catalog.Canonical(effects.PkgPath(pkg))
	return path == "github.com/redis/go-redis" || path == "github.com/go-redis/redis"
}

// ofStream reports whether a type is one of the library's by which it gives what is in a
// stream.
func ofStream(obj *types.TypeName) bool {
	return ofRedis(obj.Pkg()) && (obj.Name() == "XMessage" || obj.Name() == "XStream")
}

// streamHere is how the unit reads a stream of Redis, if it does so itself: others of the
// package may do otherwise.
func (t *tracker) streamHere(ty types.Type) delivery {
	n := effects.Named(listed(ty))
	if n == nil || n.Obj().Pkg() == nil || !ofStream(n.Obj()) {
		return unknownDelivery
	}
	how := unknownDelivery
	for call := range effects.Calls(t.u.Funcs...) {
		how = max(how, readsStream(call))
		if library, flagged := t.flagged(call); library == redisStreams {
			how = max(how, flagged)
		}
	}
	return how
}
