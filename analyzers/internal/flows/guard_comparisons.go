package flows

import (
	"cmp"
	"go/constant"
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// What a condition compares: by operators, by methods of times, by helpers that do.

// compare takes a condition apart into what it compares.
func (t *tracker) compare(v ssa.Value) []Comparison { return t.compareOnce(v, map[any]bool{}) }

// compareOnce is compare without the joined conditions and the variables that were seen
// before: what one is made of is often made of it in turn.
func (t *tracker) compareOnce(v ssa.Value, seen map[any]bool) []Comparison {
	if plain, same := withoutTruth(v); plain != v {
		list := t.compareOnce(plain, seen)
		for i := range list {
			if !same {
				list[i].Op = sqltext.Negated(list[i].Op)
			}
		}
		return list
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			list := t.compareOnce(v.X, seen)
			for i := range list {
				list[i].Op = sqltext.Negated(list[i].Op)
			}
			return list
		}
		if v.Op == token.MUL && isBool(v.Type()) {
			return append(t.compareThere(v), t.compareKept(v, seen)...)
		}
	case *ssa.BinOp:
		return t.compareBinOp(v)
	case *ssa.Phi:
		if seen[v] {
			return nil
		}
		seen[v] = true
		var list []Comparison
		for _, e := range v.Edges {
			list = append(list, t.compareOnce(e, seen)...)
		}
		return list
	case *ssa.Call:
		return t.compareCall(v)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok && isBool(v.Type()) {
			return t.compareCall(call)
		}
	}
	return nil
}

// compareKept is what a variable tells that a literal may have set to what it has compared:
// stale = !e.At.After(row.SyncedAt).
func (t *tracker) compareKept(v *ssa.UnOp, seen map[any]bool) []Comparison {
	cell := t.u.Cell(v.X)
	if cell == nil || seen[cell] {
		return nil
	}
	seen[cell] = true
	var list []Comparison
	for st := range effects.Each[*ssa.Store](t.u.Funcs...) {
		if t.u.Cell(st.Addr) == cell {
			list = append(list, t.compareOnce(st.Val, seen)...)
		}
	}
	return list
}

func (t *tracker) compareBinOp(v *ssa.BinOp) []Comparison {
	if call := erring(v); call != nil {
		return t.compareError(call, v.Op)
	}
	if moved := t.compareRows(v); len(moved) > 0 {
		return moved
	}
	if there := t.compareCount(v); there != nil {
		return there
	}
	if given := t.compareGiven(v); len(given) > 0 {
		return given
	}
	if of, ok := t.chosenByHanded(v); ok {
		return []Comparison{{Left: of, Right: of, Op: asked}}
	}
	if saysMissing(v.Y) && v.Op == token.EQL {
		return t.compareMissing(v.X)
	}
	op := map[token.Token]string{
		token.LSS: "<", token.LEQ: "<=", token.GTR: ">", token.GEQ: ">=", token.EQL: "=", token.NEQ: "<>",
	}[v.Op]
	if op == "" || isNil(v.X) || isNil(v.Y) {
		return nil
	}
	span := durationIn(v.X)
	if differs := t.compareDifference(cmp.Or(span, v.X), v.Y, op); differs != nil {
		return differs
	}
	if span != nil || durationIn(v.Y) != nil || t.ago(v.X) || t.ago(v.Y) {
		return nil // whether there is time left, or how far apart two times are
	}
	return []Comparison{t.comparison(v.X, v.Y, op)}
}

// durationIn is the duration that a value is, or that it counts in hours or seconds; nil if
// it is none.
func durationIn(v ssa.Value) ssa.Value {
	if isDuration(v.Type()) {
		return v
	}
	switch v := v.(type) {
	case *ssa.Convert:
		return durationIn(v.X)
	case *ssa.BinOp:
		if _, fixed := v.Y.(*ssa.Const); fixed && (v.Op == token.QUO || v.Op == token.MUL) {
			return durationIn(v.X)
		}
	case *ssa.Call:
		fn := v.Call.StaticCallee()
		if fn == nil || len(v.Call.Args) != 1 {
			return nil
		}
		if recv := fn.Signature.Recv(); recv != nil && isDuration(recv.Type()) || fn.Pkg != nil && fn.Pkg.Pkg.Path() == "math" {
			return durationIn(v.Call.Args[0])
		}
	}
	return nil
}

// ago reports whether a number says how long ago something was: time.Now().Unix() - e.At.
func (t *tracker) ago(v ssa.Value) bool {
	b, ok := v.(*ssa.BinOp)
	if !ok || b.Op != token.SUB {
		return false
	}
	now := func(side ssa.Value) bool { return t.val[side]&fromNow != 0 && t.val[side]&(fromMsg|fromStored) == 0 }
	return now(b.X) != now(b.Y)
}

// compareDifference is what a comparison of two values with each other amounts to whose
// result is compared with a number: a.Compare(b) < 0, a.Sub(b) > 0, a.Compare(b) == 1, and
// a - b > 0 where a and b hold an order.
func (t *tracker) compareDifference(v, with ssa.Value, op string) []Comparison {
	switch v := v.(type) {
	case *ssa.Call:
		a, b := ordering(&v.Call)
		if a == nil {
			return nil
		}
		if fn := v.Call.StaticCallee(); fn.Name() != "Sub" {
			op = ofSign(op, with)
		} else if !isZero(with) {
			return nil
		}
		if op != "" {
			return []Comparison{t.comparison(a, b, op)}
		}
	case *ssa.BinOp:
		if v.Op == token.SUB && isZero(with) && (t.orderField(fieldName(v.X, 0)) || t.orderField(fieldName(v.Y, 0))) {
			return []Comparison{t.comparison(v.X, v.Y, op)}
		}
	}
	return nil
}

