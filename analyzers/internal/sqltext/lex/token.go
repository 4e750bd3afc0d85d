// Package lex cuts SQL text into tokens, for text that no parser would accept: several dialects at once, fragments,
// placeholders of drivers and of fmt, template actions, and pieces that nobody knows.
//
// It never fails. What it cannot make sense of becomes an [Op] of one byte, and a quote that is never closed reaches
// to the end of the text. Its time is linear in the length of the text.
package lex

import "strings"

// Hole is the rune that stands for a piece of text that is not known. A byte 0 is taken for one as well, and so is a
// byte that is not UTF-8.
const Hole = '\uFFFD'

// Unknown is the name of an identifier of which some part is not known.
const Unknown = "?"

// Kind tells what a token is.
type Kind uint8

// The kinds of token.
const (
	EOF    Kind = iota
	Word        // an identifier or keyword without quotes, perhaps with holes in it
	Quoted      // "x", `x` or [x]
	String      // 'x', E'x', $tag$x$tag$
	Number      // 1, 1.5e3, 0xff
	Param       // $1, ?, :name, @p1
	Blank       // nothing but holes: %s, {{.Table}}, Hole
	Op          // punctuation and operators
)

// Token is one token of the text.
type Token struct {
	Kind Kind
	Key  string // the keyword in capitals, if a Word is one that matters here
	Text string // as written, quotes included
	Pos  int    // byte offset in the text
	Hole bool   // some part of a Word or Quoted is not known
	Near bool   // nothing, not even a comment, stands between this token and the one before
}

// End is the byte offset just after the token.
func (t Token) End() int { return t.Pos + len(t.Text) }

// Is reports whether the token is the operator op.
func (t Token) Is(op string) bool { return t.Kind == Op && t.Text == op }

// Ident reports whether the token can be a part of a name: keywords can, which ones is for the caller to say.
func (t Token) Ident() bool {
	return t.Kind == Word || t.Kind == Quoted || t.Kind == Blank
}

// Name is the identifier without its quotes, and [Unknown] if a part of it is not known.
func (t Token) Name() string {
	switch {
	case t.Hole || t.Kind == Blank || t.Kind == Param:
		return Unknown
	case t.Kind == Quoted:
		return unquote(t.Text)
	}
	return t.Text
}

// unquote takes the quotes off an identifier and undoes doubled ones.
func unquote(s string) string {
	if len(s) < 2 {
		return s
	}
	quote := s[len(s)-1]
	s = s[1 : len(s)-1]
	if strings.IndexByte(s, quote) < 0 {
		return s
	}
	q := string(quote)
	return strings.ReplaceAll(s, q+q, q)
}

// Body returns what a dollar-quoted string holds and the offset of it within the text.
func (t Token) Body() (text string, pos int, ok bool) {
	if t.Kind != String || t.Text[0] != '$' {
		return "", 0, false
	}
	n := strings.IndexByte(t.Text[1:], '$') + 2
	if len(t.Text) < 2*n {
		return "", 0, false
	}
	return t.Text[n : len(t.Text)-n], t.Pos + n, true
}
