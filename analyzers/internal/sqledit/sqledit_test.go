package sqledit_test

import (
	"fmt"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqledit"
)

// TestGuard tells where a statement's condition goes; "" stands for no edit.
func TestGuard(t *testing.T) {
	const insert = "INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3) "
	tests := []struct{ name, text, want string }{
		{
			"upsert", insert + "ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at",
			insert + "ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at WHERE customers.synced_at IS NULL OR customers.synced_at < EXCLUDED.synced_at",
		},
		{
			"as it is written", `insert into shop."Customers" as c (id, "synced_at") values (?, ?) on conflict on constraint pk do update set "synced_at" = excluded."synced_at";`,
			`insert into shop."Customers" as c (id, "synced_at") values (?, ?) on conflict on constraint pk do update set "synced_at" = excluded."synced_at" WHERE c."synced_at" IS NULL OR c."synced_at" < excluded."synced_at";`,
		},
		{
			"on lines", "\n\t\tINSERT INTO a.customers (id, synced_at)\n\t\tVALUES ($1, $2)\n\t\tON CONFLICT (id) DO UPDATE SET\n\t\t\tsynced_at = EXCLUDED.synced_at -- as said\n\t",
			"\n\t\tINSERT INTO a.customers (id, synced_at)\n\t\tVALUES ($1, $2)\n\t\tON CONFLICT (id) DO UPDATE SET\n\t\t\tsynced_at = EXCLUDED.synced_at\n\t\tWHERE customers.synced_at IS NULL OR customers.synced_at < EXCLUDED.synced_at -- as said\n\t",
		},
		{
			"update", "UPDATE customers SET name = $1, synced_at = $2::timestamptz WHERE id = $3",
			"UPDATE customers SET name = $1, synced_at = $2::timestamptz WHERE id = $3 AND (synced_at IS NULL OR synced_at < $2::timestamptz)",
		},
		{
			"update on lines", "UPDATE customers\n  SET synced_at = $2\n  WHERE id = $3\n    AND (a OR b)",
			"UPDATE customers\n  SET synced_at = $2\n  WHERE id = $3\n    AND (a OR b)\n    AND (synced_at IS NULL OR synced_at < $2)",
		},
		{"another condition", insert + "ON CONFLICT (id) DO UPDATE SET synced_at = EXCLUDED.synced_at WHERE customers.a", ""},
		{"not remembered", insert + "ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name", ""},
		{"remembered otherwise", insert + "ON CONFLICT (id) DO UPDATE SET synced_at = now()", ""},
		{"gives back", insert + "ON CONFLICT (id) DO UPDATE SET synced_at = EXCLUDED.synced_at RETURNING id", ""},
		{"adds only", insert + "ON CONFLICT (id) DO NOTHING", ""},
		{"MySQL", "INSERT INTO customers (id, synced_at) VALUES (?, ?) ON DUPLICATE KEY UPDATE synced_at = VALUES(synced_at)", ""},
		{"rows", "INSERT INTO customers (id, synced_at) VALUES ($1, $2), ($3, $4) ON CONFLICT (id) DO UPDATE SET synced_at = EXCLUDED.synced_at", ""},
		{"of a query", "INSERT INTO customers (id, synced_at) SELECT $1, $2 ON CONFLICT (id) DO UPDATE SET synced_at = EXCLUDED.synced_at", ""},
		{"a hole", "INSERT INTO %s (id, synced_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET synced_at = EXCLUDED.synced_at", ""},
		{"placeholders in order", "UPDATE customers SET synced_at = ? WHERE id = ?", ""},
		{"named placeholders", "UPDATE customers SET synced_at = :at WHERE id = :id", ""},
		{"either", "UPDATE customers SET synced_at = $1 WHERE id = $2 OR old_id = $2", ""},
		{"compared already", "UPDATE customers SET synced_at = $1 WHERE id = $2 AND synced_at > $1", ""},
		{"all rows", "UPDATE customers SET synced_at = $1", ""},
		{"another table", "UPDATE customers SET synced_at = $1 FROM x WHERE id = $2", ""},
		{"an alias", "UPDATE customers c SET synced_at = $1 WHERE id = $2", ""},
		{"computed", "UPDATE customers SET synced_at = GREATEST(synced_at, $1) WHERE id = $2", ""},
		{"limited", "UPDATE customers SET synced_at = $1 WHERE id = $2 LIMIT 1", ""},
		{"two statements", "UPDATE customers SET synced_at = $1 WHERE id = $2; DELETE FROM x", ""},
		{"a CTE", "WITH x AS (VALUES (1)) UPDATE customers SET synced_at = $1 WHERE id = $2", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			compare(t, test.text, test.want, (*sqledit.Statement).Guard)
		})
	}
}

