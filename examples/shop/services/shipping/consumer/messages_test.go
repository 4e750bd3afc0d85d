package consumer_test

import (
	"encoding/json"
	"testing"
	"time"

	"example.com/shop/contracts"
	accounts "example.com/shop/services/accounts/domain"
)

// The accounts service must send what the copies are built from.
func TestUserMessage(t *testing.T) {
	deleted, company := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "c1"
	user := accounts.User{ID: "u1", CompanyID: &company, Name: "Name", Email: "a@example.com", UpdatedAt: deleted, DeletedAt: &deleted}

	body, err := json.Marshal(user.Changed())
	if err != nil {
		t.Fatal(err)
	}
	var got contracts.UserChanged
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	want := contracts.UserChanged{ID: "u1", CompanyID: "c1", Name: "Name", Email: "a@example.com", IsDeleted: true, CreatedUtcDate: deleted}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
