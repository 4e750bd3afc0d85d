package flows

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// The documents of a search engine may be written by plain HTTP: a PUT to /books/_doc/42.
// What is put, and that it is a document, tells the path; from whom the request goes to
// whom, nobody has to know. Withheld is what the engine refuses to overwrite, or may:
// a path that only creates, and whatever speaks of versions or of a script.

// documentWrites is what a call writes to a search engine, that is handed the method, the
// path and the document of a request: http.NewRequest, or what the project has for it.
func (t *tracker) documentWrites(s effects.Site) []Write {
	if s.Callee == nil || s.Callee.Pkg() == nil || pureText[effects.PkgPath(s.Callee.Pkg())] {
		return nil
	}
	args := s.Args[min(s.Shift, len(s.Args)):]
	method := strings.ToUpper(s.Callee.Name())
	for _, a := range args {
		if text := constantText(withoutInterface(a)); requestMethods[text] {
			method = text
		}
	}
	if !overwrites(method) {
		return nil // as nearly every call: the texts need not be looked at
	}
	texts := map[ssa.Value]string{}
	for _, a := range args {
		texts[a] = t.pathText(a, 0)
	}
	i := slices.IndexFunc(args, func(a ssa.Value) bool { return writesDocument(method, texts[a]) })
	if i < 0 || t.versioned() || t.ofOneState(args[i]) {
		return nil
	}
	path := args[i]
	var body Origin
	for _, a := range args {
		if a != path && !isContext(a.Type()) {
			body |= t.whole(a)
		}
	}
	if body&(fromMsg|params) == 0 {
		return nil
	}
	set := Set{Known: true}
	set.add("", body)
	name := cmp.Or(indexOf(texts[path]), "documents")
	step := t.view.Step(t.view.CallPos(s.Instr), "writes a document of "+name+" by "+method)
	return []Write{{
		Table: name, Verb: "upsert", Conf: keyValueConf, From: body | t.whole(path), Set: set, KeyValue: true, Searched: true,
		Steps: []summary.Step{step},
	}}
}

var requestMethods = map[string]bool{"GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true}

// overwrites reports whether a request of a method may overwrite a document.
func overwrites(method string) bool { return method == "PUT" || method == "POST" || method == "PATCH" }

// pureText are the packages whose calls only make the text.
var pureText = map[string]bool{"fmt": true, "strings": true, "net/url": true, "path": true, "log": true, "log/slog": true, "errors": true}

// hole stands for what of a path is not known.
const hole = "\x00"

// pathText is a text, with holes for what is not known of it.
func (t *tracker) pathText(v ssa.Value, depth int) string {
	if v = withoutInterface(v); depth > 8 || !isStringType(v.Type()) {
		return hole
	}
	switch v := v.(type) {
	case *ssa.Const:
		return constantText(v)
	case *ssa.Convert:
		return t.pathText(v.X, depth+1)
	case *ssa.BinOp:
		return t.pathText(v.X, depth+1) + t.pathText(v.Y, depth+1)
	case *ssa.Call:
		s := t.site(v)
		if s.Callee == nil || s.Callee.Pkg() == nil || len(s.Args) == 0 {
			return hole
		}
		switch s.Callee.Pkg().Path() + "." + s.Callee.Name() {
		case "fmt.Sprintf":
			return t.formatted(constantText(s.Args[0]), variadic(s), depth)
		case "path.Join":
			return t.joined(variadic(s), depth)
		}
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok && v.Index == 0 {
			if s := t.site(call); s.Callee != nil && s.Callee.Name() == "JoinPath" && len(s.Args) > 1 {
				return t.pathText(s.Args[0], depth+1) + "/" + t.joined(variadic(s), depth)
			}
		}
	}
	return hole
}

// formatted is a format with what it is given in it.
func (t *tracker) formatted(format string, args []ssa.Value, depth int) string {
	n := 0
	return formatVerb.ReplaceAllStringFunc(format, func(verb string) string {
		if n++; n > len(args) {
			return hole
		}
		return t.pathText(args[n-1], depth+1)
	})
}

var formatVerb = regexp.MustCompile(`%[-+# 0]*[0-9]*[a-zA-Z]`)

func (t *tracker) joined(parts []ssa.Value, depth int) string {
	var list []string
	for _, p := range parts {
		list = append(list, t.pathText(p, depth+1))
	}
	return strings.Join(list, "/")
}

// writesDocument reports whether a request of a method overwrites the document that its
// path names: of Elasticsearch and OpenSearch, whose POST without a key adds one; of
// Meilisearch, whose documents bring their keys along; and of Typesense, if it is told to.
func writesDocument(method, path string) bool {
	switch method {
	case "PUT":
		return indexedDocument.MatchString(path) || documentsOfIndex.MatchString(path)
	case "POST":
		return indexedDocument.MatchString(path) || documentsOfIndex.MatchString(path) || upsertedDocument.MatchString(path)
	case "PATCH":
		return documentOfCollection.MatchString(path)
	}
	return false
}

var (
	indexedDocument      = regexp.MustCompile(`/_(doc|update)/[^/?]`)
	documentsOfIndex     = regexp.MustCompile(`/indexes/[^/?]+/documents(\?|$)`)
	upsertedDocument     = regexp.MustCompile(`/collections/[^/?]+/documents(/import)?\?.*action=(upsert|emplace|update)`)
	documentOfCollection = regexp.MustCompile(`/collections/[^/?]+/documents/[^/?]`)
	indexInPath          = regexp.MustCompile(`([^/?\x00]+)/_(?:doc|update)/|/(?:indexes|collections)/([^/?\x00]+)/documents`)
)

// indexOf is the index that a path names, "" if it cannot be told.
func indexOf(path string) string {
	m := indexInPath.FindStringSubmatch(path)
	if m == nil {
		return ""
	}
	return cmp.Or(m[1], m[2])
}

// versioned reports whether the unit speaks of what has an engine refuse a document that
// is older, or of a script that may decide so.
func (t *tracker) versioned() bool {
	for instr := range effects.Instructions(t.u.Funcs...) {
		for _, op := range instr.Operands(nil) {
			if *op != nil && ofVersions.MatchString(constantText(*op)) {
				return true
			}
		}
	}
	return false
}

var ofVersions = regexp.MustCompile(`(?i)\bversion=|version_type|if_seq_no|if_primary_term|op_type|external_gte|ctx\._source|^script$`)

// ofOneState reports whether a path is made of the key of what never changes.
func (t *tracker) ofOneState(path ssa.Value) bool {
	return seek(path, 8, t.keyParts, func(v ssa.Value) bool { return oneState.MatchString(partName(v)) || t.ofEnvelope(v) })
}
