// Package uppers reaches the tables by upper/db.
package uppers

import "github.com/upper/db/v4"

func collections(sess db.Session) {
	var list []string
	sess.Collection("users").Find("id", 1).All(&list) // want "reads table users"
	sess.Collection("orders").Find("users", 1).All(&list)
	sess.Collection("users").Insert(list)               // want "writes table users"
	sess.Collection("users").Find("id", 1).Update(list) // want "writes table users"
	sess.SQL().DeleteFrom("users").Exec()               // want "writes table users"
	sess.SQL().Query("SELECT id FROM users")            // want "reads table users"
}
