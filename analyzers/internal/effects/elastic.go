package effects

import (
	"go/types"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// The indices of Elasticsearch and OpenSearch are named in many ways: by a
// method of a service or a request, by a field of a request, and by an argument
// of a function that a field of the client holds.

// elasticVerb tells what an operation does, by its name in whatever spelling.
func elasticVerb(name string) (sqltext.Verb, bool) {
	name = strings.ToLower(name)
	for _, suffix := range []string{"service", "request", "req", "item"} {
		name = strings.TrimSuffix(name, suffix)
	}
	name = strings.TrimPrefix(name, "document")
	switch name {
	case "search", "count", "get", "getsource", "exists", "existssource", "explain", "mget", "multiget", "msearch", "multisearch", "scroll", "termvectors", "source":
		return sqltext.Select, true
	case "index", "update", "bulk", "bulkindex", "bulkupdate":
		return sqltext.Upsert, true
	case "create", "bulkcreate":
		return sqltext.Insert, true
	case "updatebyquery":
		return sqltext.Update, true
	case "delete", "bulkdelete", "deletebyquery":
		return sqltext.Delete, true
	}
	return "", false
}

// elasticPath reports whether a package is one of the clients', and whether it
// is a low-level one, whose requests are structs.
func elasticPath(p *types.Package) (client, api bool) {
	if p == nil {
		return false, false
	}
	path := pkgPath(p)
	switch {
	case strings.Contains(path, "olivere/elastic"):
		return true, false
	case strings.Contains(path, "/opensearch-go") || strings.Contains(path, "/go-elasticsearch"):
		return true, strings.HasSuffix(path, "/esapi") || strings.HasSuffix(path, "/opensearchapi") || strings.Contains(path, "/typedapi/core/")
	}
	return false, false
}

// elasticCall handles the calls that name an index. It reports whether it was
// one.
func (r *recorder) elasticCall(e event) bool {
	c := e.call
	if c.callee == nil {
		return r.elasticFunc(e)
	}
	client, api := elasticPath(c.callee.Pkg())
	switch {
	case !client:
		return false
	case c.shift() == 0:
		return false
	case api && c.callee.Name() == "Do" && r.elasticRequest(e, c.args[0]), r.elasticBulk(e):
		return true
	}
	for _, a := range c.args[1:] {
		if n := named(a.Type()); n != nil && strings.HasSuffix(n.Obj().Name(), "Req") && r.elasticRequest(e, a) {
			return true
		}
	}
	return r.elasticMethod(e)
}

// elasticMethod handles SearchService.Index("users"), Client.Search("users") and
// Search.WithIndex("users").
func (r *recorder) elasticMethod(e event) bool {
	c := e.call
	n := named(c.args[0].Type())
	if n == nil || len(c.args) < 2 {
		return false
	}
	name := n.Obj().Name()
	if c.callee.Name() != "Index" && c.callee.Name() != "WithIndex" {
		if name != "Client" {
			return false
		}
		name = c.callee.Name() // Client.Search(indices...)
	}
	verb, ok := elasticVerb(name)
	if !ok {
		return false
	}
	if verb == sqltext.Upsert && r.onlyCreates(c) {
		verb = sqltext.Insert
	}
	r.indices(e, verb, c.args[1], r.mayCompare(c))
	return true
}

func isVersion(name string) bool {
	switch strings.TrimPrefix(name, "With") {
	case "Version", "VersionType", "IfSeqNo", "IfPrimaryTerm":
		return true
	}
	return false
}

// elasticRequest handles a request that is a struct with the index in it.
func (r *recorder) elasticRequest(e event, v ssa.Value) bool {
	n := named(v.Type())
	if n == nil {
		return false
	}
	verb, ok := elasticVerb(n.Obj().Name())
	if !ok {
		return false
	}
	fields := r.g.literalFields(v)
	if op := n.Obj().Name(); verb == sqltext.Upsert && strings.HasPrefix(op, "Index") && fields["Index"] != nil && ownID(fields["DocumentID"]) && !changedLater(v) {
		verb = sqltext.Insert
	}
	for _, key := range []string{"Index", "Indices"} {
		if index := fields[key]; index != nil {
			versioned := fields["Version"] != nil || fields["IfSeqNo"] != nil || fields["Params"] != nil
			r.indices(e, verb, index, versioned || givenLater(v, "Version", "IfSeqNo"))
		}
	}
	return true
}

// givenLater reports whether a request that is kept in a variable may be given one of some
// fields after it was made: if params.SeqNo != nil { req.IfSeqNo = params.SeqNo }.
func givenLater(v ssa.Value, fields ...string) bool {
	alloc := variableOf(v)
	return alloc != nil && slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		fa, ok := ref.(*ssa.FieldAddr)
		return ok && slices.Contains(fields, fieldOf(fa).Name())
	})
}

