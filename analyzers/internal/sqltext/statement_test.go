package sqltext_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// conditions writes comparisons down as 'column op other', with the column that they guard in brackets.
func conditions(list []sqltext.Comparison) []string {
	var out []string
	for _, c := range list {
		s := fmt.Sprintf("%s %s %s", c.Column, c.Op, c.Other)
		if c.Guards != "" {
			s += " [" + c.Guards + "]"
		}
		out = append(out, s)
	}
	return out
}

func TestStatement(t *testing.T) {
	const insert = "INSERT INTO c (id, name, synced_at) VALUES ($1, $2, $3) "
	for _, test := range []struct {
		name, sql  string
		verb       sqltext.Verb
		target     string
		insertOnly bool
		set        string
		conditions []string
	}{
		{"plain insert", insert, sqltext.Insert, "c", true, "id name synced_at", nil},
		{"do nothing", insert + "ON CONFLICT DO NOTHING", sqltext.Insert, "c", true, "id name synced_at", nil},
		{"ignore", "INSERT IGNORE INTO c (id) VALUES (?)", sqltext.Insert, "c", true, "id", nil},
		{"upsert", insert + "ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen = true",
			sqltext.Upsert, "c", false, "id name synced_at seen", nil},
		{"guarded upsert", insert + "ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE c.synced_at < excluded.synced_at",
			sqltext.Upsert, "c", false, "id name synced_at", []string{"synced_at < excluded.synced_at"}},
		{"sides exchanged", insert + "ON CONFLICT (id) DO UPDATE SET name = $2 WHERE EXCLUDED.synced_at >= c.synced_at",
			sqltext.Upsert, "c", false, "id name synced_at", []string{"synced_at <= EXCLUDED.synced_at"}},
		{"not", insert + "ON CONFLICT (id) DO UPDATE SET name = $2 WHERE NOT (c.synced_at > excluded.synced_at)",
			sqltext.Upsert, "c", false, "id name synced_at", []string{"synced_at <= excluded.synced_at"}},
		{"partial index is no guard", insert + "ON CONFLICT (id) WHERE synced_at > $4 DO UPDATE SET name = $2",
			sqltext.Upsert, "c", false, "id name synced_at", nil},
		{"insert select is no guard", "INSERT INTO c (id) SELECT id FROM d WHERE at < $1 ON CONFLICT (id) DO UPDATE SET n = 1 WHERE c.v < $2",
			sqltext.Upsert, "c", false, "id n", []string{"v < $2"}},
		{"mysql", "INSERT INTO c (id, ts) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = IF(VALUES(ts) > ts, VALUES(name), name), ts = GREATEST(ts, VALUES(ts))",
			sqltext.Upsert, "c", false, "id ts name", []string{"ts < VALUES(ts) [name]", "ts GREATEST VALUES(ts) [ts]"}},
		{"replace", "REPLACE INTO c (id) VALUES (?)", sqltext.Upsert, "c", false, "id", nil},
		{"update", "UPDATE c SET name = $1, v = v + 1 WHERE id = $2 AND v < $3",
			sqltext.Update, "c", false, "name v", []string{"id = $2", "v < $3"}},
		{"alias", "UPDATE c AS x SET name = s.name FROM s WHERE s.at > x.at AND s.id = x.id",
			sqltext.Update, "c", false, "name", []string{"at < s.at", "id = s.id"}},
		{"or null, coalesce", "UPDATE c SET n = :n WHERE (at IS NULL OR at <= :at) AND COALESCE(v, 0) <> :v",
			sqltext.Update, "c", false, "n", []string{"at <= :at", "v <> :v"}},
		{"cast and call", "UPDATE c SET n = 1 WHERE at < $1::timestamptz AND x >= now() - interval '1 day'",
			sqltext.Update, "c", false, "n", []string{"at < $1::timestamptz", "x >= now()"}},
		{"subquery is no guard", "UPDATE c SET n = 1 WHERE EXISTS (SELECT 1 FROM d WHERE d.at < $1)",
			sqltext.Update, "c", false, "n", nil},
		{"compared with a subquery", "UPDATE c SET n = 1 WHERE id = (SELECT id FROM d)",
			sqltext.Update, "c", false, "n", []string{"id = (subquery)"}},
		{"case guards one column", "UPDATE c SET n = CASE WHEN $2 > at THEN $1 ELSE n END, m = $3 WHERE id = $4",
			sqltext.Update, "c", false, "n m", []string{"at < $2 [n]", "id = $4"}},
		{"greatest", "UPDATE c SET at = GREATEST($1, at) WHERE id = $2",
			sqltext.Update, "c", false, "at", []string{"at GREATEST $1 [at]", "id = $2"}},
		{"row", "UPDATE c SET (n, m) = ($1, $2) WHERE id = $3", sqltext.Update, "c", false, "n m", []string{"id = $3"}},
		{"keyword columns", "UPDATE c SET offset = ?, key = ? WHERE offset < ? AND c.limit = 1",
			sqltext.Update, "c", false, "offset key", []string{"offset < ?", "limit = 1"}},
		{"one of a list", "UPDATE c SET n = $1 WHERE state IN ('new', 'open') AND c.kind NOT IN (?) AND NOT (x IN (1))",
			sqltext.Update, "c", false, "n", []string{"state IN ('new','open')", "kind NOT IN (?)", "x NOT IN (1)"}},
		{"one of a list without parentheses", "UPDATE c SET n = $1 WHERE state IN ?", sqltext.Update, "c", false, "n", []string{"state IN ?"}},
		{"one of an array", "UPDATE c SET n = $1 WHERE state = ANY($2) AND kind <> ALL ('{a,b}'::text[]) AND NOT (x = ANY(ARRAY['a', 'b']::text[]))", sqltext.Update, "c", false, "n",
			[]string{"state IN ($2)", "kind NOT IN ('{a,b}'::text[])", "x NOT IN ('a','b')"}},
		{"any other than one", "UPDATE c SET n = $1 WHERE a <> ANY($2) AND b = ANY(SELECT id FROM d) AND any_of = $3", sqltext.Update, "c", false, "n", []string{"a <> ANY($2)", "b = (subquery)", "any_of = $3"}},
		{"one of a query's", "UPDATE c SET n = $1 WHERE id IN (SELECT id FROM d)", sqltext.Update, "c", false, "n", nil},
		{"fmt", "UPDATE c SET n = %d WHERE v = %d", sqltext.Update, "c", false, "n", []string{"v = %d"}},
		{"delete", "DELETE FROM c WHERE id = $1 AND at < $2", sqltext.Delete, "c", false, "", []string{"id = $1", "at < $2"}},
		{"merge", "MERGE INTO c t USING s ON s.id = t.id WHEN MATCHED AND s.at > t.at THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n)",
			sqltext.Merge, "c", false, "n id", []string{"at < s.at"}},
		{"select has no conditions", "SELECT * FROM c WHERE at < $1", sqltext.Select, "", false, "", nil},
		{"fragment has", "synced_at < ? AND id = ?", sqltext.Fragment, "", false, "", []string{"synced_at < ?", "id = ?"}},
		{"conflict clause alone", "ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE c.at < excluded.at",
			sqltext.Upsert, "", false, "name", []string{"at < excluded.at"}},
		{"alias of the target resolved", "UPDATE o SET o.n = 1 FROM c o WHERE o.at < @p1",
			sqltext.Update, "c", false, "n", []string{"at < @p1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := sqltext.Parse(test.sql)
			if len(list) != 1 {
				t.Fatalf("%d statements", len(list))
			}
			s := list[0]
			target := ""
			if s.Target != nil {
				target = s.Target.Name
			}
			if s.Verb != test.verb || target != test.target || s.InsertOnly != test.insertOnly {
				t.Errorf("got %s of %q, insert only %t; want %s of %q, %t",
					s.Verb, target, s.InsertOnly, test.verb, test.target, test.insertOnly)
			}
			if got := strings.Join(s.SetColumns, " "); got != test.set {
				t.Errorf("sets %q, want %q", got, test.set)
			}
			if got := conditions(s.Conditions); !slices.Equal(got, test.conditions) {
				t.Errorf("conditions %q, want %q", got, test.conditions)
			}
		})
	}
}

