package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
)

// The state that a stored row is in may decide what may follow, whatever order the
// messages come in.

// stateChecked reports whether a condition asks for the state of the stored
// row: a field of it is compared with a constant, or a method of it refused.
func (t *tracker) stateChecked(c condition) bool {
	switch v := c.value.(type) {
	case *ssa.BinOp:
		if t.chosenByState(v) {
			return true
		}
		if v.Op != token.EQL && v.Op != token.NEQ {
			return false
		}
		if isNil(v.X) || isNil(v.Y) {
			return t.refused(v)
		}
		return t.storedState(v.X, v.Y) && !t.handedStill(v.X, c.at) || t.storedState(v.Y, v.X) && !t.handedStill(v.Y, c.at)
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.stateChecked(condition{v.X, !c.want, c.at})
		}
		name := t.stateName(v)
		return isBool(v.Type()) && t.val[v]&fromStored != 0 && name != "" && !t.cfg.IsField(config.Deleted, name) && !presence.MatchString(name) && !ofSettings(v) &&
			!saysWhetherSet(v) && !t.justSet(v) && !t.handedStill(v, c.at)
	case *ssa.Call:
		if !isBool(v.Type()) {
			return false
		}
		row := t.rowAsked(t.site(v))
		return row != nil && !t.handedStill(row, c.at)
	}
	return false
}

// rowAsked is the stored row that a call asks for its state, or nil: a function that looks at
// a field of it, or a method which by its name says what has become of it, however it knows.
func (t *tracker) rowAsked(s effects.Site) ssa.Value {
	if f := t.funcOf(s); f != nil && f.Checks != 0 {
		for i, a := range s.Args {
			if f.Checks&param(i) != 0 && t.ofStored(s, i) && !t.equatesOther(f, s, i) {
				return a
			}
		}
		return nil
	}
	if len(s.Args) != 1 || !t.ofStored(s, 0) || !isMethod(s) {
		return nil
	}
	switch name := s.Callee.Name(); {
	case name == "IsZero" && fieldName(s.Args[0], 0) != "":
		return s.Args[0] // it is set once: whoever comes later finds it set
	case t.known(s) && become.MatchString(name):
		return s.Args[0]
	}
	return nil
}

// ofStored reports whether an argument of a call is a stored row, or its state. What comes
// beside a row that it is a method of, or before, has to be one as a whole.
func (t *tracker) ofStored(s effects.Site, i int) bool {
	a := s.Args[i]
	row := a
	if cell, from := copied(a); cell != nil {
		row = from // its method may be one of pointers: (&row).IsPaid()
	}
	if t.val[row]&fromStored == 0 || ofSettings(a) || t.isHandle(a.Type()) && (i > 0 || !isMethod(s)) {
		return false
	}
	return i == 0 || t.asGivenBack(a)
}

// asGivenBack reports whether a struct is what a call gave back, rather than made here of
// whatever there is.
func (t *tracker) asGivenBack(v ssa.Value) bool {
	if !isStructType(deref(v.Type())) {
		return false
	}
	if cell, from := copied(v); cell != nil {
		v = from
	}
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, ok := v.(*ssa.Call)
	return ok && t.decoder(call) == nil && !t.inserts(t.site(call))
}

// isMethod reports whether a call is one of a method: a function value may be called, too.
func isMethod(s effects.Site) bool { return s.Callee != nil && s.Callee.Signature().Recv() != nil }

// become recognises the names of methods that say what has become of something: that
// it is finished, or was cancelled.
var become = regexp.MustCompile(`^(Is|Has|Was|HasBeen)[A-Za-z]*(Started|Pending|Open|Active|Running|Finished|Completed?|Done|Closed|Ended|Final|Terminal|Settled|Resolved|Cancell?ed|Aborted|Stopped|Terminated|Failed|Succeeded|Approved|Rejected|Confirmed|Accepted|Paid|Shipped|Delivered|Refunded)$`)

// ofSettings reports whether a field is one of settings, or of what somebody may
// do: neither says anything of the state of the row that is written.
func ofSettings(v ssa.Value) bool {
	var holder types.Type
	switch v := v.(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			holder = fa.X.Type()
		}
	case *ssa.Field:
		holder = v.X.Type()
	}
	if holder == nil {
		return false
	}
	n := effects.Named(holder)
	return n != nil && settings.MatchString(n.Obj().Name())
}

var settings = regexp.MustCompile(`(?i)(setting|preference|config|options$|permission|authoriz)`)

// presence recognises the names of fields that say whether there is a row at all.
var presence = regexp.MustCompile(`(?i)(exists?|found)$`)

// storedState: a field of a stored row against a constant that is a state.
func (t *tracker) storedState(v, against ssa.Value) bool {
	c, ok := against.(*ssa.Const)
	if name := t.stateName(v); !ok || t.val[v]&fromStored == 0 || name == "" || sortOfRow.MatchString(name) || ofSettings(v) || t.justSet(v) || t.ofMessages(v) {
		return false
	}
	return isState(c)
}

