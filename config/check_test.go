package config

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestCheckExample(t *testing.T) {
	root := writeTree(t, exampleFiles())
	if _, err := LoadChecked(filepath.Join(root, FileName)); err != nil {
		t.Error(err)
	}
}

func TestCheck(t *testing.T) {
	root := writeTree(t, map[string]string{
		FileName: `version: 1
services:
  a:
    packages: [./services/acounts/..., services/accounts]
    api: [./services/accounts/nosuch]
    owns: {migrations: [./db/migration, services/accounts/a.go], models: [./services/x.T]}
  b: {packages: [./services/*/store, example.com/shop/b/...]}
  c: {packages: [./*/accounts/store]}
shared: {packages: [./docs/..., ./services/accounts/testdata]}
remote: [./services/accounts.F, ./services/account.F, ./services/*/store.T.*, net/http.Nope]
exclude: [/x]
`,
		"go.mod": "module example.com/shop\n", "services/accounts/a.go": "package a\n", "services/accounts/store/s.go": "package s\n",
		"services/accounts/testdata/t.go": "package t\n", "docs/readme.md": "", "services/boundaries.yaml": "version: 1\n",
		"vendor/x/boundaries.yaml": "version: 1\n",
	})
	_, err := LoadChecked(filepath.Join(root, FileName))
	want := `boundaries.yaml:4:16: services.a.packages: "./services/acounts/..." matches no directory with Go files (did you mean "./services/accounts/..."?)
boundaries.yaml:4:40: services.a.packages: "services/accounts" is an import path and matches no package; for the directory write "./services/accounts"
boundaries.yaml:5:11: services.a.api: "./services/accounts/nosuch" matches no directory with Go files
boundaries.yaml:6:25: services.a.owns.migrations: "./db/migration" does not exist
boundaries.yaml:6:41: services.a.owns.migrations: "./services/accounts/a.go" is no directory; name the one that it is in
boundaries.yaml:6:75: models: "./services/x.T" names no package: there is no directory with Go files for it
boundaries.yaml:8:18: services.c.packages: "./*/accounts/store" and "./services/*/store" of services.b fit ./services/accounts/store alike; make one of them longer
boundaries.yaml:9:21: shared.packages: "./docs/..." matches no directory with Go files
boundaries.yaml:9:33: shared.packages: "./services/accounts/testdata" matches no directory with Go files
boundaries.yaml:10:33: remote: "./services/account.F" names no package: there is no directory with Go files for it
boundaries.yaml:11:11: exclude: "/x" lies outside the directory of this file; write a path relative to it
services/boundaries.yaml: a second config below boundaries.yaml; a project has one: merge them, or remove one`
	if got := lines(err, root); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A service in another language has no Go files, and owns its tables all the same.
func TestServiceWithoutGo(t *testing.T) {
	root := writeTree(t, map[string]string{
		FileName:             "version: 1\nservices:\n  a: {packages: [./a/...], owns: {migrations: [./a/migrations]}}\n  b: {packages: [./b/...], owns: {tables: [t]}}\n",
		"go.mod":             "module example.com/shop\n",
		"a/migrations/1.sql": "CREATE TABLE x (id int);\n",
		"a/app.py":           "",
		"b/app.py":           "",
		"c/main.go":          "package main\n",
	})
	_, err := LoadChecked(filepath.Join(root, FileName))
	want := `boundaries.yaml:4:18: services.b.packages: "./b/..." matches no directory with Go files (did you mean "./c/..."?)`
	if got := lines(err, root); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestUnmatched(t *testing.T) {
	c := loadYAML(t, `version: 1
services:
  a: {packages: [example.com/a/..., example.com/b, ./x], owns: {models: [example.com/a.T]}}
remote: [net/http.Get, "!net/http.Nope"]
`)
	got := lines(c.Unmatched([]string{"example.com/a/x"}, func(s SymbolPattern) bool { return s.Text == "net/http.Get" }), c.Root())
	want := `boundaries.yaml:3:37: services.a.packages: "example.com/b" matches no package
boundaries.yaml:3:74: models: "example.com/a.T" matches no type in the packages of this run
boundaries.yaml:4:24: remote: "!net/http.Nope" matches no function or method in the packages of this run`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFind(t *testing.T) {
	root := writeTree(t, map[string]string{
		"a/boundaries.yaml": "", "a/b/c/x.go": "", "two/boundaries.yaml": "", "two/x/boundaries.yaml": "", "none/x.go": "", "a/other.yaml": "",
		"dir/boundaries.yaml/x": "",
	})
	join := func(names ...string) string { return filepath.Join(append([]string{root}, names...)...) }
	for _, tc := range []struct{ dir, want, fails string }{
		{"a", "a/boundaries.yaml", ""},
		{"a/b/c", "a/boundaries.yaml", ""},
		{"two", "two/boundaries.yaml", ""},
		{"two/x", "two/x/boundaries.yaml", "a second config above"},
		{"none", "", ""},
		{"dir", "", ""}, // a directory of that name
	} {
		got, err := Find(join(tc.dir))
		if tc.want != "" {
			tc.want = join(tc.want)
		}
		if got != tc.want || (err != nil) != (tc.fails != "") || err != nil && !strings.Contains(err.Error(), tc.fails) {
			t.Errorf("%s: got %q, %v", tc.dir, got, err)
		}
	}
	t.Setenv(EnvVar, "other.yaml")
	for _, tc := range []struct{ flag, want string }{
		{"", "a/other.yaml"}, {"boundaries.yaml", "a/boundaries.yaml"}, {join("a/other.yaml"), "a/other.yaml"}, {"nosuch.yaml", ""}, {"b", ""},
	} {
		got, err := Locate(tc.flag, join("a"))
		if (err == nil) != (tc.want != "") || err == nil && got != join(tc.want) {
			t.Errorf("Locate %s: got %q, %v", tc.flag, got, err)
		}
	}
}

func TestLoadFails(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "nosuch.yaml")); err == nil {
		t.Error("a file that is not there must be an error")
	}
	root := writeTree(t, map[string]string{FileName: "version: 2\n"})
	if c, err := Load(filepath.Join(root, FileName)); c != nil || len(AsErrors(err)) != 1 {
		t.Errorf("got %v, %v", c, err)
	}
}

func TestDefault(t *testing.T) {
	root := writeTree(t, map[string]string{"go.mod": "module example.com/shop\n"})
	c, err := Default(root)
	if err != nil {
		t.Fatal(err)
	}
	if !c.IsFirstParty("example.com/shop/x") || c.ServiceOf("example.com/shop/x") != "" || !c.Owner("", Table{Name: "x"}).Unowned {
		t.Error("a project without config is first-party and owns nothing")
	}
	if !c.Rule("remotetx").On || c.Check() != nil || c.Digest() == "" {
		t.Error("everything is as it is by default")
	}
}

func TestDigest(t *testing.T) {
	files := exampleFiles()
	digest := func() string {
		t.Helper()
		return loadTree(t, files).Digest([]byte("tool"))
	}
	first := digest()
	if digest() != first {
		t.Error("the digest depends on the directory")
	}
	seen := map[string]string{first: "nothing"}
	for _, change := range []string{
		FileName, "services/accounts/migrations/1_users.sql", "db/migrations/2.sql", BaselineName, "services/accounts/go.mod",
	} {
		files[change] += "# changed\nmodule example.com/changed\n"
		if change == FileName {
			files[change] = exampleYAML + "# changed\n"
		}
		got := digest()
		if before, ok := seen[got]; ok {
			t.Errorf("%s does not count: as after %s", change, before)
		}
		seen[got] = change
	}
	c := loadTree(t, exampleFiles())
	c.Now = func() time.Time { return day("2027-03-31") }
	if c.Digest([]byte("tool")) != first {
		t.Error("on its last day a grant holds")
	}
	c.Now = func() time.Time { return day("2027-04-01") }
	if c.Digest([]byte("tool")) == first || c.Digest([]byte("to"), []byte("ol")) == c.Digest([]byte("tool")) {
		t.Error("an expired grant, and each extra, must count")
	}
}

func BenchmarkLoad(b *testing.B) {
	files := exampleFiles()
	var services strings.Builder
	for i := range 100 {
		name := "svc" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		services.WriteString("  " + name + ":\n    packages: [./services/" + name + "/...]\n    owns: {tables: [" + name + "_a, " + name + "_b]}\n    calls: [accounts]\n")
		files["services/"+name+"/x.go"] = "package x\n"
	}
	files[FileName] = strings.Replace(exampleYAML, "services:\n", "services:\n"+services.String(), 1)
	path := filepath.Join(writeTree(b, files), FileName)
	for b.Loop() {
		if _, err := Load(path); err != nil {
			b.Fatal(err)
		}
	}
}
