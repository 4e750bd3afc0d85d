package effects

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A textualTx says that a call begins or ends a transaction by SQL text on a
// connection: conn.ExecContext(ctx, "BEGIN IMMEDIATE").
type textualTx struct {
	begins, ends bool
	conn         ssa.Value
}

// textualTx tells whether a call executes such a text.
func (p *program) textualTx(g *group, c *call) textualTx {
	if !strings.HasPrefix(strings.TrimPrefix(c.callee.Name(), "Must"), "Exec") || len(c.args) < 2 || p.txKindOf(c.args[0].Type()) == isTx {
		return textualTx{}
	}
	i := slices.IndexFunc(c.args[1:], func(a ssa.Value) bool { return isString(a.Type()) })
	if i < 0 || !carries(c.args[0].Type()) || isContext(c.args[0].Type()) {
		return textualTx{}
	}
	t := textualTx{conn: c.args[0]}
	for _, text := range p.texts(g, c.args[1+i]) {
		words := statementWords(text.String())
		t.begins = t.begins || beginWords(words)
		t.ends = t.ends || endWords(words)
	}
	if t.begins == t.ends {
		return textualTx{}
	}
	return t
}

// statementWords are the words of a text, in upper case, if it is one statement
// and short enough to be about a transaction.
func statementWords(text string) []string {
	if len(text) > 100 {
		return nil
	}
	text = strings.TrimSuffix(strings.TrimSpace(text), ";")
	if strings.Contains(text, ";") {
		return nil
	}
	return strings.Fields(strings.ToUpper(text))
}

// transactionWords may follow BEGIN; any else makes it another statement.
var transactionWords = []string{
	"TRANSACTION", "TRAN", "WORK", "IMMEDIATE", "DEFERRED", "EXCLUSIVE", "CONCURRENT", "ISOLATION", "LEVEL",
	"SERIALIZABLE", "REPEATABLE", "READ", "COMMITTED", "UNCOMMITTED", "ONLY", "WRITE", string(sqltext.Hole),
}

func beginWords(words []string) bool {
	switch {
	case len(words) == 0:
		return false
	case words[0] == "START":
		return len(words) > 1 && words[1] == "TRANSACTION"
	case words[0] != "BEGIN":
		return false
	}
	return onlyOf(words[1:], transactionWords)
}

// endWords: a rollback to a savepoint ends nothing.
func endWords(words []string) bool {
	if len(words) == 0 || !slices.Contains([]string{"COMMIT", "ROLLBACK", "END", "ABORT"}, words[0]) {
		return false
	}
	return onlyOf(words[1:], transactionWords[:3])
}

func onlyOf(words, allowed []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(allowed, strings.TrimSuffix(w, ",")) })
}

// holdTextual: a connection that a struct keeps is the struct's.
func (r *region) holdTextual(conn ssa.Value) {
	r.textual = true
	if load, ok := conn.(*ssa.UnOp); ok {
		if fa, ok := load.X.(*ssa.FieldAddr); ok {
			r.carriers[fa.X] = true
		}
	}
}

// holdsConn reports whether a connection is the transaction's, or is a field of
// what holds it.
func (r *region) holdsConn(conn ssa.Value) bool {
	for range 4 {
		if r.values[conn] || r.carriers[conn] {
			return true
		}
		load, ok := conn.(*ssa.UnOp)
		if !ok {
			return false
		}
		fa, ok := load.X.(*ssa.FieldAddr)
		if !ok {
			return false
		}
		conn = fa.X
	}
	return false
}
