package lex

import (
	"strings"
	"unicode/utf8"
)

// holeLen is the length of the unknown piece at the start of s, or 0 if what is there is known: a Hole, a verb of
// fmt, or a template's action.
func (s *scanner) holeLen(text string) int {
	if text == "" {
		return 0
	}
	switch c := text[0]; {
	case c == 0:
		return 1
	case c == '%':
		return verbLen(text)
	case c == '{':
		return s.actionLen(text)
	case c >= utf8.RuneSelf:
		if r, n := utf8.DecodeRuneInString(text); r == Hole {
			return n
		}
	}
	return 0
}

// hasHole reports whether some part of a quoted name is unknown.
func hasHole(text string) bool {
	for i, r := range text {
		if r == 0 || r == Hole || r == '%' && verbLen(text[i:]) > 0 || r == '{' && strings.HasPrefix(text[i:], "{{") {
			return true
		}
	}
	return false
}

// actionLen is the length of a {{…}} at the start of text, or 0.
func (s *scanner) actionLen(text string) int {
	if s.noTemplate || !strings.HasPrefix(text, "{{") {
		return 0
	}
	end := strings.Index(text, "}}")
	if end < 0 {
		s.noTemplate = true
		return 0
	}
	return end + 2
}

// verbLen is the length of a verb of fmt at the start of text, or 0. A % with a blank after it is the modulo
// operator, and so is one before a number that no verb follows.
func verbLen(text string) int {
	n := 1
	for n < len(text) && strings.IndexByte("+-#", text[n]) >= 0 {
		n++
	}
	n += digits(text[n:])
	if n < len(text) && text[n] == '.' {
		n += 1 + digits(text[n+1:])
	}
	if n < len(text) && text[n] == '[' {
		d := digits(text[n+1:])
		if d == 0 || n+1+d >= len(text) || text[n+1+d] != ']' {
			return 0
		}
		n += d + 2
	}
	if n < len(text) && strings.IndexByte("svdqxXtTeEfFgGcbopOU", text[n]) >= 0 {
		return n + 1
	}
	return 0
}
