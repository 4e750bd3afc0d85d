package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A request of Elasticsearch's builders is told bit by bit, in any order:
// Index().Index("users").Id(id).BodyJson(user). It is noted where the index is named.

// isElasticBuilder reports whether a type is a service or a request of a client that
// is told bit by bit.
func isElasticBuilder(t types.Type) bool {
	n := named(t)
	if n == nil {
		return false
	}
	client, _ := elasticPath(n.Obj().Pkg())
	return client && n.Obj().Name() != "Client"
}

// chainHas reports whether a call of the chain that a call stands in, before or after
// it, has a name for which has holds.
func (r *recorder) chainHas(c *call, has func(name string) bool) bool {
	v, ok := c.instr.(*ssa.Call)
	if !ok {
		return false
	}
	for at := v; ; {
		if callee, _ := calleeOf(at); callee != nil && has(callee.Name()) {
			return true
		}
		recv := receiver(at)
		if recv == nil || !isElasticBuilder(recv.Type()) {
			break
		}
		before, ok := recv.(*ssa.Call)
		if !ok {
			break
		}
		at = before
	}
	return r.goesOn(v, isElasticBuilder, has)
}

// onlyCreates reports whether a request to index a document cannot replace one: the
// store makes the id, or the request says that it creates.
func (r *recorder) onlyCreates(c *call) bool {
	v, ok := c.instr.(*ssa.Call)
	if !ok || !isElasticBuilder(v.Type()) || !strings.Contains(named(v.Type()).Obj().Name(), "Index") || !r.wholeChain(v) {
		return false
	}
	return !r.chainHas(c, func(name string) bool { return name == "Id" }) || r.chainHas(c, func(name string) bool { return name == "OpType" })
}

// wholeChain reports whether the chain that a call stands in begins and ends here: what
// others may have told the request, or may yet tell it, is not known.
func (r *recorder) wholeChain(v *ssa.Call) bool {
	for at := v; ; {
		recv := receiver(at)
		if recv == nil || !isElasticBuilder(recv.Type()) {
			break
		}
		before, ok := recv.(*ssa.Call)
		if !ok {
			return false
		}
		at = before
	}
	for range 24 {
		if !isElasticBuilder(v.Type()) {
			return true // answered
		}
		if v.Referrers() == nil || len(*v.Referrers()) != 1 {
			return false
		}
		next, ok := (*v.Referrers())[0].(*ssa.Call)
		switch {
		case ok && receiver(next) == ssa.Value(v):
			v = next
		default:
			// A whole request is added to a bulk's.
			_, handed := (*v.Referrers())[0].(*ssa.MakeInterface)
			return handed
		}
	}
	return false
}

// TellsLater yields the calls by which a request of Elasticsearch's is told more, after
// one of its chain: the document, and the id.
func TellsLater(instr ssa.CallInstruction) []ssa.CallInstruction {
	v, ok := instr.(*ssa.Call)
	if !ok || !isElasticBuilder(v.Type()) || strings.HasPrefix(named(v.Type()).Obj().Name(), "BulkService") {
		return nil // a bulk is given requests, of which each says its own
	}
	var list []ssa.CallInstruction
	for len(list) < 24 {
		next := toldNext(v)
		if next == nil {
			break
		}
		list = append(list, next)
		if v = next; !isElasticBuilder(v.Type()) {
			break
		}
	}
	return list
}

// toldNext is the one call whose receiver is the request that a call gives back, or nil.
func toldNext(v *ssa.Call) *ssa.Call {
	if v.Referrers() == nil {
		return nil
	}
	var found *ssa.Call
	for _, ref := range *v.Referrers() {
		next, ok := ref.(*ssa.Call)
		if !ok || receiver(next) != ssa.Value(v) {
			continue
		}
		if found != nil {
			return nil
		}
		found = next
	}
	return found
}
