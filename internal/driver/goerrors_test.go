package driver

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/boundarylint/boundarylint/report"
)

func TestParseGoErrors(t *testing.T) {
	dir := t.TempDir()
	tests := []struct {
		name, text string
		want       []report.Error
	}{
		{"silence", "", nil},
		{"downloads", "go: downloading example.com/x v1.0.0\n", nil},
		{
			"compiler",
			"# example.com/m/b\n# [example.com/m/b]\nb/bad.go:2:29: undefined: x\n\thave (int)\n\twant (string)\n./c.go:3: too late\n",
			[]report.Error{
				{File: filepath.Join(dir, "b", "bad.go"), Line: 2, Column: 29, Message: "undefined: x\n\thave (int)\n\twant (string)"},
				{File: filepath.Join(dir, "c.go"), Line: 3, Message: "too late"},
			},
		},
		{
			"vet's own",
			"vet: b/bad.go:2:29: undefined: x\n",
			[]report.Error{{File: filepath.Join(dir, "b", "bad.go"), Line: 2, Column: 29, Message: "undefined: x"}},
		},
		{
			"a panic stays whole",
			"# example.com/m/a\npanic: crash\n\ngoroutine 9 [running]:\nmain.f()\n\t/src/f.go:74 +0x4b1\n# example.com/m/b\nb.go:1:1: bad\n",
			[]report.Error{
				{Message: "example.com/m/a: panic: crash\ngoroutine 9 [running]:\nmain.f()\n\t/src/f.go:74 +0x4b1"},
				{File: filepath.Join(dir, "b.go"), Line: 1, Column: 1, Message: "bad"},
			},
		},
		{
			"the go command",
			"go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n",
			[]report.Error{{Message: "go: go.mod file not found in current directory or any parent directory; see 'go help modules'"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := parseGoErrors(dir, test.text); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v\nwant %+v", got, test.want)
			}
		})
	}
}
