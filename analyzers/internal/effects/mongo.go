package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A mongoOp is what a method of a collection does: which arguments are the
// filter, the update, and the documents to be stored (-1: none).
type mongoOp struct {
	verb                sqltext.Verb
	filter, update, doc int
}

var mongoOps = map[string]mongoOp{
	"Find":                   {sqltext.Select, 1, -1, -1},
	"FindOne":                {sqltext.Select, 1, -1, -1},
	"CountDocuments":         {sqltext.Select, 1, -1, -1},
	"Count":                  {sqltext.Select, -1, -1, -1},
	"Distinct":               {sqltext.Select, -1, -1, -1},
	"EstimatedDocumentCount": {sqltext.Select, -1, -1, -1},
	"Aggregate":              {sqltext.Select, -1, -1, -1},
	"Watch":                  {sqltext.Select, -1, -1, -1},
	"InsertOne":              {sqltext.Insert, -1, -1, 1},
	"InsertMany":             {sqltext.Insert, -1, -1, 1},
	"UpdateOne":              {sqltext.Update, 1, 2, -1},
	"UpdateMany":             {sqltext.Update, 1, 2, -1},
	"UpdateByID":             {sqltext.Update, -1, 2, -1},
	"FindOneAndUpdate":       {sqltext.Update, 1, 2, -1},
	"ReplaceOne":             {sqltext.Update, 1, -1, 2},
	"FindOneAndReplace":      {sqltext.Update, 1, -1, 2},
	"DeleteOne":              {sqltext.Delete, 1, -1, -1},
	"DeleteMany":             {sqltext.Delete, 1, -1, -1},
	"FindOneAndDelete":       {sqltext.Delete, 1, -1, -1},
	"Drop":                   {sqltext.Delete, -1, -1, -1},
	"BulkWrite":              {sqltext.Update, -1, -1, -1},
}

// mgoOps are those of the driver before.
var mgoOps = map[string]mongoOp{
	"Find":      {sqltext.Select, 0, -1, -1},
	"FindId":    {sqltext.Select, -1, -1, -1},
	"Count":     {sqltext.Select, -1, -1, -1},
	"Pipe":      {sqltext.Select, -1, -1, -1},
	"Insert":    {sqltext.Insert, -1, -1, 0},
	"Update":    {sqltext.Update, 0, 1, -1},
	"UpdateId":  {sqltext.Update, -1, 1, -1},
	"UpdateAll": {sqltext.Update, 0, 1, -1},
	"Upsert":    {sqltext.Upsert, 0, 1, -1},
	"UpsertId":  {sqltext.Upsert, -1, 1, -1},
	"Remove":    {sqltext.Delete, 0, -1, -1},
	"RemoveId":  {sqltext.Delete, -1, -1, -1},
	"RemoveAll": {sqltext.Delete, 0, -1, -1},
}

// mongoCall handles the methods of a collection.
func (r *recorder) mongoCall(e event) {
	c := e.call
	if c.invoke || c.shift() == 0 {
		return
	}
	if !isStore(c.args[0].Type()) {
		r.mongoCommand(e)
		return
	}
	ops := mongoOps
	if strings.Contains(c.callee.Pkg().Path(), "mgo") {
		ops = mgoOps
	}
	op, ok := ops[c.callee.Name()]
	if !ok {
		return
	}
	l := r.lastLink(c)
	q := mongoQuery{frame: l.frame, statement: statement{documents: true, verb: op.verb, table: quoted(r.p.texts(r.g, c.args[0]))}}
	q.filter(l.arg(op.filter))
	if op.verb == sqltext.Select {
		q.where, q.opaque = nil, false // whatever it reads
		switch c.callee.Name() {
		case "Aggregate":
			q.pipeline(r.p.texts(r.g, l.arg(1)))
		case "Pipe":
			q.pipeline(r.p.texts(r.g, l.arg(0)))
		}
		r.statement(e, &q.statement)
		return
	}
	if c.callee.Name() == "BulkWrite" && r.bulkWrite(e, l, q.table) {
		return
	}
	q.upserts = op.verb == sqltext.Upsert || op.verb == sqltext.Update && upserts(r, l)
	q.update(l.arg(op.update))
	if op.doc >= 0 {
		q.stored(l.arg(op.doc))
	}
	q.opaque = q.opaque || c.callee.Name() == "BulkWrite"
	q.leaveToCallers()
	q.finish()
	r.statement(e, &q.statement)
}

