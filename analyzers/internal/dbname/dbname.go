// Package dbname knows by which rules libraries name the tables and columns of Go
// types that do not say it themselves.
package dbname

import (
	"slices"
	"strings"
	"unicode"
)

// Table is gorm's name for a type's table, which bun, go-pg and ent agree with:
// in snake case, plural.
func Table(name string) string {
	return plural(Snake(name))
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

// Snake is a name in snake case, by which a run of capitals is one word.
func Snake(name string) string {
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

// Xorm are xorm's names for a type's table: by its default mapper, and by the
// one that takes a run of capitals for one word.
func Xorm(name string) []string {
	var b strings.Builder
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	if plain, gonic := b.String(), Snake(name); plain != gonic {
		return []string{plain, gonic}
	}
	return []string{b.String()}
}

// Tagged is the table that the tag of a field of bun's or go-pg's names: users,
// or table:users,alias:u. It is "" where the tag names none.
func Tagged(tag string) string {
	name, options, _ := strings.Cut(tag, ",")
	for option := range strings.SplitSeq(name+","+options, ",") {
		if given, ok := strings.CutPrefix(option, "table:"); ok {
			name = given
		}
	}
	if strings.Contains(name, ":") {
		return ""
	}
	return strings.NewReplacer(`"`, "", "`", "", `\`, "", "'", "").Replace(name)
}
