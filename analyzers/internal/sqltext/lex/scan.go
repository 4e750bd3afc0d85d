package lex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner holds the state of one run over a text. The flags remember that some closing sign does not occur in what
// is left, so that no search for it is made twice: this is what keeps the time linear.
type scanner struct {
	src        string
	pos        int
	toks       []Token
	noNesting  bool // a nested comment was never closed: they do not nest in this text
	noTemplate bool // no more }}
	unclosed   int  // dollar quotes and quoted names that were never closed
	executable bool // inside a MySQL /*! comment, whose content is executed
}

// Scan returns the tokens of the text, without one for its end.
func Scan(text string) []Token {
	s := &scanner{src: text, toks: make([]Token, 0, len(text)/5+4)}
	for {
		start := s.pos
		s.space()
		if s.pos >= len(s.src) {
			return s.toks
		}
		near := s.pos == start && start > 0
		tok := s.token()
		tok.Near = near
		s.toks = append(s.toks, tok)
	}
}

// last is the token before, or the zero Token.
func (s *scanner) last() Token {
	if len(s.toks) == 0 {
		return Token{}
	}
	return s.toks[len(s.toks)-1]
}

// rest is what has not been read.
func (s *scanner) rest() string { return s.src[s.pos:] }

// cut makes a token of the next n bytes.
func (s *scanner) cut(kind Kind, n int) Token {
	t := Token{Kind: kind, Text: s.src[s.pos : s.pos+n], Pos: s.pos}
	s.pos += n
	return t
}

// token reads the token that starts at the present position, which is not space.
func (s *scanner) token() Token {
	rest := s.rest()
	switch c := rest[0]; {
	case c == '\'':
		return s.cut(String, quotedLen(rest, false))
	case c == '"' || c == '`':
		return s.quoted(c)
	case c == '[':
		return s.bracket()
	case c == '$':
		return s.dollar()
	case c == '?':
		return s.question()
	case c == ':' || c == '@':
		return s.named()
	case c == '#' && len(rest) > 1 && (rest[1] == '#' || isStart(rest[1:])):
		return s.temporary()
	case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]) && !s.afterName():
		return s.cut(Number, numberLen(rest))
	case isStart(rest) || s.holeLen(rest) > 0:
		return s.word()
	}
	return s.cut(Op, opLen(rest))
}

// afterName reports whether the token before is a name right before this place, so that a dot belongs to it.
func (s *scanner) afterName() bool {
	last := s.last()
	return last.Ident() && last.End() == s.pos
}

// word reads an identifier, with holes in it or without, or a string with a prefix such as E or N.
func (s *scanner) word() Token {
	rest := s.rest()
	if n := prefixLen(rest); n > 0 {
		escapes := rest[0] == 'e' || rest[0] == 'E'
		return s.cut(String, n+quotedLen(rest[n:], escapes))
	}
	n, letters, holes := 0, false, false
	for n < len(rest) {
		if k := s.holeLen(rest[n:]); k > 0 {
			n, holes = n+k, true
			continue
		}
		k := partLen(rest[n:])
		if k == 0 {
			break
		}
		n, letters = n+k, true
	}
	if !letters {
		return s.cut(Blank, n)
	}
	t := s.cut(Word, n)
	t.Hole = holes
	if !holes {
		t.Key = keyword(t.Text)
	}
	return t
}

// temporary reads SQL Server's #name and ##name. A # that starts a comment was taken away with the space.
func (s *scanner) temporary() Token {
	n := 1
	if s.rest()[1] == '#' {
		n = 2
	}
	return s.cut(Word, n+nameLen(s.rest()[n:]))
}

// question reads ? and go-pg's ?name. In 'id=?AND' the word is none of it.
func (s *scanner) question() Token {
	n := nameLen(s.rest()[1:])
	if keyword(s.rest()[1:1+n]) != "" {
		n = 0
	}
	return s.cut(Param, 1+n)
}

// named reads :name, @name and @@name, and the operators that start alike.
func (s *scanner) named() Token {
	rest := s.rest()
	if strings.HasPrefix(rest, "::") {
		return s.cut(Op, 2)
	}
	n := 1
	if strings.HasPrefix(rest, "@@") {
		n = 2
	}
	if k := nameLen(rest[n:]); k > 0 {
		return s.cut(Param, n+k)
	}
	return s.cut(Op, opLen(rest))
}

// maxUnclosed is how many quotes may turn out to be never closed before no more are looked for.
const maxUnclosed = 8

