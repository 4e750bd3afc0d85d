package lex

import (
	"slices"
	"strings"
)

// Cursor is a place among the tokens of a text.
type Cursor struct {
	Toks []Token
	I    int // index of the next token
}

// Peek is the next token, of kind EOF at the end.
func (c *Cursor) Peek() Token { return c.At(0) }

// At is the token n places on, which may be negative.
func (c *Cursor) At(n int) Token {
	if j := c.I + n; j >= 0 && j < len(c.Toks) {
		return c.Toks[j]
	}
	return Token{Pos: -1}
}

// Key is the keyword n places on.
func (c *Cursor) Key(n int) string { return c.At(n).Key }

// Accept moves past the next token if it is one of the keywords.
func (c *Cursor) Accept(keys ...string) bool {
	key := c.Key(0)
	if key != "" && slices.Contains(keys, key) {
		c.I++
		return true
	}
	return false
}

// AcceptAll moves past all the next tokens that are one of the keywords.
func (c *Cursor) AcceptAll(keys ...string) {
	for c.Accept(keys...) {
	}
}

// AcceptOp moves past the next token if it is the operator.
func (c *Cursor) AcceptOp(op string) bool {
	if c.Peek().Is(op) {
		c.I++
		return true
	}
	return false
}

// Word reports whether the token n places on is this word, which need not be a keyword.
func (c *Cursor) Word(n int, word string) bool {
	t := c.At(n)
	return t.Kind == Word && strings.EqualFold(t.Text, word)
}

// Closed reports whether nothing more belongs to this level of parentheses.
func (c *Cursor) Closed() bool {
	t := c.Peek()
	return t.Kind == EOF || t.Kind == Op && (t.Text == ")" || t.Text == ";")
}

// SkipParens moves past a balanced pair of parentheses without looking at what is inside.
func (c *Cursor) SkipParens() {
	if !c.Peek().Is("(") {
		return
	}
	for depth := 0; c.I < len(c.Toks); c.I++ {
		switch t := c.Peek(); {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is(";"):
			return
		}
		if depth == 0 {
			c.I++
			return
		}
	}
}
