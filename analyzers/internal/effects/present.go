package effects

import (
	"go/constant"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// The present time in the place of a value is told apart from others: to compare
// what is stored with it says nothing of the order of messages.

// So are constants: a state that a row has to be in may be handed to a statement as
// well as it may be written in it.

// operand is what a column is compared with, or set to, in the words of SQL.
func operand(v ssa.Value) []text {
	if isPresent(v) {
		return constTexts("now()")
	}
	if s := constantValue(v); s != "" {
		return constTexts(s)
	}
	return constTexts(blank)
}

// constantValue is a constant as SQL has it; "" where it is none, or no plain one. No value,
// an empty text and zero are left out: that a column holds such says that nothing is
// there yet, rather than which state the row is in.
func constantValue(v ssa.Value) string {
	if v == nil {
		return ""
	}
	c, ok := typed(v).(*ssa.Const)
	if !ok || c.Value == nil {
		return ""
	}
	switch c.Value.Kind() {
	case constant.Bool:
		return c.Value.ExactString()
	case constant.String:
		if s := constant.StringVal(c.Value); plainText.MatchString(s) {
			return "'" + s + "'"
		}
	case constant.Int:
		if _, named := types.Unalias(c.Type()).(*types.Named); named { // an enumeration's
			return c.Value.ExactString()
		}
	}
	return ""
}

var plainText = regexp.MustCompile(`^[\w.: /-]{1,60}$`)

// isPresent reports whether a value is the present time: time.Now().UTC().
func isPresent(v ssa.Value) bool {
	v = typed(v)
	for range 3 {
		c, ok := v.(*ssa.Call)
		if !ok || staticFunc(&c.Call) == nil || staticFunc(&c.Call).Pkg() == nil || staticFunc(&c.Call).Pkg().Path() != "time" {
			return false
		}
		if staticFunc(&c.Call).Name() == "Now" {
			return true
		}
		if len(c.Call.Args) == 0 {
			return false
		}
		v = c.Call.Args[0]
	}
	return false
}

// withPresent is a condition with the present time in it, where that is given for
// one of its placeholders: Where("synced_at < ?", time.Now()).
func withPresent(condition []text, args []ssa.Value) []text {
	var out []text
	for _, t := range condition {
		if !t.known() || t.params() || t.fields() {
			return condition
		}
		parts := strings.Split(t.String(), blank)
		if len(parts) != len(args)+1 {
			return condition
		}
		var b strings.Builder
		for i, part := range parts {
			b.WriteString(part)
			if i < len(args) {
				b.WriteString(operand(args[i])[0].String())
			}
		}
		out = append(out, constText(b.String()))
	}
	return out
}
