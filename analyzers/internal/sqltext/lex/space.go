package lex

import "strings"

// space moves past blanks and comments.
func (s *scanner) space() {
	for s.pos < len(s.src) {
		rest := s.rest()
		switch {
		case isSpace(rest[0]):
			s.pos++
		case strings.HasPrefix(rest, "--") || rest[0] == '#' && s.hashComment(rest):
			s.line()
		case strings.HasPrefix(rest, "/*!"):
			// MySQL executes what is inside. The number is the version from which on it does.
			s.executable = true
			s.pos += 3 + digits(rest[3:])
		case strings.HasPrefix(rest, "/*"):
			s.pos += s.commentLen(rest)
		case s.executable && strings.HasPrefix(rest, "*/"):
			s.executable = false
			s.pos += 2
		default:
			return
		}
	}
}

// isSpace reports whether c is white space.
func isSpace(c byte) bool {
	return c == ' ' || c >= '\t' && c <= '\r'
}

// line moves past the end of the line.
func (s *scanner) line() {
	if i := strings.IndexByte(s.rest(), '\n'); i >= 0 {
		s.pos += i + 1
		return
	}
	s.pos = len(s.src)
}

// hashComment reports whether a # starts a comment, as it does in MySQL. It is none in SQL Server's #temporary, where
// a table is expected, nor in PostgreSQL's #> and #>>. PostgreSQL's exclusive or, 'a # b', is so rare that it loses.
func (s *scanner) hashComment(rest string) bool {
	if len(rest) == 1 || isSpace(rest[1]) {
		return true
	}
	if rest[1] == '>' || rest[1] == '-' {
		return false
	}
	switch last := s.last(); {
	case last.Is(",") || last.Is("(") || last.Is("."):
		return false
	case last.Kind == Word:
		switch last.Key {
		case "FROM", "JOIN", "INTO", "TABLE", "UPDATE", "EXISTS", "USING", "ON", "DELETE", "MERGE", "ONLY":
			return false
		}
	}
	return s.lineStart()
}

// lineStart reports whether only blanks stand before the present position on its line.
func (s *scanner) lineStart() bool {
	for i := s.pos - 1; i >= 0; i-- {
		switch s.src[i] {
		case ' ', '\t', '\r':
			// A line of blanks is looked at once for each # that it holds, and such a # ends the line.
		case '\n':
			return true
		default:
			return false
		}
	}
	return true
}

// commentLen is the length of the comment at the start of s. PostgreSQL's nest, MySQL's do not: if the nesting never
// closes in this text, the first end is the end.
func (s *scanner) commentLen(rest string) int {
	if !s.noNesting {
		if n := nestedLen(rest); n > 0 {
			return n
		}
		s.noNesting = true
	}
	if i := strings.Index(rest[2:], "*/"); i >= 0 {
		return i + 4
	}
	return len(rest)
}

// nestedLen is the length of a comment in which others may nest, or 0 if it is not closed.
func nestedLen(s string) int {
	depth := 0
	for i := 0; i+1 < len(s); i++ {
		switch s[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			depth--
			i++
			if depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
