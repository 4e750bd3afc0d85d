package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// maxModels bounds the models of one bulk write that are looked at.
const maxModels = 16

// bulkWrite notes each of the models that a bulk write is given, as far as they
// are made in the package; it reports whether all of them are known.
func (r *recorder) bulkWrite(e event, l link, table []text) bool {
	models, ok := r.p.modelsIn(l.arg(1), map[ssa.Value]bool{})
	if !ok || len(models) == 0 || len(models) > maxModels {
		return false
	}
	var writes []*mongoQuery
	for _, v := range models {
		g := r.p.groupOf(v.Parent())
		if g == nil {
			return false
		}
		if list := frameValues(v); list != nil {
			writes = append(writes, writeModel(&frame{e: r.p.evaluator(g)}, named(v.Type()), list, table))
			continue
		}
		for _, chain := range r.p.chains(g, v, isWriteModel, true) {
			writes = append(writes, modelChain(chain, table))
		}
	}
	for _, q := range writes {
		if q == nil {
			return false
		}
	}
	for _, q := range writes {
		q.finish()
		r.statement(e, &q.statement)
	}
	return true
}

// isWriteModel reports whether a type is a model of the driver's bulk writes.
func isWriteModel(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && strings.HasSuffix(pkgPath(n.Obj().Pkg()), "/mongo") && strings.HasSuffix(n.Obj().Name(), "Model")
}

// modelsIn are the values in a list: those that it is made of, that are appended
// to it, or put at its places. The second result is false where something else
// may be among them.
func (p *program) modelsIn(v ssa.Value, seen map[ssa.Value]bool) (list []ssa.Value, ok bool) {
	if v == nil || seen[v] || len(seen) > 100 {
		return nil, v != nil && seen[v]
	}
	seen[v] = true
	all := func(vs ...ssa.Value) ([]ssa.Value, bool) {
		for _, x := range vs {
			more, ok := p.modelsIn(x, seen)
			if !ok {
				return nil, false
			}
			list = append(list, more...)
		}
		return list, true
	}
	switch v := v.(type) {
	case *ssa.Const:
		return nil, v.IsNil()
	case *ssa.MakeSlice:
		return putInto(v), true
	case *ssa.Alloc:
		return putInto(v), true
	case *ssa.Slice:
		if load, ok := v.X.(*ssa.UnOp); ok {
			return all(load)
		}
		return all(v.X)
	case *ssa.ChangeType:
		return all(v.X)
	case *ssa.Phi:
		return all(v.Edges...)
	case *ssa.UnOp:
		if stored := p.storedIn(v.X, v.Parent()); len(stored) > 0 {
			return all(stored...)
		}
	case *ssa.FreeVar:
		if g := p.groupOf(v.Parent()); g != nil {
			return all(g.binding(v))
		}
	case *ssa.Call:
		if isAppend(v) {
			return all(v.Call.Args...)
		}
	}
	return nil, false
}

// storedIn are the values that are stored at an address: in a variable of the function's,
// or in a field that the package alone can reach, wherever it does. There, a buffer is kept
// that one function fills and another one sends off.
func (p *program) storedIn(addr ssa.Value, in *ssa.Function) []ssa.Value {
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		if f := fieldOf(fa); f != nil && !f.Exported() && f.Pkg() == p.pass.Pkg {
			var list []ssa.Value
			for _, s := range p.listFieldStores()[f] {
				list = append(list, s.Val)
			}
			return list
		}
	}
	if g := p.groupOf(in); g != nil {
		return g.stores()[g.cell(addr)]
	}
	return nil
}

// putInto are the values that are stored at the places of a list or an array.
func putInto(v ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.IndexAddr:
			for _, use := range *ref.Referrers() {
				if st, ok := use.(*ssa.Store); ok && st.Addr == ref {
					list = append(list, typed(st.Val))
				}
			}
		case *ssa.Slice:
			list = append(list, putInto(ref)...)
		}
	}
	return list
}

// frameValues are the fields of a model that is written down as a literal; nil if
// it is none, or is made by the driver's functions.
func frameValues(v ssa.Value) map[string]ssa.Value {
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	fields := map[string]ssa.Value{}
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		name := pointee(alloc.Type()).Underlying().(*types.Struct).Field(fa.Field).Name()
		for _, use := range *fa.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == fa {
				fields[name] = st.Val
			}
		}
	}
	return fields
}

// modelChain reads a model that is made by the driver's functions; nil if part of
// it is not known.
func modelChain(chain []link, table []text) *mongoQuery {
	fields := map[string]ssa.Value{}
	var model *types.Named
	var in *frame
	for _, l := range chain {
		switch {
		case strings.HasPrefix(l.name, "New") && l.call != nil && l.call.Value() != nil:
			model, in = named(l.call.Value().Type()), l.frame
		case strings.HasPrefix(l.name, "Set"):
			fields[strings.TrimPrefix(l.name, "Set")] = l.arg(0)
		default:
			return nil
		}
	}
	if model == nil {
		return nil
	}
	return writeModel(in, model, fields, table)
}

// writeModel reads a model by what its fields are given.
func writeModel(f *frame, model *types.Named, fields map[string]ssa.Value, table []text) *mongoQuery {
	if model == nil {
		return nil
	}
	q := &mongoQuery{frame: f, statement: statement{documents: true, verb: sqltext.Update, table: table}}
	switch name := model.Obj().Name(); {
	case strings.HasPrefix(name, "Insert"):
		q.verb = sqltext.Insert
		q.stored(fields["Document"])
		return q
	case strings.HasPrefix(name, "Delete"):
		q.verb = sqltext.Delete
	case strings.HasPrefix(name, "Replace"):
		q.stored(fields["Replacement"])
	default:
		q.update(fields["Update"])
	}
	q.filter(fields["Filter"])
	q.upserts = fields["Upsert"] != nil && !isFalse(fields["Upsert"])
	return q
}

func isFalse(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.String() == "false"
}
