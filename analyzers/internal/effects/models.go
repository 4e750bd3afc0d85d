package effects

import (
	"cmp"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// The libraries that have rules by which a Go type is a table.
const (
	namingGorm = "gorm"
	namingBun  = "bun"
	namingPg   = "pg"
	namingXorm = "xorm"
	namingBSON = "bson" // of columns alone
)

// namingConf is the confidence in a table's name that follows from a type's
// name by a library's naming strategy, which a project may have replaced.
const namingConf = 85

// modelsOf are the tables of the types that a value may have, which a library
// takes as any.
func (p *program) modelsOf(g *group, naming string, v ssa.Value) []text {
	switch v := v.(type) {
	case nil:
		return []text{hole()}
	case *ssa.MakeInterface:
		return p.modelTexts(g, naming, v.X.Type())
	case *ssa.ChangeInterface:
		return p.modelsOf(g, naming, v.X)
	case *ssa.Phi:
		return union(v.Edges, func(edge ssa.Value) []text {
			if _, again := edge.(*ssa.Phi); again {
				return []text{hole()}
			}
			return p.modelsOf(g, naming, edge)
		})
	case *ssa.Parameter:
		if v.Parent() == g.fn && types.IsInterface(v.Type()) && !isTypeParam(v.Type()) {
			return []text{{{Param: slices.Index(g.fn.Params, v), Naming: naming}}}
		}
	}
	if types.IsInterface(v.Type()) && !isTypeParam(v.Type()) {
		return []text{hole()}
	}
	return p.modelTexts(g, naming, v.Type())
}

func isTypeParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

// modelTexts is the table of a type: of a type parameter, it is the callers' to
// fill in.
func (p *program) modelTexts(g *group, naming string, t types.Type) []text {
	switch elem := modelElem(t).(type) {
	case *types.TypeParam:
		for i, tp := range typeParams(g) {
			if tp == elem {
				return []text{{{Param: -1, Type: 1 + i, Naming: naming}}}
			}
		}
	case *types.Named:
		if name, ok := strings.CutPrefix(naming, namingMethod); ok {
			return p.saidBy(elem, name)
		}
		if _, ok := elem.Underlying().(*types.Struct); !ok {
			break
		}
		if found := p.tablesOf(naming, elem); len(found) > 0 {
			return found
		}
	}
	return []text{hole()}
}

// fillModel is the table of a model that a call says: by a type argument, or by
// an argument's type.
func (e *evaluator) fillModel(part summary.Part, args []ssa.Value) []text {
	switch {
	case part.Type > len(e.types):
		return []text{hole()}
	case part.Type > 0:
		return e.p.modelTexts(e.g, part.Naming, e.types[part.Type-1])
	}
	return e.p.modelsOf(e.g, part.Naming, args[part.Param])
}

// tablesOf are the tables that a model may be: one, unless a library has several
// rules.
func (p *program) tablesOf(naming string, n *types.Named) []text {
	table, conf := p.tableOf(naming, n)
	if table == "" {
		return nil
	}
	names := []string{table}
	if naming == namingXorm && conf < 100 {
		names, conf = p.xormTables(n.Obj().Name())
	}
	out := make([]text, 0, len(names))
	for _, name := range names {
		part := summary.Part{Text: quoteName(name), Param: -1, Model: typeName(n), Keeps: p.softDeleted(naming, n) != "", Refers: p.belongs(naming, n)}
		if conf < 100 {
			part.Conf = conf
		}
		out = append(out, text{part})
	}
	return out
}

// namingMethod begins what stands for the naming by a method of the type: of
// generic code, the type argument says by a method where its values are kept.
const namingMethod = "method "

// saidBy is the constant text that a type's method returns, or that is in a field of
// what it returns: "Spec.Table".
func (p *program) saidBy(n *types.Named, name string) []text {
	name, field, ofStruct := strings.Cut(name, ".")
	f := method(n, name)
	if f == nil || f.Signature().Params().Len() > 0 {
		return []text{hole()}
	}
	var found []text
	if ofStruct {
		found = p.describedBy(f, field)
	} else if fact := new(summary.Text); f.Pkg() != p.pass.Pkg && p.pass.ImportObjectFact(f.Origin(), fact) {
		found = factTexts(fact)
	} else if g := p.byObj[f.Origin()]; g != nil {
		found = p.returned(g)
	}
	if len(found) == 0 || slices.ContainsFunc(found, func(t text) bool { return !t.closed() }) {
		return []text{hole()}
	}
	return found
}

// saidByParam is what a method of a type parameter says, for the callers to fill
// in.
func (e *evaluator) saidByParam(c *ssa.Call) []text {
	t := methodOfTypeParam(c)
	if t == nil || !isString(c.Type()) {
		return nil
	}
	return e.p.modelTexts(e.g, namingMethod+c.Call.Method.Name(), t)
}

// asserted is the value behind an assertion: any(zero).(Tabler).
func asserted(v ssa.Value) ssa.Value {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	a, ok := v.(*ssa.TypeAssert)
	if !ok {
		return v
	}
	v = typed(a.X)
	if ct, ok := v.(*ssa.ChangeType); ok { // what is of a type parameter becomes an any so
		v = ct.X
	}
	return v
}

// typeParams are the type parameters of a group's function, or of its
// receiver's type.
func typeParams(g *group) []*types.TypeParam {
	if g == nil || g.obj == nil {
		return nil
	}
	list := g.obj.Signature().TypeParams()
	if recv := g.obj.Signature().RecvTypeParams(); recv.Len() > 0 {
		list = recv
	}
	return slices.Collect(list.TypeParams())
}

// typeArgs are the type arguments with which a call calls its callee.
func typeArgs(c *call) []types.Type {
	if fn := c.instr.Common().StaticCallee(); fn != nil {
		return fn.TypeArgs()
	}
	if c.shift() == 0 || len(c.args) == 0 {
		return nil
	}
	return instanceArgs(typed(c.args[0]).Type())
}

// instanceArgs are the type arguments of an instance of a generic type.
func instanceArgs(t types.Type) []types.Type {
	if n := named(t); n != nil {
		return slices.Collect(n.TypeArgs().Types())
	}
	return nil
}

// instantiated is the evaluator for one call of a function that may be generic.
func (e *evaluator) instantiated(c *ssa.CallCommon) *evaluator {
	fn := c.StaticCallee()
	if fn == nil || len(fn.TypeArgs()) == 0 {
		return e
	}
	in := *e
	in.types = fn.TypeArgs()
	return &in
}

// filledTypes puts the type arguments of a call in the place of the callee's type
// parameters.
func (e *evaluator) filledTypes(texts []text) []text {
	if len(e.types) == 0 {
		return texts
	}
	var out []text
	for _, t := range texts {
		filled := []text{nil}
		for _, part := range t {
			if part.Type > 0 {
				filled = concat(filled, e.fillModel(part, nil))
			} else {
				filled = concat(filled, []text{{part}})
			}
		}
		out = append(out, filled...)
	}
	return out
}

// modelElem is what is behind pointers, slices and maps.
func modelElem(t types.Type) types.Type {
	for {
		switch u := types.Unalias(t).(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Map:
			t = u.Elem()
		case *types.Named:
			if _, ok := u.Underlying().(*types.Slice); !ok {
				return u
			}
			t = u.Underlying()
		default:
			return u
		}
	}
}

// modelType is the struct type behind pointers and slices, if it has a name.
func modelType(t types.Type) *types.Named {
	n, ok := modelElem(t).(*types.Named)
	if !ok {
		return nil
	}
	if _, ok := n.Underlying().(*types.Struct); !ok {
		return nil
	}
	return n
}

// modelOf is the struct type of a value that a library takes as any, or nil.
func modelOf(v ssa.Value) *types.Named {
	if v == nil {
		return nil
	}
	return modelType(typed(v).Type())
}

// tableOf is the table of a model: as it says itself, or by its name.
func (p *program) tableOf(naming string, n *types.Named) (table string, conf int) {
	switch naming {
	case namingBun:
		return bunTable(n)
	case namingPg:
		return pgTable(n)
	}
	f := method(n, "TableName")
	switch {
	case f == nil && naming == namingGorm:
		return p.gormTable(n.Obj().Name())
	case f == nil:
		return dbname.Table(n.Obj().Name()), namingConf
	case f.Signature().Params().Len() > 0:
		return "", 0
	case f.Pkg() != p.pass.Pkg:
		fact := new(summary.Text)
		if p.pass.ImportObjectFact(f.Origin(), fact) {
			return fact.Value, 100
		}
		return "", 0
	}
	if g := p.byObj[f.Origin()]; g != nil {
		if texts := p.returned(g); len(texts) == 1 && !texts[0].params() && texts[0].known() {
			return texts[0].String(), 100
		}
	}
	return "", 0
}

// gormTable is the table of a type by its name, as the service has gorm make it.
// One that the service names in a way which the code does not tell is not sure
// enough to be shown. What shared code leaves to the settings is mostly empty.
func (p *program) gormTable(name string) (table string, conf int) {
	switch n := p.cfg.NamingOf(p.service); {
	case n.Unknown && n.Service == "":
		return dbname.Table(name), namingConf
	case n.Unknown:
		return dbname.Table(name), namingConf - 15
	case n.Singular:
		return n.Prefix + dbname.Snake(name), namingConf
	default:
		return n.Prefix + dbname.Table(name), namingConf
	}
}

// xormTables are the tables that xorm may make of a type's name, as the service has it
// do so.
func (p *program) xormTables(name string) (tables []string, conf int) {
	naming := p.cfg.NamingOf(p.service)
	if naming.Unknown {
		return dbname.Xorm(name), namingConf - 15
	}
	for _, table := range dbname.Xorm(name) {
		tables = append(tables, naming.Prefix+table)
	}
	return tables, namingConf
}

// fields yields a struct's fields with a tag's value, those of embedded structs
// in their place.
func fields(t types.Type, tag string) func(yield func(*types.Var, string) bool) {
	return func(yield func(*types.Var, string) bool) { eachField(t, tag, 0, yield) }
}

// ownFields yields a struct's fields, embedded structs as one.
func ownFields(t types.Type, tag string) func(yield func(*types.Var, string) bool) {
	return func(yield func(*types.Var, string) bool) {
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return
		}
		for i := range s.NumFields() {
			if !yield(s.Field(i), reflect.StructTag(s.Tag(i)).Get(tag)) {
				return
			}
		}
	}
}

