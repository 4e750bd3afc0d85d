package lex

// quotedLen is the length of the string in single quotes at the start of s, or all of s if it is never closed.
//
// Whether a backslash escapes a quote depends on a dialect that nobody tells: it does in MySQL and in E'x', not in
// standard SQL. Where both are possible, what follows decides: in 'it\'s' the string goes on, in ESCAPE '\' and
// 'C:\', it ends.
func quotedLen(s string, escapes bool) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if escapes || i+1 >= len(s) || s[i+1] != '\'' || !endsAfter(s[i+2:]) {
				i++
			}
		case '\'':
			if i+1 < len(s) && s[i+1] == '\'' {
				i++
				continue
			}
			return i + 1
		}
	}
	return len(s)
}

// endsAfter reports whether what follows a quote looks as if a string had ended there.
func endsAfter(s string) bool {
	if s == "" {
		return true
	}
	switch s[0] {
	case ' ', '\t', '\n', '\r', ')', ',', ';':
		return true
	}
	return false
}

// prefixLen is the length of the prefix of a string constant: E'x', N'x', B'x', X'x', U&'x'. It is 0 if s does not
// start with one.
func prefixLen(s string) int {
	if len(s) > 1 && s[1] == '\'' {
		switch s[0] | 0x20 {
		case 'e', 'n', 'b', 'x':
			return 1
		}
	}
	if len(s) > 2 && s[0]|0x20 == 'u' && s[1] == '&' && s[2] == '\'' {
		return 2
	}
	return 0
}