// dollar reads $1, $name or a dollar-quoted string.
func (s *scanner) dollar() Token {
	rest := s.rest()
	n := tagLen(rest[1:])
	tag := n + 1
	opens := tag < len(rest) && rest[tag] == '$' && (n == 0 || !isDigit(rest[1]))
	if opens && s.unclosed < maxUnclosed {
		if end := strings.Index(rest[tag+1:], rest[:tag+1]); end >= 0 {
			return s.cut(String, 2*(tag+1)+end)
		}
		s.unclosed++
	}
	if n > 0 {
		return s.cut(Param, tag)
	}
	return s.cut(Op, 1)
}

// quoted reads "x" or `x`. One that is never closed is no name.
func (s *scanner) quoted(quote byte) Token {
	rest := s.rest()
	for i := 1; i < len(rest) && s.unclosed < maxUnclosed; i++ {
		switch {
		case rest[i] == '\\' && quote == '"':
			i++ // MySQL takes "x" for a string, where \" does not end it
		case rest[i] != quote:
		case i+1 < len(rest) && rest[i+1] == quote:
			i++
		default:
			t := s.cut(Quoted, i+1)
			t.Hole = hasHole(t.Text)
			return t
		}
	}
	s.unclosed++
	return s.cut(Op, 1)
}

// maxBracket bounds the length of a name in brackets; SQL Server's own bound is 128 characters.
const maxBracket = 300

// bracket reads SQL Server's [name]. An array's subscript, a list and a pattern are none.
func (s *scanner) bracket() Token {
	rest := s.rest()
	last := s.last()
	subscript := last.Key == "ARRAY" || last.Kind != EOF && last.End() == s.pos &&
		(last.Kind == Word && !opensName(last.Key) || last.Kind == Quoted && last.Text[0] == '"' ||
			last.Kind == Param || last.Is(")") || last.Is("]"))
	if subscript || len(rest) < 3 || !isStart(rest[1:]) && s.holeLen(rest[1:]) == 0 && rest[1] != '#' {
		return s.cut(Op, 1)
	}
	for i := 1; i < min(len(rest), maxBracket); i++ {
		switch c := rest[i]; {
		case c == ']' && i+1 < len(rest) && rest[i+1] == ']':
			i++
		case c == ']':
			t := s.cut(Quoted, i+1)
			t.Hole = hasHole(t.Text)
			return t
		case c == '[' && rest[i-1] != '%' || c == ',' || c == '\n' || c == '\'':
			return s.cut(Op, 1)
		}
	}
	return s.cut(Op, 1)
}

// opensName reports whether a name may follow the keyword without space: FROM[users].
func opensName(key string) bool {
	switch key {
	case "FROM", "JOIN", "INTO", "UPDATE", "TABLE", "SELECT", "BY", "AND", "OR", "ON", "SET", "WHERE", "AS":
		return true
	}
	return false
}

// ops are the operators of several bytes; longer ones first where one starts with another.
var ops = []string{
	"->>", "#>>", "<=>", "!~*", "->", "#>", "#-", "<=", ">=", "<>", "!=", "==", ":=", "||", "&&", "@>", "<@", "=>",
	"!~", "~*", "%%", "+=", "-=",
}

// opLen is the length of the operator that the text starts with.
func opLen(s string) int {
	for _, op := range ops {
		if strings.HasPrefix(s, op) {
			return len(op)
		}
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// isDigit reports whether c is a digit.
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isStart reports whether an identifier can start with what s starts with.
func isStart(s string) bool {
	return partLen(s) > 0 && !isDigit(s[0]) && s[0] != '$'
}

// partLen is the length of the rune that s starts with if it can be part of an identifier, or 0. A hole is none.
func partLen(s string) int {
	if s == "" {
		return 0
	}
	c := s[0]
	switch {
	case c == '_' || c == '$' || isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z':
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if r == Hole || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
		return 0
	}
	return n
}

// nameLen is the length of the identifier's runes at the start of s.
func nameLen(s string) int {
	n := 0
	for {
		k := partLen(s[n:])
		if k == 0 {
			return n
		}
		n += k
	}
}

// tagLen is the length of a dollar quote's tag, or of a parameter's name, which hold no $.
func tagLen(s string) int {
	n := 0
	for n < len(s) && s[n] != '$' {
		k := partLen(s[n:])
		if k == 0 {
			break
		}
		n += k
	}
	return n
}

// numberLen is the length of a number. It stops before a letter that is no exponent, so that '1FROM' is two tokens.
func numberLen(s string) int {
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		return 2 + nameLen(s[2:])
	}
	n := digits(s)
	if n < len(s) && s[n] == '.' {
		n += 1 + digits(s[n+1:])
	}
	if n < len(s) && s[n]|0x20 == 'e' {
		k := n + 1
		if k < len(s) && (s[k] == '+' || s[k] == '-') {
			k++
		}
		if d := digits(s[k:]); d > 0 {
			n = k + d
		}
	}
	return n
}

// digits is the number of digits at the start of s.
func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}
