package flows

import (
	"slices"
	"strings"
	"unicode"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What a collection is called may be said in no code, but in a file of settings or in the
// environment: db.Collection(cfg.Collections.Users). The name of the setting tells it as
// well as the collection's own would: whoever uses the same setting uses the same
// collection, and a column user_id refers to what it names.

// calledInSettings is what a statement's table is called by the settings that hold its
// name; "" where none does, or where they say nothing of it.
func calledInSettings(parts []summary.Part, verb func(sqltext.Statement) string) string {
	var b strings.Builder
	some := false
	for _, p := range parts {
		switch {
		case p.Field != "":
			b.WriteString(nameOfSetting(p.Field[strings.LastIndexByte(p.Field, '.')+1:]))
			some = true
		case p.Env:
			b.WriteString(nameOfSetting(p.Text))
			some = true
		case p.Param >= 0 || p.Type != 0:
			b.WriteRune(sqltext.Hole)
		default:
			b.WriteString(p.Text)
		}
	}
	if !some {
		return ""
	}
	list := sqltext.Parse(b.String())
	if len(list) != 1 {
		return ""
	}
	return known(verb(list[0]))
}

// written and readFirst are the table that a statement writes, and the first that it reads.
func written(st sqltext.Statement) string {
	if st.Target == nil {
		return ""
	}
	return st.Target.Name
}

func readFirst(st sqltext.Statement) string {
	for _, a := range st.Accesses {
		if !a.Write {
			return a.Name
		}
	}
	return ""
}

// nameOfSetting is what a setting names, without the words that say that it is a name:
// MongoUsersCollection, USERS_TABLE_NAME.
func nameOfSetting(setting string) string {
	words := strings.FieldsFunc(dbname.Snake(setting), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return aboutNames[strings.ToLower(w)] })
	name := strings.ToLower(strings.Join(words, "_"))
	if len(name) < 3 {
		return string(sqltext.Hole)
	}
	return name
}

var aboutNames = map[string]bool{
	"mongo": true, "mongodb": true, "dynamo": true, "dynamodb": true, "db": true, "database": true, "collection": true, "collections": true,
	"coll": true, "col": true, "table": true, "tables": true, "tbl": true, "name": true, "names": true,
}
