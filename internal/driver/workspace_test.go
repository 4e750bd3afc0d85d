package driver

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestGroups(t *testing.T) {
	t.Setenv("GOWORK", "")
	root := t.TempDir()
	for name, text := range map[string]string{
		"ws/go.work":        "go 1.26\n\nuse (\n\t./a\n\t./b\n)\n",
		"ws/a/go.mod":       "module a\n",
		"ws/a/sub/sub.go":   "package sub\n",
		"ws/b/go.mod":       "module b\n",
		"ws/outside/go.mod": "module outside\n",
		"alone/go.mod":      "module alone\n",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	at := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	got := groups([]string{at("alone"), at("ws/a"), at("ws/b"), at("ws/outside"), at("ws/a/sub")})
	want := []group{
		{dir: at("alone"), patterns: []string{"./..."}},
		{dir: at("ws"), patterns: []string{"./a/...", "./b/...", "./a/sub/..."}, env: []string{"GOWORK=" + at("ws/go.work")}},
		{dir: at("ws/outside"), patterns: []string{"./..."}, env: []string{"GOWORK=off"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	t.Setenv("GOWORK", "off")
	if got := groups([]string{at("ws/a")}); !reflect.DeepEqual(got, []group{{dir: at("ws/a"), patterns: []string{"./..."}}}) {
		t.Errorf("with GOWORK=off: %q", got)
	}
}

func TestLocal(t *testing.T) {
	for _, test := range []struct {
		dir, module, version string
		want                 bool
	}{
		{"/src/shop/orders", "example.com/shop", "", true},
		{"/src/lib", "example.com/lib", "v0.0.0", true}, // by a replace directive
		{"/cache/mod/example.com/lib@v1.2.3/x", "example.com/lib", "v1.2.3", false},
		{"/cache/mod/example.com/lib@v1.2.3", "example.com/lib", "v1.2.3", false},
		{"/src/shop/vendor/example.com/lib", "example.com/lib", "v1.2.3", false},
		{"/go/src/net/http", "", "", false},
	} {
		if got := Local(filepath.FromSlash(test.dir), test.module, test.version); got != test.want {
			t.Errorf("Local(%q, %q, %q) = %t", test.dir, test.module, test.version, got)
		}
	}
}
