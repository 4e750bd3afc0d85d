package sqlfiles_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqlfiles"
)

// read writes an archive below a new directory and reads its migrations.
func read(t *testing.T, archive string) []sqlfiles.Dir {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := analyzers.Load(filepath.Join(dir, "boundaries.yaml"), true)
	if err != nil {
		t.Fatal(err)
	}
	dirs, err := sqlfiles.Read(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

// describe writes a reach as one line.
func describe(r sqlfiles.Reach) string {
	what := "key"
	switch {
	case r.View:
		what = "view"
	case r.Name == "" && r.Write:
		what = "write"
	case r.Name == "":
		what = "read"
	}
	return fmt.Sprintf("%s:%d:%d %s's %s %s -> %s of %s", r.At.File, r.At.Line, r.At.Column, r.Service, what, r.Name, r.Target, r.Owner.Service)
}

const twoServices = `
-- go.mod --
module example.com/shop
-- accounts/a.go --
package accounts
-- orders/o.go --
package orders
-- accounts/migrations/1.sql --
CREATE TABLE users (id int PRIMARY KEY, parent int REFERENCES users (id));
CREATE VIEW active AS SELECT * FROM users;
`

const ownDirs = `-- boundaries.yaml --
version: 1
services:
  accounts:
    packages: [./accounts/...]
    owns: {database: main, schema: acc, migrations: [./accounts/migrations]}
  orders:
    packages: [./orders/...]
    owns: {database: main, schema: ord, migrations: [./orders/migrations]}
    copies: [{table: companies, of: accounts.users}]
shared: {tables: [countries]}
`

const centralDir = `-- boundaries.yaml --
version: 1
services:
  accounts:
    packages: [./accounts/...]
    owns: {database: main, tables: [users]}
  orders:
    packages: [./orders/...]
    owns: {database: main, tables: [orders, open_orders]}
shared: {migrations: [./orders/migrations]}
`

func TestRead(t *testing.T) {
	for _, test := range []struct {
		name, config, file string
		want               []string
	}{
		{"view", ownDirs, "CREATE VIEW x AS\nSELECT *\n  FROM a JOIN acc.users u ON true;", []string{
			"orders/migrations/1.sql:3:15 orders's view x -> acc.users of accounts",
		}},
		{"view of a view of one's own", ownDirs, "CREATE VIEW x AS SELECT * FROM acc.users;\nCREATE VIEW y AS SELECT * FROM x;", []string{
			"orders/migrations/1.sql:1:32 orders's view x -> acc.users of accounts",
		}},
		{"view of another's view", ownDirs, "CREATE VIEW x AS SELECT * FROM acc.active;", []string{
			"orders/migrations/1.sql:1:32 orders's view x -> acc.active of accounts",
		}},
		{"view replaced", ownDirs, "CREATE VIEW x AS SELECT * FROM acc.users;\nCREATE OR REPLACE VIEW x AS SELECT 1;", nil},
		{"CTE of that name", ownDirs, "CREATE TABLE o (id int);\nCREATE VIEW x AS WITH users AS (SELECT * FROM o) SELECT * FROM users;", nil},
		{"key", ownDirs, "CREATE TABLE o (\n  id int,\n  u int REFERENCES acc.users (id)\n);", []string{
			"orders/migrations/1.sql:3:9 orders's key o -> acc.users of accounts",
		}},
		{"key added", ownDirs, "CREATE TABLE o (u int);\nALTER TABLE o ADD CONSTRAINT fk FOREIGN KEY (u) REFERENCES acc.users (id);", []string{
			"orders/migrations/1.sql:2:49 orders's key o -> acc.users of accounts",
		}},
		{"key dropped", ownDirs, "CREATE TABLE o (u int);\nALTER TABLE o ADD CONSTRAINT fk FOREIGN KEY (u) REFERENCES acc.users (id);\nALTER TABLE o DROP CONSTRAINT fk;", nil},
		{"key to what is its own, copied or anybody's", ownDirs, "CREATE TABLE o (id int, o int REFERENCES o, c int REFERENCES companies, n int REFERENCES countries, x int REFERENCES nobodys);", nil},
		{"statements", ownDirs, `ALTER TABLE acc.users ADD COLUMN x int;
INSERT INTO acc.users (id) VALUES (1);
CREATE TABLE o (id int);
INSERT INTO o SELECT id FROM acc.users;
CREATE INDEX i ON acc.users (id);
DROP TABLE IF EXISTS acc.users;`, []string{
			"orders/migrations/1.sql:1:13 orders's write  -> acc.users of accounts",
			"orders/migrations/1.sql:2:13 orders's write  -> acc.users of accounts",
			"orders/migrations/1.sql:4:30 orders's read  -> acc.users of accounts",
			"orders/migrations/1.sql:5:19 orders's write  -> acc.users of accounts",
			"orders/migrations/1.sql:6:22 orders's write  -> acc.users of accounts",
		}},
		{"made from another's", ownDirs, "CREATE TABLE a (LIKE acc.users INCLUDING ALL);\nCREATE TABLE b AS SELECT * FROM acc.users;", []string{
			"orders/migrations/1.sql:1:22 orders's read  -> acc.users of accounts",
			"orders/migrations/1.sql:2:33 orders's read  -> acc.users of accounts",
		}},
		{"functions", ownDirs, `CREATE FUNCTION f() RETURNS trigger AS $$
BEGIN
  IF NEW.id IS NULL THEN
    UPDATE acc.users SET id = 1;
  END IF;
  PERFORM 1 FROM orders;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER t BEFORE UPDATE ON o FOR EACH ROW EXECUTE PROCEDURE f();`, []string{
			"orders/migrations/1.sql:4:12 orders's write  -> acc.users of accounts",
		}},
		{"temporary, gone, dropped later", ownDirs, `CREATE TEMP TABLE users (id int);
INSERT INTO users SELECT 1;
CREATE TABLE ord.active (id int);
INSERT INTO active VALUES (1);
DROP TABLE ord.active;
DELETE FROM active;`, nil},
		{"the way down", ownDirs, "-- +goose Up\nCREATE TABLE o (id int);\n-- +goose Down\nDELETE FROM acc.users;", nil},
		{"its own, copied or anybody's", ownDirs, "INSERT INTO companies VALUES (1);\nUPDATE countries SET x = 1;\nDELETE FROM nobodys;\nGRANT SELECT ON acc.users TO reader;", nil},
		{"central statements", centralDir, "CREATE TABLE users (id int);\nINSERT INTO users VALUES (1);\nUPDATE orders SET x = 1;", nil},
		{"central", centralDir, "CREATE TABLE users (id int);\nCREATE TABLE orders (u int REFERENCES users);\nCREATE VIEW open_orders AS SELECT * FROM orders, users;", []string{
			"orders/migrations/1.sql:3:50 orders's view open_orders -> users of accounts",
			"orders/migrations/1.sql:2:28 orders's key orders -> users of accounts",
		}},
		{"central, of nobody", centralDir, "CREATE TABLE users (id int);\nCREATE TABLE nobodys (u int REFERENCES users);", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, dir := range read(t, test.config+twoServices+"-- orders/migrations/1.sql --\n"+test.file+"\n") {
				for _, r := range dir.Reaches {
					got = append(got, describe(r))
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(test.want, "\n\t"))
			}
		})
	}
}

func TestIgnored(t *testing.T) {
	const file = `CREATE TABLE o (
  a int, -- boundarylint:ignore foreigndb same line
  b int,
  -- boundarylint:ignore foreigndb
  c int, --boundarylint:ignore
  d int  -- boundarylint:ignored foreigndb not one
);
`
	dirs := read(t, ownDirs+twoServices+"-- orders/migrations/1.sql --\n"+file)
	dir := dirs[len(dirs)-1]
	var found []string
	for _, i := range dir.Ignores {
		found = append(found, fmt.Sprintf("%s:%d:%d %q %q", i.File, i.Line, i.Column, i.Rule, i.Reason))
	}
	want := []string{
		`orders/migrations/1.sql:2:10 "foreigndb" "same line"`,
		`orders/migrations/1.sql:4:3 "foreigndb" ""`,
		`orders/migrations/1.sql:5:10 "" ""`,
	}
	if !slices.Equal(found, want) {
		t.Errorf("got %q, want %q", found, want)
	}
	for line, want := range map[int]bool{1: false, 2: true, 3: true, 4: false, 5: false, 6: false} {
		if _, ok := dir.Ignored("foreigndb", "orders/migrations/1.sql", line); ok != want {
			t.Errorf("line %d: ignored is %v", line, ok)
		}
	}
	if _, ok := dir.Ignored("remotetx", "orders/migrations/1.sql", 2); ok {
		t.Error("another rule's finding is ignored")
	}
}
