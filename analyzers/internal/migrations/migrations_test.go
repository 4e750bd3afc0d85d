package migrations_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/boundarylint/boundarylint/analyzers/internal/migrations"
)

// describe writes a table as one line: 'schema.name@file:line a b! -> other(a)' for columns a and b, of which b is not
// nullable (b? has nothing in it by default), and a foreign key; of a view, what it reads.
func describe(t migrations.Table) string {
	var b strings.Builder
	name := func(schema, name string) string {
		if schema == "" {
			return name
		}
		return schema + "." + name
	}
	fmt.Fprintf(&b, "%s@%s:%d", name(t.Schema, t.Name), t.File, t.Line)
	for _, c := range t.Columns {
		b.WriteString(" " + c.Name)
		if !c.Nullable {
			b.WriteByte('!')
		}
		if c.Blank {
			b.WriteByte('?')
		}
	}
	for _, r := range t.References {
		fmt.Fprintf(&b, " -> %s(%s):%d", name(r.Schema, r.Table), strings.Join(r.Columns, ","), r.Line)
		if r.Deferred {
			b.WriteString(" deferred")
		}
	}
	if t.View {
		b.WriteString(" view of")
		for _, n := range t.Reads {
			b.WriteString(" " + name(n.Schema, n.Name))
		}
	}
	return b.String()
}

// A test is a directory of migrations: file, text, file, text, …
type test struct {
	name     string
	files    []string
	want     []string
	problems []string
}

// run reads the directories and compares what they come to.
func run(t *testing.T, tests []test) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for i := 0; i < len(test.files); i += 2 {
				fsys[test.files[i]] = &fstest.MapFile{Data: []byte(test.files[i+1])}
			}
			set, err := migrations.ReadFS(fsys)
			if err != nil {
				t.Fatal(err)
			}
			var got, problems []string
			for _, table := range set.Tables {
				got = append(got, describe(table))
			}
			for _, p := range set.Problems {
				problems = append(problems, fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(test.want, "\n\t"))
			}
			if !slices.Equal(problems, test.problems) {
				t.Errorf("problems %q, want %q", problems, test.problems)
			}
		})
	}
}

