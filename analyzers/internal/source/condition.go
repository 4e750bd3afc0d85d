package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A Comparison is a comparison of two times or numbers in the condition of an if.
type Comparison struct {
	spot        *spot
	left, right ast.Expr
	op          ast.Node // the operator's or the method's name
	turned      string   // what stands there once it is turned round
	node        ast.Expr // the whole comparison
	branch      *ast.IfStmt
}

// Comparison is the comparison at a step; nil if there is none that is plain.
func (c *Code) Comparison(at summary.Step) *Comparison {
	s := c.step(at)
	if s == nil {
		return nil
	}
	var found *Comparison
	for _, n := range s.path {
		switch n := n.(type) {
		case *ast.CallExpr:
			if found == nil {
				found = s.method(n)
			}
		case *ast.BinaryExpr:
			if found == nil {
				found = s.operator(n)
			}
		case *ast.IfStmt:
			if found == nil || found.node.Pos() < n.Cond.Pos() || found.node.End() > n.Cond.End() {
				return nil
			}
			found.branch = n
			return found
		case ast.Stmt:
			return nil
		}
	}
	return nil
}

// method is a comparison by a method of time.Time.
func (s *spot) method(call *ast.CallExpr) *Comparison {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || call.Lparen != s.pos && call.Pos() != s.pos || len(call.Args) != 1 || !isTime(s.pass.TypesInfo.TypeOf(sel.X)) {
		return nil
	}
	turned := map[string]string{"Before": "After", "After": "Before"}[sel.Sel.Name]
	if turned == "" {
		return nil
	}
	return &Comparison{spot: s, left: sel.X, right: call.Args[0], op: sel.Sel, turned: turned, node: call}
}

// operator is a comparison by an operator, also that of what a.Compare(b) gives
// with 0.
func (s *spot) operator(b *ast.BinaryExpr) *Comparison {
	turned := map[token.Token]string{token.LSS: ">", token.LEQ: ">=", token.GTR: "<", token.GEQ: "<="}[b.Op]
	if b.OpPos != s.pos || turned == "" {
		return nil
	}
	c := &Comparison{spot: s, left: b.X, right: b.Y, op: operator{b}, turned: turned, node: b}
	if call, ok := ast.Unparen(b.X).(*ast.CallExpr); ok {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		zero, isZero := b.Y.(*ast.BasicLit)
		if ok && isZero && zero.Value == "0" && len(call.Args) == 1 && (sel.Sel.Name == "Compare" || sel.Sel.Name == "Sub") && isTime(s.pass.TypesInfo.TypeOf(sel.X)) {
			c.left, c.right = sel.X, call.Args[0]
		}
	}
	return c
}

// An operator is the place of a binary operator.
type operator struct{ of *ast.BinaryExpr }

func (o operator) Pos() token.Pos { return o.of.OpPos }
func (o operator) End() token.Pos { return o.of.OpPos + token.Pos(len(o.of.Op.String())) }

// Message is the side of the comparison that is a field of a message of the named
// type, where the other side is none; nil otherwise.
func (c *Comparison) Message(typeName string) *Field {
	left, right := c.of(c.left, typeName), c.of(c.right, typeName)
	switch {
	case left != nil && right == nil:
		return left
	case right != nil && left == nil:
		return right
	}
	return nil
}

func (c *Comparison) of(side ast.Expr, typeName string) *Field {
	if f := c.spot.field(side); f != nil && isA(f.Var.Type(), typeName) {
		return f
	}
	return nil
}

// Turned are the edits that turn the comparison round.
func (c *Comparison) Turned() []analysis.TextEdit {
	return []analysis.TextEdit{{Pos: c.op.Pos(), End: c.op.End(), NewText: []byte(c.turned)}}
}

// Shown is the branch with edits of its condition made; "" if there are none, or
// it is too much.
func (c *Comparison) Shown(edits []analysis.TextEdit) string {
	if len(edits) == 0 {
		return ""
	}
	cond := c.spot.edited(c.branch.Cond, edits)
	if cond == "" {
		return ""
	}
	return "if " + cond + " {" + c.body() + "}"
}

// body is what the branch does, if that is short.
func (c *Comparison) body() string {
	if len(c.branch.Body.List) == 1 {
		stmt := c.branch.Body.List[0]
		if text := c.spot.text(stmt.Pos(), stmt.End()); len(text) <= 40 && !strings.Contains(text, "\n") {
			return " " + text + " "
		}
	}
	return " … "
}

