package flows

import (
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A job is what runs by itself and not for a request: a command of a command
// line, what a scheduler calls, a loop on a ticker. It writes a copy outside of
// consumers just as a handler of requests does.
//
// But a job may well be what fills the copy: it fetches from the owner, replays
// what an inbox table holds, or runs the consumers. So little is judged: a job
// that asks another process for anything, or whose name tells of such a task, is
// none, and what it writes from rows that it has read may be somebody's message.
// What it finds in a field may be a batch of messages. Rows that it removes may have
// had their time. A function that nobody calls is not judged at all, and of main,
// which calls everything, its own statements are.

// What runs a job, as findings have it.
const (
	jobCommand = "is run by a command line"
	jobCron    = "is run by a schedule"
	jobTicker  = "runs at intervals"
	jobMain    = "runs once"
)

// ownJobs are the jobs among a unit's functions.
func (a *analysis) ownJobs(i int, u *effects.Unit, scheduled map[*ssa.Function]bool) []Entry {
	main := u.Name() == "main" && a.pass.Pkg.Name() == "main"
	if main && soundsLikeMessages(path.Base(a.view.Path())) || !main && fillsCopies(u.Name()) {
		return nil
	}
	runs := !main && runsOthers(u.Name())
	var list []Entry
	for _, fn := range u.Funcs {
		kind := ""
		switch {
		case takesCommand(fn.Signature):
			if runs {
				continue
			}
			kind = jobCommand
		case scheduled[fn]:
			kind = jobCron
		case ticks(fn):
			kind = jobTicker
		case main && fn == u.Func:
			kind = jobMain
		default:
			continue
		}
		if a.asks(u, fn) {
			continue
		}
		if e, ok := a.trackers[i].requestEntry(fn); ok {
			list = append(list, jobOf(e, kind))
		}
	}
	return list
}

// jobOf is an entry as a job, with what it is to blame for. What main itself does
// is but its own statements: it calls everything.
func jobOf(e Entry, kind string) Entry {
	e.Job = kind
	e.Writes = slices.DeleteFunc(e.Writes, func(w Write) bool {
		if kind == jobCommand {
			return !ofJob(&w)
		}
		if kind == jobMain && len(w.Steps) > 1 {
			return true
		}
		return !ofJob(&w) || w.Values&params != 0 || fillsCopies(w.Place.Function)
	})
	switch kind {
	case jobCommand:
	case jobMain:
		e.Calls = nil
	default:
		e.Calls = slices.DeleteFunc(e.Calls, func(c Call) bool {
			return c.Origin&^flags != 0 || fillsCopies(c.Method.Name) || soundsLikeMessages(c.Method.String())
		})
	}
	return e
}

// ofJob reports whether a job is to blame for a write.
func ofJob(w *Write) bool { return w.From&(fromMsg|fromStored|fromRemote) == 0 && !w.Delete && !w.Sync }

// fillsCopies recognises by a name what may be there to fill copies.
func fillsCopies(name string) bool {
	return containsAny(name, "migrat", "fixture", "test", "demo", "setup", "init",
		"load", "fill", "refresh", "mirror", "pull", "fetch", "poll", "replay", "rebuild", "reset", "reconcil", "restore", "inbox", "process",
		"copy", "copies", "clean", "purge", "expire", "update", "upgrade", "patch", "fix")
}

// runsOthers recognises by a name a command that starts all that the service does,
// what fills its copies too.
func runsOthers(name string) bool {
	lower := strings.ToLower(name)
	return lower == "run" || strings.HasSuffix(lower, ".run") || strings.HasSuffix(lower, "main") ||
		containsAny(name, "serve", "start", "worker", "listen", "daemon", "watch", "execute", "boot", "loop")
}

// containsAny reports whether a name has one of some words in it, in whatever case.
func containsAny(name string, words ...string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) })
}

// takesCommand recognises what a library for command lines calls.
func takesCommand(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		n := effects.Named(p.Type())
		if n == nil || n.Obj().Pkg() == nil {
			continue
		}
		switch catalog.Canonical(n.Obj().Pkg().Path()) + "." + n.Obj().Name() {
		case "github.com/spf13/cobra.Command":
			return sig.Params().Len() == 2
		case "github.com/urfave/cli.Context", "github.com/urfave/cli.Command":
			return sig.Results().Len() <= 1 && sig.Params().Len() <= 2
		}
	}
	return false
}

