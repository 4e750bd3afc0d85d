package effects

import (
	"go/types"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// txKind says whether a value of a type is a transaction.
type txKind int

const (
	notTx   txKind = iota
	maybeTx        // a handle that may or may not be one, such as *gorm.DB
	isTx
)

// txKindOf tells whether a type is a transaction: by the catalogue, or by its
// shape, which is a Commit and a Rollback. A type that can also begin one is no
// transaction yet when it is made.
func (p *program) txKindOf(t types.Type) txKind {
	if tp, ok := types.Unalias(t).(*types.TypeParam); ok {
		t = tp.Constraint()
	}
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return notTx
	}
	if n = n.Origin(); n == nil {
		return notTx
	}
	kind, ok := p.txKinds[n]
	if !ok {
		kind = p.judgeTx(n)
		p.txKinds[n] = kind
	}
	return kind
}

func (p *program) judgeTx(n *types.Named) txKind {
	switch p.catalogTx(n) {
	case catalog.Tx:
		return isTx
	case catalog.MaybeTx:
		return maybeTx
	case catalog.NoTx:
		return notTx
	}
	switch {
	case !hasEnd(n, commitNames) || !hasEnd(n, rollbackNames):
		return notTx
	case hasBegin(n):
		return maybeTx
	}
	return isTx
}

// The names of the methods by which a transaction is known.
var (
	beginNames    = []string{"Begin", "BeginTx", "BeginTX", "BeginTxx", "Beginx", "BeginTransaction", "Start", "StartTransaction"}
	commitNames   = []string{"Commit", "CommitTx", "CommitTransaction", "CommitContext"}
	rollbackNames = []string{"Rollback", "RollbackTx", "RollbackTransaction", "RollbackContext", "RollbackUnlessCommitted", "Abort", "AbortTransaction", "Discard"}
)

// hasEnd reports whether a type has a method of one of the names that ends a
// transaction.
func hasEnd(n *types.Named, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		f := method(n, name)
		return f != nil && endLike(f.Signature())
	})
}

// hasBegin reports whether a type has a method whose name begins with Begin, or
// is Start.
func hasBegin(n *types.Named) bool {
	if slices.ContainsFunc(beginNames, func(name string) bool { return method(n, name) != nil }) {
		return true
	}
	for i := range n.NumMethods() {
		if strings.HasPrefix(n.Method(i).Name(), "Begin") {
			return true
		}
	}
	if iface, ok := n.Underlying().(*types.Interface); ok {
		for i := range iface.NumMethods() {
			if strings.HasPrefix(iface.Method(i).Name(), "Begin") {
				return true
			}
		}
	}
	return false
}

func method(n *types.Named, name string) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), name)
	f, _ := obj.(*types.Func)
	return f
}

// endLike is the signature of a Commit or Rollback: at most a context in, at
// most an error out. Offsets, hashes and worktrees that can be committed too
// take and give more.
func endLike(sig *types.Signature) bool {
	if sig.Params().Len() > 1 || sig.Results().Len() > 1 {
		return false
	}
	if sig.Params().Len() == 1 && !isNamed(sig.Params().At(0).Type(), "context", "Context") {
		return false
	}
	return true
}

func commitName(name string) bool { return slices.Contains(commitNames, name) }

func rollbackName(name string) bool { return slices.Contains(rollbackNames, name) }

// isErrorType reports whether t is the error interface.
func isErrorType(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

func isContext(t types.Type) bool { return isNamed(t, "context", "Context") }
