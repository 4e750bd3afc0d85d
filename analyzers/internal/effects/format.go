package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// sprintf fills a constant format with the arguments that are known. A verb
// whose argument is not known stays as it is: the extractor knows verbs.
func (e *evaluator) sprintf(args []ssa.Value, next func(ssa.Value) []text) []text {
	if len(args) < 2 {
		return []text{hole()}
	}
	var out []text
	elems := elements(args[1])
	for _, f := range next(args[0]) {
		out = append(out, format(f, elems, next)...)
	}
	return out
}

// format fills in the constant pieces of a format; what else it is made of
// stays, and may have verbs of its own, for which nothing is known here.
func format(f text, elems []ssa.Value, next func(ssa.Value) []text) []text {
	fm := formatter{elems: elems, next: next}
	out, open := []text{nil}, false
	for _, part := range f {
		if !isText(part) {
			open = true
			out = concat(out, []text{{part}})
			continue
		}
		out = concat(out, fm.fill(part.Text))
	}
	if open && fm.arg < len(elems) {
		out = concat(out, []text{constText(" " + string(sqltext.Hole))})
	}
	return out
}

// A formatter puts arguments in the place of verbs.
type formatter struct {
	elems []ssa.Value
	arg   int // the next argument
	next  func(ssa.Value) []text
}

func (fm *formatter) fill(f string) []text {
	out := []text{nil}
	for f != "" {
		i := strings.IndexByte(f, '%')
		if i < 0 || i == len(f)-1 {
			break
		}
		if f[i+1] == '%' {
			out = concat(out, []text{constText(f[:i+1])})
			f = f[i+2:]
			continue
		}
		end, index := verb(f[i:])
		if index >= 0 {
			fm.arg = index
		}
		if numbers(f[:i], f[i:i+end]) {
			fm.arg++
			out = concat(out, []text{constText(f[:i] + "0")})
		} else {
			out = concat(concat(out, []text{constText(f[:i])}), fm.verb(f[i:i+end]))
		}
		f = f[i+end:]
	}
	return concat(out, []text{constText(f)})
}

// verb is what stands in the place of a verb: as it is, if its argument is no
// text.
func (fm *formatter) verb(verb string) []text {
	arg := fm.arg
	fm.arg++
	last := verb[len(verb)-1]
	if last != 's' && last != 'v' && last != 'q' || arg >= len(fm.elems) || fm.elems[arg] == nil {
		return []text{constText(verb)}
	}
	if known := fm.next(fm.elems[arg]); slices.ContainsFunc(known, text.known) {
		return known
	}
	return []text{hole()}
}

// numbers reports whether a verb ends a name with a number: which of a table's
// shards is meant does not matter.
func numbers(before, verb string) bool {
	if before == "" || verb[len(verb)-1] != 'd' {
		return false
	}
	c := before[len(before)-1]
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// verb measures a formatting verb, and reads its explicit argument index (from
// 0; -1: none).
func verb(s string) (length, index int) {
	index = -1
	for i := 1; i < len(s); i++ {
		c := s[i]
		if c == '[' {
			if end := strings.IndexByte(s[i:], ']'); end > 1 {
				n := 0
				for _, d := range s[i+1 : i+end] {
					n = n*10 + int(d-'0')
				}
				index = n - 1
				i += end
				continue
			}
		}
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return i + 1, index
		}
	}
	return len(s), index
}

// elements are the values of a slice that is built on the spot, such as
// variadic arguments; nil where one is not known.
func elements(v ssa.Value) []ssa.Value {
	for {
		ct, ok := v.(*ssa.ChangeType)
		if !ok {
			break
		}
		v = ct.X
	}
	if c, ok := v.(*ssa.Call); ok { // append(known, more...)
		if isAppend(c) {
			if first := elements(c.Call.Args[0]); first != nil {
				return append(slices.Clone(first), elements(c.Call.Args[1])...)
			}
		}
		return nil
	}
	if s, ok := v.(*ssa.Slice); ok {
		v = s.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	arr, ok := alloc.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
	if !ok || arr.Len() > 64 {
		return nil
	}
	out := make([]ssa.Value, arr.Len())
	for _, ref := range *alloc.Referrers() {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		c, ok := ia.Index.(*ssa.Const)
		if !ok {
			continue
		}
		for _, r := range *ia.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == ia && int(c.Int64()) < len(out) {
				out[c.Int64()] = st.Val
			}
		}
	}
	return out
}

// isAppend reports whether a call is one of append.
func isAppend(c *ssa.Call) bool {
	b, ok := c.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append"
}

func joinAll(elems []ssa.Value, sep string, next func(ssa.Value) []text) []text {
	if len(elems) == 0 {
		return []text{hole()}
	}
	out := []text{nil}
	for i, v := range elems {
		if i > 0 && sep != "" {
			out = concat(out, []text{constText(sep)})
		}
		out = concat(out, next(v))
	}
	return out
}

// builder evaluates a strings.Builder by what is written to it, in the order
// of the code. What is written in a loop counts once.
func (e *evaluator) builder(c *ssa.Call, next func(ssa.Value) []text) []text {
	base := e.g.base(c.Call.Args[0])
	out := []text{nil}
	for w := range Each[*ssa.Call](c.Parent()) {
		if w == c {
			continue
		}
		obj := staticFunc(&w.Call)
		if obj == nil || len(w.Call.Args) < 2 || !precedes(w, c) {
			continue
		}
		if fullName(obj) == "text/template.Template.Execute" && e.g.base(typed(w.Call.Args[1])) == base {
			out = concat(out, e.executed(w.Call.Args[0], w.Call.Args[2]))
			continue
		}
		target := w.Call.Args[0]
		if mi, ok := target.(*ssa.MakeInterface); ok {
			target = mi.X
		}
		if e.g.base(target) != base {
			continue
		}
		switch fullName(obj) {
		case "strings.Builder.WriteString", "bytes.Buffer.WriteString":
			out = concat(out, next(w.Call.Args[1]))
		case "fmt.Fprintf":
			out = concat(out, e.sprintf(w.Call.Args[1:], next))
		case "fmt.Fprint", "fmt.Fprintln":
			out = concat(out, joinAll(elements(w.Call.Args[1]), " ", next))
		case "strings.Builder.WriteByte", "strings.Builder.WriteRune", "bytes.Buffer.WriteByte", "bytes.Buffer.WriteRune":
			out = concat(out, []text{constText(" ")})
		}
	}
	return out
}

// precedes reports whether one call may run before another.
func precedes(a, b *ssa.Call) bool {
	if a.Block() != b.Block() {
		return reaches(a.Block(), b.Block())
	}
	for _, instr := range a.Block().Instrs {
		switch instr {
		case ssa.Instruction(a):
			return true
		case ssa.Instruction(b):
			return false
		}
	}
	return false
}
