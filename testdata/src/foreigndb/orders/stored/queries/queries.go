// Package queries holds statements.
package queries

import (
	"time"

	"example.com/fixtures/foreigndb/pkg/dbx"
)

// Statements of all kinds.
var (
	Open     = dbx.Store("users.open", `SELECT id FROM orders`)
	CTE      = dbx.StorePtr("cte", `WITH users AS (SELECT buyer FROM orders) SELECT * FROM users`)
	Buyers   = dbx.Store("buyers", `SELECT u.name FROM orders o JOIN users u ON u.id = o.buyer`)
	Timed    = dbx.Store("timed", `SELECT name FROM users`, dbx.Within(time.Second))
	Shared   = dbx.StorePtr("shared", `SELECT name FROM users`)
	Switched = dbx.Store("switched", `SELECT name FROM users`)
)

// Switch puts another statement in the place of one.
func Switch() { Switched = dbx.Store("switched", `SELECT id FROM orders`) }
