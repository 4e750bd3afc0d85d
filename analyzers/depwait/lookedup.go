package depwait

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// A message may be about a row that another message brings, and do no more than change
// it: a ticket is printed for a booking that was made. Where the handler looks for the
// row and answers success because it is not there, the message is lost if it comes
// first. An update looks for its row, too, where somebody asks how many rows it has
// changed. One of which nobody asks is left alone: whether its writer meant that,
// nothing tells.

// ownRowConf is the confidence that it matters: a broker may keep the order of what is
// told of one row.
const ownRowConf = 90

// forgotten judges a change of a row by the look-up of that row. A call of which no
// implementation is known may look for it as well, but cannot undo what this look-up does.
func forgotten(cfg *config.Config, c *flows.Consumer, w *flows.Write) []rule.Finding {
	if w.Insert || w.Delete || w.KeyValue || w.Name() == "" || !w.FromMessage() || w.Asked() {
		return nil
	}
	if w.TakesAway || takesAway.MatchString(w.Message) || c.Prepared(w, w.Name()) || !filled(cfg, c, w.Name()) || !broughtByOther(c, w) {
		return nil
	}
	i := slices.IndexFunc(c.Reads, func(r flows.Read) bool { return loses(&r, w) })
	if i < 0 {
		return nil
	}
	read := c.Reads[i]
	f := rule.Finding{Place: w.Place, Confidence: summary.Mul(w.Conf, ownRowConf), Proof: proof(c, w, &read)}
	f.Place.Touched = w.Name()
	f.Message = fmt.Sprintf("%s changes %s, of which other messages bring the rows, %s", who(c, w), w.Name(), says(read.Fault))
	f.Fix = "return an error where the row is missing" + again
	if read.Fault == flows.Acked {
		f.Fix = "acknowledge only after the row is written, and hand the message back where it is missing"
	}
	return []rule.Finding{f}
}

// takesAway recognises messages of what has ended: where there is no row, nothing is to be
// taken away.
var takesAway = regexp.MustCompile(`(?i)(delet|remov|purg|revo[ck]|unsubscri|tombston|evict)`)

// broughtByOther reports whether messages of another sort bring the rows of a write's
// table, and this one does not.
func broughtByOther(c *flows.Consumer, w *flows.Write) bool {
	if slices.ContainsFunc(c.Writes, func(o flows.Write) bool { return adds(&o, w) }) {
		return false // a row that is not there is made
	}
	return w.Message == "" || slices.ContainsFunc(c.Bringing, func(f flows.Filled) bool {
		return strings.EqualFold(f.Table, w.Name()) && f.Message != w.Message
	})
}

// adds reports whether a write of the same message adds rows to another's table.
func adds(o, w *flows.Write) bool {
	inserts := o.Dialect != "" || o.Branches.Excludes(w.Branches) // what a library saves may be the row that was looked for
	return strings.EqualFold(o.Name(), w.Name()) && o.Message == w.Message && (o.Insert || o.Verb != "update" && inserts)
}

// loses reports whether a look-up of a write's own row ends the message where that is
// missing, as if all were well. Of the rows that belong to another one there may be none.
func loses(r *flows.Read, w *flows.Write) bool {
	if r.Changing && !w.MadeAt(r.Of) {
		return false // another update asks for its own
	}
	return lost(r) && r.ByMessage() && strings.EqualFold(r.Name(), w.Name()) && !r.Around && !r.Waited && !r.Kin && !r.Branches.Excludes(w.Branches) && before(r, w)
}

// before reports whether a look-up is made before a write. Where no call tells, what leads
// to the look-up has to lead to the write as well: a row that is looked at once it was
// written is so only where that went well.
func before(r *flows.Read, w *flows.Write) bool {
	one := func(s flows.Step) bool { // one call leads to both, however deep it is
		return s.File == r.Step.File && s.Line == r.Step.Line && s.Col == r.Step.Col
	}
	first := slices.IndexFunc(w.Steps, func(s flows.Step) bool { return s.File == r.Step.File })
	if first >= 0 && !slices.ContainsFunc(w.Steps, one) {
		s := w.Steps[first]
		return cmp.Or(cmp.Compare(r.Step.Line, s.Line), cmp.Compare(r.Step.Col, s.Col)) < 0
	}
	return !slices.ContainsFunc(r.Branches, func(turn uint64) bool { return !slices.Contains(w.Branches, turn) })
}