// mongoCommand handles what a database is told that names a collection: a view of
// one, or a command, whose first entry is its name with the collection's.
func (r *recorder) mongoCommand(e event) {
	l := r.lastLink(e.call)
	var name, stages ssa.Value
	verb := sqltext.Select
	switch l.name {
	case "CreateView":
		name, stages = l.arg(2), l.arg(3)
	case "RunCommand", "RunCommandCursor":
		pairs, _ := l.frame.document(l.arg(1))
		if len(pairs) == 0 {
			return
		}
		switch pairs[0].key {
		case "find", "aggregate", "count", "distinct":
		case "insert":
			verb = sqltext.Insert
		case "update", "findAndModify", "findandmodify":
			verb = sqltext.Update
		case "delete", "drop":
			verb = sqltext.Delete
		default:
			return
		}
		name = pairs[0].value
		for _, p := range pairs {
			if p.key == "pipeline" {
				stages = p.value
			}
		}
	}
	if name == nil || stringOf(name) == nil {
		return
	}
	q := statement{documents: true, verb: verb, table: quoted(r.p.texts(r.g, stringOf(name))), opaque: verb != sqltext.Select}
	if stages != nil {
		q.pipeline(r.p.texts(r.g, stages))
	}
	r.statement(e, &q)
}

// upserts reports whether an option says that a document is to be inserted where
// none is found.
func upserts(r *recorder, l link) bool {
	for _, v := range l.rest(len(l.args) - 1) {
		if v == nil {
			continue
		}
		for _, chain := range r.p.chains(r.g, v, isOptions, true) {
			if slices.ContainsFunc(chain, func(l link) bool { return l.name == "SetUpsert" && isTrue(l.arg(0)) }) {
				return true
			}
		}
	}
	return false
}

// isOptions reports whether a type is a builder of the driver's options.
func isOptions(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && strings.HasSuffix(pkgPath(n.Obj().Pkg()), "/mongo/options")
}

// A mongoQuery is a call of the driver being read.
type mongoQuery struct {
	statement
	frame   *frame
	upserts bool
	initial [][]text // set where the document is inserted
}

// A pair is one entry of a document, with the function that it stands in.
type pair struct {
	key   string
	value ssa.Value
	frame *frame
}

// document reads a document that is written down in place: bson.M, bson.D, or a
// map of another name. The second result reports whether all of it is known.
func (f *frame) document(v ssa.Value) (pairs []pair, ok bool) {
	if v == nil {
		return nil, false
	}
	v = f.e.g.content(typed(v))
	if in, result := f.called(v); result != nil {
		return in.document(result)
	}
	if p, is := v.(*ssa.Parameter); is && f.up != nil {
		if i := slices.Index(p.Parent().Params, p); i >= 0 && i < len(f.args) {
			return f.up.document(f.args[i])
		}
	}
	if m, is := v.(*ssa.MakeMap); is {
		return f.entries(m)
	}
	list := items(v)
	if list == nil {
		return nil, false
	}
	ok = true
	for _, item := range list {
		fields := f.e.g.literalFields(item)
		key := fields["Key"]
		if item == nil || key == nil {
			return nil, false
		}
		t := f.texts(key)
		ok = ok && len(t) == 1 && t[0].known() && !t[0].params()
		pairs = append(pairs, pair{t[0].String(), fields["Value"], f})
	}
	return pairs, ok
}

