package effects

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// An aggregation of mongo's is a list of stages, some of which name a second
// collection. Such a list, a stage, or a part of one travels as a text does: by
// variables, helpers, fields and parameters. Its text are the queries that its
// stages amount to, and nothing where it names no collection.

// isDocument reports whether a value of a type may be stages: one of the driver's
// documents, a list of some, or a map of anything.
func isDocument(t types.Type) bool {
	switch u := types.Unalias(t).Underlying().(type) {
	case *types.Map:
		return isString(u.Key()) && (isAny(u.Elem()) || isDocument(u.Elem()))
	case *types.Slice:
		return isAny(u.Elem()) || isEntry(u.Elem()) || isDocument(u.Elem())
	}
	return isEntry(t)
}

// isBSON reports whether a type is a document that bears one of the driver's
// names.
func isBSON(t types.Type) bool {
	if n := named(t); n != nil && n.Obj().Pkg() != nil && strings.Contains(pkgPath(n.Obj().Pkg()), "mongo-driver") {
		return isDocument(n)
	}
	switch u := types.Unalias(t).(type) {
	case *types.Slice:
		return isBSON(u.Elem())
	case *types.Map:
		return isBSON(u.Elem())
	}
	return false
}

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.NumMethods() == 0 && !isTypeParam(t)
}

// isEntry reports whether a type is one entry of a document whose order counts.
func isEntry(t types.Type) bool {
	s, ok := t.Underlying().(*types.Struct)
	return ok && s.NumFields() == 2 && s.Field(0).Name() == "Key" && isString(s.Field(0).Type()) && s.Field(1).Name() == "Value" && isAny(s.Field(1).Type())
}

// pipeline adds what the stages of an aggregation amount to.
func (q *statement) pipeline(stages []text) {
	stages = slices.DeleteFunc(slices.Clone(stages), func(t text) bool { return len(t) == 0 || slices.Equal(t, hole()) })
	if len(stages) > 0 {
		q.nested = append(q.nested, stages)
	}
}

// nothing is the text of a document that names no collection.
func nothing() []text { return []text{nil} }

// document evaluates stages, or a part of them.
func (e *evaluator) document(v ssa.Value, depth int) []text {
	next := func(v ssa.Value) []text { return e.eval(v, depth+1) }
	switch v := v.(type) {
	case *ssa.Const:
		return nothing()
	case *ssa.Phi:
		return together(v.Edges, next)
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.FreeVar:
		return next(e.g.binding(v))
	case *ssa.Parameter:
		return e.parameter(v, depth)
	case *ssa.MakeMap:
		return e.pairsOf(v, depth)
	case *ssa.Slice, *ssa.MakeSlice:
		return e.parts(v, depth)
	case *ssa.Alloc, *ssa.IndexAddr:
		if isEntry(pointee(v.Type())) {
			fields := e.g.literalFields(v)
			return e.stage(fields["Key"], fields["Value"], depth)
		}
	case *ssa.UnOp:
		if at, ok := v.X.(*ssa.Alloc); ok && isEntry(v.Type()) && len(e.g.stores()[e.g.cell(at)]) == 0 {
			return next(at)
		}
		return e.load(v.X, depth)
	case *ssa.Lookup:
		return e.lookup(v, next)
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok && v.Index == 0 {
			return e.madeDocument(c, next)
		}
		return e.extract(v, next)
	case *ssa.Call:
		return e.madeDocument(v, next)
	case *ssa.Field:
		return e.fieldOfValue(v, depth)
	}
	return nothing()
}

// together are the texts of several values, one after the other: whichever of
// them comes to be, it may be any.
func together(values []ssa.Value, next func(ssa.Value) []text) []text {
	out := nothing()
	var seen []text
	for _, v := range values {
		if v == nil {
			continue
		}
		texts := slices.DeleteFunc(slices.Clone(next(v)), func(t text) bool {
			return len(t) == 0 || slices.Equal(t, hole()) || slices.ContainsFunc(seen, func(s text) bool { return slices.Equal(s, t) })
		})
		if seen = append(seen, texts...); len(texts) > 0 {
			out = concat(out, texts)
		}
	}
	return out
}

