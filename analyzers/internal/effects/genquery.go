package effects

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
)

// The chains of gorm.io/gen: q.WithContext(ctx).Where(u.ID.Eq(id)).Updates(…), in which
// columns are fields of the generated type.

const genFieldPath = "gorm.io/gen/field"

// A genQuery is such a chain being read. What it does not know makes it opaque, lest a
// condition be overlooked that compares the order.
type genQuery struct{ gormQuery }

// startsGen reports whether a link is the first of a chain: it is called on the generated
// table, rather than on a query that somebody else began.
func startsGen(l link) bool {
	return l.call != nil && receiver(l.call) != nil && isGenTable(genBase(receiver(l.call)).Type())
}

// isGenTable recognises the generated struct whose fields are the table's columns.
func isGenTable(t types.Type) bool {
	n := named(t)
	if n == nil {
		return false
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if isNamed(f.Type(), genFieldPath, "Asterisk") {
			return true
		}
	}
	return false
}

// genModel is the model of a generated type: what it finds.
func genModel(t types.Type) *types.Named {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "First")
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Results().Len() == 0 {
		return nil
	}
	return modelType(f.Signature().Results().At(0).Type())
}

func (q *genQuery) link(l link) {
	switch l.name {
	case "WithContext", "Debug", "Session", "ReadDB", "WriteDB", "Order", "Limit", "Offset", "Preload", "Group", "Distinct", "Returning":
	case "Where":
		q.conditions(l)
	case "Select":
		for _, v := range l.rest(0) {
			if q.selected = append(q.selected, q.columnOf(v)); q.selected[len(q.selected)-1] == "" {
				q.selected = []string{someColumns}
				return
			}
		}
	case "Clauses", "Unscoped":
		q.gormQuery.link(l)
	default:
		q.opaque = true
	}
}

// conditions reads Where, all of whose conditions have to hold.
func (q *genQuery) conditions(l link) {
	list := l.rest(0)
	q.opaque = q.opaque || len(list) == 0 // a list that is put together elsewhere
	for _, v := range list {
		if cond := q.condition(l, v); cond != nil {
			q.where = append(q.where, cond)
		} else {
			q.opaque = true
		}
	}
}

var genOperators = map[string]string{
	"Eq": "=", "Neq": "<>", "Lt": "<", "Lte": "<=", "Gt": ">", "Gte": ">=", "Is": "=",
	"EqCol": "=", "NeqCol": "<>", "LtCol": "<", "LteCol": "<=", "GtCol": ">", "GteCol": ">=",
}

// condition is a condition in the words of SQL, or nil where it is not known.
func (q *genQuery) condition(l link, v ssa.Value) []text {
	l, v = l.made(v)
	call, ok := v.(*ssa.Call)
	if !ok || !isGenField(staticFunc(&call.Call)) {
		return nil
	}
	name, args := staticFunc(&call.Call).Name(), call.Call.Args
	if name == "Or" && staticFunc(&call.Call).Signature().Recv() == nil {
		return q.either(l, elements(args[0]))
	}
	column := q.columnOf(args[0])
	if column == "" {
		return nil
	}
	switch name {
	case "IsNull":
		return constTexts(quoteName(column) + " IS NULL")
	case "IsNotNull":
		return constTexts(quoteName(column) + " IS NOT NULL")
	case "In":
		return q.oneOf(column, elements(args[1]))
	}
	op := genOperators[name]
	if op == "" || len(args) != 2 {
		return nil
	}
	if other := q.columnOf(args[1]); other != "" {
		return constTexts(quoteName(column) + " " + op + " " + quoteName(other))
	}
	return joined(constTexts(quoteName(column)+" "+op+" "), operand(args[1]))
}

// either is what one of several conditions has to hold of, or nil.
func (q *genQuery) either(l link, list []ssa.Value) []text {
	var out []text
	for i, v := range list {
		cond := q.condition(l, v)
		if cond == nil {
			return nil
		}
		if i > 0 {
			out = joined(out, constTexts(" OR "), cond)
		} else {
			out = cond
		}
	}
	return out
}

func (q *genQuery) oneOf(column string, values []ssa.Value) []text {
	var operands [][]text
	for _, v := range values {
		operands = append(operands, operand(v))
	}
	return joined(constTexts(quoteName(column)+" IN ("), list(operands, ", ", constText(blank)), constTexts(")"))
}

func isGenField(f *types.Func) bool {
	return f != nil && f.Pkg() != nil && pkgPath(f.Pkg()) == genFieldPath
}

