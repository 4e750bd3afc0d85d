package effects

import (
	"slices"
	"strings"
	"unicode"
)

// defaultTable is gorm's name for a type's table: in snake case, plural.
func defaultTable(name string) string {
	return plural(snakeCase(name))
}

// plural is an English noun's plural, as regular as tables' names are. The
// library that gorm asks compiles a hundred expressions at each start, of which
// the tool has one for every package.
func plural(noun string) string {
	head, last := "", noun
	if i := strings.LastIndexByte(noun, '_'); i >= 0 {
		head, last = noun[:i+1], noun[i+1:]
	}
	switch last {
	case "equipment", "information", "rice", "money", "species", "series", "fish", "sheep", "jeans", "police":
		return noun
	case "person":
		return head + "people"
	case "child":
		return noun + "ren"
	case "man", "woman":
		return strings.TrimSuffix(noun, "an") + "en"
	case "datum", "medium", "bacterium":
		return strings.TrimSuffix(noun, "um") + "a"
	case "index", "vertex", "matrix":
		return noun[:len(noun)-2] + "ices"
	}
	return regularPlural(noun)
}

func regularPlural(noun string) string {
	ends := func(suffixes ...string) bool {
		return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(noun, s) })
	}
	switch {
	case ends("sis"):
		return strings.TrimSuffix(noun, "is") + "es"
	case ends("ss", "sh", "ch", "x", "z", "us", "bus", "status", "alias"):
		return noun + "es"
	case ends("s"):
		return noun
	case ends("ay", "ey", "iy", "oy", "uy"):
		return noun + "s"
	case ends("y"):
		return strings.TrimSuffix(noun, "y") + "ies"
	case ends("fe", "lf", "rf"):
		return strings.TrimSuffix(strings.TrimSuffix(noun, "e"), "f") + "ves"
	}
	return noun + "s"
}

func snakeCase(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, c := range runes {
		if unicode.IsUpper(c) && i > 0 {
			prevLower := !unicode.IsUpper(runes[i-1])
			nextLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if prevLower || nextLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}
