package effects

import (
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A text/template with SQL in it is its text, in which the fields of the data
// stand where they are in sight. All branches count: a table that stands in a
// condition may be read.

// executed is what a template writes.
func (e *evaluator) executed(tmpl, data ssa.Value) []text {
	found := e.templateText(tmpl, 0)
	if len(found) != 1 || !found[0].closed() {
		return []text{hole()}
	}
	out := []text{nil}
	rest, inner := found[0].String(), 0
	for {
		before, after, ok := strings.Cut(rest, "{{")
		out = concat(out, []text{constText(before)})
		if !ok {
			return out
		}
		var action string
		action, rest, _ = strings.Cut(after, "}}")
		out = concat(out, e.action(strings.TrimSpace(strings.Trim(action, "-")), data, &inner))
	}
}

// action is what stands in the place of an action. Within a range or a with, a
// field is not one of the data's.
func (e *evaluator) action(action string, data ssa.Value, inner *int) []text {
	word, _, _ := strings.Cut(action, " ")
	switch {
	case word == "end" && *inner > 0:
		*inner--
	case word == "range" || word == "with" || word == "if" && *inner > 0 || word == "block" || word == "define":
		*inner++
	case word == "if" || word == "end" || word == "else" || strings.HasPrefix(action, "/*"):
	case strings.HasPrefix(action, ".") && *inner == 0:
		if found := e.fieldNamed(data, action[1:]); found != nil {
			return found
		}
		return []text{hole()}
	default:
		return []text{hole()}
	}
	return constTexts(" ")
}

// fieldNamed evaluates a string field of a template's data; nil: there is none.
func (e *evaluator) fieldNamed(data ssa.Value, name string) []text {
	data = typed(data)
	s := underlyingStruct(data.Type())
	if s == nil {
		return nil
	}
	for f := range s.Fields() {
		if f.Name() == name && isString(f.Type()) {
			return e.content(data, e.p.fieldID(data.Type(), f), maxTextDepth/2)
		}
	}
	return nil
}

// templateText is the text that a template was parsed from.
func (e *evaluator) templateText(v ssa.Value, depth int) []text {
	if depth > 6 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.Extract:
		return e.templateText(v.Tuple, depth+1)
	case *ssa.UnOp:
		if global, ok := v.X.(*ssa.Global); ok && v.Op == token.MUL && e.p.globals[global] != nil {
			return e.within(e.p.startOf(global)).templateText(e.p.globals[global], depth+1)
		}
		if stored := e.g.stores()[e.g.cell(v.X)]; len(stored) == 1 {
			return e.templateText(stored[0], depth+1)
		}
	case *ssa.Call:
		obj := staticFunc(&v.Call)
		if obj == nil {
			return nil
		}
		switch fullName(obj) {
		case "text/template.Must":
			return e.templateText(v.Call.Args[0], depth+1)
		case "text/template.Template.Parse":
			return e.eval(v.Call.Args[1], maxTextDepth/2)
		}
	}
	return nil
}