// madeDocument evaluates stages that a call returns.
func (e *evaluator) madeDocument(c *ssa.Call, next func(ssa.Value) []text) []text {
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			return together(c.Call.Args, next)
		}
		return nothing()
	}
	obj := staticFunc(&c.Call)
	if obj == nil {
		return e.ofValue(c, next)
	}
	if obj.Pkg() != nil && !e.p.firstPartyPath(pkgPath(obj.Pkg())) {
		switch pkgPath(obj.Pkg()) {
		case "slices", "maps": // Concat, Clone, Insert
			return together(c.Call.Args, next)
		}
		return nothing()
	}
	return e.instantiated(&c.Call).result(obj, c.Call.Args, next)
}

// parts evaluates a list: of entries, stages or documents.
func (e *evaluator) parts(v ssa.Value, depth int) []text {
	values := items(v)
	for _, ref := range *v.Referrers() { // list[i] = stage
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, use := range *ia.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == ia {
				values = append(values, st.Val)
			}
		}
	}
	return together(values, func(v ssa.Value) []text {
		if v = typed(v); !isDocument(pointee(v.Type())) {
			return nothing()
		}
		return e.eval(v, depth+1)
	})
}

// pairsOf evaluates a map by the entries that the code gives it.
func (e *evaluator) pairsOf(m *ssa.MakeMap, depth int) []text {
	out := nothing()
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok {
			if texts := e.stage(u.Key, u.Value, depth); len(texts) > 1 || len(texts[0]) > 0 {
				out = concat(out, texts)
			}
		}
	}
	return out
}

// withoutStages are the stages that hold no others, and whose documents are of
// fields.
var withoutStages = []string{
	"$match", "$project", "$set", "$addFields", "$unset", "$group", "$bucket", "$bucketAuto", "$sort", "$sortByCount", "$replaceRoot",
	"$replaceWith", "$redact", "$count", "$limit", "$skip", "$sample", "$unwind", "$geoNear", "$setWindowFields", "$densify", "$fill", "$search",
}

// stage evaluates one entry of a document: what it names itself if it is a stage,
// and the stages within.
func (e *evaluator) stage(key, value ssa.Value, depth int) []text {
	if key == nil || value == nil {
		return nothing()
	}
	out := nothing()
	for _, k := range e.eval(typed(key), depth+1) {
		if slices.Contains(withoutStages, k.String()) {
			return nothing()
		}
		if named := e.collection(k.String(), value, depth); len(named) > 0 {
			out = concat(out, named)
		}
	}
	if inner := typed(value); isDocument(inner.Type()) {
		return concat(out, together([]ssa.Value{inner}, func(v ssa.Value) []text { return e.eval(v, depth+1) }))
	}
	return out
}

// collection is the query that a stage adds by naming a collection; none for
// other entries.
func (e *evaluator) collection(op string, value ssa.Value, depth int) []text {
	keys, begin, end := stageOf(op)
	if keys == nil {
		return nil
	}
	names := slices.DeleteFunc(e.inner(value, keys, op, depth), func(t text) bool { return !t.known() })
	if len(names) == 0 {
		return nil
	}
	if len(names[0]) == 1 && names[0][0].Naming != "" {
		return names // what a caller hands in
	}
	return joined(constTexts(begin+`"`), names, constTexts(`"`+end+"; "))
}

// stageOf tells under which of its keys a stage names a collection, and what
// stands before and after the name in the query that it amounts to.
func stageOf(op string) (keys []string, begin, end string) {
	const read, write = "SELECT 1 FROM ", "INSERT INTO "
	const overwrites = ` ("*") VALUES (1) ON CONFLICT DO UPDATE SET "*" = ? WHERE (` + string(sqltext.Hole) + `)`
	switch op {
	case "$lookup", "$graphLookup":
		return []string{"from", "coll"}, read, ""
	case "$unionWith":
		return []string{"coll"}, read, ""
	case "$out":
		return []string{"coll"}, write, overwrites
	case "$merge":
		return []string{"into", "coll"}, write, overwrites
	}
	return nil, "", ""
}