// scheduled are the package's functions that it hands to a scheduler.
func (a *analysis) scheduled() map[*ssa.Function]bool {
	jobs := map[*ssa.Function]bool{}
	for _, u := range a.units {
		for ci := range effects.Calls(u.Funcs...) {
			s := a.view.Site(u, ci)
			if s.Callee == nil || s.Callee.Pkg() == nil || !schedules(s.Callee) {
				continue
			}
			for _, arg := range s.Args[s.Shift:] {
				a.handedOver(u, arg, jobs)
			}
		}
	}
	return jobs
}

// schedules reports whether a function is given another to call at times.
func schedules(f *types.Func) bool {
	switch catalog.Canonical(effects.PkgPath(f.Pkg())) {
	case "github.com/robfig/cron":
		return f.Name() == "AddFunc" || f.Name() == "AddJob" || f.Name() == "Schedule"
	case "github.com/go-co-op/gocron", "github.com/jasonlvhit/gocron":
		return f.Name() == "Do" || f.Name() == "NewTask"
	}
	return takesTimes(f.Signature()) && containsAny(receiverName(f)+"."+f.Name(), "every", "cron", "schedul", "periodic", "interval", "daily", "hourly", "nightly")
}

// takesTimes reports whether a function is told when to call another: by an
// interval, or by the text of a schedule.
func takesTimes(sig *types.Signature) bool {
	when, what := false, false
	for p := range sig.Params().Variables() {
		b, _ := p.Type().Underlying().(*types.Basic)
		_, calls := p.Type().Underlying().(*types.Signature)
		when = when || isDuration(p.Type()) || b != nil && b.Info()&types.IsString != 0
		what = what || calls
	}
	return when && what
}

// handedOver notes the functions of the package that an argument may be, or the
// method Run of one that is a job.
func (a *analysis) handedOver(u *effects.Unit, arg ssa.Value, jobs map[*ssa.Function]bool) {
	if made, ok := arg.(*ssa.MakeInterface); ok {
		if n := effects.Named(made.X.Type()); n != nil {
			if m, _, _ := types.LookupFieldOrMethod(made.X.Type(), true, n.Obj().Pkg(), "Run"); m != nil {
				a.noteJob(m, jobs)
			}
		}
		arg = made.X
	}
	for _, t := range a.view.Targets(u, arg) {
		if t.Literal != nil {
			jobs[t.Literal] = true
		}
		if t.Object != nil {
			a.noteJob(t.Object, jobs)
		}
	}
}

func (a *analysis) noteJob(obj types.Object, jobs map[*ssa.Function]bool) {
	if f, ok := obj.(*types.Func); ok {
		if i := a.view.IndexOf(f); i >= 0 {
			jobs[a.units[i].Func] = true
		}
	}
}

// ticks reports whether a function waits for ticks, and for nothing else that
// could bring it something to write.
func ticks(fn *ssa.Function) bool {
	found := false
	for instr := range effects.Instructions(fn) {
		var channels []ssa.Value
		switch i := instr.(type) {
		case *ssa.UnOp:
			if i.Op == token.ARROW && loopAround(i.Block()) != nil {
				channels = append(channels, i.X)
			}
		case *ssa.Select:
			for _, s := range i.States {
				if loopAround(i.Block()) == nil {
					return false
				}
				if s.Dir == types.RecvOnly {
					channels = append(channels, s.Chan)
				}
			}
		}
		for _, c := range channels {
			elem := c.Type().Underlying().(*types.Chan).Elem()
			switch n := effects.Named(elem); {
			case n != nil && n.Obj().Name() == "Time":
				found = found || fromTicker(c)
			case n == nil && types.Identical(elem.Underlying(), types.NewStruct(nil, nil)):
			default:
				return false
			}
		}
	}
	return found
}

// fromTicker recognises a ticker's channel: one of time.After ends a single wait.
func fromTicker(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		fa, ok := v.X.(*ssa.FieldAddr)
		n := (*types.Named)(nil)
		if ok {
			n = effects.Named(fa.X.Type())
		}
		return n != nil && n.Obj().Name() == "Ticker"
	case *ssa.Call:
		f := v.Call.StaticCallee()
		return f != nil && f.Name() == "Tick"
	}
	return false
}

// asks reports whether a function asks another process, or is given messages.
func (a *analysis) asks(u *effects.Unit, fn *ssa.Function) bool {
	for _, inside := range u.Funcs {
		if !within(inside, fn) {
			continue
		}
		for ci := range effects.Calls(inside) {
			s := a.view.Site(u, ci)
			if s.Remote || a.asksRemote(s) || s.Summary != nil && s.Summary.Remote != nil {
				return true
			}
		}
	}
	return false
}