func TestTools(t *testing.T) {
	run(t, []test{
		{"golang-migrate", []string{
			"000002_b.up.sql", "ALTER TABLE a ADD COLUMN x int;",
			"000002_b.down.sql", "DROP TABLE a;",
			"000001_a.up.sql", "\nCREATE TABLE a (id int PRIMARY KEY);",
			"000001_a.down.sql", "DROP TABLE a;",
			"000010_c.up.sql", "ALTER TABLE a RENAME COLUMN x TO y;",
			"readme.md", "CREATE TABLE no (id int);",
		}, []string{"a@000001_a.up.sql:2 id! y"}, nil},
		{"goose", []string{
			"1_a.sql", "-- +goose Up\n-- +goose StatementBegin\nSELECT 'up SQL query';\nCREATE TABLE a (id bigserial);\n" +
				"-- +goose StatementEnd\n\n-- +goose Down\n-- +goose StatementBegin\nDROP TABLE a;\n-- +goose StatementEnd\n",
			"2_b.sql", "-- +goose NO TRANSACTION\n-- +goose up\nCREATE TABLE b (id int);\n-- +goose down\nDROP TABLE b;",
			"10_c.sql", "-- +goose Up\nDROP TABLE b;\n-- +goose Down\nCREATE TABLE b (id int);",
		}, []string{"a@1_a.sql:4 id!"}, nil},
		{"dbmate", []string{
			"db/migrations/1_a.sql", "-- migrate:up transaction:false\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;",
		}, []string{"a@db/migrations/1_a.sql:2 id"}, nil},
		{"sql-migrate", []string{
			"1.sql", "-- +migrate Up notransaction\nCREATE TABLE a (id int);\n-- +migrate Down\nDROP TABLE a;\n" +
				"-- +migrate Up\nCREATE TABLE b (id int);",
		}, []string{"a@1.sql:2 id", "b@1.sql:6 id"}, nil},
		{"atlas", []string{
			"20240101000000.sql", "-- Create \"a\" table\nCREATE TABLE \"public\".\"a\" (\"id\" bigint NOT NULL);",
			"atlas.sum", "h1:x\n",
		}, []string{"public.a@20240101000000.sql:2 id!"}, nil},
		{"flyway", []string{
			"R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;",
			"U1__a.sql", "DROP TABLE a;",
			"x/V10__c.sql", "ALTER TABLE a ADD z int;",
			"x/V9__b.sql", "ALTER TABLE a RENAME COLUMN id TO y;",
			"z/V1.1__a.sql", "ALTER TABLE a ADD k int;",
			"z/V1__a.sql", "CREATE TABLE a (id int);",
		}, []string{"a@z/V1__a.sql:1 y k z", "v@R__view.sql:1 view of a"}, nil},
		{"tern", []string{
			"001_a.sql", "create table a (id int);\n\n---- create above / drop below ----\n\ndrop table a;\n",
		}, []string{"a@001_a.sql:1 id"}, nil},
		{"rambler", []string{
			"1_a.sql", "-- rambler up\nCREATE TABLE a (id int);\n-- rambler down\nDROP TABLE a;",
		}, []string{"a@1_a.sql:2 id"}, nil},
		{"blank", []string{"schema.sql", "CREATE TABLE a (id int DEFAULT 7, b text NOT NULL DEFAULT '', c int DEFAULT 0, d uuid DEFAULT '00000000-0000-0000-0000-000000000000', e text DEFAULT '-x', f text DEFAULT NULL)"},
			[]string{"a@schema.sql:1 id b!? c? d? e f"}, nil},
		{"plain", []string{"schema.sql", "CREATE TABLE a (id int); CREATE TABLE b (id int)"},
			[]string{"a@schema.sql:1 id", "b@schema.sql:1 id"}, nil},
		{"pg_dump", []string{"schema.sql", "\\restrict x\nSELECT pg_catalog.set_config('search_path', '', false);\n" +
			"CREATE TABLE public.a (\n    id integer NOT NULL\n);\nCOPY public.a (id) FROM stdin;\nCREATE TABLE c (\n\\.\n" +
			"CREATE TABLE public.b (a_id integer);\nALTER TABLE ONLY public.b\n" +
			"    ADD CONSTRAINT b_fk FOREIGN KEY (a_id) REFERENCES public.a(id);\n"},
			[]string{"public.a@schema.sql:3 id!", "public.b@schema.sql:9 a_id -> public.a(a_id):11"}, nil},
		{"mysqldump", []string{"dump.sql", "/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `a`;\n" +
			"CREATE TABLE `a` (\n  `id` int NOT NULL AUTO_INCREMENT,\n  `b_id` int DEFAULT NULL,\n  `key` varchar(20),\n" +
			"  PRIMARY KEY (`id`),\n  KEY `idx` (`b_id`),\n  UNIQUE KEY u (`key`),\n" +
			"  CONSTRAINT `fk` FOREIGN KEY (`b_id`) REFERENCES `b` (`id`) ON DELETE CASCADE\n) ENGINE=InnoDB DEFAULT CHARSET=utf8;"},
			[]string{"a@dump.sql:3 id! b_id key -> b(b_id):10"}, nil},
		{"delimiter", []string{"1.sql", "DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  IF x THEN CREATE TABLE no (id int); END IF;\n" +
			"  DROP TABLE a;\nEND //\nDELIMITER ;\nCREATE TABLE a (id int);"},
			[]string{"a@1.sql:8 id"}, nil},
		{"go", []string{"1.sql", "CREATE TABLE [dbo].[a] ([id] int NOT NULL)\nGO\nALTER TABLE [dbo].[a] ADD [x] int NULL, [y] int NOT NULL\nGO\n" +
			"ALTER TABLE a ALTER COLUMN x int NOT NULL\n"},
			[]string{"dbo.a@1.sql:1 id! x! y!"}, nil},
		{"hidden and empty", []string{".git/x.sql", "CREATE TABLE a (id int)", "empty.sql", ""}, nil, nil},
	})
}

