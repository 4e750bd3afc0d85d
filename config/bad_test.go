package config

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/bad.txt
var badConfigs string

// Each bad config of testdata/bad.txt is told exactly the mistakes behind it.
func TestParseBad(t *testing.T) {
	_, cases, _ := strings.Cut(badConfigs, "\n== ")
	for one := range strings.SplitSeq(cases, "\n== ") {
		name, rest, _ := strings.Cut(one, "\n")
		yaml, want, ok := strings.Cut("\n"+rest, "\n--\n")
		if !ok {
			t.Fatalf("%s: no line --", name)
		}
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(strings.TrimPrefix(yaml+"\n", "\n")), FileName)
			got := strings.ReplaceAll(lines(err, ""), FileName+":", "")
			if want = strings.TrimSpace(want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