func TestLocks(t *testing.T) {
	for sql, want := range map[string]bool{
		"SELECT id FROM a FOR UPDATE":                       true,
		"SELECT id FROM a FOR NO KEY UPDATE":                true,
		"SELECT id FROM a FOR SHARE SKIP LOCKED":            true,
		"SELECT id FROM a LOCK IN SHARE MODE":               true,
		"LOCK TABLE a":                                      true,
		"SELECT * FROM (SELECT id FROM a FOR UPDATE) q":     true,
		"SELECT id FROM a":                                  false,
		"SELECT id FROM a FOR SYSTEM_TIME AS OF '2020':":    false,
		"SELECT substring(x FROM 1 FOR 2) FROM a":           false,
		"UPDATE a SET x = 1":                                false,
		"SELECT 'FOR UPDATE' FROM a -- FOR UPDATE":          false,
		"SELECT id FROM a WHERE id = $1 FOR UPDATE OF a, b": true,
	} {
		list := sqltext.Parse(sql)
		if len(list) != 1 || list[0].Locks != want {
			t.Errorf("Parse(%q): want one statement with Locks %t", sql, want)
		}
	}
}

func TestSeveral(t *testing.T) {
	const text = "SELECT 1 ; \n UPDATE a SET x = 1;DELETE FROM b"
	var got []string
	for _, s := range sqltext.Parse(text) {
		got = append(got, fmt.Sprintf("%s@%d", s.Verb, s.Pos))
	}
	if want := []string{"select@0", "update@13", "delete@32"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseTables(t *testing.T) {
	for text, want := range map[string]string{
		"users":                               "users",
		"public.users AS u":                   "public.users",
		"`users` u":                           "users",
		"users u JOIN orders o ON o.u = u.id": "orders users",
		"users, orders":                       "orders users",
		"(SELECT * FROM users) AS u":          "users",
		"?":                                   "?",
		"":                                    "",
		"generate_series(1, 2)":               "",
	} {
		got, written := tables([]sqltext.Statement{{Accesses: sqltext.ParseTables(text)}})
		if got != want || written != "" {
			t.Errorf("ParseTables(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestIsSystem(t *testing.T) {
	for name, want := range map[[2]string]bool{
		{"information_schema", "tables"}: true,
		{"pg_catalog", "pg_class"}:       true,
		{"", "pg_stat_activity"}:         true,
		{"", "sqlite_master"}:            true,
		{"", "#tmp"}:                     true,
		{"pg_temp", "x"}:                 true,
		{"", "DUAL"}:                     true,
		{"", "users"}:                    false,
		{"", "pg_orders"}:                false,
		{"public", "tables"}:             false,
	} {
		if got := sqltext.IsSystem(name[0], name[1]); got != want {
			t.Errorf("IsSystem(%q, %q) = %t", name[0], name[1], got)
		}
	}
}