// entries are those of a map, in the order in which the code fills it.
func (f *frame) entries(m *ssa.MakeMap) (pairs []pair, ok bool) {
	ok = true
	for _, ref := range *m.Referrers() {
		u, is := ref.(*ssa.MapUpdate)
		if !is {
			continue
		}
		t := f.texts(typed(u.Key))
		ok = ok && len(t) == 1 && t[0].known() && !t[0].params()
		pairs = append(pairs, pair{t[0].String(), u.Value, f})
	}
	return pairs, ok
}

// filter reads the conditions of a filter.
func (q *mongoQuery) filter(v ssa.Value) {
	if v == nil {
		return
	}
	pairs, ok := q.frame.handedFilter(v, 0)
	if keyAlone(pairs) {
		pairs[0].key, ok = "_id", true
	}
	if q.asks = q.frame.handedDocument(v); q.asks == 0 || len(pairs) > 0 {
		q.opaque, q.asks = q.opaque || !ok, 0
	}
	q.conditions(pairs, 0)
}

// keyAlone reports whether all that a filter asks for is that one field, of whatever name,
// holds a plain value: bson.M{fields.ID: id}. Then that is the key, for nothing else says
// which document is meant.
func keyAlone(pairs []pair) bool {
	if len(pairs) != 1 || constTexts(pairs[0].key)[0].known() {
		return false
	}
	value := typed(pairs[0].value).Type().Underlying()
	switch value := value.(type) {
	case *types.Basic:
		return true
	case *types.Array: // of an ObjectID, or a UUID
		return types.Identical(value.Elem(), types.Typ[types.Byte])
	}
	return false
}

func (q *mongoQuery) conditions(pairs []pair, depth int) {
	for _, p := range pairs {
		switch {
		case p.key == "$and" && depth < 4:
			for _, item := range items(p.frame.e.g.content(typed(p.value))) {
				inner, ok := p.frame.document(item)
				q.opaque = q.opaque || !ok
				q.conditions(inner, depth+1)
			}
		case p.key == "$or" && depth < 4:
			q.alternatives(p, depth)
		case strings.HasPrefix(p.key, "$"):
			q.opaque = true
		default:
			q.comparison(p)
		}
	}
}

// alternatives reads conditions of which one has to hold.
func (q *mongoQuery) alternatives(p pair, depth int) {
	var either [][]text
	for _, item := range items(p.frame.e.g.content(typed(p.value))) {
		inner, ok := p.frame.document(item)
		one := mongoQuery{frame: q.frame}
		one.conditions(inner, depth+1)
		if !ok || one.opaque {
			q.opaque = true
			return
		}
		if len(one.where) > 0 {
			either = append(either, list(one.where, " AND ", nil))
		}
	}
	if len(either) == 0 {
		q.opaque = true
		return
	}
	q.where = append(q.where, joined(constTexts("("), list(either, " OR ", nil), constTexts(")")))
}

// comparison reads one field of a filter: a value, or {$lt: value}.
func (q *mongoQuery) comparison(p pair) {
	inner, _ := p.frame.document(p.value)
	switch {
	case isNil(typed(p.value)):
		q.where = append(q.where, constTexts(quoteName(p.key)+" IS NULL")) // or it is not there
		return
	case len(inner) == 0 || !strings.HasPrefix(inner[0].key, "$"):
		q.where = append(q.where, joined(constTexts(quoteName(p.key)+" = "), operand(p.value)))
		return
	}
	for _, op := range inner {
		q.operator(p.key, op, false)
	}
}

// mongoOperators are the comparisons, and what each is where it is negated.
var mongoOperators = map[string][2]string{
	"$lt": {"<", ">="}, "$lte": {"<=", ">"}, "$gt": {">", "<="}, "$gte": {">=", "<"}, "$ne": {"<>", "="}, "$eq": {"=", "<>"},
}

