package flows

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// The mark by which messages are lost may be declared in one package, with the option that
// sets it, and looked at in another, which implements what those who subscribe see of the
// broker. Neither who subscribes nor who declares the option knows then what it does. Who
// brings all of them together does.

// markPrefix begins the names that subscriptions have marks under which have messages lost.
const markPrefix = "mark "

// markName names a field of a struct of the project's as subscriptions have it; "" where it is
// none.
func (a *analysis) markName(addr ssa.Value) string {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return ""
	}
	return a.fieldMark(fa.X.Type(), fieldIn(fa))
}

// fieldMark is markName for a field of a type.
func (a *analysis) fieldMark(of types.Type, field *types.Var) string {
	n := effects.Named(of)
	if n == nil || field == nil || n.Obj().Pkg() == nil || !a.firstParty(effects.PkgPath(n.Obj().Pkg())) {
		return ""
	}
	return markPrefix + effects.TypeName(n) + "." + field.Name()
}

// noteMarks notes the marks that the option sets which the unit's function returns.
func (t *tracker) noteMarks(f *Func) {
	if len(t.u.Funcs) != 2 || t.literalOption() == nil {
		return
	}
	for st := range effects.Each[*ssa.Store](t.u.Funcs[1]) {
		set, ok := st.Val.(*ssa.Const)
		if name := t.markName(st.Addr); ok && name != "" && set.Value != nil && set.Value.String() == "true" {
			f.Marks = append(f.Marks, name)
		}
	}
}

// marksOf are the marks that an option sets.
func (t *tracker) marksOf(option ssa.Value) []string {
	var list []string
	if isOption(option.Type()) {
		for _, fn := range t.functionsOf(option, allLiterals) {
			list = append(list, fn.fn.Marks...)
		}
	}
	return list
}

// markedEntries are the consumers that are subscribed with marks of which it is known here that
// they have messages lost, with that. What a package below knew of that, it has said itself.
func (s *settler) markedEntries() []Entry {
	known := s.knownEntries()
	var list []Entry
	for _, key := range slices.Sorted(maps.Keys(known)) {
		e := known[key].bare()
		loses := func(mark string) bool {
			return s.a.subscriptions()[mark] == lossyOnly && !s.toldBelow(key, func(d Delivery) bool { return d == Delivery{mark, lossyOnly} })
		}
		if slices.ContainsFunc(e.Marks, loses) && !e.alreadyLost() {
			list = append(list, e.losing())
		}
	}
	return list
}
