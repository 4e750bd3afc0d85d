package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config"
)

// A copy may hold only some of what its owner has: the articles that are published, the items
// in stock. What is no longer one of those is taken away, and that has nothing to do with
// deletion, though the message may tell of that too:
//
//	if a.Status != Published {
//		return index.Remove(ctx, a.ID)
//	}
//	return index.Put(ctx, a)

// byState is the bit of a turn that says that a field of what is handled decides which says
// how it stands with that, but nothing of deletion, and byDeletion that of one that does.
const (
	byState    = 16
	byDeletion = 32
)

// ByState reports whether it is the state of what a message is about that decides between
// what lies behind some turns and what lies behind others, and not that it is deleted.
func (b Branches) ByState(other Branches) bool {
	state := false
	for _, turn := range b {
		if !slices.Contains(other, turn^1) {
			continue
		}
		if turn&byDeletion != 0 {
			return false
		}
		state = state || turn&byState != 0
	}
	return state
}

// toldBy are the bits of a turn that say what of a message decides.
func (t *tracker) toldBy(cond ssa.Value) uint64 {
	if _, ok := t.deletionTest(cond, 0); ok {
		return byDeletion
	}
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		return t.toldBy(not.X)
	}
	of := cond
	if cmp, ok := cond.(*ssa.BinOp); ok {
		with, constant := cmp.Y.(*ssa.Const)
		if !constant || with.Value == nil {
			return 0 // that a part is missing may well say that the whole is gone
		}
		if namesDeletion(with) {
			return byDeletion
		}
		of = cmp.X
	}
	holder, field := t.fieldTaken(of)
	if holder == nil || !t.choosable(holder) || ofKind.MatchString(field) || t.cfg.IsField(config.Deleted, field) {
		return 0
	}
	return byState
}

// fieldTaken is the struct that a value is a field of, by itself or through a getter, and what
// that is called; nil: it is none.
func (t *tracker) fieldTaken(v ssa.Value) (holder ssa.Value, field string) {
	switch v := unconverted(v).(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok && v.Op == token.MUL {
			return fa.X, structField(fa.X.Type(), fa.Field)
		}
	case *ssa.Field:
		return v.X, structField(v.X.Type(), v.Field)
	case *ssa.Call:
		s := t.site(v)
		if s.Callee != nil && len(s.Args) == 1 && s.Callee.Signature().Recv() != nil && getter.MatchString(s.Callee.Name()) {
			return s.Args[0], s.Callee.Name()[len("Get"):]
		}
	}
	return nil, ""
}

var getter = regexp.MustCompile(`^Get[A-Z]`)

// ofKind recognises the fields that say what has happened, which may be a deletion.
var ofKind = regexp.MustCompile(`(?i)(type|kind|op|operation|action|event|verb|method|command|cmd|subject|topic|route|routingkey|change|mutation|reason)(name|type|kind)?$|^name$`)

// namesDeletion reports whether a constant stands for a deletion: by its text, or by what the
// constants of its type are called that have its value.
func namesDeletion(c *ssa.Const) bool {
	if c.Value.Kind() == constant.String && saysDeleted(constant.StringVal(c.Value)) {
		return true
	}
	return someConstant(c.Type(), func(k *types.Const) bool {
		return constant.Compare(k.Val(), token.EQL, c.Value) && deletes.MatchString(k.Name())
	})
}

// deletes recognises the names of constants that say that something is deleted.
var deletes = regexp.MustCompile(`(?i)delet|remov|archiv|destroy|drop|gone|(^|_)d$`)
