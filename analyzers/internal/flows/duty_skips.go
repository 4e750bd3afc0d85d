package flows

import (
	"go/constant"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// A consumer may pass over the messages that tell of a deletion: it returns, or
// goes on to the next, and the copy never learns of it. It is a skip only where
// nothing at all is done with the message, and where nothing but the message
// decides: who finds no row has nothing to delete, and who stored a deletion
// before has done with it.

// A Skip is where a message is passed over because it says that the entity is
// deleted.
type Skip struct {
	// From is what must turn out to be the message.
	From  Origin
	Field string // of the message, or what its kind is compared with
	// Kind says that it is a kind of message that is passed over, rather than a
	// flag that is set.
	Kind bool
	// Turn is the way that is taken then, as in Branches.
	Turn     uint64
	Branches Branches
	Place    summary.Place
	Steps    []summary.Step
}

// maxSkips bounds a summary's skips.
const maxSkips = 8

// noteSkips adds where the unit, or what it calls, passes messages over.
func (t *tracker) noteSkips(f *Func) {
	for _, fn := range t.u.Funcs {
		for instr := range effects.Instructions(fn) {
			switch i := instr.(type) {
			case *ssa.If:
				if s, ok := t.skipAt(i); ok && len(f.Skips) < maxSkips {
					f.Skips = append(f.Skips, s)
				}
			case ssa.CallInstruction:
				t.takeSkips(f, i)
			}
		}
	}
}

// takeSkips makes a callee's skips the unit's own.
func (t *tracker) takeSkips(f *Func, instr ssa.CallInstruction) {
	s := t.site(instr)
	callee := t.funcOf(s)
	if callee == nil || s.Method != nil || len(callee.Skips) == 0 {
		return
	}
	args, branches := t.handedArgs(s), t.branchesOf(instr)
	step := t.view.Step(t.view.CallPos(instr), "calls "+effects.DisplayName(s.Callee))
	for _, skip := range callee.Skips {
		if skip.From&(fromMsg|fedBits) != 0 || len(f.Skips) >= maxSkips {
			continue // a consumer of its own
		}
		skip.Steps = summary.Prepend(step, skip.Steps)
		if skip, ok := skip.bound(bind(skip.From, args), branches); ok {
			f.Skips = append(f.Skips, skip)
		}
	}
}

// bound is a skip of a callee at a call: what it is given, and where.
func (s Skip) bound(from Origin, outer Branches) (Skip, bool) {
	s.From, s.Branches = from, s.Branches.within(outer)
	return s, from&(params|fromMsg|fedBits) != 0 && from&fromStored == 0
}

// takeSkips takes over where an implementation passes messages over.
func (c *Consumer) takeSkips(l lead, m Method) {
	for _, skip := range m.Func.Skips {
		if len(c.Skips) >= maxSkips || l.several || skip.From&(fromMsg|fedBits) != 0 {
			continue
		}
		skip.Steps = summary.Join(l.call.Steps, skip.Steps)
		if skip, ok := skip.bound(resolveWith(skip.From, l.args), l.call.Branches); ok {
			c.Skips = append(c.Skips, skip)
		}
	}
}

// skipAt is the skip at a branch, if it is one.
func (t *tracker) skipAt(branch *ssa.If) (Skip, bool) {
	test, ok := t.deletionTest(branch.Cond, 0)
	if !ok {
		return Skip{}, false
	}
	from := t.whole(test.of)
	if from&(params|fromMsg|fedBits) == 0 || from&(fromStored|fromRemote) != 0 || t.hangsOnStored(branch) {
		return Skip{}, false
	}
	turn, succ := t.turnOf(branch), branch.Block().Succs[1]
	if test.when {
		turn, succ = turn|1, branch.Block().Succs[0]
	}
	if !t.passesOver(succ, branch.Block()) {
		return Skip{}, false
	}
	place := t.view.Place(t.u, condPos(branch))
	step := t.view.Step(condPos(branch), "passes over messages whose "+test.field+" tells of a deletion")
	return Skip{From: from, Field: test.field, Kind: test.kind, Turn: turn, Branches: t.branchesOf(branch), Place: place, Steps: []summary.Step{step}}, place.Service != ""
}

// A deletionTest is a condition that tells whether a message says that the
// entity is deleted: it does so when the condition is as when says.
type deletionTest struct {
	field string
	of    ssa.Value
	when  bool
	kind  bool
}

// deletionTest reads a condition.
func (t *tracker) deletionTest(v ssa.Value, depth int) (deletionTest, bool) {
	if depth > 4 {
		return deletionTest{}, false
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			test, ok := t.deletionTest(v.X, depth+1)
			test.when = !test.when
			return test, ok
		}
	case *ssa.BinOp:
		return t.deletionCompared(v, depth)
	case *ssa.Call:
		if test, ok := t.deletionAsked(v); ok {
			return test, true
		}
	}
	field, of := t.deletionValue(v)
	return deletionTest{field: field, of: of, when: true}, field != "" && isBool(v.Type())
}

