package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config"
)

// guardOf is the best guard that decides whether an instruction runs.
func (t *tracker) guardOf(instr ssa.Instruction) Guard {
	var best Guard
	for fn, at := instr.Parent(), instr; fn != nil; {
		for _, c := range t.conditionsOf(at.Block()) {
			best = better(best, t.guard(c))
		}
		if best.Kind == Unguarded || best.Kind == Forced {
			best = better(best, t.refusal(at.Block()))
		}
		mc := t.makeOf(fn) // a literal that is made on one branch only
		if mc == nil {
			break
		}
		best = better(best, t.runGuard(mc))
		fn, at = mc.Parent(), mc
	}
	if best.Kind != Unguarded && best.Kind != Forced {
		return best
	}
	if why := t.newRow(instr); why != "" {
		return Guard{Kind: State, Code: true, Step: t.view.Step(t.view.CallPos(instr.(ssa.CallInstruction)), why)}
	}
	return best
}

// refusal is a guard that turns away from a block, though there is a way around
// it: if found && stored.After(t) && !forced { return nil }. The way around has to
// be a matter of whether there is a row, or of a flag; what holds for one kind of
// message alone does not protect from the next.
func (t *tracker) refusal(b *ssa.BasicBlock) Guard {
	var best Guard
	decides := t.conditionsOf(b)
	for _, d := range b.Parent().Blocks {
		branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || d == b || d.Dominates(b) {
			continue
		}
		yes, no := reaches(d.Succs[0], b, d), reaches(d.Succs[1], b, d)
		if yes && no { // the next turn of a loop is about another message
			yes, no = sameTurn(d.Succs[0], b, d), sameTurn(d.Succs[1], b, d)
		}
		if yes == no {
			continue
		}
		refused := []condition{conditionOf(branch, no)}
		for _, c := range t.conditionsOf(d) {
			if !slices.ContainsFunc(decides, func(o condition) bool { return o.at == c.at }) {
				refused = append(refused, c)
			}
		}
		best = better(best, t.unlessAll(refused))
	}
	return best
}

// sameTurn is reaches within one turn of the loops that a branch is in.
func sameTurn(from, to, branch *ssa.BasicBlock) bool {
	closed := blocksOf(to.Parent())
	closed.add(branch)
	for _, head := range loopHeads(branch) {
		if head != to {
			closed.add(head)
		}
	}
	return leads(from, to, closed)
}

// unlessAll judges conditions of which one has to fail: one compares the order,
// and the others may only ask whether there is a row, or for a flag.
func (t *tracker) unlessAll(list []condition) Guard {
	var best, asks Guard
	for _, c := range list {
		g := t.guard(condition{c.value, !c.want, c.at})
		if slices.ContainsFunc(t.compare(c.value), func(told Comparison) bool { return told.Found }) {
			g = Guard{} // the way around is that no such row was found
		}
		switch {
		case g.Kind == State && asksForTime(c.value): // if the stored order is set at all
			asks = g
		case g.Kind == Unguarded && !asksForRow(c.value) && !t.asksForKey(c.value):
			return Guard{}
		default:
			best = better(best, g)
		}
	}
	if best.Kind == Unguarded {
		return asks
	}
	return best
}

