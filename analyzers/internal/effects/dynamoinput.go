package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// What an operation of DynamoDB's does is said by its input, a struct: one that is
// written down in place, or whose fields are set one by one, by assignment or by
// the setters that the first SDK has.

// inputFields are the fields that an operation's input is given in plain sight.
func (f *frame) inputFields(v ssa.Value) map[string]ssa.Value {
	v, set := unset(v)
	fields := f.literal(v)
	if fields == nil {
		fields = map[string]ssa.Value{}
	}
	if v = f.e.g.content(v); v.Referrers() != nil {
		for _, ref := range *v.Referrers() {
			if c, ok := ref.(*ssa.Call); ok && len(c.Call.Args) > 0 && c.Call.Args[0] == v {
				if name, arg := setter(c); name != "" && set[name] == nil {
					set[name] = arg
				}
			}
		}
	}
	for name, arg := range set {
		fields[name] = arg
	}
	return fields
}

// unset is the input with which a chain of setters begins, with what they set.
func unset(v ssa.Value) (ssa.Value, map[string]ssa.Value) {
	set := map[string]ssa.Value{}
	for range 40 {
		c, ok := v.(*ssa.Call)
		if !ok {
			break
		}
		name, arg := setter(c)
		if name == "" {
			break
		}
		if set[name] == nil { // the last call is met first
			set[name] = arg
		}
		v = c.Call.Args[0]
	}
	return v, set
}

// setter is the field that a method of the SDK's sets, and what it sets it to.
func setter(c *ssa.Call) (field string, arg ssa.Value) {
	obj := staticFunc(&c.Call)
	if obj == nil || obj.Signature().Recv() == nil || !isDynamo(obj.Pkg()) || len(c.Call.Args) != 2 {
		return "", nil
	}
	if name, ok := strings.CutPrefix(obj.Name(), "Set"); ok && types.Identical(c.Type(), c.Call.Args[0].Type()) {
		return name, c.Call.Args[1]
	}
	return "", nil
}

// tableName is what an input is given for its table: a field of it that is in
// sight, or what the callers, or what makes the input, put there.
func (f *frame) tableName(input ssa.Value, fields map[string]ssa.Value) []text {
	if v := fields["TableName"]; v != nil {
		return f.texts(v)
	}
	if input == nil {
		return []text{hole()}
	}
	input, _ = unset(input)
	if in, made := f.called(input); made != nil {
		return in.tableName(made, in.inputFields(made))
	}
	return f.filled(f.e.content(input, ".TableName", maxTextDepth/2))
}

// keysOf are the keys of a map of tables, as texts.
func (f *frame) keysOf(v ssa.Value) []text {
	var out []text
	m, ok := f.e.g.content(typed(v)).(*ssa.MakeMap)
	if !ok {
		pairs, _ := f.document(v)
		for _, p := range pairs {
			out = append(out, constText(p.key))
		}
		return out
	}
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok {
			out = append(out, f.texts(typed(u.Key))...)
		}
	}
	return out[:min(len(out), maxTexts)]
}

// listed are the values of a list: those that it is made of, that are appended to
// it, or put at its places.
func (g *group) listed(v ssa.Value, seen map[ssa.Value]bool) []ssa.Value {
	if v == nil || seen[v] || len(seen) > 100 {
		return nil
	}
	seen[v] = true
	var out []ssa.Value
	all := func(vs ...ssa.Value) []ssa.Value {
		for _, x := range vs {
			out = append(out, g.listed(x, seen)...)
		}
		return out
	}
	switch v := v.(type) {
	case *ssa.MakeSlice:
		return putInto(v)
	case *ssa.Slice:
		if load, ok := v.X.(*ssa.UnOp); ok {
			return all(load)
		}
		return items(v)
	case *ssa.ChangeType:
		return all(v.X)
	case *ssa.Phi:
		return all(v.Edges...)
	case *ssa.UnOp:
		return all(g.stores()[g.cell(v.X)]...)
	case *ssa.FreeVar:
		return all(g.binding(v))
	case *ssa.Call:
		if isAppend(v) {
			return all(v.Call.Args...)
		}
	}
	return nil
}
