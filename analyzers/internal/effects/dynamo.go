package effects

import (
	"cmp"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// isDynamo reports whether a package is one of the AWS SDKs' for DynamoDB.
func isDynamo(pkg *types.Package) bool {
	if pkg == nil {
		return false
	}
	switch path := catalog.Canonical(pkgPath(pkg)); path {
	case "github.com/aws/aws-sdk-go-v2/service/dynamodb", "github.com/aws/aws-sdk-go/service/dynamodb":
		return true
	}
	return false
}

// dynamoCall handles a call that is given the input of one of DynamoDB's
// operations: the client's method, or one of an interface that stands for the
// client. It reports whether it is one.
func (r *recorder) dynamoCall(e event) bool {
	c := e.call
	if !c.invoke && (c.callee == nil || c.callee.Pkg() == nil || !strings.Contains(c.callee.Pkg().Path(), "/dynamodb")) {
		return false
	}
	for _, a := range c.args[c.shift():] { // an input's own methods do nothing yet
		n := named(a.Type())
		if n == nil || !isDynamo(n.Obj().Pkg()) || !strings.HasSuffix(n.Obj().Name(), "Input") {
			continue
		}
		d := dynamoQuery{r: r, e: e, frame: &frame{e: r.p.evaluator(r.g)}}
		d.operation(strings.TrimSuffix(n.Obj().Name(), "Input"), a)
		return true
	}
	return false
}

// A dynamoQuery is an operation of DynamoDB's being read.
type dynamoQuery struct {
	r     *recorder
	e     event
	frame *frame
}

func (d *dynamoQuery) operation(name string, v ssa.Value) {
	d, v = d.within(v)
	input := d.frame.inputFields(v)
	switch name {
	case "GetItem", "Query", "Scan":
		d.one(sqltext.Select, v, input)
	case "PutItem":
		d.one(sqltext.Insert, v, input)
	case "UpdateItem":
		d.one(sqltext.Update, v, input)
	case "DeleteItem":
		d.one(sqltext.Delete, v, input)
	case "BatchGetItem":
		d.batch(sqltext.Select, input["RequestItems"])
	case "BatchWriteItem":
		d.batch(sqltext.Upsert, input["RequestItems"])
	case "TransactGetItems", "TransactWriteItems":
		for _, item := range d.frame.e.g.listed(input["TransactItems"], map[ssa.Value]bool{}) {
			in, item := d.within(item)
			in.transact(in.frame.inputFields(item))
		}
	case "ExecuteStatement":
		if v := input["Statement"]; v != nil {
			d.r.runs(d.e, d.frame.texts(v))
		}
	case "BatchExecuteStatement", "ExecuteTransaction":
		for _, item := range d.frame.e.g.listed(cmp.Or(input["Statements"], input["TransactStatements"]), map[ssa.Value]bool{}) {
			if v := d.frame.inputFields(item)["Statement"]; v != nil {
				d.r.runs(d.e, d.frame.texts(v))
			}
		}
	}
}

// within goes on in the function of the package that makes a part of the input.
func (d *dynamoQuery) within(v ssa.Value) (*dynamoQuery, ssa.Value) {
	if v == nil {
		return d, nil
	}
	in, result := d.frame.called(d.frame.e.g.content(v))
	if result == nil {
		return d, v
	}
	made := *d
	made.frame = in
	return &made, result
}

// transact reads one item of a transaction.
func (d *dynamoQuery) transact(item map[string]ssa.Value) {
	for _, kind := range []struct {
		name string
		verb sqltext.Verb
	}{{"Get", sqltext.Select}, {"ConditionCheck", sqltext.Select}, {"Put", sqltext.Insert}, {"Update", sqltext.Update}, {"Delete", sqltext.Delete}} {
		if v := item[kind.name]; v != nil {
			in, v := d.within(v)
			in.one(kind.verb, v, in.frame.inputFields(v))
		}
	}
}

// batch reads the tables that are the keys of a map.
func (d *dynamoQuery) batch(verb sqltext.Verb, v ssa.Value) {
	if v == nil {
		return
	}
	for _, t := range d.frame.keysOf(v) {
		d.r.statement(d.e, &statement{documents: true, verb: verb, table: quoted([]text{t})})
	}
}

// one reads an operation on one table.
func (d *dynamoQuery) one(verb sqltext.Verb, v ssa.Value, input map[string]ssa.Value) {
	s := statement{documents: true, verb: verb, table: quoted(d.frame.tableName(v, input))}
	var where [][]text
	if v := input["ConditionExpression"]; v != nil && verb != sqltext.Select {
		built, ok := d.frame.builtExpression(v)
		if !ok {
			built = d.expression(v, input)
		}
		where = [][]text{built}
	}
	switch verb {
	case sqltext.Insert:
		if v := input["Item"]; v != nil {
			columns, ok := d.frame.e.p.keys(d.frame, v)
			if s.column = columnTexts(columns); !ok {
				s.column = columnTexts([]string{someColumns})
			}
		}
		if len(where) == 0 || !onlyNew(where[0]) {
			s.upsert(where)
		}
	case sqltext.Update:
		s.where = where
		if v := input["UpdateExpression"]; v != nil {
			if built, ok := d.frame.builtExpression(v); ok {
				s.set = [][]text{built}
			} else {
				s.set = updated(d.expression(v, input))
			}
		}
	case sqltext.Delete:
		s.where = where
	}
	d.r.statement(d.e, &s)
}

// onlyNew reports whether a condition lets a put replace nothing.
func onlyNew(condition []text) bool {
	if notThere.MatchString(condition[0].String()) {
		return true
	}
	s := strings.ToLower(strings.Join(strings.Fields(condition[0].String()), ""))
	rest, ok := strings.CutPrefix(s, "attribute_not_exists(")
	return ok && strings.IndexByte(rest, ')') == len(rest)-1
}

// notThere recognises a condition that a builder has made, likewise.
var notThere = regexp.MustCompile(`^"\w+" IS NULL$`)

// expression reads an expression, with the names that it has for attributes.
func (d *dynamoQuery) expression(v ssa.Value, input map[string]ssa.Value) []text {
	found := d.frame.texts(v)
	pairs, _ := d.frame.document(input["ExpressionAttributeNames"])
	out := make([]text, len(found))
	for i, t := range found {
		out[i] = slices.Clone(t)
		for k := range out[i] {
			for _, p := range pairs {
				name := d.frame.texts(typed(p.value))[0].String()
				out[i][k].Text = strings.ReplaceAll(out[i][k].Text, p.key, name)
			}
			out[i][k].Text = strings.ReplaceAll(out[i][k].Text, "#", "")
		}
	}
	return out
}

// updated are the assignments of an update's expression: SET a = :a ADD b :b
// REMOVE c.
func updated(found []text) [][]text {
	var out [][]text
	for _, t := range found {
		section := ""
		var words []string
		flush := func() {
			body := strings.Join(words, " ")
			words = nil
			if section == "SET" && body != "" {
				out = append(out, constTexts(body))
				return
			}
			for part := range strings.SplitSeq(body, ",") {
				f := strings.Fields(part)
				switch {
				case section == "" || len(f) == 0:
				case section == "REMOVE":
					out = append(out, assign(f[:1])...)
				default:
					out = append(out, increased(constTexts(quoteName(f[0]))))
				}
			}
		}
		for word := range strings.FieldsSeq(t.String()) {
			switch upper := strings.ToUpper(word); upper {
			case "SET", "ADD", "REMOVE", "DELETE":
				flush()
				section = upper
			default:
				words = append(words, word)
			}
		}
		flush()
	}
	return out
}

// --- github.com/guregu/dynamo ---

func isGuregu(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || catalog.Canonical(pkgPath(n.Obj().Pkg())) != "github.com/guregu/dynamo" {
		return false
	}
	switch n.Obj().Name() {
	case "Put", "Update", "Delete", "Query", "Scan", "Batch", "BatchGet", "BatchWrite", "ConditionCheck":
		return true
	}
	return false
}

func guregusVerb(name string) sqltext.Verb {
	switch name {
	case "Put":
		return sqltext.Insert
	case "Update":
		return sqltext.Update
	case "Delete":
		return sqltext.Delete
	case "Get", "Scan", "Check":
		return sqltext.Select
	case "Batch":
		return sqltext.Upsert
	}
	return ""
}

func guregusEnd(name string) bool {
	for _, prefix := range []string{"Run", "One", "All", "Count", "Value", "OldValue", "Iter", "OnlyUpdated"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// guregusCall handles the methods of a table, and those that end their chains.
func (r *recorder) guregusCall(e event) {
	c := e.call
	if c.invoke || c.shift() == 0 {
		return
	}
	value, _ := c.instr.(*ssa.Call)
	switch verb := guregusVerb(c.callee.Name()); {
	case isStore(c.args[0].Type()) && verb != "" && value != nil:
		if !r.goesOn(value, isGuregu, guregusEnd) || verb == sqltext.Upsert {
			l := r.lastLink(c)
			r.statement(e, guregusStatement([]link{l}, l))
		}
	case isGuregu(c.args[0].Type()) && guregusEnd(c.callee.Name()):
		for _, chain := range r.p.chains(r.g, c.args[0], isGuregu, true) {
			if len(chain) > 0 && chain[0].name != "" && chain[0].name != "Batch" && receiver(chain[0].call) != nil && isStore(receiver(chain[0].call).Type()) {
				r.statement(e, guregusStatement(chain, chain[0]))
			}
		}
	}
}

// guregusNames: names of attributes stand between single quotes, or are $.
func guregusNames(found []text) []text {
	out := make([]text, len(found))
	for i, t := range found {
		out[i] = slices.Clone(t)
		for k := range out[i] {
			out[i][k].Text = strings.NewReplacer("'", `"`, "$", "x").Replace(out[i][k].Text)
		}
	}
	return out
}

func guregusStatement(chain []link, first link) *statement {
	s := &statement{documents: true, verb: guregusVerb(first.name), table: quoted(first.texts(receiver(first.call)))}
	var where [][]text
	for _, l := range chain[1:] {
		t, ok := l.text(0)
		switch {
		case l.name == "If" && ok && !l.maybe:
			where = append(where, guregusNames(t))
		case l.name == "" || strings.HasPrefix(l.name, "If"):
			where = append(where, []text{hole()})
		case ok && (l.name == "Add" || l.name == "Append" || l.name == "Prepend"):
			s.set = append(s.set, increased(identifiers(t)))
		case ok && (strings.HasPrefix(l.name, "Set") || l.name == "Remove"):
			s.set = append(s.set, joined(identifiers(t), constTexts(" = "+blank)))
		}
	}
	switch {
	case s.verb == sqltext.Insert:
		columns := columnsOf("dynamo", modelOf(first.arg(0)))
		if s.column = columnTexts(columns); len(columns) == 0 {
			s.column = columnTexts([]string{someColumns})
		}
		if len(where) == 0 || !onlyNew(where[0]) {
			s.upsert(where)
		}
	case s.verb != sqltext.Select:
		s.where = where
	}
	return s
}
