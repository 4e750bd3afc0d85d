// Command trim corrects names once.
package main

import (
	"database/sql"

	"example.com/fixtures/copywrite/shipping/store"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	db.Exec(`UPDATE clients SET name = btrim(name)`) // want `main writes clients, the copy of accounts.users, outside of consumers and sync jobs`
	db.Exec(`UPDATE parcels SET id = btrim(id)`)
	(&store.Store{DB: db}).Client(nil, "") // what main calls is not judged
}
