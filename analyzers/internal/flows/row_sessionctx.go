package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A session of gorm's carries a context, which a model's hooks find in it:
// tx.Statement.Context. What a context says of events, it says to them.

// sessionOf is the session that a context is taken out of, or nil.
func sessionOf(load *ssa.UnOp) ssa.Value {
	if field, ok := load.X.(*ssa.FieldAddr); ok {
		return sessionIn(field, "Context")
	}
	return nil
}

// sessionIn is the session of whose statement a field of the name is taken, or nil.
func sessionIn(field *ssa.FieldAddr, name string) ssa.Value {
	if structField(field.X.Type(), field.Field) != name {
		return nil
	}
	statement, ok := field.X.(*ssa.UnOp)
	if !ok {
		return nil
	}
	of, ok := statement.X.(*ssa.FieldAddr)
	if !ok || !isGormDB(of.X.Type()) || structField(of.X.Type(), of.Field) != "Statement" {
		return nil
	}
	return of.X
}

// knownSession is what the context of a session says. A handle that is kept in a
// field or in a package's variable has none yet.
func (t *tracker) knownSession(v ssa.Value) Known {
	for range 20 {
		if p, ok := t.read(v).(*ssa.Parameter); ok && p.Parent() == t.u.Func {
			return Known(slices.Index(t.u.Func.Params, p))
		}
		call, ok := v.(*ssa.Call)
		if !ok {
			before := t.handleBehind(v)
			if before == nil {
				return keptSession(v)
			}
			v = before
			continue
		}
		s := t.site(call)
		if s.Callee == nil || len(s.Args) == 0 || !isGormDB(s.Args[0].Type()) || t.known(s) {
			return marked // the project's own, which may say something
		}
		switch s.Callee.Name() {
		case "WithContext":
			return t.knownContext(s.Args[1], 0)
		case "Session":
			if setsContext(s.Args[1]) {
				return marked
			}
		}
		v = s.Args[0]
	}
	return marked
}

func keptSession(v ssa.Value) Known {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return marked
	}
	switch load.X.(type) {
	case *ssa.FieldAddr, *ssa.Global:
		return plain
	}
	return marked
}

// setsContext reports whether a session's settings may have a context.
func setsContext(v ssa.Value) bool {
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return true
	}
	return slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		fa, ok := ref.(*ssa.FieldAddr)
		return ok && structField(alloc.Type(), fa.Field) == "Context"
	})
}