// variableOf is the variable that a value is, or is read from; nil if it is none.
func variableOf(v ssa.Value) *ssa.Alloc {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	if alloc, ok := v.(*ssa.Alloc); ok && alloc.Referrers() != nil {
		return alloc
	}
	return nil
}

// changedLater reports whether a struct may have been given fields after it was made.
func changedLater(v ssa.Value) bool {
	alloc := variableOf(v)
	return alloc == nil || slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		switch x := ref.(type) {
		case *ssa.FieldAddr:
			return !storesInto(x, alloc)
		case *ssa.Store, *ssa.UnOp, *ssa.DebugRef:
			return false
		case *ssa.Call:
			callee, _ := calleeOf(x)
			return callee == nil || callee.Name() != "Do"
		}
		return true
	})
}

// storesInto reports whether a field's address is used for nothing but the parts of a
// literal, of which none is the id of a document that may be there.
func storesInto(fa *ssa.FieldAddr, alloc *ssa.Alloc) bool {
	if !isStructType(pointee(alloc.Type())) {
		return false
	}
	return fieldOf(fa).Name() != "DocumentID" || !slices.ContainsFunc(*fa.Referrers(), func(ref ssa.Instruction) bool {
		st, ok := ref.(*ssa.Store)
		return !ok || !ofMoment(st.Val)
	})
}

// elasticFunc handles the call of a function that a field of the client holds:
// es.Index("users", body).
func (r *recorder) elasticFunc(e event) bool {
	common := e.call.instr.Common()
	if common.IsInvoke() || len(common.Args) == 0 {
		return false
	}
	n := named(common.Value.Type())
	if n == nil {
		return false
	}
	if _, api := elasticPath(n.Obj().Pkg()); !api {
		return false
	}
	name := n.Obj().Name()
	if strings.HasPrefix(name, "New") { // typedapi/core/index.NewIndex
		name = path.Base(pkgPath(n.Obj().Pkg()))
	}
	verb, ok := elasticVerb(name)
	if !ok {
		return false
	}
	options := common.Args[len(common.Args)-1]
	if first := common.Args[0]; isString(first.Type()) || isStrings(first.Type()) {
		versioned := slices.ContainsFunc(elements(options), func(v ssa.Value) bool {
			c, ok := v.(*ssa.Call)
			callee := (*types.Func)(nil)
			if ok {
				callee, _ = calleeOf(c)
			}
			return callee != nil && (isVersion(callee.Name()) || isScript(callee.Name()))
		})
		if verb == sqltext.Upsert && strings.EqualFold(name, "index") && (withoutID(options) || r.onlyCreates(e.call)) {
			verb = sqltext.Insert // under an id that the store makes
		}
		versioned = versioned || r.mayCompare(e.call)
		r.indices(e, verb, first, versioned)
	}
	return true // else its options name the index
}

// withoutID reports whether a call's options are all known, and none names a document that
// may be there.
func withoutID(options ssa.Value) bool {
	if c, ok := options.(*ssa.Const); ok {
		return c.IsNil()
	}
	list := elements(options)
	return len(list) > 0 && !slices.ContainsFunc(list, func(v ssa.Value) bool {
		c, ok := v.(*ssa.Call)
		if !ok {
			return true
		}
		callee, _ := calleeOf(c)
		return callee == nil || strings.HasSuffix(callee.Name(), "DocumentID") && !ofMoment(c.Call.Args[len(c.Call.Args)-1])
	})
}

func isStrings(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && isString(s.Elem())
}

// indices notes the use of an index, or of several.
func (r *recorder) indices(e event, verb sqltext.Verb, v ssa.Value, versioned bool) {
	list, given := []ssa.Value{v}, []text{hole()}
	if isStrings(v.Type()) {
		list = r.listed(v)
	}
	if param := r.p.evaluator(r.g).listParam(v); param >= 0 && isStrings(v.Type()) {
		list = []ssa.Value{nil}
		given = entryOf(param, nil)
	}
	for _, name := range list {
		if name != nil {
			given = quoted(r.p.texts(r.g, name))
		}
		r.index(e, verb, given, versioned)
	}
}

// index notes the use of one index.
func (r *recorder) index(e event, verb sqltext.Verb, name []text, versioned bool) {
	s := statement{documents: true, verb: verb, table: name}
	var where [][]text
	if versioned {
		where = [][]text{compared("_version", "<")}
	}
	if verb == sqltext.Upsert {
		s.verb = sqltext.Insert
		s.upsert(where)
	} else if verb != sqltext.Select {
		s.where = where
	}
	r.statement(e, &s)
}

// listed are the values in a list, or in any of those that a list holds.
func (r *recorder) listed(v ssa.Value) []ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return elements(r.g.content(v))
	}
	ia, ok := load.X.(*ssa.IndexAddr)
	if !ok {
		return elements(r.g.content(v))
	}
	var out []ssa.Value
	for _, list := range r.p.evaluator(r.g).elementsOf(ia.X) {
		out = append(out, elements(list)...)
	}
	return out
}