func TestCreate(t *testing.T) {
	create := func(name, sql string, want ...string) test {
		return test{name, []string{"1.sql", sql}, want, nil}
	}
	run(t, []test{
		create("columns", "CREATE TABLE IF NOT EXISTS shop.a (id serial, b text not null default 'a,b', c numeric(10, 2), d int primary key)",
			"shop.a@1.sql:1 id! b! c d!"),
		create("references", "CREATE TABLE a (x int REFERENCES b (id) ON DELETE CASCADE,\n y int NOT NULL REFERENCES s.c DEFERRABLE INITIALLY DEFERRED,\n"+
			"FOREIGN KEY (x, y) REFERENCES d (p, q) DEFERRABLE)",
			"a@1.sql:1 x y! -> b(x):1 -> s.c(y):2 deferred -> d(x,y):3"),
		create("constraints", "CREATE TABLE a (key text, index int, CONSTRAINT pk PRIMARY KEY (key), CHECK (key <> ''), UNIQUE (index), EXCLUDE USING gist (x WITH =), KEY (index))",
			"a@1.sql:1 key! index"),
		create("partition", "CREATE TABLE a (id int NOT NULL, at date) PARTITION BY RANGE (at);\nCREATE TABLE a_1 PARTITION OF a FOR VALUES FROM ('x') TO ('y');",
			"a@1.sql:1 id! at", "a_1@1.sql:2 id! at"),
		create("as and like", "CREATE TABLE a (id int);CREATE TABLE b AS SELECT * FROM a;\nCREATE TABLE c (LIKE a INCLUDING ALL, x int);\nCREATE TABLE d LIKE a;CREATE TABLE e (y int) INHERITS (a)",
			"a@1.sql:1 id", "b@1.sql:1", "c@1.sql:2 id x", "d@1.sql:3 id", "e@1.sql:3 y id"),
		create("temporary", "CREATE TEMP TABLE a (id int); ALTER TABLE a ADD x int; CREATE TABLE #b (id int); DROP TABLE a; CREATE TABLE a (id int)",
			"a@1.sql:1 id"),
		create("unlogged and foreign", "CREATE UNLOGGED TABLE a (id int); CREATE FOREIGN TABLE b (id int) SERVER s", "a@1.sql:1 id", "b@1.sql:1 id"),
		create("twice", "CREATE TABLE a (id int);\nCREATE TABLE IF NOT EXISTS a (x int)", "a@1.sql:1 id"),
		create("schema", "CREATE SCHEMA shop;\nSET search_path TO shop, public;\nCREATE TABLE a (id int REFERENCES b);CREATE TABLE public.c (id int)",
			"public.c@1.sql:3 id", "shop.a@1.sql:3 id -> shop.b(id):3"),
		create("use", "CREATE DATABASE shop; USE shop;\nCREATE TABLE a (id int)", "shop.a@1.sql:2 id"),
		create("bodies", "CREATE FUNCTION f() RETURNS void AS $$ BEGIN CREATE TABLE no (id int); END $$ LANGUAGE plpgsql;\n"+
			"DO $$ BEGIN DROP TABLE a; END $$;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN y THEN 1 ELSE 2 END; DROP TABLE a; END;\nCREATE TABLE a (id int)",
			"a@1.sql:4 id"),
		create("comments", "-- CREATE TABLE no (id int);\n/* CREATE TABLE no (id int); */ CREATE TABLE a (id int -- , no int\n)", "a@1.sql:2 id"),
		create("without semicolons", "IF OBJECT_ID('a') IS NULL\nCREATE TABLE a (id int)\nCREATE TABLE b (id int)\nDROP TABLE b", "a@1.sql:2 id"),
		create("no table", "CREATE INDEX i ON a (id); CREATE TYPE t AS (id int); GRANT CREATE TABLE TO x; INSERT INTO a VALUES (1); CREATE EXTENSION x"),
		create("generated", "CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, \"from\" text COLLATE \"C\", y int GENERATED ALWAYS AS (extract(year from at)) STORED)",
			"a@1.sql:1 id from y"),
	})
}