// asksForTime recognises a condition that asks whether a time is set.
func asksForTime(v ssa.Value) bool {
	if not, ok := v.(*ssa.UnOp); ok && not.Op == token.NOT {
		v = not.X
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	fn := call.Call.StaticCallee()
	return fn != nil && fn.Name() == "IsZero" && len(call.Call.Args) == 1 && isTime(call.Call.Args[0].Type())
}

// asksForRow recognises a condition that asks whether there is something, or for
// a flag.
func asksForRow(v ssa.Value) bool {
	b, ok := v.(*ssa.BinOp)
	return !ok || isNil(b.X) || isNil(b.Y) || isZero(b.X) || isZero(b.Y)
}

// asksForKey recognises a condition that asks whether a row was found by the key that it
// has then: row.ID != "".
func (t *tracker) asksForKey(v ssa.Value) bool {
	b, ok := v.(*ssa.BinOp)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ {
		return false
	}
	key, empty := b.X, b.Y
	if isEmptyText(key) {
		key, empty = empty, key
	}
	return isEmptyText(empty) && t.val[key]&fromStored != 0 && isKeyName(fieldName(key, 0))
}

func isEmptyText(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.String && constant.StringVal(c.Value) == ""
}

func (t *tracker) makeOf(fn *ssa.Function) *ssa.MakeClosure {
	if fn.Parent() == nil {
		return nil
	}
	for mc := range effects.Each[*ssa.MakeClosure](fn.Parent()) {
		if mc.Fn == fn {
			return mc
		}
	}
	return nil
}

// better is the guard that says more in favour of the write.
func better(a, b Guard) Guard {
	if b.rank() > a.rank() || a.Open && !b.Open && b.rank() == a.rank() {
		a, b = b, a
	}
	again := a.Not == b.Not && a.Not != Status{}
	if b.onState() && a.rank() == b.rank() && !again {
		a.Not = Status{} // of two states that are refused, the row is brought to one at most
	}
	a.Beside = a.Beside || b.onState() && !again
	return a
}

// onState reports whether the row's state decides, for sure.
func (g Guard) onState() bool { return g.Beside || g.Kind == State && !g.Found && !g.Open }

// rank is how much a guard says in favour of a write.
func (g Guard) rank() int {
	if g.Found || g.Open {
		return 7 // it may turn out not to count
	}
	return map[GuardKind]int{Unguarded: 0, Forced: 2, Clock: 4, Reversed: 6, State: 8, Ordered: 10}[g.Kind]
}

// check is the guard, if it is for certain one that turns older messages away.
func (g Guard) check() Guard {
	if g.Kind != Ordered || !g.Sure {
		return Guard{}
	}
	return g
}

// guard judges one condition.
func (t *tracker) guard(c condition) Guard {
	var best Guard
	for _, told := range t.compare(c.value) {
		if !c.want {
			told.Op = sqltext.Negated(told.Op)
		}
		best = better(best, t.judge(told, condPos(c.at)))
	}
	if best.Kind == Unguarded && (t.stateChecked(c) && !t.setsAgain(c) || t.fillsEmpty(c)) {
		state := t.columnAsked(c)
		return Guard{Kind: State, Code: true, Found: state.Table != "", Field: state.Name, Table: state.Table, Not: t.stateRefused(c), Step: t.view.Step(condPos(c.at), "the stored row's state is checked here")}
	}
	if best.Kind == Unguarded {
		return t.forcedOnly(c)
	}
	return best
}

func condPos(at *ssa.If) token.Pos {
	if p := at.Cond.Pos(); p.IsValid() {
		return p
	}
	return at.Block().Parent().Pos()
}

// judge decides what a comparison says about the order of messages. One of the
// sides has to be the message's, or a parameter that may turn out to be, and the
// other the stored row's.
func (t *tracker) judge(cmp Comparison, at token.Pos) Guard {
	stored, msg, op, field, msgField := cmp.Left, cmp.Right, cmp.Op, cmp.LeftField, cmp.RightField
	if t.rather(cmp) {
		stored, msg, op, field, msgField = msg, stored, sqltext.Flipped(op), msgField, field
	}
	g := Guard{Msg: msg, Stored: stored, Field: field, Table: cmp.Table, Code: true}
	ordering := op == "<" || op == "<=" || op == ">" || op == ">="
	fromData := msg&(fromMsg|params|fedBits) != 0
	switch {
	case ofSpan(field, msgField):
		return Guard{}
	case stored&(fromStored|params) == 0:
		return Guard{}
	case cmp.Found && stored == msg && op == "=":
		return Guard{Kind: State, Code: true, Found: true, Field: cmp.LeftField, Table: cmp.Table, Step: t.view.Step(at, "the row is found only by its "+cmp.LeftField)}
	case cmp.Found && stored == msg:
		return Guard{}
	case op == asked:
		return Guard{Kind: State, Code: true, Step: t.view.Step(at, "a function that was handed in decides here by what is stored")}
	case op == toldState:
		return Guard{Kind: State, Code: true, Step: t.view.Step(at, "the stored row's state is checked there")}
	case msg&fromNow != 0 && !fromData:
		if !t.cfg.IsField(config.SyncedAt, field) && !t.cfg.IsField(config.MessageTime, field) {
			return Guard{}
		}
		g.Kind = Clock
	case !fromData || stored&^(flags|content) == msg&^(flags|content) && stored&fromStored == msg&fromStored && stored&fromStored == 0:
		return Guard{}
	case op == "?":
		g.Kind = Ordered
	case ordering && msg&stored&fromStored != 0 && !cmp.Time && !t.tellsOrder(field) && !t.tellsOrder(msgField):
		g.Kind = State // a sum that is made of what is stored, and has to suffice
	case ordering && (op == "<" || op == "<="):
		g.Kind = Ordered
	case ordering && msg&fromStored == 0 && stored&fromStored != 0:
		g.Kind = t.turned(cmp)
	case ordering:
		g.Kind = Ordered // the sides cannot be told apart
	case op == "=" && (t.orderField(field) || t.orderField(msgField)):
		g.Kind = Ordered // a version that has to match, rather than one that was seen already
	default:
		return Guard{}
	}
	g.Sure = ordering && (cmp.Time || t.orderField(field) || t.orderField(msgField))
	if g.Kind == Clock {
		g.Sure = op == "<" || op == "<=" // the right way round, but for the clock
	}
	g.Step = t.view.Step(at, "compares "+fieldText(field, "the stored row")+" with "+fieldText(msgField, "the message"))
	return g
}

func fieldText(field, of string) string {
	if field == "" {
		return of
	}
	return field + " of " + of
}

// rather reports whether the comparison's right side is the stored row's.
func (t *tracker) rather(cmp Comparison) bool {
	l, r := cmp.Left, cmp.Right
	switch {
	case l&fromStored != 0 && r&fromStored == 0:
		return false
	case r&fromStored != 0 && l&fromStored == 0:
		return true
	case l&fromMsg != 0 && r&fromMsg == 0:
		return true
	case r&fromMsg != 0 && l&fromMsg == 0:
		return false
	case l&fromNow != 0:
		return true
	}
	return t.cfg.IsField(config.SyncedAt, cmp.RightField) && !t.cfg.IsField(config.SyncedAt, cmp.LeftField)
}

// orderField reports whether a field's name says that it holds an order: a
// version, a sequence, a time.
func (a *analysis) orderField(name string) bool {
	if name == "" {
		return false
	}
	if a.cfg.IsField(config.SyncedAt, name) || a.cfg.IsField(config.MessageTime, name) {
		return true
	}
	lower := strings.ToLower(name)
	for _, part := range []string{"version", "revision", "sequence", "seqno", "etag", "generation", "epoch", "offset", "timestamp"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

func isBool(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

func isTime(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && n.Obj().Pkg() != nil && (n.Obj().Pkg().Path() == "time" && n.Obj().Name() == "Time" || n.Obj().Name() == "Timestamp")
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return false
	}
	n, exact := constant.Int64Val(constant.ToInt(c.Value))
	return exact && n == 0
}

// fieldName is the name of the field, or of the getter, that a value was read
// from; "" if it is none.
func fieldName(v ssa.Value, depth int) string {
	if depth > 6 {
		return ""
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return fieldName(fa, depth+1)
		}
		return fieldName(v.X, depth+1)
	case *ssa.FieldAddr:
		if mayBeNull(v.X.Type()) {
			return fieldName(v.X, depth+1)
		}
		return structField(v.X.Type(), v.Field)
	case *ssa.Field:
		if mayBeNull(v.X.Type()) {
			return fieldName(v.X, depth+1)
		}
		return structField(v.X.Type(), v.Field)
	case *ssa.Convert:
		return fieldName(v.X, depth+1)
	case *ssa.ChangeType:
		return fieldName(v.X, depth+1)
	case *ssa.Extract:
		return ""
	case *ssa.Call:
		name := ""
		if v.Call.IsInvoke() {
			name = v.Call.Method.Name()
		} else if fn := v.Call.StaticCallee(); fn != nil {
			name = fn.Name()
			if from := conversion(name); from && len(v.Call.Args) > 0 {
				return fieldName(v.Call.Args[0], depth+1)
			}
		}
		return strings.TrimPrefix(name, "Get")
	}
	return ""
}

// mayBeNull recognises structs that are a value which may be missing, as sql.NullTime is: what
// they are called is told by what holds them.
func mayBeNull(ty types.Type) bool {
	st, ok := deref(ty).Underlying().(*types.Struct)
	if !ok || st.NumFields() > 3 {
		return false
	}
	for f := range st.Fields() {
		if f.Name() == "Valid" && isBool(f.Type()) {
			return true
		}
	}
	return false
}

// conversion recognises methods that give a time in another form.
func conversion(name string) bool {
	switch name {
	case "AsTime", "UTC", "Unix", "UnixNano", "UnixMilli", "UnixMicro", "Truncate", "Round", "Time", "Local", "In":
		return true
	}
	return false
}

func structField(t types.Type, i int) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok && i < s.NumFields() {
		return s.Field(i).Name()
	}
	return ""
}
