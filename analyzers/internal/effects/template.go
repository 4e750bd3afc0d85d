package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A text/template with SQL in it is its text, in which the fields of the data
// stand where they are in sight. All branches count: a table that stands in a
// condition may be read.

// namingTemplate begins what stands for the text of a template that a parameter
// is, or that is parsed from it: what a function makes of it is told by the call
// that hands both template and data in. What follows is the data's parameter.
const namingTemplate = "template "

// executed is what a template writes.
func (e *evaluator) executed(tmpl, data ssa.Value) []text {
	found := e.templateText(tmpl, 0)
	if len(found) == 1 && len(found[0]) == 1 && found[0][0].Param >= 0 && found[0][0].Field == "" {
		return e.handedTemplate(found[0][0], data)
	}
	if len(found) != 1 || !found[0].closed() {
		return []text{hole()}
	}
	x := execution{e: e, data: data}
	out := []text{nil}
	rest := found[0].String()
	for {
		before, after, ok := strings.Cut(rest, "{{")
		out = concat(out, []text{constText(before)})
		if !ok {
			return out
		}
		var action string
		action, rest, _ = strings.Cut(after, "}}")
		out = concat(out, x.action(strings.TrimSpace(strings.Trim(action, "-"))))
	}
}

// handedTemplate leaves a template to the callers, with its data.
func (e *evaluator) handedTemplate(part summary.Part, data ssa.Value) []text {
	i := -1
	if param, ok := typed(data).(*ssa.Parameter); ok {
		i = slices.Index(e.g.fn.Params, param)
	}
	if part.Naming != "" || i < 0 {
		return []text{hole()}
	}
	return []text{{{Param: part.Param, Naming: namingTemplate + strconv.Itoa(i)}}}
}

// fillTemplate is what a template writes that a call hands in, with its data.
func (e *evaluator) fillTemplate(part summary.Part, args []ssa.Value) []text {
	i, err := strconv.Atoi(strings.TrimPrefix(part.Naming, namingTemplate))
	if err != nil || part.Param >= len(args) || i >= len(args) {
		return []text{hole()}
	}
	return e.executed(args[part.Param], args[i])
}

// An execution is a template being read, with the ranges that it is in.
type execution struct {
	e     *evaluator
	data  ssa.Value
	lists []string // fields of the data that are gone through; "" where it is not known what is
}

// action is what stands in the place of an action.
func (x *execution) action(action string) []text {
	word, rest, _ := strings.Cut(action, " ")
	switch {
	case word == "end" && len(x.lists) > 0:
		x.lists = x.lists[:len(x.lists)-1]
	case word == "range" || word == "with" || word == "if" && len(x.lists) > 0 || word == "block" || word == "define":
		x.enter(word, strings.TrimSpace(rest))
	case word == "if" || word == "end" || word == "else" || strings.HasPrefix(action, "/*"):
	case strings.HasPrefix(action, "."):
		if found := x.field(action[1:]); len(found) > 0 {
			return found
		}
		return []text{hole()}
	default:
		return []text{hole()}
	}
	return constTexts(" ")
}

// enter goes into a block that has an end. In an if, the data are those around.
func (x *execution) enter(word, of string) {
	switch field, ok := strings.CutPrefix(of, "."); {
	case word == "if":
		x.lists = append(x.lists, x.lists[len(x.lists)-1])
	case word == "range" && ok && len(x.lists) == 0:
		x.lists = append(x.lists, field)
	default:
		x.lists = append(x.lists, "")
	}
}

// field evaluates a field of the data, or of the entries of the list that is gone
// through.
func (x *execution) field(name string) []text {
	if len(x.lists) == 0 {
		return x.e.fieldNamed(x.data, name)
	}
	list := x.lists[len(x.lists)-1]
	data := typed(x.data)
	s := underlyingStruct(data.Type())
	if s == nil || list == "" {
		return nil
	}
	for f := range s.Fields() {
		if f.Name() != list || !isSlice(f.Type()) {
			continue
		}
		elem := f.Type().Underlying().(*types.Slice).Elem()
		entry := underlyingStruct(elem)
		if entry == nil {
			return nil
		}
		for inner := range entry.Fields() {
			if inner.Name() == name && isString(inner.Type()) {
				id := x.e.p.fieldID(data.Type(), f) + string(heldBy) + x.e.p.fieldID(elem, inner)
				return slices.DeleteFunc(x.e.content(data, id, maxTextDepth/2), text.fields)
			}
		}
	}
	return nil
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
	if v == nil {
		return nil
	}
	if isString(v.Type()) { // handed in before it was parsed
		return e.eval(v, maxTextDepth/2)
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return e.templateParam(v, depth)
	case *ssa.MakeInterface:
		return e.templateText(v.X, depth+1)
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

// templateParam is the text of a template that is a parameter: known by the call
// that is evaluated, or left to the callers.
func (e *evaluator) templateParam(v *ssa.Parameter, depth int) []text {
	i := slices.Index(e.g.fn.Params, v)
	switch {
	case i < 0 || e.fn != nil:
		return nil
	case e.caller == nil:
		return []text{{{Param: i}}}
	case i < len(e.args):
		return e.caller.templateText(e.args[i], depth+1)
	}
	return nil
}
