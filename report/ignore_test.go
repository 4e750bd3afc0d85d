package report

import "testing"

func TestSpan(t *testing.T) {
	const comment = "//boundarylint:ignore x"
	tests := []struct {
		name, src    string
		line, column int
		want         string // what is left
	}{
		{"a line of its own", "a\n\t" + comment + "\nb\n", 2, 2, "a\nb\n"},
		{"behind code", "a\nb \t" + comment + "\nc\n", 2, 4, "a\nb\nc\n"},
		{"behind code, with a carriage return", "b " + comment + "\r\nc\n", 1, 3, "b\r\nc\n"},
		{"the last line", "a\n" + comment, 2, 1, "a\n"},
		{"SQL", "-- boundarylint:ignore x y\nSELECT 1;\n", 1, 1, "SELECT 1;\n"},
		{"another line", "a\n" + comment + "\n", 1, 1, ""},
		{"another column", comment + "\n", 1, 9, ""},
		{"beyond the line", "a\n", 1, 7, ""},
		{"beyond the file", "a\n", 3, 1, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start, end, ok := Ignore{Line: test.line, Column: test.column}.Span([]byte(test.src))
			if ok != (test.want != "") {
				t.Fatalf("found: %t", ok)
			}
			if got := test.src[:start] + test.src[end:]; ok && got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
