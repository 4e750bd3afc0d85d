package lex_test

import (
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// kinds writes tokens as their kinds and texts.
func kinds(text string) string {
	names := map[lex.Kind]string{lex.Word: "w", lex.Quoted: "q", lex.String: "s", lex.Number: "n", lex.Param: "p",
		lex.Blank: "b", lex.Op: "o"}
	var out []string
	for _, t := range lex.Scan(text) {
		out = append(out, names[t.Kind]+t.Text)
	}
	return strings.Join(out, " ")
}

func TestScan(t *testing.T) {
	for text, want := range map[string]string{
		"a.b = 1":                  "wa o. wb o= n1",
		"a1.5":                     "wa1 o. n5",
		".5e-3 0xFF 1.":            "n.5e-3 n0xFF n1.",
		`"a""b" [c d] arr[1]`:      `q"a""b" q[c d] warr o[ n1 o]`,
		"ARRAY['x'] a.[b]":         "wARRAY o[ s'x' o] wa o. q[b]",
		"'it''s' 'it\\'s' '\\' x":  `s'it''s' s'it\'s' s'\' wx`,
		"E'a\\' b' N'x' en'y'":     `sE'a\' b' sN'x' wen s'y'`,
		"$1 $x$ a $$ b $x$ $$c$$":  "p$1 s$x$ a $$ b $x$ s$$c$$",
		"? ?Name id=?AND x":        "p? p?Name wid o= p? wAND wx",
		":name a::b @p1 @@rows":    "p:name wa o:: wb p@p1 p@@rows",
		"%s %[1]d a_%s %% x % y":   "b%s b%[1]d wa_%s o%% wx o% wy",
		"10%2 {{.A}}_b {{":         "n10 o% n2 w{{.A}}_b o{ o{",
		"a -- b\n/* c /* d */ */e": "wa we",
		"/* a /* b */ c":           "wc",
		"/*!40101 a */ b":          "wa wb",
		"# a\nb #> c":              "wb o#> wc",
		"FROM #tmp ##x":            "wFROM w#tmp w##x",
		"'open":                    "s'open",
		"\"open a":                 "o\" wopen wa",
		"größe \uFFFDx \x00":       "wgröße w\uFFFDx b\x00",
		"a->>'b' <= <> !=":         "wa o->> s'b' o<= o<> o!=",
	} {
		if got := kinds(text); got != want {
			t.Errorf("Scan(%q)\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestName(t *testing.T) {
	for text, want := range map[string]string{
		"a": "a", `"a""b"`: `a"b`, "`a`": "a", "[a]]b]": "a]b", "%s": "?", "a_%s": "?", `"x%s"`: "?", "{{.T}}": "?",
		"\uFFFD": "?", "?": "?",
	} {
		if got := lex.Scan(text)[0].Name(); got != want {
			t.Errorf("name of %s: %q, want %q", text, got, want)
		}
	}
}

func TestKey(t *testing.T) {
	for text, want := range map[string]string{"select": "SELECT", "FrOm": "FROM", "users": "", `"select"`: "", "frôm": ""} {
		if got := lex.Scan(text)[0].Key; got != want {
			t.Errorf("keyword of %s: %q, want %q", text, got, want)
		}
	}
}

func TestBody(t *testing.T) {
	const text = "DO $x$ body $x$"
	body, pos, ok := lex.Scan(text)[1].Body()
	if !ok || body != " body " || text[pos:pos+len(body)] != body {
		t.Errorf("Body = %q, %d, %t", body, pos, ok)
	}
	if _, _, ok := lex.Scan("'x'")[0].Body(); ok {
		t.Error("a plain string has a body")
	}
}

// FuzzScan holds Scan to tokens that are in order, do not overlap, and are the text at their positions.
func FuzzScan(f *testing.F) {
	f.Add("SELECT a.\"b\", 'c' FROM [d] -- e\n/* f */ $$g$$ %s {{h}} ?i :j @k #l")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, tok := range lex.Scan(text) {
			if tok.Pos < end || tok.Text == "" || text[tok.Pos:tok.End()] != tok.Text {
				t.Fatalf("token %+v after %d", tok, end)
			}
			end = tok.End()
			tok.Name()
			tok.Body()
		}
	})
}