// TestTurn tells which comparison is turned round; "" stands for no edit.
func TestTurn(t *testing.T) {
	const insert = "INSERT INTO customers (id, synced_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET synced_at = EXCLUDED.synced_at WHERE "
	tests := []struct{ name, text, want string }{
		{"upsert", insert + "customers.synced_at > EXCLUDED.synced_at", insert + "customers.synced_at < EXCLUDED.synced_at"},
		{"the other way", insert + "EXCLUDED.synced_at <= customers.synced_at OR $3", insert + "EXCLUDED.synced_at >= customers.synced_at OR $3"},
		{"update", "UPDATE c SET synced_at = $1 WHERE id = $2 AND (synced_at IS NOT NULL AND synced_at >= $1)", "UPDATE c SET synced_at = $1 WHERE id = $2 AND (synced_at IS NOT NULL AND synced_at <= $1)"},
		{"right already", insert + "customers.synced_at < EXCLUDED.synced_at", ""},
		{"another value", "UPDATE c SET synced_at = $1 WHERE id = $2 AND synced_at > $3", ""},
		{"more than the value", "UPDATE c SET synced_at = $1 WHERE id = $2 AND synced_at > $1 - interval '1 day'", ""},
		{"negated", insert + "NOT (customers.synced_at > EXCLUDED.synced_at)", ""},
		{"wrapped", insert + "coalesce(customers.synced_at, 'epoch') > EXCLUDED.synced_at", ""},
		{"twice", insert + "customers.synced_at > EXCLUDED.synced_at OR customers.synced_at > EXCLUDED.synced_at", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			compare(t, test.text, test.want, (*sqledit.Statement).Turn)
		})
	}
}

func compare(t *testing.T, text, want string, edit func(*sqledit.Statement, string) (sqledit.Edit, bool)) {
	t.Helper()
	got := ""
	if s, ok := sqledit.Read(text); ok {
		if e, ok := edit(s, "synced_at"); ok {
			got = e.Apply(text)
		}
	}
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestValues tells which argument each column is given.
func TestValues(t *testing.T) {
	tests := []struct{ text, want string }{
		{"INSERT INTO c (id, name, synced_at) VALUES ($2, upper($1), $3::timestamptz) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name", "[{id 1} {synced_at 2}] 3"},
		{"INSERT INTO c (id, name, synced_at) VALUES (?, NULLIF(?, ''), ?) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name", "[{id 0} {synced_at 2}] 3"},
		{"INSERT INTO c (id, name) VALUES ($1, $2)", "[{id 0} {name 1}] 2"},
		{"INSERT INTO c (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", "[{id 0} {name 1}] 2"},
		{"UPDATE c SET a = $1, b = b + $2, c = $3 WHERE id = $4", "[{a 0} {c 2}] 4"},
		{"UPDATE c SET a = $1, b = ? WHERE id = $4", ""},
	}
	for _, test := range tests {
		got := ""
		if s, ok := sqledit.Read(test.text); ok {
			got = fmt.Sprint(s.Values, s.Args)
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.text, got, test.want)
		}
	}
}
