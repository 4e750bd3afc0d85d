package config

import (
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	f.Add(exampleYAML)
	for one := range strings.SplitSeq(badConfigs, "\n== ") {
		_, rest, _ := strings.Cut(one, "\n")
		yaml, _, _ := strings.Cut(rest, "\n--\n")
		f.Add(yaml)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := Parse([]byte(text), FileName)
		for _, e := range AsErrors(err) {
			if e.Line < 1 || e.Column < 1 || e.File != FileName || strings.Contains(e.Message, "\n") {
				t.Errorf("got %+v", e)
			}
		}
	})
}

func FuzzSymbolPattern(f *testing.F) {
	f.Add("./pkg/bus.*", "./pkg/bus", "T", "M")
	f.Add("github.com/nats-io/*.*", "github.com/nats-io/nats.go", "", "Connect")
	f.Fuzz(func(t *testing.T, pattern, pkg, recv, name string) {
		if s, err := ParseSymbolPattern(RoleRemote, Pattern{Text: pattern}); err == nil {
			s.match(pkg, recv, name)
			s.inDir(pkg)
			s.base()
		}
		// What is written in full matches itself, wherever it is valid.
		full := pkg + "." + name
		s, err := ParseSymbolPattern(RoleRemote, Pattern{Text: full})
		if err == nil && pkg != "" && !strings.ContainsAny(full, "*!\x00") && !s.match(pkg, "", name) {
			t.Errorf("%q does not match itself", full)
		}
	})
}

func FuzzGlobs(f *testing.F) {
	f.Add("**/*_{mock,fake}.go", "a/b/x_mock.go")
	f.Add("./tools/...", "tools/x.go")
	f.Fuzz(func(t *testing.T, pattern, file string) {
		if g, err := parseFileGlob(pattern); err == nil {
			g.match(file)
		}
		if p, err := ParsePackagePattern(pattern); err == nil {
			p.Match(file, file)
			p.base()
		}
		if all, err := parseFileGlob("**"); err != nil || !all.match(file) {
			t.Errorf("** does not match %q", file)
		}
	})
}
