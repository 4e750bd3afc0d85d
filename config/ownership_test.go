package config

import (
	"slices"
	"strings"
	"testing"
)

const ownershipYAML = `version: 1
services:
  accounts:
    packages: [./accounts/...]
    owns:
      schema: acc
      tables: [users, outbox, "audit_*", billing.invoices, fs.files]
      env: [ACCOUNTS_DB]
      models: [./accounts/store.User, ./accounts/ent.*]
  orders:
    packages: [./orders/...]
    owns: {tables: [orders, outbox, audit_orders], migrations: [./orders/migrations], models: [./orders/ent.Order]}
    copies: [{table: customers, of: accounts.users}, {table: customers, of: crm.people}]
    grants:
      - {table: accounts.users, access: read, reason: r}
      - {table: accounts.users, access: write, reason: r, until: 2026-05-31}
      - {table: accounts.acc.outbox, access: write, reason: r, until: 2026-06-01}
      - {table: "accounts.billing.inv*", access: read, reason: r}
      - {table: accounts.audit_x, access: read, reason: r, until: 2026-01-01}
  crm:
    packages: [./crm/...]
    owns: {database: main, tables: [people, tags], env: [MAIN_DB], migrations: [./crm/migrations]}
  shop:
    packages: [./shop/...]
    owns: {database: main, tables: [products, "t*"], env: [MAIN_DB], migrations: [./shop/migrations]}
shared: {tables: [schema_migrations, "goose_*"], migrations: [./db]}
`

func ownershipConfig(t *testing.T) *Config {
	c := loadYAML(t, ownershipYAML)
	c.SetMigrations([]MigratedTable{
		{Service: "crm", Table: Table{Name: "notes"}},
		{Service: "shop", Table: Table{Name: "notes"}},
		{Service: "crm", Table: Table{Name: "products"}},
		{Service: "crm", Table: Table{Name: "leads"}},
		{Service: "crm", Table: Table{Name: "leads"}},
		{Service: "crm", Table: Table{Name: "tasks"}},
		{Service: "orders", Table: Table{Name: "returns"}},
		{Service: "orders", Table: Table{Name: "notes"}},
		{Service: "orders", Table: Table{Name: "goose_log"}},
		{Table: Table{Name: "regions"}},
		{Table: Table{Name: "people"}},
	})
	return c
}

// TestOwnerAcrossSchemas holds tables of one name in the schemas of one database
// apart, whatever says whose they are.
func TestOwnerAcrossSchemas(t *testing.T) {
	c := loadYAML(t, `version: 1
services:
  accounts:
    packages: [./accounts/...]
    owns: {database: main, schema: acc}
  shipping:
    packages: [./shipping/...]
    owns: {database: main, schema: ship}
    copies: [{table: companies, of: accounts.companies}]
`)
	c.SetMigrations([]MigratedTable{{Service: "accounts", Table: Table{Name: "companies"}}})
	for _, tc := range []struct{ accessor, table, want string }{
		{"accounts", "companies", "accounts companies own"},
		{"accounts", "ship.companies", "shipping companies"},
		{"shipping", "companies", "shipping companies own copy"},
		{"shipping", "acc.companies", "accounts companies"},
	} {
		if got := describe(c.Owner(tc.accessor, parseName(tc.table))); got != tc.want {
			t.Errorf("%q uses %s: got %q, want %q", tc.accessor, tc.table, got, tc.want)
		}
	}
}