func TestAlter(t *testing.T) {
	const a = "CREATE TABLE a (id int NOT NULL, b_id int);\n"
	alter := func(name, sql string, want ...string) test {
		return test{name, []string{"1.sql", a, "2.sql", sql}, want, nil}
	}
	run(t, []test{
		alter("add", "ALTER TABLE a ADD COLUMN IF NOT EXISTS x int NOT NULL,\n ADD y text, ADD COLUMN (z int, w int);", "a@1.sql:1 id! b_id x! y z w"),
		alter("add references", "ALTER TABLE a ADD COLUMN c_id int REFERENCES c(id), ADD CONSTRAINT k FOREIGN KEY (b_id) REFERENCES b INITIALLY DEFERRED",
			"a@1.sql:1 id! b_id c_id -> c(c_id):1 -> b(b_id):1 deferred"),
		alter("add once", "ALTER TABLE a ADD COLUMN IF NOT EXISTS id int", "a@1.sql:1 id! b_id"),
		alter("drop", "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b; ALTER TABLE a DROP COLUMN b_id CASCADE", "a@1.sql:1 id!"),
		alter("drop constraint", "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b; ALTER TABLE a DROP CONSTRAINT IF EXISTS a_b_id_fkey", "a@1.sql:1 id! b_id"),
		alter("drop foreign key", "ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (b_id) REFERENCES b; ALTER TABLE a DROP FOREIGN KEY k, DROP INDEX k", "a@1.sql:1 id! b_id"),
		alter("rename", "ALTER TABLE a RENAME TO z;\nALTER TABLE z RENAME id TO i", "z@1.sql:1 i! b_id"),
		alter("rename without to", "ALTER TABLE `a` RENAME `z`;\nALTER TABLE z RENAME COLUMN id TO i, RENAME shop.y", "shop.y@1.sql:1 i! b_id"),
		alter("rename is followed", "CREATE TABLE c (a_id int REFERENCES a); CREATE VIEW v AS SELECT * FROM a; ALTER TABLE a RENAME TO z",
			"c@2.sql:1 a_id -> z(a_id):1", "v@2.sql:1 view of z", "z@1.sql:1 id! b_id"),
		alter("rename by its schema", "ALTER TABLE shop.a RENAME TO z", "z@1.sql:1 id! b_id"),
		alter("rename table", "CREATE TABLE b (id int); RENAME TABLE a TO x, b TO a", "a@2.sql:1 id", "x@1.sql:1 id! b_id"),
		alter("set schema", "ALTER TABLE IF EXISTS a SET SCHEMA shop; ALTER SCHEMA shop RENAME TO store", "store.a@1.sql:1 id! b_id"),
		alter("nullable", "ALTER TABLE a ALTER COLUMN id DROP NOT NULL, ALTER b_id SET NOT NULL, ALTER b_id SET DEFAULT 1, ALTER b_id TYPE bigint", "a@1.sql:1 id b_id!"),
		alter("mysql", "ALTER TABLE a MODIFY id bigint NULL, CHANGE COLUMN b_id c bigint NOT NULL, ENGINE = InnoDB", "a@1.sql:1 id c!"),
		alter("sqlite", "CREATE TABLE a_new (id int); INSERT INTO a_new SELECT id FROM a; DROP TABLE a; ALTER TABLE a_new RENAME TO a;", "a@2.sql:1 id"),
		alter("primary key", "ALTER TABLE a ADD PRIMARY KEY (id, b_id)", "a@1.sql:1 id! b_id!"),
		alter("drop table", "DROP TABLE IF EXISTS public.a CASCADE"),
		alter("drop schema", "CREATE TABLE s.b (id int); DROP SCHEMA IF EXISTS s CASCADE", "a@1.sql:1 id! b_id"),
		alter("other alterations", "ALTER TABLE a OWNER TO x; ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER INDEX i RENAME TO j", "a@1.sql:1 id! b_id"),
		alter("views", "CREATE MATERIALIZED VIEW w AS SELECT * FROM a JOIN s.b ON true; CREATE VIEW v (x) AS SELECT 1 FROM w;\n"+
			"CREATE VIEW u AS SELECT 1; DROP VIEW u; CREATE OR REPLACE VIEW v AS WITH a AS (SELECT * FROM w) SELECT * FROM a;",
			"a@1.sql:1 id! b_id", "v@2.sql:2 view of a s.b", "w@2.sql:1 view of a s.b"),
		alter("search path ends with its file", "SET search_path = 's'; ALTER TABLE a ADD x int", "a@1.sql:1 id! b_id x"),
	})
}

