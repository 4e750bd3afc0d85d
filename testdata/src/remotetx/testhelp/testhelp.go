// Package testhelp is test code, although no file's name says so.
package testhelp

import (
	"context"
	"database/sql"
	"testing"

	"example.com/fixtures/remote"
)

// Place is for tests: nothing here is reported.
func Place(t testing.TB, tx *sql.Tx) {
	if err := remote.Call(context.Background(), "inside"); err != nil {
		t.Fatal(err)
	}
}