// stateName is the name of the field that a value was read from, or of the column of one
// table that a query put into it; "" if it is neither.
func (t *tracker) stateName(v ssa.Value) string {
	if name := fieldName(v, 0); name != "" {
		return name
	}
	if c := t.fieldOrColumn(v); c.Table != "" {
		return c.Name
	}
	return ""
}

// columnAsked is the column that a condition asks for the row's state, where a query put
// it into a variable. Other than with a row that was read as a whole, it is not known that
// this is what is written later: so it has to be the column, see InState.
func (t *tracker) columnAsked(c condition) Column {
	sides := []ssa.Value{c.value}
	switch v := c.value.(type) {
	case *ssa.BinOp:
		sides = []ssa.Value{v.X, v.Y}
	case *ssa.UnOp:
		if v.Op == token.NOT {
			sides[0] = v.X
		}
	}
	for _, v := range sides {
		if fieldName(v, 0) != "" {
			continue
		}
		if of := t.fieldOrColumn(v); of.Table != "" {
			return of
		}
	}
	return Column{}
}

// messageBooks recognises the types of rows that say which messages have been there.
var messageBooks = regexp.MustCompile(`(?i)(inbox|dedup|idempot|(processed|received|consumed|handled)_?(event|message|msg|command))`)

// ofMessages reports whether a field is one of a row that stands for a message: it was
// just put down for this one, or is kept by its type to tell which were there before.
// That this one is no duplicate says nothing of what it is going to overwrite.
func (t *tracker) ofMessages(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	if n := effects.Named(fa.X.Type()); n != nil && messageBooks.MatchString(n.Obj().Name()) {
		return true
	}
	row := fa.X
	if cell, from := copied(row); cell != nil {
		row = from
	}
	if e, ok := row.(*ssa.Extract); ok {
		row = e.Tuple
	}
	call, ok := row.(*ssa.Call)
	return ok && t.inserts(t.site(call))
}

// refused reports whether the value compared with nil is the error of a method
// that checks the state of a stored row before it changes it.
func (t *tracker) refused(v *ssa.BinOp) bool {
	x := v.X
	if isNil(x) {
		x = v.Y
	}
	if e, ok := x.(*ssa.Extract); ok {
		x = e.Tuple
	}
	call, ok := x.(*ssa.Call)
	if !ok {
		return false
	}
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return false
	}
	for i, a := range s.Args {
		if f.Checks&param(i) != 0 && !t.isHandle(a.Type()) && t.whole(a)&fromStored != 0 {
			return true
		}
	}
	return false
}

// isHandle reports whether a type is one by which a database is reached, rather than
// of what it holds: an interface, or a library's.
func (t *tracker) isHandle(ty types.Type) bool {
	if types.IsInterface(ty) {
		return true
	}
	ptr, ok := types.Unalias(ty).(*types.Pointer)
	if !ok {
		return false
	}
	n := effects.Named(ptr.Elem())
	return n != nil && isStruct(n) && n.Obj().Pkg() != nil && !t.firstParty(effects.PkgPath(n.Obj().Pkg()))
}

// isState reports whether a constant is one that a state may have: that a number is
// zero, or that a text is empty, says no more than that nothing is there.
func isState(c *ssa.Const) bool {
	if c.Value == nil {
		return false
	}
	if c.Value.Kind() == constant.String {
		return constant.StringVal(c.Value) != ""
	}
	_, isNamed := types.Unalias(c.Type()).(*types.Named)
	return isNamed || c.Value.Kind() == constant.Bool
}

// sortOfRow recognises the fields that say what sort of thing a row is of, which does not
// change whatever becomes of it.
var sortOfRow = regexp.MustCompile(`(Type|Kind|Category|Mode|Provider|Source|Platform|Role)$`)

// saysWhetherSet recognises the mark of a column that is not NULL: sql.NullString's
// Valid. Of a time it says whether something has happened.
func saysWhetherSet(v *ssa.UnOp) bool {
	fa, ok := v.X.(*ssa.FieldAddr)
	if !ok || structField(fa.X.Type(), fa.Field) != "Valid" {
		return false
	}
	n := effects.Named(fa.X.Type())
	return n == nil || !strings.Contains(n.Obj().Name(), "Time")
}

// justSet reports whether a field of a row that was read has been given a value before
// it is looked at, and none that was read: row.Status = e.Status; if row.Status != Done.
func (t *tracker) justSet(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	if !ok || fa.X.Referrers() == nil {
		return false
	}
	for _, ref := range *fa.X.Referrers() {
		same, ok := ref.(*ssa.FieldAddr)
		if !ok || same.Field != fa.Field {
			continue
		}
		for _, use := range *same.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == same && t.whole(st.Val)&fromStored == 0 && before(st, load) {
				return true
			}
		}
	}
	return false
}
