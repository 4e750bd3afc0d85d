package flows

import (
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A queue of tasks brings what a service has asked itself to do, and no news of anybody's
// entities. What a worker keeps of a task is about the work, now: that it runs, that it is
// done or has failed and when, what came of it, and what it was done with. Only what a task
// brings along to be put into a row as it is, as a message would, is as old as the task.

// taskType reports whether values of a type are tasks from such a queue.
func (a *analysis) taskType(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	e, ok := a.catalog.Message(effects.PkgPath(n.Obj().Pkg()), n.Obj().Name())
	return ok && e.Task
}

// ofTasks reports whether all messages that the unit is given are tasks.
func (t *tracker) ofTasks() bool {
	if t.tasks == nil {
		some, others := t.takesTasks(t.u)
		tasks := some && !others
		t.tasks = &tasks
	}
	return *t.tasks
}

// takesTasks reports whether a unit is given tasks, and whether other messages.
func (a *analysis) takesTasks(u *effects.Unit) (some, others bool) {
	for _, fn := range u.Funcs {
		for _, p := range fn.Params {
			task := a.taskType(p.Type())
			some, others = some || task, others || !task && a.isMessage(p.Type())
		}
	}
	return some, others
}

// helpsTasks reports whether the unit is given tasks, or does a part of their work for those
// in its package that are.
func (t *tracker) helpsTasks() bool {
	return t.ofTasks() || t.u.Object != nil && t.taskHelpers()[t.u.Object.Origin()]
}

// taskHelpers are the functions of the package that nobody calls but what is given tasks, and
// such functions in turn. What others may call as well is given whatever they have.
func (a *analysis) taskHelpers() map[*types.Func]bool {
	if a.helpers != nil {
		return a.helpers
	}
	a.helpers = map[*types.Func]bool{}
	for range maxRounds {
		for _, u := range a.units {
			f := u.Object
			if f == nil || a.callers(f) == 0 || a.usedAsValue(f) {
				continue
			}
			if !slices.ContainsFunc(a.callersOf(f), func(by *effects.Unit) bool { return !a.hasHelper(by, f) }) {
				a.helpers[f] = true
			}
		}
	}
	return a.helpers
}

// hasHelper reports whether a unit has tasks, or helps with them, and a function that it
// calls is its own: not exported, or a method of the same type.
func (a *analysis) hasHelper(by *effects.Unit, f *types.Func) bool {
	some, others := a.takesTasks(by)
	if others || !some && (by.Object == nil || !a.helpers[by.Object]) {
		return false
	}
	return !f.Exported() || by.Object != nil && receiverName(by.Object) != "" && receiverName(by.Object) == receiverName(f)
}

// works reports whether a call does the work of a task, as far as one can see: it is given a
// context and may fail, and what it is called is not about looking something up, keeping,
// checking or converting it.
func (t *tracker) works(s effects.Site) bool {
	sig := s.Instr.Common().Signature()
	results := sig.Results()
	if results.Len() == 0 || !isError(results.At(results.Len()-1).Type()) || sig.Params().Len() == 0 || !isContext(sig.Params().At(0).Type()) || t.u.Touch(s) != nil {
		return false
	}
	if s.Callee != nil && (handsData(s.Callee.Name()) || keepsData.MatchString(s.Callee.Name())) {
		return false
	}
	f := t.funcOf(s)
	return f == nil || len(f.Writes)+len(f.Reads) == 0
}

// keepsData recognises the functions that look something up, keep it or tell it to others, by
// their names.
var keepsData = regexp.MustCompile(`(?i)^(get|find|load|fetch|read|list|look|query|search|count|exist|has|is|check|ensure|save|store|persist|keep|update|insert|create|upsert|put|set|add|append|delete|remove|mark|record|track|write|begin|commit|with|publish|emit|enqueue|notify|audit|normali[sz]e|format|map|to|trace)`)

// workCalls are the unit's calls that do the work of its tasks.
func (t *tracker) workCalls() []ssa.CallInstruction {
	if t.working == nil {
		t.working = []ssa.CallInstruction{}
		for ci := range effects.Calls(t.u.Funcs...) {
			if t.works(t.site(ci)) {
				t.working = append(t.working, ci)
			}
		}
	}
	return t.working
}

// workedWith is the origin of what is read from a field of a task: as new as the work that
// was done with it before. A key says by that no more than which row is meant.
func (t *tracker) workedWith(o Origin, v ssa.Value) Origin {
	if o&t.dataBits() == 0 || o.looked() || !t.helpsTasks() {
		return o
	}
	name := fieldName(v, 0)
	if name == "" || isKeyName(name) {
		return o
	}
	if !slices.ContainsFunc(t.workCalls(), func(call ssa.CallInstruction) bool { return t.takes(call, v) }) {
		return o
	}
	return o.renewed()
}

// takes reports whether a call is given a value that was read from a field, or has been given
// the same before that was read.
func (t *tracker) takes(call ssa.CallInstruction, v ssa.Value) bool {
	at, ok := v.(ssa.Instruction)
	return ok && slices.ContainsFunc(call.Common().Args, func(arg ssa.Value) bool {
		arg = unconverted(arg)
		return arg == v || before(call, at) && t.sameField(arg, v)
	})
}

// sameField reports whether two values were read from one field.
func (t *tracker) sameField(v, w ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		w, ok := w.(*ssa.UnOp)
		return ok && v.Op == w.Op && fieldName(v, 0) != "" && t.u.Cell(v.X) == t.u.Cell(w.X)
	case *ssa.Field:
		w, ok := w.(*ssa.Field)
		return ok && v.X == w.X && v.Field == w.Field
	}
	return false
}

// workedOut is the origin of what a call gives back: new, where it is the work of a task.
func (t *tracker) workedOut(o Origin, s effects.Site) Origin {
	if o&t.dataBits() == 0 || !t.helpsTasks() || !t.works(s) {
		return o
	}
	return o.renewed()
}

// renewed is the origin of a value as that of an answer which no more than a key was given for.
func (o Origin) renewed() Origin { return o&^(content|fromDetail) | fromRemote }

// ofTask reports whether a write keeps how a task went, or what came of it. A payload that
// tells a time or a version of its own is news of an entity, whatever brings it.
func (c *Consumer) ofTask(w *Write) bool {
	return c.Task && w.Set.Known && w.Set.From&msgContent == 0 && w.Order == ""
}