// columnOf is the column that a field of a generated type is, or "".
func (q *genQuery) columnOf(v ssa.Value) string {
	v = typed(v)
	for range 6 {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.Field:
			if isGenTable(x.X.Type()) {
				return q.columnNamed(named(x.X.Type()).Underlying().(*types.Struct).Field(x.Field).Name())
			}
			v = x.X // what all columns embed
		case *ssa.FieldAddr:
			if isGenTable(x.X.Type()) {
				return q.columnNamed(fieldOf(x).Name())
			}
			v = x.X
		default:
			return ""
		}
	}
	return ""
}

// columnNamed is the column of a field, which the model has by the same name.
func (q *genQuery) columnNamed(field string) string {
	if q.model != nil {
		for f, tag := range fields(q.model, namingGorm) {
			if f.Name() == field {
				return gormColumn(f, tag)
			}
		}
	}
	return dbname.Snake(field)
}

// end reads the call that runs the chain.
func (q *genQuery) end(l link) {
	switch l.name {
	case "Update", "UpdateColumn":
		column := q.columnOf(l.arg(0))
		if column == "" {
			q.opaque = true
			return
		}
		q.set = append(q.set, q.assigned(column, l.arg(1)))
	case "UpdateSimple", "UpdateColumnSimple":
		list := l.rest(0)
		q.opaque = q.opaque || len(list) == 0
		for _, v := range list {
			q.assign(l, v)
		}
	case "UpdateFrom", "FirstOrCreate":
		q.opaque = true
	default:
		q.gormQuery.end(l)
	}
}

// assign reads what a column is set to: u.Name.Value(name), u.Count.Add(1).
func (q *genQuery) assign(l link, v ssa.Value) {
	_, v = l.made(v)
	call, ok := v.(*ssa.Call)
	if !ok || !isGenField(staticFunc(&call.Call)) || q.columnOf(call.Call.Args[0]) == "" {
		q.opaque = true
		return
	}
	name := q.columnOf(call.Call.Args[0])
	column := quoteName(name)
	switch by := staticFunc(&call.Call).Name(); by {
	case "Value":
		q.set = append(q.set, q.assigned(name, call.Call.Args[1]))
	case "Null":
		q.set = append(q.set, constTexts(column+" = NULL"))
	case "Add", "Sub":
		op := map[string]string{"Add": "+", "Sub": "-"}[by]
		q.set = append(q.set, joined(constTexts(column+" = "+column+" "+op+" "), operand(call.Call.Args[1])))
	default:
		q.set = append(q.set, constTexts(column+" = "+blank))
	}
}

// assigned sets a column to a value. What is added to the column of a row that was read, or
// taken from it, is a sum like one that the statement makes itself.
func (q *genQuery) assigned(column string, v ssa.Value) []text {
	name := quoteName(column)
	if q.sums(column, v, 0) {
		return constTexts(name + " = " + name + " + " + blank)
	}
	return joined(constTexts(name+" = "), operand(v))
}

// maxSum bounds the calls that are gone through in what a column is set to.
const maxSum = 8

// sums reports whether a value is a sum that begins with what the column held: numbers, or
// what has methods to add and subtract.
func (q *genQuery) sums(column string, v ssa.Value, depth int) bool {
	inner, first, second := summed(v)
	switch {
	case depth > maxSum:
		return false
	case first != nil:
		return q.held(column, first, depth+1) || second != nil && q.held(column, second, depth+1)
	}
	return inner != nil && q.sums(column, inner, depth+1)
}

// held reports whether a value is what the column held, or is a sum of that.
func (q *genQuery) held(column string, v ssa.Value, depth int) bool {
	if load, ok := typed(v).(*ssa.UnOp); ok {
		fa, ok := load.X.(*ssa.FieldAddr)
		return ok && q.model != nil && named(fa.X.Type()) == q.model && q.columnNamed(fieldOf(fa).Name()) == column
	}
	inner, first, _ := summed(v)
	if first != nil {
		inner = first
	}
	return inner != nil && depth <= maxSum && q.held(column, inner, depth+1)
}

// summed are the parts of a sum, of which the second is nil where it is subtracted; or else
// what a value is another form of: a.Add(b), a - b, a.String().
func summed(v ssa.Value) (inner, first, second ssa.Value) {
	switch v := typed(v).(type) {
	case *ssa.BinOp:
		switch v.Op {
		case token.ADD:
			return nil, v.X, v.Y
		case token.SUB:
			return nil, v.X, nil
		}
	case *ssa.Convert:
		return v.X, nil, nil
	case *ssa.Extract:
		return v.Tuple, nil, nil
	case *ssa.Call:
		callee, args := calleeOf(v)
		switch {
		case callee == nil:
		case len(args) == 2 && callee.Name() == "Add":
			return nil, args[0], args[1]
		case len(args) == 2 && callee.Name() == "Sub":
			return nil, args[0], nil
		case len(args) == 1:
			return args[0], nil, nil
		}
	}
	return nil, nil, nil
}
