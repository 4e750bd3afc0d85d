package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A service may keep what messages say in files of its own, by bbolt, badger or pebble. What
// is put there is as stale as in Redis. Their reads are not noted: whoever writes has the
// store to himself, or is told that somebody else came first, so that no comparison there
// races with another.

// embeddedMethod is what Redis calls a method of a store that is part of the process.
func embeddedMethod(f *types.Func) string {
	if f == nil || f.Pkg() == nil || f.Signature().Recv() == nil {
		return ""
	}
	receiver := receiverName(f)
	switch catalog.Canonical(effects.PkgPath(f.Pkg())) {
	case "go.etcd.io/bbolt", "github.com/boltdb/bolt", "github.com/etcd-io/bbolt":
		if receiver != "Bucket" {
			return ""
		}
	case "github.com/dgraph-io/badger":
		if receiver != "Txn" && receiver != "WriteBatch" {
			return ""
		}
	case "github.com/cockroachdb/pebble":
		if receiver != "DB" && receiver != "Batch" && receiver != "Writer" {
			return ""
		}
	default:
		return ""
	}
	switch f.Name() {
	case "Put", "Set":
		return "Set"
	case "Get":
		return "Get"
	case "Delete":
		return "Del"
	}
	return ""
}

// bucketName is what bbolt's bucket is called that a call puts something into, if it is
// asked for in the unit: tx.Bucket([]byte("users")).
func (t *tracker) bucketName(s effects.Site) string {
	if len(s.Args) == 0 || s.Shift == 0 || embeddedMethod(s.Callee) == "" || receiverName(s.Callee) != "Bucket" {
		return ""
	}
	v := s.Args[0]
	if x, ok := v.(*ssa.Extract); ok { // CreateBucketIfNotExists gives an error as well
		v = x.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return ""
	}
	made := t.site(call)
	if made.Callee == nil || len(made.Args) < 2 {
		return ""
	}
	return t.keyName(made.Args[1])
}

// handsValue is for badger's items, which hand what is stored to a function: item.Value(func(val
// []byte) error { … }).
func (t *tracker) handsValue(s effects.Site) {
	if s.Callee == nil || s.Callee.Pkg() == nil || s.Callee.Name() != "Value" || receiverName(s.Callee) != "Item" || len(s.Args) != 2 ||
		catalog.Canonical(effects.PkgPath(s.Callee.Pkg())) != "github.com/dgraph-io/badger" {
		return
	}
	v := s.Args[1]
	if c, ok := v.(*ssa.MakeClosure); ok {
		v = c.Fn
	}
	if lit, ok := v.(*ssa.Function); ok && slices.Contains(t.u.Funcs, lit) {
		for _, p := range lit.Params {
			t.set(p, fromStored|t.whole(s.Args[0]))
		}
	}
}
