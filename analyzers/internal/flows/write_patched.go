package flows

import (
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A repository may be told by a struct of optional fields which columns to change, and leave
// the others as they are:
//
//	if p.Name != nil {
//		update.SetName(*p.Name)
//	}
//	if p.SyncState != nil {
//		update.SetSyncState(*p.SyncState)
//	}
//
// What it may write is more than what a caller has it write. So the columns count that the
// caller gives, where that is known.

// A Patch are the columns of a write that hang on what a struct is given.
type Patch struct {
	By     int      // 1 + the parameter that the struct is; 0: there is none
	Fields []string // that are used only where they are given a value, as Given names them
	All    bool     // they are all that the struct has, but for keys
}

// patch is the parameter of the unit by which a caller tells what to change, if there is just
// one. Without the values that are kept, the statement leaves a column as it is.
func (t *tracker) patch(kept []ssa.Value) Patch {
	var found Patch
	for i, p := range t.u.Func.Params {
		st, ok := deref(p.Type()).Underlying().(*types.Struct)
		if !ok || i == 0 && t.receiver() != nil {
			continue
		}
		fields, all := optionalFields(p, st, kept)
		if len(fields) == 0 {
			continue
		}
		if found.By > 0 {
			return Patch{}
		}
		found = Patch{By: i + 1, Fields: fields, All: all}
	}
	return found
}

// optionalFields are the fields of a struct that its function only uses where they are
// given something.
func optionalFields(p *ssa.Parameter, st *types.Struct, kept []ssa.Value) (fields []string, all bool) {
	uses := usesOfFields(p)
	all = true
	for i := range st.NumFields() {
		switch {
		case len(uses[i]) > 0 && !slices.ContainsFunc(uses[i], func(use ssa.Instruction) bool { return !onlyWhereGiven(use, st.Field(i).Name(), kept) }):
			fields = append(fields, columnOf(st, i))
		case !isKey(st.Field(i).Name()) && !rowKey.MatchString(st.Field(i).Name()):
			all = false
		}
	}
	return fields, all
}

// usesOfFields are the instructions that load a field of a parameter, or take its address,
// by the field.
func usesOfFields(p *ssa.Parameter) map[int][]ssa.Instruction {
	uses := map[int][]ssa.Instruction{}
	note := func(v ssa.Value) {
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.FieldAddr:
				uses[ref.Field] = append(uses[ref.Field], *ref.Referrers()...)
			case *ssa.Field:
				uses[ref.Field] = append(uses[ref.Field], ref)
			}
		}
	}
	note(p)
	for _, ref := range *p.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Val == ssa.Value(p) { // a struct that is handed in as a value
			if cell, ok := st.Addr.(*ssa.Alloc); ok {
				note(cell)
			}
		}
	}
	return uses
}

// onlyWhereGiven reports whether what is loaded by an instruction is only asked whether it
// is there, or used where it is; or given to what asks that itself: COALESCE, and setters
// that may be given nothing.
func onlyWhereGiven(use ssa.Instruction, field string, kept []ssa.Value) bool {
	v, ok := use.(ssa.Value)
	if !ok {
		return false // something is put into it
	}
	if fa, ok := use.(*ssa.FieldAddr); ok { // p.Name.Valid
		return !slices.ContainsFunc(*fa.Referrers(), func(of ssa.Instruction) bool { return !onlyWhereGiven(of, field, kept) })
	}
	if slices.Contains(kept, v) || givenThere(use.Block(), field) && !joins(v) {
		return true
	}
	return !slices.ContainsFunc(*v.Referrers(), func(of ssa.Instruction) bool {
		switch of := of.(type) {
		case *ssa.BinOp:
			return !asksWhetherGiven(of)
		case *ssa.If, *ssa.DebugRef:
			return false
		case *ssa.Call:
			f := calleeOf(of)
			return f == nil || !strings.HasPrefix(f.Name(), "SetNillable")
		}
		return true
	})
}

// joins reports whether a value, or what a pointer refers to, takes the place of another one
// where nothing is given: name := "nobody"; if p.Name != nil { name = *p.Name }.
func joins(v ssa.Value) bool {
	return slices.ContainsFunc(*v.Referrers(), func(of ssa.Instruction) bool {
		switch of := of.(type) {
		case *ssa.Phi:
			return true
		case *ssa.Store:
			_, variable := of.Addr.(*ssa.Alloc)
			return of.Val == v && variable
		case *ssa.UnOp:
			return joins(of)
		case *ssa.Convert:
			return joins(of)
		case *ssa.ChangeType:
			return joins(of)
		}
		return false
	})
}

