package report

import (
	"bytes"
	"strings"
	"testing"
)

func TestWriteText(t *testing.T) {
	r := &Report{Findings: []Finding{
		{
			Rule: "remotetx", File: "a.go", Line: 8, Column: 2, Message: "leaves", Fix: "do not",
			Proof: []Step{{File: "a.go", Line: 7, Column: 1, Note: "opens"}, {File: "m@v1/x.go", Line: 41, Note: "calls"}},
		},
		{Rule: "remotetx", File: "b.go", Line: 1, Column: 1, Message: "hidden", Suppressed: &Suppression{By: ByIgnore}},
	}}
	var out bytes.Buffer
	if err := r.WriteText(&out, func(file string) string { return "../" + file }); err != nil {
		t.Fatal(err)
	}
	const want = "../a.go:8:2: remotetx: leaves\n\t../a.go:7:1: opens\n\t../m@v1/x.go:41: calls\n\tfix: do not\n"
	if got := out.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestWriteGitHub holds annotations to GitHub's escapes.
func TestWriteGitHub(t *testing.T) {
	r := &Report{Findings: []Finding{
		{Rule: "remotetx", File: "a,b.go", Line: 8, Column: 2, Message: "100%: leaves", Fix: "do not"},
		{Rule: "remotetx", File: "b.go", Message: "hidden", Suppressed: &Suppression{By: ByIgnore}},
	}}
	var out bytes.Buffer
	if err := r.WriteGitHub(&out, func(file string) string { return "x/" + file }); err != nil {
		t.Fatal(err)
	}
	const want = "::error file=x/a%2Cb.go,line=8,col=2,title=boundarylint remotetx::100%25: leaves%0A\tfix: do not\n"
	if got := out.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestWriteJSON holds empty lists to [] and the null of suppressed to null.
func TestWriteJSON(t *testing.T) {
	r := &Report{Findings: []Finding{{Rule: "remotetx", Message: "a < b"}}}
	var out bytes.Buffer
	if err := r.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"version": 1`, `"errors": []`, `"proof": []`, `"suppressed": null`, `a < b`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out.String())
		}
	}
	out.Reset()
	if err := new(Report).WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `"findings": []`) || strings.Contains(out.String(), "null") {
		t.Errorf("empty report: %s", out.String())
	}
}

func TestSummary(t *testing.T) {
	s := Summary{Findings: 1, Suppressed: 2, Fixed: 3, Packages: 4}
	if got, want := s.String(), "1 finding, 2 suppressed, 3 of the baseline fixed in 4 packages"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
