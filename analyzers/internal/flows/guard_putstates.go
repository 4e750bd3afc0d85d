package flows

import (
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// The state to which a row is brought often stands in another function than the question
// whether it is there already:
//
//	if order.Status == Paid {
//		return nil
//	}
//	return s.orders.MarkPaid(ctx, order.ID) // UPDATE orders SET status = 'paid' WHERE id = $1
//
// So a function's fact tells which states it puts rows into.

// A Status is a constant that a field or a column is given, or must not hold.
type Status struct {
	// Of is the struct's type or the table; "" where it is not known.
	Of string
	// Field is "" where a call is given the state that may put it anywhere.
	Field, Value string
}

// maxStates bounds the states that a function tells of.
const maxStates = 16

// noteStates notes the states into which the unit puts something, all told.
func (t *tracker) noteStates(f *Func) {
	for instr := range effects.Instructions(t.u.Funcs...) {
		switch i := instr.(type) {
		case *ssa.Store:
			f.addState(storedIn(i))
		case *ssa.MapUpdate:
			f.addState(Status{Field: constantText(withoutInterface(i.Key)), Value: stateText(i.Value)})
		case ssa.CallInstruction:
			t.noteStatesOf(f, t.site(i))
		}
	}
}

// addState notes a state, if it is a field for one that holds it.
func (f *Func) addState(s Status) {
	if stateField.MatchString(s.Field) {
		f.addGiven(s)
	}
}

func (f *Func) addGiven(s Status) {
	if s.Value == "" || len(f.States) >= maxStates || slices.Contains(f.States, s) {
		return
	}
	f.States = append(f.States, s)
}

// stateField recognises the fields and columns that hold one of several states.
var stateField = regexp.MustCompile(`(?i)(status|state|phase|stage|step)$`)

// storedIn is the state that a field is given, or one entry of a document: bson.E{"status", Paid}.
func storedIn(s *ssa.Store) Status {
	fa, ok := s.Addr.(*ssa.FieldAddr)
	if !ok {
		return Status{}
	}
	field := structField(fa.X.Type(), fa.Field)
	if field == "Value" {
		return Status{Field: keyBeside(fa), Value: stateText(s.Val)}
	}
	return Status{Of: typeOf(fa.X), Field: field, Value: stateText(s.Val)}
}

// keyBeside is the text that the field Key of the same struct is given.
func keyBeside(value *ssa.FieldAddr) string {
	for _, ref := range *value.X.Referrers() {
		if fa, ok := ref.(*ssa.FieldAddr); ok && structField(fa.X.Type(), fa.Field) == "Key" {
			for _, s := range stores(fa) {
				return constantText(s.Val)
			}
		}
	}
	return ""
}

func typeOf(v ssa.Value) string {
	if n := effects.Named(v.Type()); n != nil {
		return n.Obj().Name()
	}
	return ""
}

// stateText is a constant that a state may have; "" if a value is none. What there are but
// two of is none: it may be set once and for all.
func stateText(v ssa.Value) string {
	c, ok := withoutInterface(v).(*ssa.Const)
	if !ok || !isState(c) || c.Value.Kind() == constant.Bool {
		return ""
	}
	return c.Value.ExactString()
}

// noteStatesOf notes what a call puts something into: by its text, by what it is given, and
// by what its callee does.
func (t *tracker) noteStatesOf(f *Func, s effects.Site) {
	touch := t.u.Touch(s)
	if touch != nil {
		for _, st := range touch.Statements {
			if st.Target == nil || !st.Target.Write {
				continue
			}
			for _, a := range st.Assigned {
				if text, ok := strings.CutPrefix(a.Value, "'"); ok {
					f.addState(Status{known(st.Target.Name), a.Column, constant.MakeString(strings.TrimSuffix(text, "'")).ExactString()})
				}
			}
		}
	}
	if callee := t.funcOf(s); callee != nil {
		for _, below := range callee.States {
			f.addGiven(below)
		}
	}
	if touch != nil || s.Callee != nil && s.Callee.Pkg() != nil && t.firstParty(effects.PkgPath(s.Callee.Pkg())) {
		t.noteStatesGiven(f, s)
	}
}

// noteStatesGiven notes the states that a call is given, where it is one that brings
// something somewhere: by the constants' type, or by what the parameter, the callee, or
// the value before is called.
func (t *tracker) noteStatesGiven(f *Func, s effects.Site) {
	if s.Callee != nil {
		sig := s.Callee.Signature()
		for i := s.Shift; i < len(s.Args) && i-s.Shift < sig.Params().Len(); i++ {
			if p := sig.Params().At(i - s.Shift); stateField.MatchString(p.Name()) {
				f.addGiven(Status{Value: stateText(s.Args[i])})
			}
		}
	}
	field := ""
	for _, a := range append(slices.Clone(s.Args), variadic(s)...) {
		a = withoutInterface(a)
		text := constantText(a)
		if _, named := types.Unalias(a.Type()).(*types.Named); named && stateField.MatchString(typeOf(a)) || field != "" || s.Callee != nil && bringsTo.MatchString(s.Callee.Name()) {
			if !stateField.MatchString(text) && !strings.ContainsAny(text, " =") {
				f.addGiven(Status{Field: field, Value: stateText(a)})
			}
		}
		if field = ""; stateField.MatchString(text) && !strings.Contains(text, " ") {
			field = text // Update("status", …)
		}
	}
}

// bringsTo recognises the names of functions that bring something into a state.
var bringsTo = regexp.MustCompile(`(?i)(status|state|phase|stage|mark|transition|move)`)

// stateRefused is the one state that a row must not be in yet where a condition holds; none
// if it asks for more, or for something else.
func (t *tracker) stateRefused(c condition) Status {
	field, k := t.refusedState(c)
	if k == nil {
		return Status{}
	}
	name := t.stateName(field)
	if !stateField.MatchString(name) {
		return Status{}
	}
	of := t.fieldOrColumn(field).Table
	if of == "" {
		of = typeOf(rootOf(field))
	}
	return Status{Of: of, Field: name, Value: k.Value.ExactString()}
}

// puts reports whether an instruction calls what brings something into a state.
func (t *tracker) puts(instr ssa.Instruction, to Status) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok || to.Value == "" {
		return false
	}
	f := t.funcOf(t.site(call))
	return f != nil && puts(f.States, to)
}

// puts reports whether something is brought into a state, as far as that can be told.
func puts(states []Status, to Status) bool {
	return to.Value != "" && slices.ContainsFunc(states, func(s Status) bool {
		return s.Value == to.Value && (s.Field == "" || columnKey(s.Field) == columnKey(to.Field)) && (s.Of == "" || to.Of == "" || related(s.Of, to.Of))
	})
}

// columnKey is what a field and its column are both called.
func columnKey(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// related reports whether two types, or a type and a table, may stand for the same rows:
// Order, OrderModel, orders.
func related(a, b string) bool {
	a, b = singular(a), singular(b)
	return strings.Contains(a, b) || strings.Contains(b, a)
}

func singular(name string) string {
	return strings.TrimSuffix(columnKey(name), "s")
}

// past is what is left of a guard for what brings rows into states: nothing, if it only turns
// away those that are there already.
func (g Guard) past(states []Status) Guard {
	if puts(states, g.Not) {
		return Guard{}
	}
	return g
}