func eachField(t types.Type, tag string, depth int, yield func(*types.Var, string) bool) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok || depth > 4 {
		return true
	}
	for i := range s.NumFields() {
		f, value := s.Field(i), reflect.StructTag(s.Tag(i)).Get(tag)
		inner := f.Embedded() || strings.Contains(value, "embed") || strings.HasPrefix(value, "extends")
		if inner && isStruct(f.Type()) && !scans(f.Type()) {
			if !eachField(f.Type(), tag, depth+1, yield) {
				return false
			}
			continue
		}
		if !yield(f, value) {
			return false
		}
	}
	return true
}

func isStruct(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// scans reports whether values of a type are stored in one column.
func scans(t types.Type) bool {
	n := named(t)
	if n == nil {
		return false
	}
	return isNamed(n, "time", "Time") || method(n, "Scan") != nil || method(n, "Value") != nil
}

// related is the model that a field holds by an association, or nil: a field
// of a column's type is none.
func related(t types.Type) *types.Named {
	if m, ok := types.Unalias(t).(*types.Map); ok && m != nil {
		return nil
	}
	n := modelType(t)
	if n == nil || scans(n) || scans(t) {
		return nil
	}
	return n
}

// columnsOf are the columns of a model, as far as its fields tell.
func columnsOf(naming string, n *types.Named) []string {
	if n == nil {
		return nil
	}
	var out []string
	for f, tag := range fields(n, columnTag(naming)) {
		if !f.Exported() || tag == "-" || len(out) >= maxColumns {
			continue
		}
		if name := columnName(naming, f, tag); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func columnTag(naming string) string { return naming }

// columnName is the column of a field, or "".
func columnName(naming string, f *types.Var, tag string) string {
	switch naming {
	case namingGorm:
		return gormColumn(f, tag)
	case namingXorm:
		return xormColumn(f, tag)
	}
	name, options, _ := strings.Cut(tag, ",")
	switch {
	case naming == namingBSON:
		return cmp.Or(name, strings.ToLower(f.Name()))
	case name == "-" || strings.Contains(name, ":") || strings.Contains(options, "rel:") || strings.Contains(options, "m2m:"):
		return ""
	case name != "":
		return name
	case related(f.Type()) != nil && !strings.Contains(options, "type:"):
		return ""
	}
	return dbname.Snake(f.Name())
}

// association is the model behind a field of the given name, or nil.
func association(n *types.Named, field string) *types.Named {
	for f := range fields(n, "") {
		if f.Name() == field {
			return related(f.Type())
		}
	}
	return nil
}

// associated are the tables along a path of associations: Orders.Items.
func (p *program) associated(naming string, n *types.Named, path string) [][]text {
	var out [][]text
	for name := range strings.SplitSeq(path, ".") {
		if n == nil {
			return out
		}
		if n = association(n, name); n != nil {
			out = append(out, p.modelTexts(nil, naming, n))
		}
	}
	return out
}

// joins makes fragments that read tables.
func joins(tables [][]text) [][]text {
	out := make([][]text, 0, len(tables))
	for _, t := range tables {
		out = append(out, joined(constTexts("JOIN "), t, constTexts(" ON true")))
	}
	return out
}

// keys are the keys of a map that is written down in place: the columns of
// map[string]any{"name": x}, and of what is stored in it after. The second
// result reports whether the value is such a map.
func (p *program) keys(f *frame, v ssa.Value) (names []string, ok bool) {
	v = f.e.g.content(typed(v))
	m, ok := v.(*ssa.MakeMap)
	if !ok || m.Referrers() == nil {
		return nil, false
	}
	for _, ref := range *m.Referrers() {
		u, is := ref.(*ssa.MapUpdate)
		if !is {
			continue
		}
		for _, t := range f.texts(typed(u.Key)) {
			if s := t.String(); t.known() && !t.params() && !slices.Contains(names, s) {
				names = append(names, s)
			}
		}
	}
	return names, true
}
