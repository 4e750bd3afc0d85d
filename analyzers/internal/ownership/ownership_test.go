package ownership_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/boundarylint/boundarylint/analyzers/internal/ownership"
	"github.com/boundarylint/boundarylint/config"
)

const project = `
-- go.mod --
module example.com/shop
-- accounts/models/models.go --
package models

type User struct{ ID int }
-- accounts/sql/001.sql --
CREATE TABLE firms (id int);
CREATE TABLE old (id int);
-- accounts/steps.go --
package accounts

import "example.com/shop/orders"

func init() {
	register("DROP TABLE old", "CREATE TABLE notes (user_id int REFERENCES users (id))")
	db.AutoMigrate(&orders.Order{})
}
-- orders/orders.go --
package orders

type Order struct{ ID int }

var schema = "CREATE TABLE sessions (id int)"
-- orders/accounts_test.go --
package orders

var fixture = "CREATE TABLE users (id int)"

func init() { PrepareFirms() }
-- orders/prepare.go --
package orders

// PrepareFirms is for tests: the table is another's.
func PrepareFirms() { exec("CREATE TABLE firms (id int)") }
-- accounts/ledger.go --
package accounts

// Migrate is called by nobody here.
func Migrate() { exec("CREATE TABLE ledgers (id int)") }
-- orders/testkit/testkit.go --
package testkit

import (
	"testing"
)

func Tables(t *testing.T) { exec("CREATE TABLE users (id int)") }
-- central/central.go --
package central

import (
	"example.com/shop/accounts/models"
	"example.com/shop/orders"
)

func init() { db.AutoMigrate(&models.User{}, &orders.Order{}, &job{}) }

type job struct{ ID int }

// Open creates tables for its callers.
func Open(dsn string, models ...any) {
	for _, m := range models {
		db.AutoMigrate(m)
	}
}
-- orders/main.go --
package orders

import "example.com/shop/central"

func init() { central.Open("orders", &Line{}) }

type Line struct{ ID int }
-- empty/README.md --
`

// TestFind holds what is found against what the config says: "found" are those
// of which it says nothing.
func TestFind(t *testing.T) {
	const both = "services: {accounts: {packages: [./accounts/...]%s}, orders: {packages: [./orders/...]%s}}\nshared: {packages: [./central]%s}\n"
	for _, tc := range []struct{ name, accounts, orders, shared, want string }{
		{"nothing said", "", "", "", "accounts.firms found, accounts.ledgers found, accounts.notes found, accounts.users found, orders.lines found, orders.orders found, orders.sessions found"},
		{"orders says", "", ", owns: {tables: [orders]}", "", "accounts.firms found, accounts.ledgers found, accounts.notes found, accounts.users found"},
		{"all say", ", owns: {tables: []}", ", owns: {models: [./orders.Order]}", "", ""},
		{"named", ", owns: {migrations: [./accounts]}", ", owns: {migrations: []}", "", "accounts.firms, accounts.ledgers, accounts.notes"},
		{"models named", ", owns: {migrations: [./accounts/sql]}", ", owns: {tables: [x]}", "", "accounts.firms, accounts.old"},
		{"central", ", owns: {tables: [x]}", ", owns: {tables: [y]}", ", migrations: [./central]", ".jobs, accounts.users found, orders.orders found"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			cfg := load(t, fmt.Sprintf("version: 1\n"+both, tc.accounts, tc.orders, tc.shared))
			var got []string
			for _, m := range ownership.Find(cfg).Tables {
				name := m.Service + "." + m.Table.String()
				if m.Found {
					name += " found"
				}
				got = append(got, name)
			}
			slices.Sort(got)
			if text := strings.Join(got, ", "); text != tc.want {
				t.Errorf("got  %s\nwant %s", text, tc.want)
			}
		})
	}
}

// TestNothing tells a directory that cannot hold migrations from one of which
// nothing was understood.
func TestNothing(t *testing.T) {
	cfg := load(t, "version: 1\nservices: {accounts: {packages: [./accounts/...], owns: {migrations: [./empty, ./orders/testkit]}}}\n")
	found := ownership.Find(cfg)
	if len(found.Empty) != 1 || filepath.Base(found.Empty[0].Dir) != "empty" {
		t.Errorf("empty: %v", found.Empty)
	}
	if len(found.Silent) != 1 || filepath.Base(found.Silent[0].Dir) != "testkit" {
		t.Errorf("silent: %v", found.Silent)
	}
}

func load(t *testing.T, text string) *config.Config {
	t.Helper()
	dir := t.TempDir()
	for _, f := range append(txtar.Parse([]byte(project)).Files, txtar.File{Name: config.FileName, Data: []byte(text)}) {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := config.Load(filepath.Join(dir, config.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}
