package app

import (
	"testing"

	"example.com/fixtures/foreignimport/accounts/store"
)

func TestUse(t *testing.T) {
	if use(t.Context(), "", store.User{}) == "" {
		t.Error("want a topic")
	}
}
