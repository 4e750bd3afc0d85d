package flows

import (
	"go/constant"
	"go/token"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Not everything that is compared is an order: whether there is enough of something,
// whether an end comes after its beginning, whether there is time left.

// ofSpan reports whether two fields are the beginning of something and its end: that one
// comes before the other makes sense of a row, and orders no messages.
func ofSpan(a, b string) bool {
	return begins.MatchString(a) && ends.MatchString(b) || begins.MatchString(b) && ends.MatchString(a)
}

var (
	begins = regexp.MustCompile(`(?i)^(start|begin|open|check_?in)`)
	ends   = regexp.MustCompile(`(?i)^(stop|end|finish|close|check_?out|complet)`)
)

// amounts reports whether two numbers are compared of which neither is an order by its
// name: a stock that has to suffice. What is made of several is called by theirs.
func (t *tracker) amounts(cmp Comparison) bool {
	if cmp.Time || t.tellsOrder(cmp.LeftField) || t.tellsOrder(cmp.RightField) {
		return false
	}
	return cmp.LeftField != "" && cmp.RightField != "" || cmp.Sum && cmp.LeftField+cmp.RightField != ""
}

// isSum reports whether a number is worked out of fields of which none is an order by its
// name: item.OnHand - item.Reserved.
func (t *tracker) isSum(v ssa.Value) bool {
	b, ok := unconverted(v).(*ssa.BinOp)
	if !ok || !isNumeric(b.Type()) {
		return false
	}
	fields := 0
	for _, side := range []ssa.Value{b.X, b.Y} {
		if _, fixed := side.(*ssa.Const); fixed {
			continue
		}
		name := fieldName(unconverted(side), 0)
		if !t.isSum(side) && (name == "" || t.tellsOrder(name)) {
			return false
		}
		fields++
	}
	return fields > 0
}

// tellsOrder is orderField for all names that columns and fields bear.
func (t *tracker) tellsOrder(name string) bool {
	return t.orderField(name) || mustMatch(name) || timeColumn(name) || orderEnding.MatchString(name)
}

var orderEnding = regexp.MustCompile(`([a-z]At|AsOf|Time|Date|TS|Ts|Seq|Ver|Rev|On|Number|Height|Nonce|Index|Round|Slot|ID|Id)$`)

// fillsEmpty reports whether a condition asks that a field of the stored row is empty,
// and that field is all which is given a value there: what is there stays.
func (t *tracker) fillsEmpty(c condition) bool {
	b, ok := c.value.(*ssa.BinOp)
	if !ok || !(b.Op == token.EQL && c.want || b.Op == token.NEQ && !c.want) {
		return false
	}
	v := b.X
	if !saysNothing(b.Y) {
		return false
	}
	load, ok := v.(*ssa.UnOp)
	if !ok || t.val[v]&fromStored == 0 {
		return false
	}
	field, ok := load.X.(*ssa.FieldAddr)
	if !ok || field.X.Referrers() == nil || isParam(field.X) {
		return false
	}
	return t.onlyFills(field, c.at.Block())
}

// onlyFills reports whether a field is all of its struct that is given data of a message,
// and only after a condition.
func (t *tracker) onlyFills(field *ssa.FieldAddr, after *ssa.BasicBlock) bool {
	fills := false
	for _, ref := range *field.X.Referrers() {
		other, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, given := range stores(other) {
			switch {
			case other.Field == field.Field && after.Dominates(given.Block()) && given.Block() != after:
				fills = true
			case onlyNow(t.whole(given.Val)):
			default:
				return false
			}
		}
	}
	return fills
}

// stores are the instructions that store something at an address.
func stores(addr ssa.Value) []*ssa.Store {
	var list []*ssa.Store
	for _, ref := range *addr.Referrers() {
		if s, ok := ref.(*ssa.Store); ok && s.Addr == addr {
			list = append(list, s)
		}
	}
	return list
}

// saysNothing recognises the values that stand for none: nil, an empty text, zero.
func saysNothing(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok {
		return false
	}
	return c.Value == nil || isZero(c) || c.Value.Kind() == constant.String && constant.StringVal(c.Value) == ""
}

// ofOneTime reports whether a statement that inserts or else updates takes the message's
// time or number for a part of the key: ON CONFLICT (sensor, measured_at). What it
// overwrites is of the same time. A day has many messages, and so has the time since
// when something is there.
func ofOneTime(text string) bool {
	return slices.ContainsFunc(conflictColumns(text), func(key string) bool {
		return (timeColumn(key) || mustMatch(key)) && !lasting.MatchString(key)
	})
}

var lasting = regexp.MustCompile(`(?i)(creat|start|begin|open|day|date|hour|month|week|year|bucket|window|period|due|valid|expir|schedul|_on$|offset|schema|epoch)`)

// turned is what a comparison in code says that lets nothing through but what is less
// than what is stored: the order is reversed, or it is none.
func (t *tracker) turned(cmp Comparison) GuardKind {
	if t.amounts(cmp) {
		return State
	}
	return Reversed
}

// clamps reports whether a store keeps a field within bounds: a constant that is put into
// it where the field was compared with one.
func clamps(s *ssa.Store, field *ssa.FieldAddr) bool {
	if _, ok := s.Val.(*ssa.Const); !ok || !isNumeric(s.Val.Type()) {
		return false
	}
	preds := s.Block().Preds
	if len(preds) != 1 {
		return false
	}
	branch, ok := preds[0].Instrs[len(preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	b, ok := branch.Cond.(*ssa.BinOp)
	if !ok || !slices.Contains([]string{"<", "<=", ">", ">="}, b.Op.String()) {
		return false
	}
	_, bound := b.Y.(*ssa.Const)
	return bound && holds(b.X, field)
}
