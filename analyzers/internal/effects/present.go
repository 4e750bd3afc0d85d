package effects

import (
	"go/constant"
	"go/token"
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

// comparedWith is operand for a column by its name: where that is a state's, zero is the
// first one.
func comparedWith(column string, v ssa.Value) []text {
	if c, ok := typed(v).(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Int && constant.Sign(c.Value) == 0 && stateColumn.MatchString(column) {
		return constTexts("0")
	}
	return operand(v)
}

var stateColumn = regexp.MustCompile(`(?i)(^|[_.])(status|state|stage|phase)$`)

// constantValue is a constant as SQL has it; "" where it is none, or no plain one. No value,
// an empty text and zero are left out: that a column holds such says that nothing is
// there yet, rather than which state the row is in.
func constantValue(v ssa.Value) string {
	if v == nil {
		return ""
	}
	c, ok := typed(v).(*ssa.Const)
	if !ok {
		return settledValue(v)
	}
	if c.Value == nil {
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

// settledValue is a plain value that the program has settled before any message came: a
// variable of a package, or an element of a list there, as terminal[0]. What it is does not
// matter, but that it is the same for all messages; so its name stands for it. "" where it
// is none such.
func settledValue(v ssa.Value) string {
	v = typed(v)
	if basic, ok := v.Type().Underlying().(*types.Basic); !ok || basic.Info()&(types.IsString|types.IsInteger) == 0 {
		return ""
	}
	for range 8 {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return ""
			}
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.Slice:
			v = x.X
		case *ssa.Global:
			return "'" + x.Name() + "'"
		default:
			return ""
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
