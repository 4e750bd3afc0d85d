package flows

import (
	"cmp"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A message tells by one of its fields which was first. Where no name says so for
// certain, a fix still speaks of the field that most likely does, rather than of one
// that the message has not got.

// orderOf is the field of a message that holds its order, by its name, and
// whether any may: a time of whatever it be.
func (t *tracker) orderOf(n *types.Named, depth int) (field string, some bool) {
	s, ok := n.Underlying().(*types.Struct)
	if !ok || depth > 2 {
		return "", true
	}
	if field := t.orderAmong(s); field != "" {
		return field, true
	}
	for f := range s.Fields() {
		some = some || t.mayOrder(f)
		inner := t.part(f)
		if inner == nil {
			continue
		}
		below, any := t.orderOf(inner, depth+1)
		some = some || any
		if below != "" && field == "" {
			field = pathTo(f, below)
		}
	}
	return field, some
}

// orderAmong is the field of a struct that holds its order by its name, or "". When something
// was made stays as it is: what goes with each change says more, where there is both.
func (t *tracker) orderAmong(s *types.Struct) string {
	first := ""
	for f := range s.Fields() {
		switch name := f.Name(); {
		case !t.orderField(name):
		case !strings.HasPrefix(name, "Created"):
			return name
		default:
			first = cmp.Or(first, name)
		}
	}
	return first
}

// part is the struct of the project's that a message's field holds, or nil.
func (t *tracker) part(f *types.Var) *types.Named {
	n := effects.Named(f.Type())
	if n == nil || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) {
		return nil
	}
	if _, ok := n.Underlying().(*types.Struct); !ok {
		return nil
	}
	return n
}

// pathTo is the path to a field of what a field holds.
func pathTo(f *types.Var, below string) string {
	if f.Embedded() {
		return below
	}
	return f.Name() + "." + below
}

// mayOrder reports whether a field of a message may tell which was first, by its
// name or its type.
func (t *tracker) mayOrder(f *types.Var) bool {
	for _, suffix := range []string{"At", "Time", "Date", "On", "Offset", "Seq", "Rev"} {
		if strings.HasSuffix(f.Name(), suffix) {
			return true
		}
	}
	n := effects.Named(f.Type())
	return timeColumn(f.Name()) || n != nil && n.Obj().Pkg() != nil && (n.Obj().Pkg().Path() == "time" || n.Obj().Name() == "Timestamp")
}

// likelyOrder is the field of a message that most likely tells which was first: a
// number that is called a revision, else the time of the message or of what it tells;
// "" if several may, or none.
func (t *tracker) likelyOrder(n *types.Named, depth int) string {
	s, ok := n.Underlying().(*types.Struct)
	if !ok || depth > 2 {
		return ""
	}
	for _, likely := range []func(*types.Var) bool{numbers, namesTime, endsInTime} {
		if f := onlyField(s, likely); f != "" {
			return f
		}
	}
	for f := range s.Fields() {
		if inner := t.part(f); inner != nil {
			if below := t.likelyOrder(inner, depth+1); below != "" {
				return pathTo(f, below)
			}
		}
	}
	return ""
}

// onlyField is the one field of which something holds, or "".
func onlyField(s *types.Struct, holds func(*types.Var) bool) string {
	found := ""
	for f := range s.Fields() {
		switch {
		case !holds(f):
		case found != "":
			return ""
		default:
			found = f.Name()
		}
	}
	return found
}

func numbers(f *types.Var) bool {
	b, ok := f.Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0 && mustMatch(f.Name())
}

// namesTime recognises a time that is called by nothing but when, or by what is done
// with the thing.
func namesTime(f *types.Var) bool {
	return isTime(f.Type()) && slices.Contains([]string{
		"at", "time", "ts", "when", "date", "stamp", "as_of", "changed", "updated", "modified", "edited", "last_changed", "last_updated", "last_modified", "created",
	}, dbname.Snake(f.Name()))
}

// endsInTime recognises a time by the end of its name. One that is planned, or at
// which something starts or runs out, is a time of the business.
func endsInTime(f *types.Var) bool {
	name := dbname.Snake(f.Name())
	return isTime(f.Type()) && timeColumn(name) && !ofBusiness.MatchString(name)
}

var ofBusiness = regexp.MustCompile(`^(start|end|expir|due|valid|schedul|plan|deliver|depart|arriv|birth|begin|until|next|delet)`)
