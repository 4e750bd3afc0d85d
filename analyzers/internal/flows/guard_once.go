package flows

import (
	"go/constant"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A statement may change a row only where another one has just inserted what there is but
// once for it:
//
//	INSERT INTO customers (id, lead_id) VALUES ($1, $2) ON CONFLICT (lead_id) DO NOTHING
//	UPDATE leads SET status = 'converted' WHERE id = $1
//
// Of the messages about one row only the first gets there, so that none of them overwrites
// what another has written. The insert has to conflict by no more than what the row is
// found by: a message's own id is another one for each, and says nothing of their order.

// onceForRow reports whether a call changes a row only where the function has inserted
// something that there is but once for it.
func (t *tracker) onceForRow(instr ssa.Instruction) bool {
	write, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	var keys []ssa.Value // as far as they are needed
	for insert := range effects.Each[*ssa.Call](instr.Parent()) {
		by := t.conflictKeys(insert)
		if len(by) == 0 || insert == instr {
			continue
		}
		if keys == nil {
			keys = t.updateKeys(t.site(write))
		}
		isKey := func(v ssa.Value) bool {
			return slices.ContainsFunc(keys, func(k ssa.Value) bool { return sameKey(v, k) })
		}
		if !slices.ContainsFunc(by, func(v ssa.Value) bool { return !isKey(v) }) && t.onlyInserted(insert, instr.Block()) {
			return true
		}
	}
	return false
}

var (
	unlessThere = regexp.MustCompile(`(?is)\binsert\s+into\b.*\bon\s+conflict\s*(?:\(([^()]*)\)\s*)?do\s+nothing\b|\binsert\s+ignore\s+into\b|\binsert\s+or\s+ignore\s+into\b`)
	returning   = regexp.MustCompile(`(?i)\breturning\b`)
)

// conflictKeys are the values by which a row is there already that a statement would insert
// and leaves as it is; nil if it is none such, or they cannot be told.
func (t *tracker) conflictKeys(call *ssa.Call) []ssa.Value {
	s := t.site(call)
	st := t.onlyStatement(s)
	if st == nil || st.Target.Verb != sqltext.Insert {
		return nil
	}
	text, values := statementText(*st), variadic(s)
	m := unlessThere.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	inserted := insertedValues(text, len(values))
	columns := strings.Split(m[1], ",")
	if m[1] == "" { // by any key: known only where there is but one column
		if len(inserted) != 1 {
			return nil
		}
		return values[:1]
	}
	var list []ssa.Value
	for _, c := range columns {
		i, ok := inserted[columnName(c)]
		if !ok {
			return nil
		}
		list = append(list, withoutInterface(values[i]))
	}
	return list
}

// onlyStatement is the one statement that a call runs, if it writes; or nil.
func (t *tracker) onlyStatement(s effects.Site) *effects.Statement {
	touch := t.u.Touch(s)
	if touch == nil || len(touch.Statements) != 1 || touch.Statements[0].Target == nil || !touch.Statements[0].Target.Write {
		return nil
	}
	return &touch.Statements[0]
}

// updateKeys are the values by which an UPDATE finds its rows.
func (t *tracker) updateKeys(s effects.Site) []ssa.Value {
	st, given := t.asksWhere(s)
	var keys []ssa.Value
	for i, v := range given {
		if v != nil && st.Conditions[i].Op == "=" && st.Conditions[i].Guards == "" {
			keys = append(keys, withoutInterface(v))
		}
	}
	return keys
}

// asksWhere is the one statement that a call runs, if that is an UPDATE, and what its
// conditions are given; nil if it is none, or asks for one thing or another.
func (t *tracker) asksWhere(s effects.Site) (*effects.Statement, []ssa.Value) {
	st := t.onlyStatement(s)
	if st == nil || st.Target.Verb != sqltext.Update {
		return nil, nil
	}
	text, values := statementText(*st), variadic(s)
	at := where.FindStringIndex(text)
	if at == nil || eitherOr.MatchString(text) {
		return nil, nil
	}
	if before := strings.Count(text[:at[0]], "?"); before <= len(values) {
		text, values = text[at[0]:], values[before:]
	}
	return st, placed(st.Conditions, text, values)
}

// onlyInserted reports whether control gets to a block only where a statement has inserted
// its row: by the number of rows, or by what it gives back.
func (t *tracker) onlyInserted(insert *ssa.Call, b *ssa.BasicBlock) bool {
	returns := returning.MatchString(statementText(*t.onlyStatement(t.site(insert))))
	return slices.ContainsFunc(t.holding(b), func(c condition) bool {
		switch v := c.value.(type) {
		case *ssa.BinOp:
			if none, ok := unlessNone(v); ok {
				return c.want != none && t.countedOf(v.X) == insert
			}
			if saysMissing(v.Y) {
				return returns && c.want == (v.Op == token.NEQ) && t.rowScanned(v.X) == insert
			}
			scan := erring(v)
			return returns && scan != nil && c.want == (v.Op == token.EQL) && t.rowScanned(scan) == insert
		case *ssa.Call:
			fn := v.Call.StaticCallee()
			return returns && fn != nil && fn.Name() == "Is" && len(v.Call.Args) == 2 && !c.want && saysMissing(v.Call.Args[1]) && t.rowScanned(v.Call.Args[0]) == insert
		}
		return false
	})
}

// countedOf is the call that runs the statement whose rows a number counts, or nil.
func (t *tracker) countedOf(n ssa.Value) *ssa.Call {
	v := unconverted(n)
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	if s := t.site(call); s.Callee != nil && len(s.Args) > 0 && countsRows(s.Callee.Name()) {
		return resultOf(s.Args[0])
	}
	return nil
}

// rowScanned is the call that runs the query whose row is read where an error comes from,
// or nil.
func (t *tracker) rowScanned(err ssa.Value) *ssa.Call {
	scan := resultOf(err)
	if scan == nil {
		return nil
	}
	if s := t.site(scan); s.Callee != nil && len(s.Args) > 0 && (s.Callee.Name() == "Scan" || s.Callee.Name() == "StructScan") {
		return resultOf(s.Args[0])
	}
	return scan
}

// holding are the conditions that decide whether a block runs, and those that a flag stands
// for among them, which is set to one constant or the other on the ways to it:
//
//	created := true; if errors.Is(err, sql.ErrNoRows) { created = false }
func (t *tracker) holding(b *ssa.BasicBlock) []condition {
	list := slices.Clone(t.conditionsOf(b))
	for _, c := range list {
		flag, ok := c.value.(*ssa.Phi)
		if !ok {
			continue
		}
		if i := onlyEdge(flag, c.want); i >= 0 {
			from := flag.Block().Preds[i]
			list = append(list, t.conditionsOf(from)...)
			if branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If); ok && from.Succs[0] != from.Succs[1] {
				list = append(list, conditionOf(branch, from.Succs[0] == flag.Block()))
			}
		}
	}
	return list
}

// onlyEdge is the one edge by which a flag may come to have a value; -1 if there are
// several, or one is no constant.
func onlyEdge(flag *ssa.Phi, want bool) int {
	found := -1
	for i, e := range flag.Edges {
		c, ok := e.(*ssa.Const)
		if !ok || c.Value == nil || c.Value.Kind() != constant.Bool || constant.BoolVal(c.Value) == want && found >= 0 {
			return -1
		}
		if constant.BoolVal(c.Value) == want {
			found = i
		}
	}
	return found
}