// operator reads one of a field's comparisons.
func (q *mongoQuery) operator(field string, op pair, not bool) {
	words, ok := mongoOperators[op.key]
	word := words[0]
	if not {
		word = words[1]
	}
	switch {
	case ok:
		q.where = append(q.where, joined(constTexts(quoteName(field)+" "+word+" "), operand(op.value)))
	case op.key == "$not" && !not:
		inner, known := op.frame.document(op.value)
		q.opaque = q.opaque || !known
		for _, o := range inner {
			q.operator(field, o, true)
		}
	case op.key == "$in" || op.key == "$nin":
		word := "IN"
		if (op.key == "$nin") != not {
			word = "NOT IN"
		}
		q.where = append(q.where, constTexts(quoteName(field)+" "+word+" ("+blank+")"))
	case op.key == "$exists":
		word := "IS NOT NULL"
		if isFalse(op.value) != not {
			word = "IS NULL"
		}
		q.where = append(q.where, constTexts(quoteName(field)+" "+word))
	default:
		q.opaque = true
	}
}

// update reads the operators of an update.
func (q *mongoQuery) update(v ssa.Value) {
	if v == nil {
		return
	}
	pairs, ok := q.frame.document(v)
	if q.sets = q.frame.handedDocument(v); q.sets == 0 || len(pairs) > 0 {
		q.opaque, q.sets = q.opaque || !ok, 0
	}
	for _, p := range pairs {
		columns, ok := p.columns()
		if !ok {
			columns = append(columns, someColumns)
		}
		switch p.key {
		case "$setOnInsert":
			q.initial = append(q.initial, columnTexts(columns)...)
		case "$max":
			for _, c := range columns {
				q.set = append(q.set, constTexts(quoteName(c)+" = GREATEST("+quoteName(c)+", "+blank+")"))
			}
		case "$inc", "$mul", "$push", "$addToSet", "$pull", "$pullAll", "$bit":
			for _, c := range columns {
				q.set = append(q.set, constTexts(quoteName(c)+" = "+quoteName(c)+" + "+blank))
			}
		case "$currentDate":
			for _, c := range columns {
				q.set = append(q.set, constTexts(quoteName(c)+" = now()"))
			}
		case "$set":
			q.set = append(q.set, p.assigned(columns)...)
		default:
			q.set = append(q.set, assign(columns)...)
		}
	}
}

// assigned are the assignments of a document's fields, by what they are given.
func (p pair) assigned(columns []string) [][]text {
	pairs, ok := p.frame.document(p.value)
	if !ok || len(pairs) != len(columns) {
		return assign(columns)
	}
	out := make([][]text, len(pairs))
	for i, c := range pairs {
		out[i] = joined(constTexts(quoteName(c.key)+" = "), operand(c.value))
	}
	return out
}

// columns are the fields of a document, or of a struct that is stored as one.
func (p pair) columns() (names []string, ok bool) {
	pairs, ok := p.frame.document(p.value)
	if !ok && len(pairs) == 0 {
		names = columnsOf(namingBSON, modelOf(p.value))
		return names, len(names) > 0
	}
	for _, c := range pairs {
		if !strings.ContainsRune(c.key, sqltext.Hole) { // of a field whose name is made up there is no more to say
			names = append(names, c.key)
		}
	}
	return names, ok
}

// stored reads a document that is stored as a whole.
func (q *mongoQuery) stored(v ssa.Value) {
	if v == nil {
		return
	}
	columns, ok := pair{"", v, q.frame}.columns()
	if list := elements(v); !ok && len(list) > 0 {
		columns, _ = pair{"", list[0], q.frame}.columns()
	}
	q.column = columnTexts(columns)
	if q.verb == sqltext.Update {
		q.set = append(q.set, assign(columns)...)
	}
}

// finish makes an insert of what inserts where nothing is found.
func (q *mongoQuery) finish() {
	if !q.upserts {
		return
	}
	q.verb = sqltext.Insert
	if len(q.set) == 0 && len(q.initial) > 0 && !q.opaque {
		q.column = q.initial
		return
	}
	where := q.where
	if q.opaque {
		where = append(where, []text{hole()})
	}
	q.statement.upsert(where)
}
