package source

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A Drop is a statement that drops the error of a call, its only result, in a
// function that returns an error and nothing else.
type Drop struct {
	spot *spot
	stmt ast.Stmt
	call *ast.CallExpr
}

// Drop is the statement at a step, or around it if the step is in a function that
// the call is given. It is nil in a loop, where the rest may have to go on.
func (c *Code) Drop(at summary.Step) *Drop {
	s := c.step(at)
	if s == nil {
		return nil
	}
	for i, n := range s.path {
		var e ast.Expr
		switch n := n.(type) {
		case *ast.ExprStmt:
			e = n.X
		case *ast.AssignStmt:
			if slices.ContainsFunc(n.Lhs, func(l ast.Expr) bool { return !isBlank(l) }) {
				continue // what came of it is looked at: not here that it is dropped
			}
			if len(n.Lhs) != 1 || len(n.Rhs) != 1 {
				return nil
			}
			e = n.Rhs[0]
		case *ast.FuncDecl:
			return nil
		default:
			continue
		}
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok || !isError(s.pass.TypesInfo.TypeOf(call)) {
			return nil
		}
		s.path = s.path[i:]
		if results := s.results(); s.inLoop() || len(results) != 1 || !isError(results[0]) {
			return nil
		}
		return &Drop{s, n.(ast.Stmt), call}
	}
	return nil
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// Edits return the error, if a place is in the same function.
func (d *Drop) Edits(p summary.Place) []analysis.TextEdit {
	if other := d.spot.at(p.File, p.Line, p.Col); other == nil || other.function() != d.spot.function() {
		return nil
	}
	indent := d.indent()
	return []analysis.TextEdit{
		{Pos: d.stmt.Pos(), End: d.call.Pos(), NewText: []byte("if err := ")},
		{Pos: d.call.End(), End: d.stmt.End(), NewText: []byte("; err != nil {" + indent + "\treturn err" + indent + "}")},
	}
}

// indent is the line's end and the blanks before the statement.
func (d *Drop) indent() string {
	before := d.spot.text(d.spot.file.FileStart, d.stmt.Pos())
	line := before[strings.LastIndexByte(before, '\n')+1:]
	if strings.TrimSpace(line) != "" {
		return "\n"
	}
	return "\n" + line
}

// String shows the statement with its error returned.
func (d *Drop) String() string {
	call := d.spot.text(d.call.Pos(), d.call.End())
	if len(call) > 120 || strings.Contains(call, "\n") {
		call = d.spot.text(d.call.Fun.Pos(), d.call.Fun.End()) + "(…)"
	}
	return "if err := " + call + "; err != nil { return err }"
}
