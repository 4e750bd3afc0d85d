package effects

import (
	"go/types"
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
func (e *engine) txKindOf(t types.Type) txKind {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return notTx
	}
	switch e.catalog.Type(pkgPath(n.Obj().Pkg()), n.Obj().Name()) {
	case catalog.Tx:
		return isTx
	case catalog.MaybeTx:
		return maybeTx
	}
	if mongoSession(n) {
		return isTx
	}
	shape := methodShape(t)
	switch {
	case !shape.commit || !shape.rollback:
		return notTx
	case shape.begin:
		return maybeTx
	}
	return isTx
}

// mongoSession recognises the context that a mongo transaction's callback is
// handed.
func mongoSession(n *types.Named) bool {
	return n.Obj().Name() == "SessionContext" && catalog.Canonical(pkgPath(n.Obj().Pkg())) == "go.mongodb.org/mongo-driver/mongo"
}

type shape struct{ begin, commit, rollback bool }

// methodShape looks for the methods by which a transaction is known.
func methodShape(t types.Type) shape {
	t = types.Unalias(t)
	if _, ok := t.(*types.Pointer); !ok && !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	var s shape
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		f, ok := set.At(i).Obj().(*types.Func)
		if !ok || !endLike(f.Signature()) && !strings.HasPrefix(f.Name(), "Begin") {
			continue
		}
		switch name := f.Name(); {
		case strings.HasPrefix(name, "Begin"), name == "Start", name == "StartTransaction":
			s.begin = true
		case commitName(name):
			s.commit = true
		case rollbackName(name):
			s.rollback = true
		}
	}
	return s
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

func commitName(name string) bool {
	switch name {
	case "Commit", "CommitTx", "CommitTransaction", "CommitContext":
		return true
	}
	return false
}

func rollbackName(name string) bool {
	switch name {
	case "Rollback", "RollbackTx", "RollbackTransaction", "RollbackContext", "RollbackUnlessCommitted", "Abort", "AbortTransaction", "Discard":
		return true
	}
	return false
}

// isErrorType reports whether t is the error interface.
func isErrorType(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

func isContext(t types.Type) bool { return isNamed(t, "context", "Context") }
