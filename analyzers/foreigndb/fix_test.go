package foreigndb

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/boundarylint/boundarylint/config"
)

func TestFix(t *testing.T) {
	const head = `version: 1
services:
  accounts: {packages: [./accounts/...], api: [./accounts/client], owns: {tables: [users, logins]}}
  billing: {packages: [./billing/...], owns: {tables: [invoices]}}
  orders:
    packages: [./orders/...]
    owns: {tables: [orders]}
    copies: [{table: customers, of: accounts.users}]
`
	users := config.Ownership{Service: "accounts", Table: config.Table{Name: "users"}}
	logins := config.Ownership{Service: "accounts", Table: config.Table{Name: "logins"}}
	invoices := config.Ownership{Service: "billing", Table: config.Table{Name: "invoices"}}
	for _, test := range []struct {
		name, more string
		owner      config.Ownership
		write      bool
		want       string
	}{
		{"api", "", logins, false, "ask accounts through ./accounts/client, or keep a copy that its entity events fill"},
		{"no api", "", invoices, false, "ask billing through its API, or keep a copy that its entity events fill"},
		{"events by name", "shared: {messages: [./contracts]}\n", logins, false, "ask accounts through ./accounts/client, or keep a copy that its entity events (./contracts) fill"},
		{"a copy that is there", "", users, false, "read customers, the copy of it that orders keeps"},
		{"write", "", users, true, "have accounts change it, through ./accounts/client"},
		{"write, no api", "", invoices, true, "have billing change it"},
		{"no calls", "    calls: [billing]\n", logins, false, "keep a copy that entity events of accounts fill; the calls of orders leave accounts out"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, d := range []string{"accounts/client", "billing", "orders", "contracts"} {
				if err := os.MkdirAll(filepath.Join(dir, d), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, d, "x.go"), []byte("package x\n"), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/x\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, "boundaries.yaml")
			if err := os.WriteFile(file, []byte(head+test.more), 0o666); err != nil {
				t.Fatal(err)
			}
			cfg, err := config.Load(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := fix(cfg, "orders", test.owner, test.write); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
