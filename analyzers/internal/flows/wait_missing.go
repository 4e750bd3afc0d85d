package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A way is a turn that control takes.
type way struct{ from, to *ssa.BasicBlock }

// failing are the ways on which a call has failed.
func failing(call *ssa.Call) []way {
	var list []way
	for _, r := range results(call) {
		if !isError(r.Type()) {
			continue
		}
		for _, err := range carriersOf(r) {
			list = append(list, failures(err)...)
		}
	}
	return list
}

// failures are the ways on which an error is one.
func failures(err ssa.Value) []way {
	var list []way
	for cmp, other := range comparisons(err) {
		if isNil(other) {
			list = append(list, turns(cmp, cmp.Op == token.NEQ)...)
		}
	}
	return list
}

// joined are a value, and what it is one of several of: after a switch, the error
// of whichever case ran.
func joined(v ssa.Value) []ssa.Value {
	list := []ssa.Value{v}
	if v.Referrers() == nil {
		return list
	}
	for _, ref := range *v.Referrers() {
		if phi, ok := ref.(*ssa.Phi); ok && !slices.Contains(list, ssa.Value(phi)) {
			list = append(list, phi)
		}
	}
	return list
}

// missing are the ways on which a call has told that what it looks for is not
// there, by whatever it gives back: the error that says so, false, nil, or none.
// Where a call says it so, its other failures are not about the row.
func (t *tracker) missing(call *ssa.Call) []way {
	var list []way
	looks := t.onlyLooks(call)
	for _, r := range slices.Concat(results(call), scanned(call)) {
		switch {
		case isError(r.Type()):
			for _, err := range carriersOf(r) {
				if _, phi := err.(*ssa.Phi); !phi {
					list = append(list, notFound(err)...)
				}
				for _, found := range t.translated(err) {
					list = append(list, turns(found, false)...)
				}
			}
		case isBool(r.Type()) && !looks && t.asksAbsence(call):
			list = append(list, turns(r, true)...)
		case !looks:
		case isBool(r.Type()):
			list = append(list, turns(r, false)...)
		default:
			list = append(list, empty(r)...)
		}
	}
	if looks {
		list = append(list, leftEmpty(call)...)
	}
	return list
}

// onlyLooks reports whether a call looks something up and does nothing else:
// what it gives back then says whether that is there.
func (t *tracker) onlyLooks(call *ssa.Call) bool {
	s := t.site(call)
	if s.Callee == nil { // a function that was given to ask
		return len(t.paramsBehind(call.Call.Value)) > 0
	}
	if f := t.funcOf(s); f != nil && len(f.Writes) > 0 {
		return false
	}
	if touch := t.u.Touch(s); touch != nil || s.Callee.Name() == "Scan" {
		return true
	}
	if saysOtherwise(s.Callee.Name()) {
		return false
	}
	return looksByName(s.Callee.Name()) || t.onlyReads(s) || slices.ContainsFunc(t.runsIn(s), func(r Run) bool { return r.Waited })
}

