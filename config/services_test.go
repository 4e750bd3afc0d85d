package config

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

func TestServiceOf(t *testing.T) {
	c := loadYAML(t, `version: 1
services:
  accounts: {packages: [./services/accounts/...], api: [./services/accounts/client/...], calls: []}
  ledger: {packages: [./services/accounts/ledger/..., example.com/shop/services/accounts/x/y/...], calls: [accounts]}
  gateway: {packages: [./gateway], api: [./gen/gateway]}
  stores: {packages: [./services/*/store]}
shared: {packages: [./pkg/..., ./services/accounts/ledger/types, ./gen/...], messages: [./contracts/...]}
`)
	for path, want := range map[string]string{
		"services/accounts":                    "accounts",
		"services/accounts/a/b":                "accounts",
		"services/accountsx":                   "",
		"services/accounts/ledger":             "ledger",
		"services/accounts/ledger/db":          "ledger",
		"services/accounts/ledger/types":       "shared",
		"services/accounts/ledger/types/below": "ledger",
		"services/accounts/x/y/z":              "ledger", // import paths and directories compete
		"services/accounts/x":                  "accounts",
		"services/accounts/store":              "stores", // nothing of it falls to ...
		"services/accounts/store/sub":          "accounts",
		"gateway":                              "gateway",
		"gateway/sub":                          "",
		"pkg/bus":                              "shared",
		"cmd/all":                              "",
	} {
		got := c.ServiceOf("example.com/shop/" + path)
		if c.IsShared("example.com/shop/" + path) {
			got = "shared"
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	checkAPI(t, c)
	checkCalls(t, c)
}

func checkAPI(t *testing.T, c *Config) {
	const m = "example.com/shop/"
	for _, tc := range []struct {
		service, path string
		want          bool
	}{
		{"accounts", m + "services/accounts/client", true},
		{"accounts", m + "services/accounts/client/v2", true},
		{"accounts", m + "services/accounts/clients", false},
		{"ledger", m + "services/accounts/client", false},
		{"gateway", m + "gen/gateway", true},
	} {
		if got := c.IsAPI(tc.service, tc.path); got != tc.want {
			t.Errorf("IsAPI(%s, %s): got %v", tc.service, tc.path, got)
		}
		if got := c.APIOf(tc.path); tc.want && got != tc.service {
			t.Errorf("APIOf(%s): got %s", tc.path, got)
		}
	}
	if !c.IsMessages(m+"contracts/v1") || c.IsMessages(m+"pkg/bus") {
		t.Error("IsMessages")
	}
	for path, want := range map[string]bool{m + "cmd": true, "example.com/shop": true, "example.com/shopping": false, "fmt": false} {
		if got := c.IsFirstParty(path); got != want {
			t.Errorf("IsFirstParty(%s): got %v", path, got)
		}
	}
}

func checkCalls(t *testing.T, c *Config) {
	for _, tc := range []struct {
		from, to string
		want     bool
	}{
		{"accounts", "ledger", false},
		{"accounts", "accounts", true},
		{"ledger", "accounts", true},
		{"ledger", "gateway", false},
		{"gateway", "ledger", true},
		{"", "ledger", true},
		{"accounts", "", true},
	} {
		if got := c.MayCall(tc.from, tc.to); got != tc.want {
			t.Errorf("MayCall(%s, %s): got %v", tc.from, tc.to, got)
		}
	}
}

func TestLayout(t *testing.T) {
	root := writeTree(t, map[string]string{
		"go.work": "go 1.26\nuse (\n\t./repo/tools\n\t./outside\n)\n", "repo/tools/go.mod": "module tools.example\n", "outside/go.mod": "module outside.example\n",
		"repo/boundaries.yaml": `version: 1
services:
  a: {packages: [./services/a/...]}
  b: {packages: [./services/*/store]}
remote: [./libs/bus/sub.F, ./libs/x.v2/y.F]
`,
		"repo/go.mod":                      "module example.com/shop\nreplace (\n\tfork.example/x => ./forks/x\n\tfar.example => ../far\n\tver.example => other v1.0.0\n)\n",
		"repo/services/a/go.mod":           "module example.com/a\n",
		"repo/libs/bus/sub/go.mod":         "module example.com/bus\n",
		"repo/forks/x/go.mod":              "module forked.example/x\n",
		"repo/vendor/v.example/go.mod":     "module v.example\n",
		"repo/.cache/mod/c@v1.0.0/go.mod":  "module c.example\n",
		"repo/services/hidden/go.mod":      "module example.com/hidden\n",
		"repo/services/hidden/store/go.go": "package store\n",
	})
	c, err := Load(filepath.Join(root, "repo", FileName))
	if err != nil {
		t.Fatal(err)
	}
	c.AddModule("v.example", filepath.Join(root, "repo/vendor/v.example"))
	c.AddModule("c.example", filepath.Join(root, "repo/.cache/mod/c@v1.0.0"))
	for path, want := range map[string]string{
		"example.com/shop":         ".",
		"example.com/shop/x/y":     "x/y",
		"example.com/a/b":          "services/a/b",
		"example.com/ab":           "none",
		"example.com/bus":          "libs/bus/sub",
		"tools.example/t":          "tools/t",
		"outside.example":          "none",
		"fork.example/x/y":         "forks/x/y",
		"far.example/y":            "none",
		"ver.example":              "none",
		"v.example":                "none",
		"c.example":                "none",
		"example.com/hidden/store": "none",
	} {
		got, ok := c.Dir(path)
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	digest := c.Digest()
	if c.ServiceOf("example.com/hidden/store") != "" {
		t.Error("a module that is not known has no directory")
	}
	c.AddModule("example.com/hidden", filepath.Join(root, "repo/services/hidden"))
	if got := c.ServiceOf("example.com/hidden/store"); got != "b" {
		t.Errorf("after AddModule: got %q", got)
	}
	if c.Digest() != digest {
		t.Error("AddModule must not change the digest")
	}
}

// A config may lie in a directory of a module.
func TestLayoutInsideModule(t *testing.T) {
	root := writeTree(t, map[string]string{
		"go.mod": "module example.com/shop\n", "backend/boundaries.yaml": "version: 1\nservices: {a: {packages: [./a/...]}}\n",
		"backend/a/a.go": "package a\n",
	})
	c, err := LoadChecked(filepath.Join(root, "backend", FileName))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.ServiceOf("example.com/shop/backend/a"); got != "a" {
		t.Errorf("got %q", got)
	}
	if got, ok := c.Dir("example.com/shop/a"); ok {
		t.Errorf("a directory outside: got %q", got)
	}
	if !c.IsFirstParty("example.com/shop/frontend") {
		t.Error("the module around the config is first-party")
	}
	if dirs, err := c.ModuleDirs(); err != nil || !slices.Equal(dirs, []string{filepath.Join(root, "backend")}) {
		t.Errorf("ModuleDirs: got %v, %v", dirs, err)
	}
}

func TestModuleDirs(t *testing.T) {
	root := writeTree(t, map[string]string{
		FileName: "version: 1\nservices: {a: {packages: [./a/...]}, b: {packages: [example.com/b/...]}}\nshared: {packages: [./pkg/...]}\n",
		"go.mod": "module example.com/root\n", "x.go": "package x\n",
		"a/go.mod": "module example.com/a\n", "a/x/x.go": "package x\n",
		"b/go.mod": "module example.com/b\n", "b/b.go": "package b\n",
		"c/go.mod": "module example.com/c\n", "c/c.go": "package c\n",
		"pkg/go.mod": "module example.com/pkg\n", "pkg/p.go": "package p\n",
		"a/testdata/go.mod": "module example.com/t\n", "a/testdata/t.go": "package t\n",
	})
	c, err := LoadChecked(filepath.Join(root, FileName))
	if err != nil {
		t.Fatal(err)
	}
	dirs, err := c.ModuleDirs()
	want := []string{filepath.Join(root, "a"), filepath.Join(root, "b"), filepath.Join(root, "pkg")}
	if err != nil || !slices.Equal(dirs, want) {
		t.Errorf("got %v, %v, want %v", dirs, err, want)
	}
}

func TestConcurrentUse(t *testing.T) {
	c := loadTree(t, exampleFiles())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 100 {
				c.AddModule("example.com/m"+string(rune('a'+i)), filepath.Join(c.Root(), "m"))
				c.SetMigrations([]MigratedTable{{Service: "accounts", Table: Table{Name: "x"}}})
				c.ServiceOf("example.com/shop/services/orders/x")
				c.Owner("orders", Table{Name: "users"})
				c.MatchSymbol(RoleRemote, "example.com/shop/pkg/notify", "Client", "Send")
			}
		})
	}
	wg.Wait()
	if got := c.ServiceOf("example.com/shop/services/orders/x"); got != "orders" {
		t.Errorf("got %q", got)
	}
}

// A checkout is often reached through a link.
func TestLinkedRoot(t *testing.T) {
	root := writeTree(t, map[string]string{
		FileName:        "version: 1\nservices:\n  accounts: {packages: [./accounts/...]}\n",
		"go.mod":        "module example.com/shop\n",
		"accounts/a.go": "package accounts\n",
	})
	link := filepath.Join(t.TempDir(), "linked")
	if err := os.Symlink(root, link); err != nil {
		t.Skip("no links here:", err)
	}
	c, err := Load(filepath.Join(link, FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
}