// ofSign is how two values are ordered of which the comparison, -1, 0 or 1, is compared
// with a number; "" if that does not tell.
func ofSign(op string, with ssa.Value) string {
	c, ok := with.(*ssa.Const)
	if !ok || c.Value == nil {
		return ""
	}
	n, exact := constant.Int64Val(constant.ToInt(c.Value))
	switch {
	case !exact:
		return ""
	case n == 0:
		return op
	case n == 1:
		return map[string]string{"=": ">", "<>": "<=", "<": "<=", ">=": ">"}[op]
	case n == -1:
		return map[string]string{"=": "<", "<>": ">=", ">": ">=", "<=": "<"}[op]
	}
	return ""
}

// erring is the call whose error is compared with nil, or nil.
func erring(v *ssa.BinOp) *ssa.Call {
	x, y := v.X, v.Y
	if isNil(x) {
		x, y = y, x
	}
	if !isNil(y) || !isError(x.Type()) {
		return nil
	}
	return failedCall(x)
}

// compareError is what the error of a call tells: whether the callee refused.
func (t *tracker) compareError(call *ssa.Call, op token.Token) []Comparison {
	list := append(t.foundBy(call), t.refusals(call)...)
	if op == token.NEQ {
		negate(list)
	}
	return list
}

// refusals are the comparisons that hold where a call gives back no error.
func (t *tracker) refusals(call *ssa.Call) []Comparison {
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return nil
	}
	var list []Comparison
	args := t.argOrigins(s)
	for _, c := range f.Refuses {
		list = append(list, t.boundComparison(c, s.Args, args))
	}
	return list
}

// compareSentinel is what it tells that the error of a call is a certain one: that the callee
// has refused. Where it is not, the callee has not: that it has failed otherwise, and its
// caller goes on all the same, is not to be expected.
func (t *tracker) compareSentinel(err ssa.Value) []Comparison {
	call := failedCall(err)
	if call == nil {
		return nil
	}
	list := t.refusals(call)
	negate(list)
	return list
}

func negate(list []Comparison) {
	for i := range list {
		list[i].Op = sqltext.Negated(list[i].Op)
	}
}

// boundComparison is a callee's comparison, where it is known what its parameters are.
// What the callee does not name, the call may: newer(row.SyncedAt, e.At).
func (t *tracker) boundComparison(c Comparison, values []ssa.Value, args []Origin) Comparison {
	name := func(o Origin, name string) string {
		for i, v := range values {
			if o == param(i) && name == "" {
				field := t.fieldOrColumn(v)
				c.Table = cmp.Or(c.Table, field.Table)
				return field.Name
			}
		}
		return name
	}
	c.LeftField, c.RightField = name(c.Left, c.LeftField), name(c.Right, c.RightField)
	c.Left, c.Right = bind(c.Left, args), bind(c.Right, args)
	return c
}

func (t *tracker) comparison(a, b ssa.Value, op string) Comparison {
	left, right := t.fieldOrColumn(a), t.fieldOrColumn(b)
	return Comparison{
		Left: t.operand(a), Right: t.operand(b), Op: op, LeftField: left.Name, RightField: right.Name, Table: cmp.Or(left.Table, right.Table), Time: isTime(a.Type()),
		Sum: t.isSum(a) || t.isSum(b),
	}
}

// operand is where a side of a comparison comes from. What was put into other
// fields of its struct does not count.
func (t *tracker) operand(v ssa.Value) Origin {
	if _, ok := v.(*ssa.Const); ok {
		return 0
	}
	return t.val[v] &^ fromDetail
}

// ordering are the sides of a call that compares two values: a negative result
// means that the first is the lesser.
func ordering(c *ssa.CallCommon) (a, b ssa.Value) {
	fn := c.StaticCallee()
	if fn == nil || len(c.Args) != 2 {
		return nil, nil
	}
	switch fn.Name() {
	case "Compare", "Cmp", "Sub":
		return c.Args[0], c.Args[1]
	}
	if o := fn.Origin(); o != nil && (o.Name() == "Compare") {
		return c.Args[0], c.Args[1]
	}
	return nil, nil
}

// compareCall is what a call that gives a bool compares.
func (t *tracker) compareCall(v *ssa.Call) []Comparison {
	s := t.site(v)
	if s.Callee == nil {
		return t.compareAsked(v)
	}
	if len(s.Args) == 2 {
		if op := map[string]string{"Before": "<", "After": ">", "Equal": "=", "LessThan": "<", "GreaterThan": ">", "IsBefore": "<", "IsAfter": ">", "LT": "<", "GT": ">"}[s.Callee.Name()]; op != "" {
			return []Comparison{t.comparison(s.Args[0], s.Args[1], op)}
		}
	}
	if len(s.Args) == 2 && s.Callee.Name() == "Is" && isError(s.Args[0].Type()) {
		if saysMissing(s.Args[1]) {
			return t.compareMissing(s.Args[0])
		}
		return t.compareSentinel(s.Args[0])
	}
	args := t.argOrigins(s)
	if f := t.funcOf(s); f != nil {
		var list []Comparison
		for _, c := range f.Compares {
			list = append(list, t.boundComparison(c, s.Args, args))
		}
		return list
	}
	if s.Method != nil && speaksOfOrder(s.Callee.Name()) {
		return []Comparison{{Left: union(args) | fromStored, Right: union(args) &^ fromStored, Op: "?"}}
	}
	return nil
}

// speaksOfOrder recognises, by the name alone, a question that is about the
// order of messages. It stands behind an interface, so nothing else can tell.
func speaksOfOrder(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"newer", "older", "stale", "outdated", "latest", "supersed", "outoforder", "inorder", "version", "shouldapply", "canapply", "shouldupdate", "shouldprocess"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