func TestOwner(t *testing.T) {
	c := ownershipConfig(t)
	for _, tc := range []struct{ accessor, table, want string }{
		{"accounts", "users", "accounts users own"},
		{"accounts", "USERS", "accounts USERS own"},
		{"accounts", "acc.users", "accounts users own"},
		{"accounts", "other.users", "unowned"},
		{"accounts", "invoices", "accounts billing.invoices own"},
		{"orders", "users", "accounts users guess grant:read"},
		{"orders", "acc.users", "accounts users grant:read"},
		{"orders", "public.users", "unowned"}, // accounts says that its schema is another
		{"orders", "accounts.users", "unowned"},
		{"orders", "user", "unowned"},
		{"orders", "invoices", "accounts billing.invoices guess grant:read"},
		{"orders", "billing.invoices", "accounts billing.invoices grant:read"},
		{"orders", "acc.invoices", "unowned"},
		{"orders", "fs.files", "accounts fs.files"}, // a collection with a dot
		{"orders", "customers", "orders customers own copy"},
		{"accounts", "customers", "orders customers guess"},
		{"accounts", "orders.customers", "orders customers"}, // MySQL's way across databases
		{"accounts", "public.customers", "orders customers guess"},
		{"orders", "outbox", "orders outbox own"},
		{"orders", "acc.outbox", "accounts outbox grant:write"},
		{"crm", "outbox", "ambiguous"},
		{"crm", "acc.outbox", "accounts outbox"},
		{"", "users", "accounts users guess"},
		{"", "outbox", "ambiguous"},
		{"accounts", "audit_orders", "accounts audit_orders own"}, // in its own database
		{"crm", "audit_orders", "orders audit_orders guess"},      // an exact name beats a glob
		{"crm", "audit_x", "accounts audit_x guess"},
		{"orders", "audit_x", "accounts audit_x guess grant:read"},
		{"orders", "returns", "orders returns own"},
		{"crm", "returns", "orders returns guess"},
		{"crm", "notes", "contested"},
		{"shop", "notes", "contested"},
		{"orders", "notes", "orders notes own"},
		{"accounts", "notes", "contested"},
		{"crm", "products", "shop products"}, // the config settles what migrations contest
		{"shop", "products", "shop products own"},
		{"shop", "tags", "crm tags"},
		{"crm", "tags", "crm tags own"},
		{"shop", "tasks", "crm tasks"},
		{"shop", "things", "shop things own"},
		{"crm", "things", "shop things"},
		{"orders", "things", "shop things guess"},
		{"shop", "main.leads", "crm leads"},
		{"orders", "schema_migrations", "shared"},
		{"orders", "goose_x", "shared"},
		{"orders", "goose_log", "orders goose_log own"},
		{"crm", "goose_log", "orders goose_log guess"},
		{"crm", "x.schema_migrations", "shared"},
		{"orders", "regions", "unowned known"},
		{"crm", "people", "crm people own known"},
		{"nosuch", "people", "crm people known guess"},
	} {
		if got := describe(c.Owner(tc.accessor, parseName(tc.table))); got != tc.want {
			t.Errorf("%q uses %s: got %q, want %q", tc.accessor, tc.table, got, tc.want)
		}
	}
}

func parseName(text string) Table {
	if schema, name, ok := strings.Cut(text, "."); ok {
		return Table{schema, name}
	}
	return Table{Name: text}
}

