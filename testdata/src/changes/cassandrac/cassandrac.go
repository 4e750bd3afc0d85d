// Package cassandrac writes a table in the ways of Cassandra.
package cassandrac

import "github.com/gocql/gocql"

// insert overwrites.
//
//	writes customers: sets id,name
func insert(s *gocql.Session) { s.Query("INSERT INTO customers (id, name) VALUES (?, ?)", 1, 2) }

// onlyNew
//
//	writes customers: insert only; sets id,name
func onlyNew(s *gocql.Session) {
	s.Query("INSERT INTO customers (id, name) VALUES (?, ?) IF NOT EXISTS", 1, 2)
}

// light
//
//	writes customers: sets name; if id = ?; if synced_at < ?
func light(s *gocql.Session) {
	s.Query("UPDATE customers SET name = ? WHERE id = ? IF synced_at < ?", 1, 2, 3)
}

// newest
//
//	writes customers: sets name; if id = ?; if writetime < ?
func newest(s *gocql.Session) {
	s.Query("UPDATE customers USING TTL 5 AND TIMESTAMP ? SET name = ? WHERE id = ?", 1, 2, 3)
}
