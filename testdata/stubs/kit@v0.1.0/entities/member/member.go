// Package member says what a member is kept as.
package member

import "entgo.io/ent/dialect/sql"

// Table is where members are kept.
const Table = "club_members"

func ID(id string) func(*sql.Selector)      { return nil }
func VersionLT(v int64) func(*sql.Selector) { return nil }
