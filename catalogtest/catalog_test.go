package catalogtest

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// TestCatalog holds the catalogue to the real libraries.
func TestCatalog(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: needs the sources of the libraries in modules.txt, some 160 MB to download")
	}
	list := modules(t)
	s := newSources(t, list)
	t.Run("entries", func(t *testing.T) { testEntries(t, s, list) })
	t.Run("stops", func(t *testing.T) { testStops(t, s, list) })
	t.Run("shapes", func(t *testing.T) { testShapes(t, s) })
}

// testEntries resolves every entry.
func testEntries(t *testing.T, s *sources, list []*module) {
	resolved, unchecked := 0, 0
	for _, e := range catalog.Default().Entries() {
		if e.Role == catalog.Stop {
			continue
		}
		err := s.resolve(e)
		switch {
		case err == nil:
			resolved++
		case errors.Is(err, errNoPackage) && absent(list, e.Package):
			unchecked++
		default:
			t.Errorf("catalog.txt:%d: %s %s %s: %v", e.Line, e.Role, e.Package, e.Symbol, err)
		}
	}
	t.Logf("%d entries resolved, %d not checked: of optional modules that are not at hand (%s)", resolved, unchecked, optionalEnv)
}

// testStops holds each stop to being, or lying above, a module or a package
// that exists: one of modules.txt, or one that those require.
func testStops(t *testing.T, s *sources, list []*module) {
	known := s.prefixes(list)
	for _, e := range catalog.Default().Entries() {
		if e.Role == catalog.Stop && !known[e.Package] && !s.isStd(e.Package) {
			t.Errorf("catalog.txt:%d: stop %s: no module or package of that path", e.Line, e.Package)
		}
	}
}

// testShapes checks that SDKs which the catalogue leaves out still hide their
// client behind func(*http.Request) (*http.Response, error), which the engine
// recognises.
func testShapes(t *testing.T, s *sources) {
	tests := []struct{ pkg, iface, method string }{
		{"connectrpc.com/connect", "HTTPClient", "Do"},
		{"github.com/Khan/genqlient/graphql", "Doer", "Do"},
		{"github.com/algolia/algoliasearch-client-go/v3/algolia/transport", "Requester", "Request"},
		{"github.com/slack-go/slack", "httpClient", "Do"},
	}
	for _, tt := range tests {
		pkg, err := s.Import(tt.pkg)
		if err != nil {
			t.Fatal(err)
		}
		obj, _ := pkg.Scope().Lookup(tt.iface).(*types.TypeName)
		if obj == nil || !types.IsInterface(obj.Type()) {
			t.Errorf("%s has no interface %s", tt.pkg, tt.iface)
			continue
		}
		f, _, _ := types.LookupFieldOrMethod(obj.Type(), false, pkg, tt.method)
		const want = "(*net/http.Request) (*net/http.Response, error)"
		if got := shape(f); got != want {
			t.Errorf("%s.%s.%s is %s, want %s", tt.pkg, tt.iface, tt.method, got, want)
		}
	}
}

// shape is a function's signature without the names of its parameters.
func shape(f types.Object) string {
	if f == nil {
		return "missing"
	}
	var text []string
	for _, tuple := range []*types.Tuple{f.Type().(*types.Signature).Params(), f.Type().(*types.Signature).Results()} {
		var list []string
		for v := range tuple.Variables() {
			list = append(list, v.Type().String())
		}
		text = append(text, "("+strings.Join(list, ", ")+")")
	}
	return strings.Join(text, " ")
}

var errNoPackage = errors.New("no such package in the modules of modules.txt")

// absent reports whether a package may be of an optional module that is not at
// hand.
func absent(list []*module, pkg string) bool {
	for _, m := range list {
		c := catalog.Canonical(m.path)
		if m.optional && m.dir == "" && (pkg == c || strings.HasPrefix(pkg, c+"/")) {
			return true
		}
	}
	return false
}

// resolve looks for an entry's symbol in each major version of its package, and
// for each package of its family. One must have it, and where it exists it must
// be as the entry says.
func (s *sources) resolve(e catalog.Entry) error {
	found, packages := 0, 0
	for _, path := range s.packages(e.Package) {
		if !e.In(path) {
			continue
		}
		pkg, err := s.Import(path)
		if err != nil {
			return err
		}
		packages++
		n, err := check(pkg, e)
		if err != nil {
			return fmt.Errorf("in %s: %w", path, err)
		}
		found += n
	}
	switch {
	case packages == 0:
		return errNoPackage
	case found == 0:
		return errors.New("no such symbol, or another type declares it")
	}
	return nil
}