// saysOtherwise recognises the functions whose yes does not say that what they look
// at is there: that it is not, or how it stands with it.
func saysOtherwise(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{
		"missing", "absent", "notfound", "isnew", "fail", "valid", "unknown", "orphan", "lack", "pending", "need",
		"block", "clos", "delet", "remov", "disabl", "expir", "lock", "stale", "dup", "processed", "handled", "done",
	} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// asksAbsence recognises the look-ups of the project's whose yes says that nothing is there,
// by their names: missing, err := companyMissing(id).
func (t *tracker) asksAbsence(call *ssa.Call) bool {
	s := t.site(call)
	if s.Callee == nil || !t.onlyReads(s) {
		return false
	}
	name := strings.ToLower(s.Callee.Name())
	return !strings.Contains(name, "notmissing") && slices.ContainsFunc([]string{"missing", "absent", "notfound", "unknown"}, func(part string) bool {
		return strings.HasSuffix(name, part) || strings.HasPrefix(strings.TrimPrefix(name, "is"), part)
	})
}

// onlyReads reports whether a function of the project's reads and does nothing else,
// whatever it is called.
func (t *tracker) onlyReads(s effects.Site) bool {
	f := t.funcOf(s)
	return f != nil && len(f.Reads) > 0 && len(f.Writes)+len(f.Calls)+len(f.Sent)+len(f.Raises) == 0
}

// looksByName recognises the functions that look something up.
func looksByName(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"exist", "has", "find", "found", "get", "load", "look", "known", "present", "contains", "count", "fetch", "read", "select", "query", "check", "wait", "by"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// results are the values that a call gives back and that are looked at: also those that a
// handle keeps in its fields, gorm's DB.Error and DB.RowsAffected.
func results(call *ssa.Call) []ssa.Value {
	if _, ok := call.Type().(*types.Tuple); !ok {
		return append([]ssa.Value{call}, toldByFields(call)...)
	}
	var list []ssa.Value
	for _, ref := range *call.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok {
			list = append(list, e)
		}
	}
	return list
}

// toldByFields are what is read of the fields of a handle that tell how a call went.
func toldByFields(handle *ssa.Call) []ssa.Value {
	if handle.Referrers() == nil {
		return nil
	}
	var list []ssa.Value
	for _, ref := range *handle.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !tellsOutcome(structField(fa.X.Type(), fa.Field), deref(fa.Type())) {
			continue
		}
		for _, use := range *fa.Referrers() {
			if load, ok := use.(*ssa.UnOp); ok && load.Op == token.MUL {
				list = append(list, load)
			}
		}
	}
	return list
}

// tellsOutcome recognises the fields of a handle that tell how the last call went.
func tellsOutcome(name string, ty types.Type) bool {
	return name == "Error" && isError(ty) || countsRows(name) && isNumber(ty)
}

// scanned are the numbers and truth values that a call puts into variables.
func scanned(call *ssa.Call) []ssa.Value {
	var list []ssa.Value
	var args []ssa.Value
	for _, a := range call.Call.Args {
		args = append(args, members(a)...)
	}
	for _, a := range args {
		alloc, ok := withoutInterface(a).(*ssa.Alloc)
		if !ok {
			continue
		}
		if basic, ok := deref(alloc.Type()).Underlying().(*types.Basic); !ok || basic.Info()&(types.IsNumeric|types.IsBoolean) == 0 {
			continue
		}
		for _, ref := range *alloc.Referrers() {
			if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL {
				list = append(list, load)
			}
		}
	}
	return list
}

// comparisons are those for equality of a value, with the other side.
func comparisons(v ssa.Value) func(yield func(*ssa.BinOp, ssa.Value) bool) {
	return func(yield func(*ssa.BinOp, ssa.Value) bool) {
		if v.Referrers() == nil {
			return
		}
		for _, ref := range *v.Referrers() {
			b, ok := ref.(*ssa.BinOp)
			if !ok {
				continue
			}
			other := b.Y
			if other == v {
				other = b.X
			}
			if !yield(b, other) {
				return
			}
		}
	}
}

// turns are the ways that control takes where a condition is true, or false.
func turns(cond ssa.Value, want bool) []way {
	var list []way
	if cond.Referrers() == nil {
		return nil
	}
	for _, ref := range *cond.Referrers() {
		switch ref := ref.(type) {
		case *ssa.If:
			to := ref.Block().Succs[0]
			if !want {
				to = ref.Block().Succs[1]
			}
			list = append(list, way{ref.Block(), to})
		case *ssa.UnOp:
			if ref.Op == token.NOT {
				list = append(list, turns(ref, !want)...)
			}
		case *ssa.BinOp: // found == false
			if plain, same := withoutTruth(ref); plain == cond {
				list = append(list, turns(ref, want == same)...)
			}
		}
	}
	return list
}

// notFound are the ways on which an error is known to be the one of a row that is
// not there.
func notFound(err ssa.Value) []way {
	var list []way
	for cmp, other := range comparisons(err) {
		if saysMissing(other) {
			list = append(list, turns(cmp, cmp.Op == token.EQL)...)
		}
	}
	if err.Referrers() == nil {
		return list
	}
	for _, ref := range *err.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok || !isBool(call.Type()) {
			continue
		}
		fn := call.Call.StaticCallee()
		if fn == nil {
			continue
		}
		if namesMissing(fn.Name()) || fn.Name() == "Is" && slices.ContainsFunc(call.Call.Args, saysMissing) {
			list = append(list, turns(call, true)...)
		}
	}
	return list
}

