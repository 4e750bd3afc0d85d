package idents

import "github.com/doug-martin/goqu/v9"

// People and Placed are tables as goqu names them.
var (
	People = goqu.S("public").Table("users")
	Placed = goqu.T("orders").Schema("orders")
)