// deletionCompared reads a comparison: of a time or a pointer with nil, of a flag
// with true or false, or a number that stands for that, of a kind with its name.
func (t *tracker) deletionCompared(v *ssa.BinOp, depth int) (deletionTest, bool) {
	x, c := v.X, v.Y
	if _, ok := x.(*ssa.Const); ok {
		x, c = c, x
	}
	with, ok := c.(*ssa.Const)
	above := v.Op == token.GTR && c == v.Y && isZero(c) // a moment, counted in seconds
	if !ok || v.Op != token.EQL && v.Op != token.NEQ && !above {
		return deletionTest{}, false
	}
	same := v.Op == token.EQL
	switch {
	case with.IsNil():
		field, of := t.deletionValue(x)
		return deletionTest{field: field, of: of, when: !same}, field != ""
	case with.Value == nil: // a struct's zero value
	case with.Value.Kind() == constant.Int:
		field, of := t.deletionValue(x)
		none := constant.Sign(with.Value) == 0
		return deletionTest{field: field, of: of, when: same != none}, field != "" && (none || constant.Compare(with.Value, token.EQL, constant.MakeInt64(1)))
	case with.Value.Kind() == constant.Bool:
		test, ok := t.deletionTest(x, depth+1)
		test.when = test.when == (same == constant.BoolVal(with.Value))
		return test, ok
	case with.Value.Kind() == constant.String:
		name := constant.StringVal(with.Value)
		return deletionTest{field: name, of: x, when: same, kind: true}, saysDeleted(name)
	}
	return deletionTest{}, false
}

// deletionAsked reads a call: DeletedAt.IsZero(), ev.GetIsDeleted().
func (t *tracker) deletionAsked(call *ssa.Call) (deletionTest, bool) {
	callee := calleeOf(call)
	if callee == nil || len(call.Call.Args) != 1 {
		return deletionTest{}, false
	}
	switch callee.Name() {
	case "IsZero", "IsValid", "Valid":
		field, of := t.deletionValue(call.Call.Args[0])
		return deletionTest{field: field, of: of, when: callee.Name() != "IsZero"}, field != ""
	}
	return deletionTest{}, false
}

// deletionValue is the field of a message that a value was taken from and that
// tells of deletion: by itself, through a getter, or by a part of it.
func (t *tracker) deletionValue(v ssa.Value) (field string, of ssa.Value) {
	known := func(name string) bool { return t.cfg.IsField(config.Deleted, name) }
	for range 5 {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
			continue
		case *ssa.FieldAddr:
			if name := structField(x.X.Type(), x.Field); known(name) {
				return name, x
			}
			v = x.X // DeletedAt.Time, DeletedAt.Valid
			continue
		case *ssa.Field:
			if name := structField(x.X.Type(), x.Field); known(name) {
				return name, x
			}
			v = x.X
			continue
		case *ssa.Call:
			callee := calleeOf(x)
			if callee == nil || len(x.Call.Args) != 1 || callee.Signature().Recv() == nil {
				return "", nil
			}
			if name := strings.TrimPrefix(callee.Name(), "Get"); known(name) {
				return name, x.Call.Args[0]
			}
			if callee.Name() != "AsTime" && callee.Name() != "UTC" {
				return "", nil
			}
			v = x.Call.Args[0]
			continue
		}
		break
	}
	return "", nil
}

