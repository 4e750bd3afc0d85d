package sqltext_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// FuzzParse holds Parse to what must be so for any text: it comes to an end, says the same each time, finds tables in
// the text only, and does not mind capitals and comments.
func FuzzParse(f *testing.F) {
	for _, c := range readCases(f) {
		f.Add(c.sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		got := sqltext.Parse(sql)
		if again := sqltext.Parse(sql); !reflect.DeepEqual(got, again) {
			t.Errorf("two results:\n%v\n%v", got, again)
		}
		sqltext.Looks(sql)
		sqltext.ParseTables(sql)
		for _, s := range got {
			checkStatement(t, sql, s)
		}
		if closed(sql) {
			sameTables(t, sql, sql+"\n-- FROM comment")
			sameTables(t, sql, sql+" /* FROM comment */ ")
		}
		if !strings.Contains(sql, "%") { // %u is none of fmt's verbs, %U is
			sameTables(t, sql, capitals(sql))
		}
	})
}

// checkStatement checks what holds for each statement alone.
func checkStatement(t *testing.T, sql string, s sqltext.Statement) {
	t.Helper()
	if s.Pos < 0 || s.Pos > len(sql) {
		t.Errorf("position %d of %d", s.Pos, len(sql))
	}
	found := s.Target == nil
	seen := map[sqltext.Access]bool{}
	for i, a := range s.Accesses {
		found = found || s.Target == &s.Accesses[i]
		key := sqltext.Access{Schema: a.Schema, Name: a.Name, Write: a.Write}
		if seen[key] {
			t.Errorf("%v twice", key)
		}
		seen[key] = true
		if at := s.Places[i]; at < 0 || at >= len(sql) {
			t.Errorf("table %q at %d of %d", a.Name, at, len(sql))
		}
		if a.Name != sqltext.Unknown && !strings.ContainsAny(a.Name, "\"`]") && !strings.Contains(sql, a.Name) {
			t.Errorf("table %q is not in the text", a.Name)
		}
	}
	if !found {
		t.Error("the target is none of the accesses")
	}
}

// sameTables checks that two texts access the same tables.
func sameTables(t *testing.T, one, two string) {
	t.Helper()
	r1, w1 := tables(sqltext.Parse(one))
	r2, w2 := tables(sqltext.Parse(two))
	same := func(a, b string) bool { return sorted(strings.ToUpper(a)) == sorted(strings.ToUpper(b)) }
	if !same(r1, r2) || !same(w1, w2) {
		t.Errorf("%q: read %q, written %q\n%q: read %q, written %q", one, r1, w1, two, r2, w2)
	}
}

// closed reports whether a comment after the text would be one: all that it opens is closed, and a sign that begins a
// comment or a name does not end it.
func closed(sql string) bool {
	toks := lex.Scan(sql)
	if len(toks) == 0 || strings.ContainsAny(sql, "'\"`[]$#{}\\*/-%") {
		return false
	}
	return toks[len(toks)-1].Kind != lex.String
}

// capitals writes the keywords of the text in capitals.
func capitals(sql string) string {
	b := []byte(sql)
	for _, tok := range lex.Scan(sql) {
		if tok.Key != "" {
			copy(b[tok.Pos:], tok.Key)
		}
	}
	return string(b)
}

// Capitals and comments change nothing in any case either, with all their quotes.
func TestMetamorphic(t *testing.T) {
	for _, c := range readCases(t) {
		sameTables(t, c.sql, capitals(c.sql))
		if strings.Contains(c.sql, "unclosed") {
			continue
		}
		sameTables(t, c.sql, c.sql+"\n-- FROM comment")
		sameTables(t, c.sql, c.sql+" /* FROM comment */")
		sameTables(t, c.sql, "/* FROM comment */ -- JOIN comment\n"+c.sql)
		if strings.ContainsAny(c.sql, "'#$%{") || strings.Contains(c.sql, "--") {
			continue
		}
		sameTables(t, c.sql, strings.ReplaceAll(c.sql, " ", "\n\t "))
		sameTables(t, c.sql, strings.ReplaceAll(c.sql, " ", " /* FROM comment */ "))
	}
}

// What takes time that grows with the square of the text does not come back within a test's patience here, which is a
// hundred times what it takes otherwise: a busy machine is no fault.
func TestLinear(t *testing.T) {
	const n = 120_000
	for _, piece := range []string{
		"(", ")", "((a", "(SELECT ", "FROM a, ", "WITH a AS (", "/*", "/* /*", "/* */ ", "'", "\"\\\"", "`", "[a", "$a$",
		"$a", "{{", "%", "%1", "#", " #a\n", "x.", "JOIN ", "a=b ", "UPDATE a SET ", "INSERT INTO a SELECT ", "CASE WHEN a<b ",
		"DO $$", ",", ";", "WITH x(a,", "GREATEST(", "\"", "DELETE FROM a USING ", "EXPLAIN ", "PREPARE a AS ", "--", "?a",
		"\xff", "set a=", "(a,", "DO $a$ ", "UPDATE a,", "x=a(", "E'\\", "a::", "a, ", "a AS (SELECT 1 FROM a), ",
	} {
		text := strings.Repeat(piece, n/len(piece))
		start := time.Now()
		sqltext.Parse(text)
		sqltext.Parse("WITH x AS (SELECT 1), " + text)
		sqltext.Parse("UPDATE a SET " + text)
		sqltext.Parse("DELETE a, " + text + " FROM b, c")
		sqltext.Looks("SELECT " + text)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%q repeated takes %v", piece, d)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	cases := readCases(b)
	for b.Loop() {
		for _, c := range cases {
			sqltext.Parse(c.sql)
		}
	}
}