// Timed are the edits that put the message's field in the place of the present
// time, where that is a side of the comparison. The message is the one variable
// of the named type there.
func (c *Comparison) Timed(typeName, field string) []analysis.TextEdit {
	now := c.now(c.left)
	if now == nil {
		now = c.now(c.right)
	}
	msg := c.spot.variable(typeName)
	if now == nil || msg == nil || field == "" {
		return nil
	}
	if t := c.spot.fieldType(msg.Type(), field); t == nil || !isTime(t) {
		return nil
	}
	return []analysis.TextEdit{{Pos: now.Pos(), End: now.End(), NewText: []byte(msg.Name() + "." + field)}}
}

// now is an expression, if it is time.Now(), in whatever form.
func (c *Comparison) now(e ast.Expr) ast.Expr {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) > 0 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if f, ok := c.spot.pass.TypesInfo.Uses[sel.Sel].(*types.Func); ok && f.FullName() == "time.Now" {
		return e
	}
	if asTime[sel.Sel.Name] && isTime(c.spot.pass.TypesInfo.TypeOf(e)) && c.now(sel.X) != nil {
		return e
	}
	return nil
}

// KeepsTime reports whether the file needs its import of time for more than the
// present: an import that is not used does not compile.
func (c *Comparison) KeepsTime() bool {
	keeps := false
	ast.Inspect(c.spot.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return !keeps
		}
		if id, ok := sel.X.(*ast.Ident); ok && sel.Sel.Name != "Now" {
			pkg, ok := c.spot.pass.TypesInfo.Uses[id].(*types.PkgName)
			keeps = keeps || ok && pkg.Imported().Path() == "time"
		}
		return !keeps
	})
	return keeps
}

// Forced are the edits that let a message pass whose flag is set, whether the
// branch is for newer messages or for older ones.
func (c *Comparison) Forced(flag string) []analysis.TextEdit {
	msg, left := c.flagged(flag)
	operand, under, negated := c.operand()
	if msg == nil || !c.spot.usable(msg.Name(), msg) || operand == nil {
		return nil
	}
	mark := msg.Name() + "." + flag
	insert := func(pos token.Pos, text string) analysis.TextEdit {
		return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)}
	}
	greater := c.turned == "Before" || c.turned == "<" || c.turned == "<=" // the left side is, where the comparison holds
	switch newer := greater == left != negated; {
	case !newer:
		return []analysis.TextEdit{insert(operand.Pos(), "!"+mark+" && ")}
	case under == token.LAND:
		return []analysis.TextEdit{insert(operand.Pos(), "("+mark+" || "), insert(operand.End(), ")")}
	}
	return []analysis.TextEdit{insert(operand.Pos(), mark+" || ")}
}

// flagged is the variable whose time is compared, if it has the flag, and whether
// it is on the left.
func (c *Comparison) flagged(flag string) (v *types.Var, left bool) {
	for _, side := range []ast.Expr{c.left, c.right} {
		f := c.spot.field(side)
		if f == nil {
			continue
		}
		if t := c.spot.fieldType(f.Var.Type(), flag); t == nil || !types.Identical(t.Underlying(), types.Typ[types.Bool]) {
			continue
		}
		if v != nil {
			return nil, false // both may be the message
		}
		v, left = f.Var, side == c.left
	}
	return v, left
}

// operand is the comparison with the ! before it, where that is the condition or
// an operand of && and || in it; nil otherwise. Under is the operator that it is
// an operand of.
func (c *Comparison) operand() (e ast.Expr, under token.Token, negated bool) {
	e = c.node
	for _, n := range c.spot.path[slices.Index(c.spot.path, ast.Node(c.node))+1:] {
		switch n := n.(type) {
		case *ast.ParenExpr:
			if under == token.ILLEGAL {
				e = n
			}
		case *ast.UnaryExpr:
			if n.Op != token.NOT || under != token.ILLEGAL {
				return nil, under, negated
			}
			e, negated = n, !negated
		case *ast.BinaryExpr:
			if n.Op != token.LAND && n.Op != token.LOR {
				return nil, under, negated
			}
			if under == token.ILLEGAL {
				under = n.Op
			}
		case *ast.IfStmt:
			return e, under, negated
		default:
			return nil, under, negated
		}
	}
	return nil, under, negated
}