// saysDeleted recognises the name of a kind of message by which a deletion is
// told: "user.deleted", "DELETE", "removed".
func saysDeleted(name string) bool {
	name = strings.ToLower(name)
	if len(name) > 60 || strings.ContainsAny(name, " \n") || strings.Contains(name, "undelet") {
		return false
	}
	end := name[strings.LastIndexAny(name, ".:/_-")+1:]
	return slices.Contains([]string{"delete", "deleted", "remove", "removed", "archived", "softdeleted"}, end) ||
		strings.HasSuffix(end, "deleted") || strings.HasSuffix(end, "removed")
}

// hangsOnStored reports whether what is stored decides, too, if a branch is come
// to. That no error came of reading it does not count.
func (t *tracker) hangsOnStored(branch *ssa.If) bool {
	return slices.ContainsFunc(t.conditionsOf(branch.Block()), func(c condition) bool {
		if cmp, ok := c.value.(*ssa.BinOp); ok && isError(cmp.X.Type()) && isNil(cmp.Y) && c.want == (cmp.Op == token.EQL) {
			return false
		}
		o := t.val[c.value]
		if cmp, ok := c.value.(*ssa.BinOp); ok {
			o |= t.whole(cmp.X) | t.whole(cmp.Y)
		}
		return o&(fromStored|fromRemote) != 0
	})
}

// passesOver reports whether nothing is done from a block on, up to where a
// function returns without an error or a loop goes on.
func (t *tracker) passesOver(b, branch *ssa.BasicBlock) bool {
	seen := blocksOf(b.Parent())
	work := []*ssa.BasicBlock{b}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen.has(b) || b.Dominates(branch) {
			continue // around the loop
		}
		seen.add(b)
		if slices.ContainsFunc(b.Instrs, t.actsOnMessage) {
			return false
		}
		work = append(work, b.Succs...)
	}
	return true
}

// actsOnMessage reports whether an instruction may do something with a message,
// or hands it back, beyond noting that it came.
func (t *tracker) actsOnMessage(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Return:
		return slices.ContainsFunc(i.Results, func(v ssa.Value) bool {
			c, ok := v.(*ssa.Const)
			return !ok || isError(v.Type()) && !c.IsNil()
		})
	case *ssa.Store:
		return !t.local(i.Addr)
	case *ssa.MapUpdate:
		_, made := i.Map.(*ssa.MakeMap) // what becomes of that, the calls tell
		return !made
	case *ssa.Send, *ssa.Panic, *ssa.Go, *ssa.Defer, *ssa.Select:
		return true
	case *ssa.Call:
		return t.callActs(i)
	}
	return false
}

func (t *tracker) callActs(call *ssa.Call) bool {
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		return b.Name() == "append" || b.Name() == "copy" || b.Name() == "delete"
	}
	s := t.site(call)
	switch {
	case t.loggish(s), harmlessPackage(s), t.acks(s):
		return false
	case t.nacks(s), t.u.Touch(s) != nil:
		return true
	case t.asksMessage(s):
		return false
	}
	if f := t.funcOf(s); f != nil && f.acts() && !f.Acks {
		return true
	}
	return slices.ContainsFunc(s.Args, func(v ssa.Value) bool {
		return !isContext(v.Type()) && t.whole(v)&(fromMsg|params) != 0 && !t.known(s)
	})
}

// asksMessage reports whether a call asks a message for something of its own, as for a
// log: msg.Context(), m.Subject().
func (t *tracker) asksMessage(s effects.Site) bool {
	if s.Callee == nil || s.Shift == 0 || len(s.Args) != 1 || !t.isMessage(s.Args[0].Type()) {
		return false
	}
	for r := range s.Callee.Signature().Results().Variables() {
		if !isError(r.Type()) {
			return true
		}
	}
	return false
}
