package sqltext_test

import (
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT * FROM users":                            true,
		"select * from users":                            true,
		"select id from users":                           true,
		"SELECT name FROM users":                         true,
		"select u.id, name from users u where u.id = $1": true,
		"select count(*) from orders":                    true,
		"select id, name from users order by name":       true,
		"select id, name from users":                     true,
		"select * from a":                                true,
		"select * from a list":                           false,
		"select id, created_at from users order by name": true,
		"  \n-- name: Get :one\nSELECT id FROM users":    true,
		"(SELECT id FROM a) UNION (SELECT id FROM b)":    true,
		"SELECT 1":                                             true,
		"select 1":                                             true,
		"SELECT now()":                                         true,
		"SELECT EXISTS(SELECT 1 FROM users)":                   true,
		"select pg_advisory_xact_lock($1)":                     true,
		"SELECT %s FROM %s":                                    true,
		"SELECT %s FROM users WHERE %s":                        true,
		"INSERT INTO users":                                    true,
		"INSERT INTO users (id) VALUES ($1)":                   true,
		"insert into users (id) values (?)":                    true,
		"insert into users values %s":                          true,
		"insert into a select * from b":                        true,
		"REPLACE INTO kv VALUES (?, ?)":                        true,
		"UPDATE users SET name = $1":                           true,
		"update users set name = $1 where id = $2":             true,
		"update users u join orders o on o.u = u.id set u.x=1": true,
		"UPDATE %s SET %s":                                     true,
		"DELETE FROM users":                                    true,
		"delete from users where id = ?":                       true,
		"DELETE o FROM orders o JOIN b ON b.id = o.id":         true,
		"WITH x AS (SELECT 1) SELECT * FROM x":                 true,
		"with recursive t(n) as (select 1) select * from t":    true,
		"CREATE TABLE users (id int)":                          true,
		"create table if not exists users (id int)":            true,
		"create table users (id int primary key)":              true,
		"CREATE INDEX i ON users (id)":                         true,
		"create unique index i on users (id)":                  true,
		"ALTER TABLE users ADD COLUMN x int":                   true,
		"alter table users add column x int":                   true,
		"DROP TABLE users":                                     true,
		"drop table if exists users":                           true,
		"TRUNCATE TABLE users":                                 true,
		"MERGE INTO a USING b ON a.id = b.id":                  true,
		"COPY users FROM STDIN":                                true,
		"EXPLAIN ANALYZE SELECT * FROM users":                  true,
		"CREATE VIEW v AS SELECT * FROM users":                 true,

		"":                                        false,
		"SELECT":                                  false,
		"update the users table":                  false,
		"select an option from the list":          false,
		"Select an option from the list":          false,
		"SELECT AN OPTION FROM THE LIST":          false,
		"Select a file from disk":                 false,
		"select one or more items from the menu":  false,
		"select item from cart":                   false,
		"select from users: %w":                   false,
		"delete from cart failed":                 false,
		"delete from cart":                        false,
		"delete from users: %w":                   false,
		"failed to delete from users":             false,
		"Delete from cart":                        false,
		"delete user from group":                  false,
		"insert coin":                             false,
		"insert into users":                       false,
		"insert into users: %w":                   false,
		"insert into the slot (left)":             false,
		"with great power":                        false,
		"with great power (as they say) comes":    false,
		"update users":                            false,
		"update users set":                        false,
		"update user settings":                    false,
		"update the settings and set the flag":    false,
		"update available, set it up":             false,
		"create table failed":                     false,
		"create table users: %w":                  false,
		"Create table for two":                    false,
		"drop table":                              false,
		"drop table please":                       false,
		"alter table failed: %v":                  false,
		"merge into main using rebase":            false,
		"copy file to stdout failed":              false,
		"truncate table":                          false,
		"explain yourself":                        false,
		"lock table failed":                       false,
		"replace into what?":                      false,
		"FROM users":                              false,
		"WHERE id = ?":                            false,
		"users":                                   false,
		"https://example.com/select?from=users":   false,
		"select: invalid value %q":                false,
		"select 1 item":                           false,
		"select file(s) to upload":                false,
		"select your plan from the options below": false,
		"SELECT failed":                           false,
		"SELECT query failed: %v":                 false,
		"INSERT failed: %v":                       false,
		"UPDATE failed for %s":                    false,
		"DELETE /users/{id}":                      false,
		"CREATE":                                  false,
		"with x as y":                             false,
	} {
		if got := sqltext.Looks(text); got != want {
			t.Errorf("Looks(%q) = %t, want %t", text, got, want)
		}
	}
}

// Statements of the cases that stand alone look like SQL; nothing here may panic.
func TestLooksCases(t *testing.T) {
	for _, c := range readCases(t) {
		got := sqltext.Looks(c.sql)
		sql := strings.TrimSpace(c.sql)
		if strings.HasPrefix(sql, "SELECT * FROM ") && c.read != "" && !got {
			t.Errorf("testdata/cases.tsv:%d: does not look like SQL: %s", c.line, c.sql)
		}
		if strings.HasPrefix(sql, "FROM ") && got {
			t.Errorf("testdata/cases.tsv:%d: a fragment looks like SQL: %s", c.line, c.sql)
		}
	}
}
