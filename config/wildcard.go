package config

import "strings"

// wildcard matches s against a pattern in which * stands for any run of bytes
// that hold none of stops. same says which bytes of s a byte of the pattern
// stands for; nil: itself.
//
// Everything up to the first * is compared in place, which settles nearly every
// question. From there on it keeps the set of all positions that may have been
// reached: backing up to the last * alone, as is usual, would be wrong, since a
// byte of the pattern may match a stop that an earlier * could have left to it.
func wildcard(pattern, s, stops string, same func(p, c byte) bool) bool {
	if same == nil {
		same = func(p, c byte) bool { return p == c }
	}
	literal, rest := pattern, ""
	if star := strings.IndexByte(pattern, '*'); star >= 0 {
		literal, rest = pattern[:star], pattern[star:]
	}
	if len(s) < len(literal) {
		return false
	}
	for i := range len(literal) {
		if !same(literal[i], s[i]) {
			return false
		}
	}
	s = s[len(literal):]
	if rest == "" {
		return s == ""
	}
	return wildcardSet(rest, s, stops, same)
}

func wildcardSet(pattern, s, stops string, same func(p, c byte) bool) bool {
	reached := make([]bool, len(s)+1) // reached[i]: the pattern so far matches s[:i]
	reached[0] = true
	for p := range len(pattern) {
		if pattern[p] == '*' {
			for i := range len(s) {
				reached[i+1] = reached[i+1] || reached[i] && strings.IndexByte(stops, s[i]) < 0
			}
			continue
		}
		for i := len(s); i > 0; i-- {
			reached[i] = reached[i-1] && same(pattern[p], s[i-1])
		}
		reached[0] = false
	}
	return reached[len(s)]
}

// matchSegments matches the segments of a path. any is the segment of the
// pattern that stands for zero or more; one matches the others.
func matchSegments(pattern, path []string, any string, one func(pattern, segment string) bool) bool {
	star, mark := -1, 0
	p, i := 0, 0
	for i < len(path) {
		switch {
		case p < len(pattern) && pattern[p] == any:
			star, mark = p, i
			p++
		case p < len(pattern) && one(pattern[p], path[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == any {
		p++
	}
	return p == len(pattern)
}
