package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Couchbase keeps documents under keys, each as a whole: Upsert and Replace overwrite what is
// there, as Redis's SET does. Insert fails where something is, and who hands back the mark of
// what was read (CAS) is told if somebody else came first.

// couchbaseMethod is what Redis calls a method of a collection of Couchbase's.
func couchbaseMethod(s effects.Site) string {
	if receiverName(s.Callee) != "Collection" {
		return ""
	}
	switch s.Callee.Name() {
	case "Upsert":
		return "Set"
	case "Replace":
		if swapsRead(s) {
			return ""
		}
		return "Set"
	case "Get", "GetAndLock", "GetAndTouch":
		return "Get"
	case "Remove":
		return "Del"
	}
	return ""
}

// swapsRead reports whether a call may be told by its options which version it replaces.
func swapsRead(s effects.Site) bool {
	options := s.Args[len(s.Args)-1]
	if c, ok := options.(*ssa.Const); ok {
		return !c.IsNil()
	}
	built := builtHere(options)
	if built == nil {
		return true
	}
	st, _ := deref(built.Type()).Underlying().(*types.Struct)
	for _, ref := range *built.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		if st.Field(fa.Field).Name() == "Cas" && len(stores(fa)) > 0 {
			return true
		}
	}
	return false
}

// documentsOf is what the documents of a collection are called by their type, where it is the
// type of the project's that tells what is kept; "" if that is another store.
func (t *tracker) documentsOf(s effects.Site, p *put) string {
	if s.Callee == nil || s.Callee.Pkg() == nil || s.Callee.Pkg().Name() != "gocb" || p.value == nil {
		return ""
	}
	if n := effects.Named(deref(withoutInterface(p.value).Type())); n != nil && isStruct(n) {
		return dbname.Table(n.Obj().Name())
	}
	return "documents"
}
