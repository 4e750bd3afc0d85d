package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// A leaf is a symbol by which control leaves the process.
type leaf struct {
	kind string
	name string
	conf int
}

// leaf tells whether a call of the function leaves the process by itself: a
// catalogue entry says so, or its shape. The flag own says that first-party
// code makes the call.
func (e *engine) leaf(f *types.Func, own bool) *leaf {
	if f.Pkg() == nil {
		return nil
	}
	p := pkgPath(f.Pkg())
	for _, entry := range e.catalog.Lookup(p, recvName(f), f.Name()) {
		if entry.Never {
			return nil
		}
		if entry.Role.Remote() && (own || !entry.Own) {
			if e.catalog.Stopped(p) && entry.Symbol != "" && strings.Contains(entry.Symbol, "*") {
				return nil // one of a family, and this member is a datastore
			}
			return &leaf{string(entry.Role), fullName(f), 100}
		}
	}
	if sendsRequest(f) {
		return &leaf{string(catalog.HTTP), fullName(f), derivedConf}
	}
	return nil
}

// never reports whether the catalogue takes the function out.
func (e *engine) never(f *types.Func) bool {
	for _, entry := range e.catalog.Lookup(pkgPath(f.Pkg()), recvName(f), f.Name()) {
		if entry.Never {
			return true
		}
	}
	return false
}

// sendsRequest recognises an interface's method that has the shape of an HTTP
// client's: func(*http.Request) (*http.Response, error). Nearly every SDK hides
// its client behind one.
func sendsRequest(f *types.Func) bool {
	sig := f.Signature()
	if sig.Recv() == nil || !types.IsInterface(sig.Recv().Type()) || sig.Params().Len() != 1 || sig.Results().Len() != 2 {
		return false
	}
	return pointsTo(sig.Params().At(0).Type(), "net/http", "Request") &&
		pointsTo(sig.Results().At(0).Type(), "net/http", "Response")
}

func pointsTo(t types.Type, pkg, name string) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(p.Elem(), pkg, name)
}

func isNamed(t types.Type, pkg, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg
}

// named is the named type of t or of what t points to, or nil.
func named(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

// staticFunc is the declared function or method that a call reaches statically,
// or nil. What has no package, such as error.Error, is none.
func staticFunc(c *ssa.CallCommon) *types.Func {
	fn := c.StaticCallee()
	if fn == nil {
		return nil
	}
	if f, ok := fn.Object().(*types.Func); ok && f.Pkg() != nil {
		return f
	}
	return nil
}

// recvName is the name of the type that declares the method, "" for functions
// and for methods of unnamed interfaces.
func recvName(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	if n := named(recv.Type()); n != nil {
		return n.Obj().Name()
	}
	return ""
}

// fullName is the function's name with its whole package path, as findings
// show symbols of libraries: net/http.Client.Do.
func fullName(f *types.Func) string { return qualified(f, pkgPath(f.Pkg())) }

// displayName is the function's name with its package's name, as findings show
// what is called: app.Gateway.Charge.
func displayName(f *types.Func) string {
	if f.Pkg() == nil {
		return f.Name()
	}
	return qualified(f, f.Pkg().Name())
}

func qualified(f *types.Func, pkg string) string {
	name := f.Name()
	if recv := recvName(f); recv != "" {
		name = recv + "." + name
	}
	return pkg + "." + name
}

// typeName is a type as facts name it: with full package paths, a pointer by
// what it points to, a generic type by its bare name where its arguments are
// not known.
func typeName(t types.Type) string {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != nil && !instantiated(n) {
		return pkgPath(n.Obj().Pkg()) + "." + n.Obj().Name()
	}
	return types.TypeString(t, func(p *types.Package) string { return pkgPath(p) })
}

// instantiated reports whether a generic type has arguments that are types
// themselves.
func instantiated(n *types.Named) bool {
	for arg := range n.TypeArgs().Types() {
		if _, ok := types.Unalias(arg).(*types.TypeParam); ok {
			return false
		}
	}
	return n.TypeArgs().Len() > 0
}
