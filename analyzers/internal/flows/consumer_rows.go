package flows

import (
	"golang.org/x/tools/go/ssa"
)

// A table of routes may have middleware of its own for each: {handle: h.hired, wrap: tolerant}.
// Who goes through the table calls the one with the other, route.wrap(route.handle): what
// becomes of a failure is then told by what stands beside the handler in its row.

// wrapsOne reports whether a call is of middleware as a value, which is given one handler.
func wrapsOne(call *ssa.Call) bool {
	return !call.Call.IsInvoke() && call.Call.StaticCallee() == nil && wrapsHandlers(call.Call.Value.Type())
}

// wrappedBy names the field that holds the middleware of which a handler is made on its way out
// of another field; "" where none does.
func (t *tracker) wrappedBy(v ssa.Value) (name string) {
	seek(v, 8, t.takenFrom, func(v ssa.Value) bool {
		call, ok := v.(*ssa.Call)
		if !ok || !wrapsOne(call) {
			return false
		}
		if field := t.fieldRoot(call.Call.Value); field != nil {
			name = field.String()
		}
		return name != ""
	})
	return name
}

// besideInRow are the values in a field, by its name, of the struct of which another field
// keeps a value.
func (t *tracker) besideInRow(k keptValue, name string) []ssa.Value {
	if name == "" || k.row == nil || k.row.Referrers() == nil {
		return nil
	}
	var list []ssa.Value
	for _, ref := range *k.row.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		if field := t.fieldOf(fa.X.Type(), fa.Field); field != nil && field.String() == name {
			list = append(list, storedAt(fa)...)
		}
	}
	return list
}