// saysMissing recognises the errors by which stores tell that there is no row.
func saysMissing(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && (namesMissing(g.Name()) || g.Name() == "Nil" && g.Pkg != nil && strings.Contains(g.Pkg.Pkg.Path(), "redis"))
}

// namesMissing recognises the names of errors, and of what asks for them, that say that
// a row is not there, or not yet.
func namesMissing(name string) bool {
	if (namesNone.MatchString(name) || namesUnknown.MatchString(name)) && !aboutHandling.MatchString(name) {
		return true
	}
	name = strings.ToLower(name)
	for _, part := range []string{"notfound", "norows", "nodocuments", "notexist", "norecord", "missing", "notyet", "tooearly", "notready", "notarrived", "orphan", "absent"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return strings.HasSuffix(name, "early") || strings.HasSuffix(name, "pending")
}

// namesNone recognises errors such as ErrNoCompany.
var namesNone = regexp.MustCompile(`^[eE]rrNo[A-Z][a-z]+$`)

// namesUnknown recognises errors such as ErrUnknownCompany, ErrCompanyUnknown and ErrUnknown.
var namesUnknown = regexp.MustCompile(`^[eE]rr(Unknown([A-Z]|$)|[A-Z]\w*Unknown$)`)

// aboutHandling recognises those of them that are about messages and their handling.
var aboutHandling = regexp.MustCompile(`(?i)no(op|change|update|retry|handler|route|message|event|topic|payload|body|data|key)s?$|` +
	`unknown\w*(op|operation|action|command|cmd|kind|type|handler|route|message|msg|event|topic|subject|payload|format|encoding|codec|version|schema|field|column|status|state|error|reason|code|source|header|method)s?$|` +
	`(action|command|kind|type|message|event|topic|subject|format|version|schema|status|state|error)unknown$`)

// empty are the ways on which a value is nil, zero, or has no elements.
func empty(v ssa.Value) []way {
	var list []way
	for cmp, other := range comparisons(v) {
		switch {
		case isNil(other):
			list = append(list, turns(cmp, cmp.Op == token.EQL)...)
		case isNumber(v.Type()) && !saysWhatBecomes(v.Type()):
			list = append(list, none(cmp, v, other)...)
		}
	}
	if v.Referrers() == nil {
		return list
	}
	for _, ref := range *v.Referrers() {
		if call, ok := ref.(*ssa.Call); ok {
			if b, ok := call.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
				list = append(list, empty(call)...)
			}
		}
	}
	return list
}

func isNumber(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// saysWhatBecomes recognises the project's types by whose constants a handler says what is to
// become of a message: const (Ack Result = iota; Retry). The first of them is zero, and none of
// them is a number of rows.
func saysWhatBecomes(ty types.Type) bool {
	return someConstant(ty, func(c *types.Const) bool { return settling.MatchString(c.Name()) })
}

var settling = regexp.MustCompile(`^(Result|Action|Outcome)?_?(N?Ack|NACK|ACK|nack|ack)([A-Z_]|$)|(?i)acknowledge|retry|requeue|redeliver|reject|discard`)

// someConstant reports whether something is so of one of the constants that are declared of a
// type, where that is.
func someConstant(ty types.Type, is func(*types.Const) bool) bool {
	n, ok := types.Unalias(ty).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	scope := n.Obj().Pkg().Scope()
	return slices.ContainsFunc(scope.Names(), func(name string) bool {
		c, ok := scope.Lookup(name).(*types.Const)
		return ok && types.Identical(c.Type(), ty) && is(c)
	})
}

// none are the ways on which a number turns out to be zero.
func none(cmp *ssa.BinOp, v, other ssa.Value) []way {
	c, ok := other.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Int || cmp.X != v {
		return nil
	}
	n, _ := constant.Int64Val(c.Value)
	switch {
	case n == 0 && cmp.Op == token.EQL, n == 1 && cmp.Op == token.LSS, n == 0 && cmp.Op == token.LEQ:
		return turns(cmp, true)
	case n == 0 && (cmp.Op == token.NEQ || cmp.Op == token.GTR), n == 1 && cmp.Op == token.GEQ:
		return turns(cmp, false)
	}
	return nil
}
