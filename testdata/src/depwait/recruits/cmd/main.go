// Command cmd wires the handlers.
package main

import (
	"database/sql"

	"example.com/fixtures/depwait/recruits"
	"example.com/fixtures/depwait/recruits/handling"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return
	}
	bus := &handling.Bus{}
	handling.Register[handling.AddAgencyCommand](bus, handling.Agencies{DB: db})
	handling.Register[handling.AddRecruitCommand](bus, handling.Recruits{DB: db})
	_ = recruits.New(db, bus)
}
