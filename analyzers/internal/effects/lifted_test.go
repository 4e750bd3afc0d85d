package effects

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

const deferring = `package p

func end()
func note(*error)
func find(string) (int, error)

func plain(id string) (int, error) {
	defer end()
	n, err := find(id)
	if err != nil {
		return 0, err
	}
	return n, nil
}

func named(id string) (n int, err error) {
	defer end()
	if n, err = find(id); err != nil {
		return
	}
	return n + 1, nil
}

func looked(id string) (err error) {
	defer func() {
		if err != nil {
			end()
		}
	}()
	defer note(&err)
	if _, err = find(id); err != nil {
		return
	}
	_, err = find(id + id)
	return err
}

func never(id string) (err error) {
	defer end()
	find(id)
	return
}

func either(id string) (err error) { // kept
	defer end()
	if id != "" {
		_, err = find(id)
	}
	return
}

func again(ids []string) (err error) { // kept
	defer end()
	for _, id := range ids {
		if err != nil {
			end()
		}
		_, err = find(id)
	}
	return nil
}

func lent(id string) (err error) { // kept
	defer end()
	func() { _, err = find(id) }()
	return err
}

func given(id string) (err error) { // kept
	defer end()
	note(&err)
	return err
}
`

// TestLift looks for loads of variables that are left in functions that defer something,
// and for users of values that they do not know of.
func TestLift(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", deferring, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, _, err := ssautil.BuildPackage(&types.Config{Importer: importer.Default()}, fset, types.NewPackage("p", ""), []*ast.File{file}, 0)
	if err != nil {
		t.Fatal(err)
	}
	kept := []string{"either", "again", "lent", "given"}
	for name, member := range pkg.Members {
		fn, ok := member.(*ssa.Function)
		if !ok || fn.Recover == nil {
			continue
		}
		lift(fn)
		loads := 0
		for load := range Each[*ssa.UnOp](fn) {
			if _, ok := load.X.(*ssa.Alloc); ok && load.Block() != fn.Recover {
				loads++
			}
		}
		if (loads > 0) != slices.Contains(kept, name) {
			t.Errorf("%s loads variables %d times", name, loads)
		}
		knowsUsers(t, fn)
	}
}

func knowsUsers(t *testing.T, fn *ssa.Function) {
	t.Helper()
	for instr := range Instructions(fn) {
		for _, op := range instr.Operands(nil) {
			if *op != nil && (*op).Referrers() != nil && !slices.Contains(*(*op).Referrers(), instr) {
				t.Errorf("%s: %s does not know of %s", fn.Name(), (*op).Name(), instr)
			}
		}
		v, ok := instr.(ssa.Value)
		if !ok || v.Referrers() == nil {
			continue
		}
		for _, user := range *v.Referrers() {
			if user.Parent() == fn && !slices.Contains(user.Block().Instrs, user) {
				t.Errorf("%s: %s is used by %s, which is gone", fn.Name(), v.Name(), user)
			}
		}
	}
}
