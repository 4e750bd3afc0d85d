package effects

import (
	"go/types"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A text is one value that a string may have: constant pieces, and the values
// of parameters. What is not known is a hole.
type text []summary.Part

func constText(s string) text { return text{{Text: s, Param: -1}} }

// hole is the text of which nothing is known.
func hole() text { return constText(string(sqltext.Hole)) }

// String is the text with holes for what is not known here.
func (t text) String() string {
	var b strings.Builder
	for _, p := range t {
		if !isText(p) {
			b.WriteRune(sqltext.Hole)
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// params reports whether the text depends on the function's parameters.
func (t text) params() bool {
	return slices.ContainsFunc(t, func(p summary.Part) bool { return p.Param >= 0 || p.Type > 0 })
}

// fields reports whether the text hangs on what a struct's field holds.
func (t text) fields() bool {
	return slices.ContainsFunc(t, func(p summary.Part) bool { return p.Param < 0 && p.Field != "" })
}

// isText reports whether a part is the text that it says.
func isText(p summary.Part) bool { return p.Param < 0 && p.Field == "" && !p.Env && p.Type == 0 }

// known reports whether any of the text is known, or may be elsewhere.
func (t text) known() bool {
	return strings.Trim(t.String(), string(sqltext.Hole)+" \t\n") != "" || t.params() || t.fields()
}

// closed reports whether the whole text is known.
func (t text) closed() bool {
	return !slices.ContainsFunc(t, func(p summary.Part) bool { return !isText(p) }) && !strings.ContainsRune(t.String(), sqltext.Hole)
}

// legible reports whether all that matters of a text is known: that it has no
// holes, or as a statement names its tables all the same.
func (t text) legible() bool {
	if slices.ContainsFunc(t, func(p summary.Part) bool { return !isText(p) }) {
		return false
	}
	return namesTables(t) || t.closed()
}

// concat joins each of some texts with each of others.
func concat(a, b []text) []text {
	var out []text
	for _, x := range a {
		for _, y := range b {
			if len(out) < maxTexts {
				out = append(out, slices.Concat(x, y))
			}
		}
	}
	return out
}

func isBytes(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && types.Identical(s.Elem().Underlying(), types.Typ[types.Byte])
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// fromEnv are the values of environment variables of some names.
func fromEnv(names []text) []text {
	out := make([]text, len(names))
	for i, t := range names {
		out[i] = slices.Clone(t)
		for k := range out[i] {
			out[i][k].Env = true
		}
	}
	return out
}
