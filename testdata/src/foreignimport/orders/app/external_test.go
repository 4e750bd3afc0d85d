package app_test

import (
	"testing"

	"example.com/fixtures/foreignimport/accounts/store"
)

func TestStore(t *testing.T) { _ = store.User{} }
