package flows

import (
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A consumer may be asked to do some work, and keep in a row how that went: running, then
// done, or failed and why. What it writes there is about itself, now, and no message is
// older or newer than that. It shows by the failures: one write for when something that
// the consumer did has failed, and one for when it has not, and nothing of the message in
// either but whose row it is.

// OfWork reports whether a write is part of what a consumer keeps of its own work, or
// what came of it.
func (c *Consumer) OfWork(w *Write) bool {
	switch {
	case c.ofTask(w):
		return true
	case !w.ofOwn():
		return false
	case w.Set.Outcome, c.ofJob(w):
		return true
	}
	return c.keepsOutcome(w.Table)
}

// keepsOutcome reports whether a table's rows are changed by nothing of the message both
// where something has failed and where it has not, or both for one answer that another
// process gave and for the other.
func (c *Consumer) keepsOutcome(table string) bool {
	failed, other := false, false
	var answered Branches
	for i := range c.Writes {
		o := &c.Writes[i]
		switch {
		case !o.changesOwn() || !strings.EqualFold(o.Table, table):
			continue
		case o.Set.Outcome: // one write for both
			return true
		case o.Branches.afterFailure():
			failed = true
		default:
			other = true
		}
		if answered.Excludes(o.Branches) {
			return true
		}
		answered = append(answered, o.Branches.byAnswers()...)
	}
	return failed && other
}

// ofJob reports whether a write keeps one of the states that a job goes through while one
// message is handled. A job is known by its table's name: others have their row go through
// states as well, as messages of other services tell them to.
func (c *Consumer) ofJob(w *Write) bool {
	return jobsTable.MatchString(w.Table) && slices.ContainsFunc(c.Writes, func(o Write) bool {
		return o.changesOwn() && strings.EqualFold(o.Table, w.Table) && (w.After(&o) || o.After(w)) && !w.Branches.Excludes(o.Branches)
	})
}

var jobsTable = regexp.MustCompile(`(?i)(^|_)jobs?$`)

// changesOwn reports whether a write changes a row that is there, by nothing of the
// message.
func (w *Write) changesOwn() bool { return w.Table != "" && !w.Insert && !w.Delete && w.ofOwn() }

// Reports reports whether a write changes a row that is there by what the message says of it.
func (w *Write) Reports() bool {
	return sqltext.Verb(w.Verb) == sqltext.Update && w.Set.Known && w.Set.From&msgContent != 0
}

// ofOwn reports whether a write sets nothing that the message says.
func (w *Write) ofOwn() bool {
	return w.Set.Known && w.Set.From&msgContent == 0 && w.Set.Refs&fromMsg == 0
}

// byFailure is the bit of a turn that says that it is an error which decides. Its lowest
// bit is set then where there is one.
const byFailure = 4

// afterFailure reports whether something happens only because of an error.
func (b Branches) afterFailure() bool {
	return slices.ContainsFunc(b, func(turn uint64) bool { return turn&byFailure != 0 && turn&1 != 0 })
}

// byAnswer is the bit of a turn that says that the answer of another process decides.
const byAnswer = 8

// byAnswers are the turns at which the answer of another process decides.
func (b Branches) byAnswers() Branches {
	return slices.DeleteFunc(slices.Clone(b), func(turn uint64) bool { return turn&byAnswer == 0 })
}

// asksAnswer reports whether a condition asks for something of an answer of another process's
// which no more of the message was given for than whom it is about: what is written because
// of that is as new as the answer.
func (t *tracker) asksAnswer(cond ssa.Value) bool {
	switch v := cond.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.asksAnswer(v.X)
		}
	case *ssa.BinOp:
		if isError(v.X.Type()) || isNil(v.X) || isNil(v.Y) {
			return false
		}
		return t.answered(t.val[v.X] | t.val[v.Y])
	}
	return t.answered(t.val[cond])
}

// answered reports whether a value was answered, and nothing of it is the message's own.
func (t *tracker) answered(o Origin) bool { return o&fromRemote != 0 && o&(fromDetail|fromStored) == 0 }

// asksForError reports whether a condition asks for an error, and which way there is one.
func asksForError(cond ssa.Value) (failed, ok bool) {
	op, ok := cond.(*ssa.BinOp)
	if !ok || op.Op != token.EQL && op.Op != token.NEQ || !isError(op.X.Type()) || !isNil(op.Y) {
		return false, false
	}
	return op.Op == token.NEQ, true
}