// givenThere reports whether control gets to a block only where a field is given.
func givenThere(b *ssa.BasicBlock, field string) bool {
	for d := b; d.Idom() != nil; d = d.Idom() {
		branch, ok := endOf(d.Idom()).(*ssa.If)
		if !ok || len(d.Preds) != 1 {
			continue
		}
		yes := branch.Block().Succs[0] == d
		switch cond := branch.Cond.(type) {
		case *ssa.BinOp:
			if asksWhetherGiven(cond) && fieldName(cond.X, 0) == field && (cond.Op == token.NEQ) == yes {
				return true
			}
		case *ssa.UnOp: // p.Name.Valid
			if fa, ok := cond.X.(*ssa.FieldAddr); ok && yes && structField(fa.X.Type(), fa.Field) == "Valid" && addressed(fa.X) == field {
				return true
			}
		}
	}
	return false
}

// addressed is the name of the field whose address a value is; "" if it is none.
func addressed(v ssa.Value) string {
	fa, ok := v.(*ssa.FieldAddr)
	if !ok {
		return ""
	}
	return structField(fa.X.Type(), fa.Field)
}

// asksWhetherGiven reports whether a value is compared with none.
func asksWhetherGiven(b *ssa.BinOp) bool {
	return (b.Op == token.EQL || b.Op == token.NEQ) && saysNothing(b.Y)
}

// coalesced recognises a value that a column keeps where none is given: COALESCE($2, name).
var coalesced = regexp.MustCompile(`(?i)^(?:coalesce|ifnull|nvl)\(\(?([$:@]p?\d+|\?)(?:::\w+)?\)?,(?:\w+\.)?["` + "`" + `]?(\w+)["` + "`" + `]?\)$`)

// keptWithout are the values of a statement without which it leaves the column as it is.
func (t *tracker) keptWithout(st *sqltext.Statement, s effects.Site) []ssa.Value {
	var kept []ssa.Value
	sign := 0
	for _, a := range st.Assigned {
		n := sign
		sign += strings.Count(a.Value, "?")
		m := coalesced.FindStringSubmatch(a.Value)
		if m == nil || !strings.EqualFold(m[2], a.Column) {
			continue
		}
		values := t.givenValues(s)
		for _, i := range placesIn(m[1], n, st.Target.Verb == sqltext.Update) {
			if i >= 0 && i < len(values) {
				kept = append(kept, values[i]...)
			}
		}
	}
	return kept
}

// settlePatch settles which columns are written, once more is known of the struct that tells
// it.
func (w *Write) settlePatch(a *analysis, given []Given) {
	p := w.Patch
	if p.By == 0 {
		return
	}
	w.Patch = Patch{}
	if p.By > len(given) {
		return
	}
	g := given[p.By-1]
	absent := slices.DeleteFunc(slices.Clone(p.Fields), func(f string) bool { return hasColumn(g.Keys, f) })
	switch {
	case g.By > 0: // the caller is given it in turn, and may have put more into it
		w.Patch = Patch{By: g.By, Fields: absent, All: p.All}
	case g.Known && !g.All: // what else there is in it was read, and stays as it is
		w.leaveAsIs(a, absent, p.All, g)
	}
}

// leaveAsIs takes out the columns that are left as they are. What remains may be nothing but
// the service's own books, for which no order matters.
func (w *Write) leaveAsIs(a *analysis, absent []string, all bool, g Given) {
	without := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(c string) bool { return hasColumn(absent, c) })
	}
	columns := w.overwrites()
	w.Columns, w.Assigned = without(w.Columns), without(w.Assigned)
	switch {
	case len(w.left) > 0:
		columns = w.left
	case len(columns) == 0 && all:
		columns = slices.DeleteFunc(slices.Clone(g.Keys), isKeyName) // a list that the code puts together
	}
	w.left = without(w.left)
	if len(columns) > 0 && !slices.ContainsFunc(without(columns), func(c string) bool { return !a.bookkeeping(c, hasColumn(w.Now, c)) }) {
		w.Harmless = true
	}
}
