package migrations

import "github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"

// split cuts the tokens of a file into statements. A semicolon ends one, but not in the body of a procedure. CREATE
// TABLE begins one, semicolon or not: SQL Server needs none.
func split(toks []lex.Token) [][]lex.Token {
	var out [][]lex.Token
	start, depth, blocks := 0, 0, 0
	cut := func(end, next int) {
		if end > start {
			out = append(out, toks[start:end])
		}
		start, depth, blocks = next, 0, 0
	}
	routine := false
	for i, t := range toks {
		if i == start {
			routine = isRoutine(toks[i:])
		}
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is(";") && blocks == 0:
			cut(i, i+1)
		case routine:
			blocks = max(0, blocks+block(toks, i))
		case i > start && depth <= 0 && beginsTable(toks, start, i):
			cut(i, i)
			routine = false
		}
	}
	cut(len(toks), len(toks))
	return out
}

// isRoutine reports whether a statement creates something with a body of statements, which are not run now.
func isRoutine(toks []lex.Token) bool {
	if toks[0].Key != "CREATE" && toks[0].Key != "ALTER" {
		return false
	}
	c := lex.Cursor{Toks: toks[:min(len(toks), 16)]}
	for c.I = 1; c.I < len(c.Toks); c.I++ {
		switch c.Key(0) {
		case "FUNCTION", "PROCEDURE", "TRIGGER":
			return true
		case "TABLE", "VIEW", "INDEX", "AS":
			return false
		}
		if c.Word(0, "event") || c.Word(0, "package") || c.Word(0, "proc") {
			return true
		}
	}
	return false
}

// block is 1 where a block begins inside of a routine, -1 where one ends, and else 0.
func block(toks []lex.Token, i int) int {
	c := lex.Cursor{Toks: toks, I: i}
	switch c.Key(0) {
	case "BEGIN":
		return 1
	case "CASE":
		if c.Key(-1) != "END" {
			return 1
		}
	case "END":
		// END IF, END LOOP and the like end what was not counted.
		if c.Key(1) != "IF" && !c.Word(1, "loop") && !c.Word(1, "while") && !c.Word(1, "repeat") {
			return -1
		}
	}
	return 0
}

// beginsTable reports whether a statement about a table begins at a token, in the middle of what was one until here.
func beginsTable(toks []lex.Token, start, i int) bool {
	switch toks[i].Key {
	case "CREATE", "ALTER", "DROP":
	default:
		return false
	}
	if i+1 >= len(toks) || toks[i+1].Key != "TABLE" {
		return false
	}
	switch toks[start].Key {
	case "GRANT", "REVOKE", "SHOW", "COMMENT", "EXPLAIN":
		return false
	}
	return true
}