func TestProblems(t *testing.T) {
	run(t, []test{
		{"altered and not created", []string{"1.sql", "\nALTER TABLE a ADD x int; ALTER TABLE IF EXISTS b ADD x int"}, nil,
			[]string{"1.sql:2: table a is altered and created nowhere"}},
		{"template", []string{"1.sql", "CREATE TABLE {{.Name}} (id int);\nCREATE TABLE {{.Schema}}.a (id int)"},
			[]string{"?.a@1.sql:2 id"}, []string{"1.sql:1: the name of the table is not known"}},
		{"cut off", []string{"1.sql", "CREATE TABLE a (id int"}, []string{"a@1.sql:1 id"},
			[]string{"1.sql:1: the columns of table a could not be read"}},
	})
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o777); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "sub", "1.sql")
	if err := os.WriteFile(file, []byte("CREATE TABLE a (id int)"), 0o666); err != nil {
		t.Fatal(err)
	}
	set, err := migrations.Read(dir)
	if err != nil || len(set.Tables) != 1 || set.Tables[0].File != "sub/1.sql" {
		t.Errorf("Read: %v, %v", set, err)
	}
	for _, missing := range []string{filepath.Join(dir, "none"), file} {
		if _, err := migrations.Read(missing); err == nil {
			t.Errorf("Read(%s): no error", filepath.Base(missing))
		}
	}
}

// FuzzReadFS holds ReadFS to an end, without panic, with the same result each time, and with positions that exist.
func FuzzReadFS(f *testing.F) {
	f.Add("CREATE TABLE a (id int REFERENCES b (id), PRIMARY KEY (id)); ALTER TABLE a RENAME TO c, ADD x int NOT NULL")
	f.Add("-- +goose Up\nCREATE VIEW v AS SELECT * FROM a;\n-- +goose Down\nDROP VIEW v;")
	f.Add("CREATE TRIGGER t BEGIN CASE x END; END; RENAME TABLE a TO b; SET search_path = a, b; USE x; DROP SCHEMA x")
	f.Add("ALTER TABLE a CHANGE b c int, MODIFY d int, DROP FOREIGN KEY e, ALTER COLUMN f DROP NOT NULL")
	f.Fuzz(func(t *testing.T, text string) {
		fsys := fstest.MapFS{"1.sql": {Data: []byte(text)}, "0.sql": {Data: []byte("CREATE TABLE a (id int)")}}
		set, err := migrations.ReadFS(fsys)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := migrations.ReadFS(fsys)
		if !reflect.DeepEqual(set, again) {
			t.Error("two results")
		}
		lines := strings.Count(text, "\n") + 1
		for _, table := range set.Tables {
			if table.Name == "" || table.Line < 1 || table.Line > lines {
				t.Errorf("table %q at line %d of %d", table.Name, table.Line, lines)
			}
		}
		for _, p := range set.Problems {
			if p.Line < 1 || p.Line > lines {
				t.Errorf("problem at line %d of %d", p.Line, lines)
			}
		}
	})
}