// namingStage begins what stands for the naming by a document that a parameter
// is, and that is the value of a stage.
const namingStage = "stage "

// inner is the text that a value is, or that its entry of one of the keys is.
func (e *evaluator) inner(v ssa.Value, keys []string, op string, depth int) []text {
	v = typed(v)
	if v == nil || depth > maxTextDepth {
		return nil
	}
	if isString(v.Type()) {
		return e.eval(v, depth+1)
	}
	next := func(v ssa.Value) []text { return e.inner(v, keys, op, depth+1) }
	switch v := v.(type) {
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.Phi:
		return union(v.Edges, func(v ssa.Value) []text { return e.inner(v, keys, op, depth+maxTextDepth/4) })
	case *ssa.Parameter:
		return e.innerParam(v, keys, op, depth)
	case *ssa.MakeMap:
		return e.innerMap(v, keys, op, depth)
	case *ssa.Call:
		return e.innerCall(v, keys, op, depth)
	}
	if s, ok := pointee(v.Type()).Underlying().(*types.Struct); ok && !isEntry(pointee(v.Type())) {
		return e.innerStruct(v, s, keys, op, depth)
	}
	if at := e.list(v); at != v {
		return next(at)
	}
	for _, item := range items(v) {
		fields := e.g.literalFields(item)
		if k := fields["Key"]; k != nil && slices.Contains(keys, e.eval(k, depth+1)[0].String()) {
			return next(fields["Value"])
		}
	}
	return nil
}

func (e *evaluator) innerMap(m *ssa.MakeMap, keys []string, op string, depth int) []text {
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok && slices.Contains(keys, e.eval(typed(u.Key), depth+1)[0].String()) {
			return e.inner(u.Value, keys, op, depth+1)
		}
	}
	return nil
}

// innerStruct reads a document that is a struct, by the names of its fields.
func (e *evaluator) innerStruct(v ssa.Value, s *types.Struct, keys []string, op string, depth int) []text {
	fields := e.g.literalFields(v)
	for i := range s.NumFields() {
		f := s.Field(i)
		name, _, _ := strings.Cut(reflect.StructTag(s.Tag(i)).Get(namingBSON), ",")
		if name == "" {
			name = strings.ToLower(f.Name())
		}
		if slices.Contains(keys, name) && fields[f.Name()] != nil {
			return e.inner(fields[f.Name()], keys, op, depth+1)
		}
	}
	return nil
}

// innerParam leaves what a parameter holds to the callers.
func (e *evaluator) innerParam(v *ssa.Parameter, keys []string, op string, depth int) []text {
	i := slices.Index(e.g.fn.Params, v)
	switch {
	case i < 0 || e.fn != nil || !isDocument(v.Type()):
		return nil
	case e.caller == nil:
		return []text{{{Param: i, Naming: namingStage + op}}}
	case i < len(e.args):
		return e.caller.inner(e.args[i], keys, op, depth+1)
	}
	return nil
}

// innerCall looks into what a function of the package returns, or at what is
// appended to a document.
func (e *evaluator) innerCall(c *ssa.Call, keys []string, op string, depth int) []text {
	if isAppend(c) {
		return union(c.Call.Args, func(v ssa.Value) []text { return e.inner(v, keys, op, depth+1) })
	}
	obj := staticFunc(&c.Call)
	if obj == nil {
		return nil
	}
	g := e.p.byObj[obj.Origin()]
	if g == nil || g == e.g {
		return nil
	}
	in := e.called(g, c.Call.Args)
	var out []text
	for ret := range Returns(g.fn) {
		if len(ret.Results) > 0 {
			out = append(out, in.inner(ret.Results[0], keys, op, depth+2)...)
		}
	}
	return out[:min(len(out), maxTexts)]
}

// fillStage is what a document that a call hands in names as the value of a stage.
func (e *evaluator) fillStage(part summary.Part, args []ssa.Value) []text {
	if part.Param >= len(args) {
		return nothing()
	}
	if found := e.collection(strings.TrimPrefix(part.Naming, namingStage), args[part.Param], maxTextDepth/2); len(found) > 0 {
		return found
	}
	return nothing()
}