// check checks an entry against one package, and counts its symbols there.
func check(pkg *types.Package, e catalog.Entry) (int, error) {
	if e.Role.OfType() {
		obj, ok := pkg.Scope().Lookup(e.Symbol).(*types.TypeName)
		if !ok {
			return 0, nil
		}
		return 1, checkType(obj, e)
	}
	found := 0
	if obj := pkg.Scope().Lookup(e.Symbol); isValue(obj) && (e.Role == catalog.Ack || e.Role == catalog.Nack) {
		found++
	}
	for _, f := range symbols(pkg) {
		if !e.Matches(symbolOf(f)) {
			continue
		}
		found++
		if err := checkFunc(f, e); err != nil {
			return found, err
		}
	}
	return found, nil
}

// isValue reports whether an object is a constant or a variable: an error that a
// handler returns.
func isValue(obj types.Object) bool {
	switch obj.(type) {
	case *types.Const, *types.Var:
		return true
	}
	return false
}

// checkType: where a message's type is an alias, what it stands for is entered
// as well, for that is what code is seen to use.
func checkType(obj *types.TypeName, e catalog.Entry) error {
	if named, ok := types.Unalias(obj.Type()).(*types.Named); ok && obj.IsAlias() && e.Role == catalog.Message {
		if _, ok := catalog.Default().Message(named.Obj().Pkg().Path(), named.Obj().Name()); !ok {
			return fmt.Errorf("is an alias of %s, which is not entered", named)
		}
	}
	return nil
}

// symbols are the functions of a package, and the methods that its types
// declare themselves.
func symbols(pkg *types.Package) []*types.Func {
	var list []*types.Func
	for _, name := range pkg.Scope().Names() {
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			list = append(list, obj)
		case *types.TypeName:
			list = append(list, methods(obj)...)
		}
	}
	return list
}

func methods(obj *types.TypeName) []*types.Func {
	named, ok := obj.Type().(*types.Named)
	if !ok || obj.IsAlias() {
		return nil
	}
	var list []*types.Func
	for m := range named.Methods() {
		list = append(list, m)
	}
	if iface, ok := named.Underlying().(*types.Interface); ok {
		for m := range iface.ExplicitMethods() {
			if receiver(m) == obj.Name() {
				list = append(list, m)
			}
		}
	}
	return list
}

// symbolOf is a function as the catalogue writes it: Func or Type.Method.
func symbolOf(f *types.Func) string {
	if recv := receiver(f); recv != "" {
		return recv + "." + f.Name()
	}
	return f.Name()
}

// receiver is the name of the type that declares a method.
func receiver(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// checkFunc holds a function to what the entry's role asks of it.
func checkFunc(f *types.Func, e catalog.Entry) error {
	sig := f.Signature()
	switch {
	case e.Role == catalog.Consume:
		return checkConsume(sig, e)
	case e.Role == catalog.Handler:
		return checkHandler(sig, e)
	case e.Role == catalog.Decode:
		return checkDecode(sig, e)
	case e.Role.TakesArg() || e.Arg >= 0:
		return checkArg(sig, e)
	case e.Role == catalog.Begin && !e.Self && !begins(sig):
		return errors.New("begins, and has no result to hold the transaction: self=1?")
	case (e.Role == catalog.End || e.Self) && sig.Recv() == nil:
		return errors.New("is no method")
	case e.Self && begins(sig):
		return errors.New("self=1, and there is a result")
	case e.Role.Remote() && !e.Never && !token.IsExported(f.Name()):
		return errors.New("is not exported")
	}
	return nil
}

// begins reports whether a result can hold a transaction.
func begins(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		switch u := v.Type().Underlying().(type) {
		case *types.Pointer, *types.Struct:
			return true
		case *types.Interface:
			if u.NumMethods() != 1 || u.Method(0).Name() != "Error" {
				return true
			}
		}
	}
	return false
}

func checkArg(sig *types.Signature, e catalog.Entry) error {
	if e.Arg >= sig.Params().Len() {
		return fmt.Errorf("there is no argument %d: %s", e.Arg, sig)
	}
	t := sig.Params().At(e.Arg).Type()
	ok := false
	switch e.Role {
	case catalog.SQL, catalog.Table, catalog.Open:
		ok = isText(t)
	case catalog.Nack:
		ok = types.Identical(t, types.Typ[types.Bool])
	default:
		_, ok = t.Underlying().(*types.Signature)
	}
	if !ok {
		return fmt.Errorf("argument %d is %s: %s", e.Arg, t, sig)
	}
	return nil
}

// isText reports whether a type holds text: a string, a list of strings, or
// any, as some builders declare it.
func isText(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Slice:
		return isText(u.Elem()) && !types.IsInterface(u.Elem())
	case *types.Interface:
		return u.Empty()
	}
	return false
}