func describe(o Ownership) string {
	var words []string
	if o.Service != "" {
		words = append(words, o.Service, o.Table.String())
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{
		{o.Own, "own"}, {o.Copy, "copy"}, {o.Shared, "shared"}, {o.Contested, "contested"}, {o.Ambiguous, "ambiguous"},
		{o.Unowned, "unowned"}, {o.Known, "known"}, {o.Guess, "guess"},
	} {
		if flag.on {
			words = append(words, flag.name)
		}
	}
	if o.Grant != nil {
		words = append(words, "grant:"+string(o.Grant.Access))
	}
	return strings.Join(words, " ")
}

func TestGranted(t *testing.T) {
	c := ownershipConfig(t)
	for _, tc := range []struct {
		table   string
		write   bool
		now     string
		access  Access
		expired bool
	}{
		{"users", false, "2026-06-01", AccessRead, false},
		{"users", true, "2026-05-31", AccessWrite, false},
		{"users", true, "2026-06-01", AccessWrite, true},
		{"acc.users", false, "2026-06-01", AccessRead, false},
		{"billing.users", false, "2026-06-01", "", false},
		{"outbox", false, "2026-06-01", AccessWrite, false}, // writing implies reading
		{"outbox", false, "2026-06-02", AccessWrite, true},
		{"billing.invoices", false, "2026-06-01", AccessRead, false},
		{"billing.invoices", true, "2026-06-01", "", false},
		{"invoices", false, "2026-06-01", "", false},
	} {
		g, expired := c.Granted("orders", "accounts", parseName(tc.table), tc.write, day(tc.now))
		var access Access
		if g != nil {
			access = g.Access
		}
		if access != tc.access || expired != tc.expired {
			t.Errorf("%+v: got %q, %v", tc, access, expired)
		}
	}
	if g, _ := c.Granted("crm", "accounts", Table{Name: "users"}, false, day("2026-01-01")); g != nil {
		t.Error("a grant is the service's that it stands in")
	}
	if got := len(c.ExpiredGrants()); got != 2 {
		t.Errorf("expired on the first of June: got %d", got)
	}
}

func TestCheckTables(t *testing.T) {
	c := loadYAML(t, `version: 1
services:
  a: {packages: [./a], owns: {migrations: [./m], tables: [x]}}
  b: {packages: [./b], owns: {models: [./b.T], tables: [x]}}
  c:
    packages: [./c]
    copies: [{table: u, of: a.users}, {table: v, of: a.user}, {table: w, of: b.nosuch}]
    grants: [{table: "a.u*", access: read, reason: r}]
`)
	c.SetMigrations([]MigratedTable{{Service: "a", Table: Table{Name: "users"}}})
	want := `boundaries.yaml:7:54: services.c.copies[1].of: a owns no table "user" (did you mean "users"?); ` +
		`add it to services.a.owns.tables, or correct the name`
	if got := lines(c.CheckTables(), c.Root()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNames(t *testing.T) {
	c := loadYAML(t, ownershipYAML+"\n# reach\n")
	if got := c.EnvOwner("MAIN_DB"); !slices.Equal(got, []string{"crm", "shop"}) {
		t.Errorf("EnvOwner: got %v", got)
	}
	if got := c.EnvOwner("MAIN"); got != nil {
		t.Errorf("EnvOwner of no name: got %v", got)
	}
	for _, tc := range []struct{ pkg, name, want string }{
		{"accounts/store", "User", "accounts"},
		{"accounts/store", "UserRow", ""},
		{"accounts/ent", "Anything", "accounts"},
		{"orders/ent", "Order", "orders"},
		{"orders/ent", "Orders", ""},
	} {
		if got, ok := c.ModelOwner("example.com/shop/"+tc.pkg, tc.name); got != tc.want || ok != (tc.want != "") {
			t.Errorf("ModelOwner %s.%s: got %q", tc.pkg, tc.name, got)
		}
	}
	if got := len(c.CopiesOf("orders", Table{Name: "Customers"})); got != 2 {
		t.Errorf("CopiesOf: got %d", got)
	}
	if got := c.CopiesOf("accounts", Table{Name: "customers"}); got != nil {
		t.Errorf("CopiesOf another: got %v", got)
	}
}

func TestReach(t *testing.T) {
	c := loadYAML(t, `version: 1
services:
  a: {reach: {hosts: [a, "*.a.internal"], env: [A_URL], grpc: [a.v1.A]}}
  b: {reach: {hosts: ["localhost:8081"]}}
  c: {reach: {hosts: ["localhost:8082", "lone:90"]}}
  d: {reach: {hosts: [localhost]}}
`)
	if got := c.HostServices("localhost:8082"); !slices.Equal(got, []string{"c"}) {
		t.Errorf("a port leads to %v, want c alone", got)
	}
	if got := c.HostServices("localhost:9"); !slices.Equal(got, []string{"d"}) {
		t.Errorf("a port that nobody names leads to %v, want d alone", got)
	}
	for _, tc := range []struct {
		got  []string
		want bool
	}{
		{c.HostServices("a"), true},
		{c.HostServices("A:8080"), true},
		{c.HostServices("eu.a.internal"), true},
		{c.HostServices("ab"), false},
		{c.HostServices("a.internal"), false},
		{c.HostServices(""), false},
		{c.HostServices("lone:90"), true},
		{c.HostServices("lone:91"), false},
		{c.HostServices("lone"), false},
		{c.EnvServices("A_URL"), true},
		{c.EnvServices("A_URLS"), false},
		{c.GRPCServices("a.v1.A"), true},
		{c.GRPCServices("/a.v1.A/Get"), true},
		{c.GRPCServices("a.v1"), false},
	} {
		if (len(tc.got) == 1) != tc.want {
			t.Errorf("got %v, want %v", tc.got, tc.want)
		}
	}
}

// TestSchemaPerService has each service keep its tables in the schema of its name.
func TestSchemaPerService(t *testing.T) {
	c := loadYAML(t, `version: 1
services:
  active: {packages: [./active], owns: {database: main, tables: ["active.*", active.visits]}}
  users: {packages: [./users], owns: {database: main, tables: ["users.*", users.visits]}}
`)
	for table, want := range map[Table]string{
		{Schema: "active", Name: "rooms"}:  "active",
		{Schema: "users", Name: "persons"}: "users",
		{Schema: "users", Name: "visits"}:  "users",
	} {
		if got := c.Owner("active", table).Service; got != want {
			t.Errorf("%v is of %q, want %q", table, got, want)
		}
	}
}

// TestCollectionOwner holds that CREATE TABLE says nothing about the collections of
// a document store, while what the config names may be either.
func TestCollectionOwner(t *testing.T) {
	c := ownershipConfig(t)
	for table, want := range map[string]struct{ table, collection string }{
		"leads":   {"crm", ""},
		"returns": {"orders", ""},
		"people":  {"crm", "crm"},
	} {
		if got := c.Owner("accounts", Table{Name: table}).Service; got != want.table {
			t.Errorf("Owner(%s) = %q, want %q", table, got, want.table)
		}
		if got := c.CollectionOwner("accounts", Table{Name: table}).Service; got != want.collection {
			t.Errorf("CollectionOwner(%s) = %q, want %q", table, got, want.collection)
		}
	}
}
