package effects

import (
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A document may be updated by a script, which the store runs on the one that is there:
//
//	Script(elastic.NewScript("ctx._source.lat = params.lat").Param("lat", lat))
//
// What it compares is not known, unless all that it does is to put something there.

// mayCompare reports whether a request of the chain that a call stands in may leave a
// document alone because of what is stored.
func (r *recorder) mayCompare(c *call) bool {
	return r.chainHas(c, isVersion) || r.chainHas(c, isScript) && !r.onlyAssigns(c)
}

func isScript(name string) bool { return strings.TrimPrefix(name, "With") == "Script" }

// onlyAssigns reports whether the script that a request is told, in the chain that a call
// stands in, does nothing but set fields to what it is given.
func (r *recorder) onlyAssigns(c *call) bool {
	told := scriptOf(c.instr)
	if told == nil || len(told.Call.Args) != 2 {
		return false
	}
	text, ok := r.scriptText(told.Call.Args[1])
	if !ok {
		return false
	}
	for part := range strings.SplitSeq(strings.TrimRight(text, "; \n\t"), ";") {
		if !scriptAssigns.MatchString(strings.TrimSpace(part)) {
			return false
		}
	}
	return true
}

// scriptAssigns recognises a field of a document that is set to a parameter, or to what the
// script says itself.
var scriptAssigns = regexp.MustCompile(`^ctx\._source[\w.]*(\[['"]\w+['"]\])*\s*=\s*(params[\w.]*(\[['"]\w+['"]\])*|'[^']*'|"[^"]*"|-?[\d.]+|true|false|null)$`)

// scriptOf is the call of the chain that a call stands in, before or after it, by which
// the request is told a script, or nil.
func scriptOf(instr ssa.CallInstruction) *ssa.Call {
	for at, ok := instr.(*ssa.Call); ok; at, ok = receiver(at).(*ssa.Call) {
		if tellsScript(at) {
			return at
		}
	}
	for _, later := range TellsLater(instr) {
		if call, ok := later.(*ssa.Call); ok && tellsScript(call) {
			return call
		}
	}
	return nil
}

func tellsScript(c *ssa.Call) bool {
	callee, _ := calleeOf(c)
	return callee != nil && isScript(callee.Name())
}

// scriptText is the text that a script is made of, where the code says it: what parameters
// it is given changes nothing of it. The typed client's is a struct, which points to it.
func (r *recorder) scriptText(v ssa.Value) (string, bool) {
	for {
		call, ok := v.(*ssa.Call)
		if !ok {
			return pointedText(r.g.literalFields(v)["Source"])
		}
		callee, args := calleeOf(call)
		switch {
		case callee == nil || len(args) == 0:
			return "", false
		case callee.Name() == "NewScript" || callee.Name() == "NewScriptInline":
			return constString(args[0])
		case !strings.HasPrefix(callee.Name(), "Param") && callee.Name() != "Lang":
			return "", false
		}
		v = args[0]
	}
}

// pointedText is a text that is a constant, or that a variable holds which is pointed to and
// given nothing else; a function of a library's may have made the pointer: some.String(text).
func pointedText(v ssa.Value) (string, bool) {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return pointedText(x.X)
	case *ssa.Call:
		if len(x.Call.Args) == 1 {
			return constString(x.Call.Args[0])
		}
	case *ssa.Alloc:
		var text ssa.Value
		for _, ref := range *x.Referrers() {
			if st, ok := ref.(*ssa.Store); ok && st.Addr == x {
				if text != nil {
					return "", false
				}
				text = st.Val
			}
		}
		return constString(text)
	case *ssa.Const:
		return constString(x)
	}
	return "", false
}
